"""Ends backends that hold a partition too long: a frozen worker's late writes must fail."""

import psycopg

SECONDS = 20
END = """
select l.pid, l.partition, pg_terminate_backend(l.pid)
from engine_lease l join pg_stat_activity a on a.pid = l.pid and a.backend_start = l.backend_start
where l.pid <> pg_backend_pid() and a.state <> 'idle' and a.xact_start < clock_timestamp() - make_interval(secs => %s)
"""
FORGET = """
delete from engine_lease l where not exists
(select 1 from pg_stat_activity a where a.pid = l.pid and a.backend_start = l.backend_start)
"""


def watch(connection: psycopg.Connection, seconds: float = SECONDS) -> list[int]:
    """Ends what has stood still for `seconds` in a turn. Gives the partitions freed."""
    freed = [partition for _, partition, _ in connection.execute(END, [seconds]).fetchall()]
    connection.execute(FORGET)
    return freed
