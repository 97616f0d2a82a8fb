"""Ends backends that stand still: of a turn that holds its partition too long, of any worker that says nothing more.

A frozen worker's late writes must fail, and what it holds must come free.
"""

import psycopg

SECONDS = 20
END = """
select l.pid, l.partition, pg_terminate_backend(l.pid)
from engine_lease l join pg_stat_activity a on a.pid = l.pid and a.backend_start = l.backend_start
where l.pid <> pg_backend_pid() and a.state <> 'idle' and a.xact_start < clock_timestamp() - make_interval(secs => %s)
"""
# A worker's, as its name says, which waits for its client in the middle of a transaction, be it within a COPY.
SILENT = """
select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and application_name like 'perennia %%' and pid <> pg_backend_pid() and xact_start is not null
and wait_event = 'ClientRead' and state_change < clock_timestamp() - make_interval(secs => %s)
"""
FORGET = """
delete from engine_lease l where not exists
(select 1 from pg_stat_activity a where a.pid = l.pid and a.backend_start = l.backend_start)
"""


def watch(connection: psycopg.Connection, seconds: float = SECONDS) -> list[int]:
    """Ends what has stood still for `seconds` in a turn. Gives the partitions freed."""
    freed = [partition for _, partition, _ in connection.execute(END, [seconds]).fetchall()]
    connection.execute(SILENT, [seconds])
    connection.execute(FORGET)
    return freed
