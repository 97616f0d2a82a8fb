"""Lets go of what is older than the organisation keeps: lines of the run log, and whole months of history.

What was learnt from an event stays: profile, sums, points, tags and stages need no history.
"""

from datetime import datetime, timedelta

import psycopg
from psycopg import sql

from perennia.core.partition import PARTITIONS

BATCH = 5_000
SET = """
select coalesce(max(keep_log_days), 400), coalesce(max(keep_history_days), 0), clock_timestamp() + (select ahead from host_clock)
from team_organisation
"""
# Lines are written in the order of their numbers: the oldest of a partition are found by its key.
LINES = """
delete from run_log where partition = %s and at < %s
and id in (select id from run_log where partition = %s order by id limit %s)
"""
MONTHS = """
select c.relname, pg_get_expr(c.relpartbound, c.oid) from pg_inherits i join pg_class c on c.oid = i.inhrelid
where i.inhparent = 'history'::regclass and c.relname ~ '^history_[0-9]{4}_[0-9]{2}$' order by 1
"""
LEFT_OVER = """
delete from history_default where ctid in (select ctid from history_default where received_at < %s limit %s)
"""


def forget(connection: psycopg.Connection) -> int:
    """Removes what is past its time, in batches of a transaction each. Gives the number of rows and tables."""
    log_days, history_days, now = connection.execute(SET).fetchone()  # type: ignore[misc]  # an aggregate has a row
    removed = _lines(connection, now - timedelta(days=log_days))
    if history_days:
        removed += _months(connection, now - timedelta(days=history_days))
    return removed


def _lines(connection: psycopg.Connection, before: datetime) -> int:
    removed = 0
    for partition in range(PARTITIONS):
        while (batch := connection.execute(LINES, [partition, before, partition, BATCH]).rowcount) == BATCH:
            removed += batch
        removed += batch
    return removed


def _months(connection: psycopg.Connection, before: datetime) -> int:
    """A month's table goes once all of it is older; who reads just then is waited for two seconds, else it is tried later."""
    removed = 0
    for name, bound in connection.execute(MONTHS).fetchall():
        if _end(bound) > before:
            continue
        try:
            with connection.transaction():
                connection.execute("set local lock_timeout = '2s'")
                connection.execute(sql.SQL("drop table {}").format(sql.Identifier(name)))
        except psycopg.errors.LockNotAvailable:
            break
        removed += 1
    while (batch := connection.execute(LEFT_OVER, [before, BATCH]).rowcount) == BATCH:
        removed += batch
    return removed + batch


def _end(bound: str) -> datetime:
    """When a table's rows end, from `FOR VALUES FROM ('...') TO ('...')`."""
    return datetime.fromisoformat(bound.rsplit("'", 2)[1])
