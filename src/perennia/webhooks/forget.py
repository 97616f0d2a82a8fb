"""Keeps deliveries for thirty days: their bodies hold what customers did."""

from datetime import timedelta

import psycopg

KEPT = timedelta(days=30)
BATCH = 5000
OLD = """
with old as (
    delete from webhook where (partition, id) in (
        select partition, id from webhook where made_at < clock_timestamp() - %s::interval limit %s) returning partition, id
), tried as (
    delete from webhook_try t using old where t.partition = old.partition and t.webhook_id = old.id
)
select count(*) from old
"""


def forget(connection: psycopg.Connection) -> int:
    """Removes what is past its time, in batches. Gives how many deliveries."""
    removed = 0
    while True:
        row = connection.execute(OLD, [KEPT, BATCH]).fetchone()
        batch = int(row[0]) if row is not None else 0
        removed += batch
        if batch < BATCH:
            return removed
