"""Events that cannot be worked: tried three times, then the customer's rows are parked, in order, with the reason."""

from collections.abc import Callable, Sequence
from datetime import datetime

import psycopg

from perennia.core.outcome import Failure
from perennia.workflows.take import Known, Row

TRIES = 3
RECORD = """
insert into trouble (partition, customer_id, seq, tries, reason, is_parked, since)
select %s, c, s, t, r, p, %s
from unnest(%s::bigint[], %s::bigint[], %s::smallint[], %s::text[], %s::boolean[]) as g (c, s, t, r, p)
on conflict (partition, customer_id) do update set seq = excluded.seq, tries = excluded.tries, reason = excluded.reason,
    is_parked = excluded.is_parked
"""
RECOVERED = "delete from trouble where partition = %s and customer_id = any(%s::bigint[]) and not is_parked"
FORGET_KEYS = """
delete from dedupe d using unnest(%s::smallint[], %s::uuid[], %s::bigint[]) as g (s, h, q)
where d.partition = %s and d.source = g.s and d.message_hash = g.h and d.seq = g.q
"""
RESUME = """
with gone as (delete from parked where partition = %s and customer_id = %s returning *)
insert into inbox (partition, lane, seq, customer_id, contact_id, source, kind, name, message_id, message_hash, at,
                   received_at, historical, depth, body)
select partition, 2, seq, customer_id, contact_id, source, kind, name, message_id, message_hash, at, received_at,
       historical, depth, body from gone
"""


def record(
    connection: psycopg.Connection, partition: int, failures: Sequence[Failure], known: Known, now: datetime
) -> set[int]:
    """Counts the tries. Gives the customers to be parked now."""
    lines: list[tuple[int, int, int, str, bool]] = []
    for failure in failures:
        seq, tries, _ = known.troubled.get(failure.customer, (failure.seq, 0, False))
        tries = tries + 1 if seq == failure.seq else 1
        lines.append((failure.customer, failure.seq, tries, failure.reason[:2000], tries >= TRIES))
    if lines:
        connection.execute(RECORD, [partition, now, *map(list, zip(*lines, strict=True))])
    return {customer for customer, _, _, _, is_parked in lines if is_parked}


def strayed(connection: psycopg.Connection, partition: int, rows: Sequence[Row], now: datetime) -> None:
    """Rows that were sent on again and again as their customer moved are parked with that as the reason."""
    reason = "Sent on too often while the customer moved from one to another. Resume to send it on once more."
    lines = {row.customer: (row.customer, row.seq, TRIES, reason, True) for row in reversed(rows)}.values()
    connection.execute(RECORD, [partition, now, *map(list, zip(*lines, strict=True))])


def recovered(connection: psycopg.Connection, partition: int, worked: set[int], known: Known) -> None:
    """Forgets the tries of customers whose events went through after all."""
    through = [customer for customer in worked if customer in known.troubled]
    if through:
        connection.execute(RECOVERED, [partition, through])


def forget_keys(connection: psycopg.Connection, partition: int, rows: Sequence[Row]) -> None:
    """Gives back the dedupe keys of rows that were not worked after all, else they would be duplicates next time."""
    if rows:
        columns = [[r.source for r in rows], [r.message_hash for r in rows], [r.seq for r in rows]]
        connection.execute(FORGET_KEYS, [*columns, partition])


def resume(connection: psycopg.Connection, partition: int, row: Row) -> None:
    """A person said go on: the parked rows return in order, ahead of what came since."""
    connection.execute("delete from trouble where partition = %s and customer_id = %s", [partition, row.customer])
    connection.execute("insert into burst values (%s, %s) on conflict do nothing", [partition, row.customer])
    connection.execute(RESUME, [partition, row.customer])
    connection.execute(
        "delete from inbox where partition = %s and lane = %s and seq = %s", [partition, row.lane, row.seq]
    )


def blame(connection: psycopg.Connection, partition: int, reason: str, look: Callable[..., Known | None]) -> None:
    """The first event of a partition cannot be stored even alone: counts the try, and parks its customer at the third."""
    with connection.transaction():
        known = look(connection, partition, 1, None)
        if known is None or not (known.rows or known.timers):
            return
        customer = known.rows[0].customer if known.rows else known.timers[0].customer
        seq = known.rows[0].seq if known.rows else 0
        record(connection, partition, [Failure(customer, seq, reason)], known, known.now)
