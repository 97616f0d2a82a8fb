"""Finds by index who crossed a time rule's moment since the last sweep, and proposes it as an event.

Each rule keeps its own last committed moment, so that an outage is caught up; the event's id is (rule, subject,
crossing moment), so that it cannot double. The engine checks each proposal again on the profile.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

import psycopg

from perennia.core.catalogue import Crossing
from perennia.core.index import Index
from perennia.core.profile import CONTACT
from perennia.ingest import store, wake
from perennia.ingest.row import CLOCK, LIVE, Row, body

BATCH = 5000
CLAIM = "select swept_to from engine_sweep where rule = %s for update skip locked"
BEGIN = "insert into engine_sweep (rule, swept_to) values (%s, %s) on conflict do nothing"
SWEPT = "update engine_sweep set swept_to = %s where rule = %s"
# One statement a column, each with its own index; `after` moves the window, not the column, so that the index serves.
# Who was last seen when is indexed by the quarter of an hour, and picked out of it by the moment itself.
# With ties: everybody of a batch's last moment comes with it, for the next begins behind that moment.
CROSSED = {
    "last_seen_at": """
select id, customer_id, last_seen_at from profile
where partition between 0 and 255 and kind = %(kind)s and not is_hidden
and seen_quarter > %(after)s::timestamptz - interval '15 minutes' and seen_quarter <= %(to)s
and last_seen_at > %(after)s and last_seen_at <= %(to)s
order by seen_quarter, last_seen_at fetch first %(most)s rows with ties
""",
    "renews_at": """
select id, customer_id, renews_at from profile
where partition between 0 and 255 and kind = %(kind)s and not is_hidden and renews_at is not null
and renews_at > %(after)s and renews_at <= %(to)s order by renews_at fetch first %(most)s rows with ties
""",
    "started_at": """
select id, customer_id, started_at from profile
where partition between 0 and 255 and kind = %(kind)s and not is_hidden and started_at is not null
and started_at > %(after)s and started_at <= %(to)s order by started_at fetch first %(most)s rows with ties
""",
    "features_due_at": """
select id, customer_id, features_due_at from profile
where partition between 0 and 255 and kind = %(kind)s and not is_hidden and features_due_at is not null
and features_due_at > %(after)s and features_due_at <= %(to)s
order by features_due_at fetch first %(most)s rows with ties
""",
}


# What waits may yet say that a moment lies behind it: a sweep goes no further than the engine has come.
WORKED_TO = """
select min(o.received_at) from engine_partition p cross join (values (0), (2)) as l (lane)
cross join lateral (
    select received_at from inbox where partition = p.partition and lane = l.lane order by seq limit 1) o
"""


def sweep(connection: psycopg.Connection, index: Index, now: datetime) -> int:
    """Sweeps every rule up to `now`, each in a transaction of its own. Gives the number of proposals."""
    found = 0
    now = worked_to(connection, now)
    for crossing, since in index.crossings():
        is_more = True
        while is_more:
            with connection.transaction():
                connection.execute(BEGIN, [crossing.rule, min(since, now)])
                rows, is_more = _crossed(connection, crossing, now)
                store.put([row for row, _ in rows], conn=connection)
            found += len(rows)
    if found:
        wake.workers()
    return found


def worked_to(connection: psycopg.Connection, now: datetime) -> datetime:
    """How far the engine has come: now, or when the oldest that waits came in."""
    waiting = connection.execute(WORKED_TO).fetchone()
    return now if waiting is None or waiting[0] is None else min(now, waiting[0])


def window(connection: psycopg.Connection, index: Index, until: datetime) -> Iterator[Row]:
    """The proposals up to `until` for the virtual clock, each received at its own moment; in the caller's transaction."""
    for crossing, since in index.crossings():
        is_more = True
        while is_more:
            connection.execute(BEGIN, [crossing.rule, min(since, until)])
            rows, is_more = _crossed(connection, crossing, until)
            for row, at in rows:
                row.received_at = at
                yield row


def _crossed(
    connection: psycopg.Connection, crossing: Crossing, now: datetime
) -> tuple[list[tuple[Row, datetime]], bool]:
    """The next batch of proposals of one rule, in the order of their moments; and whether there may be more."""
    claimed = connection.execute(CLAIM, [crossing.rule]).fetchone()
    if claimed is None or claimed[0] >= now:
        return [], False
    since = claimed[0] - crossing.after
    window = {"kind": crossing.kind, "after": since, "to": now - crossing.after, "most": BATCH}
    found = connection.execute(CROSSED[crossing.column], window).fetchall()
    is_more = len(found) >= BATCH
    to = found[-1][2] + crossing.after if is_more else now
    connection.execute(SWEPT, [to, crossing.rule])
    moments = [(id_, customer, base + crossing.after) for id_, customer, base in found]
    of = (crossing.rule, crossing.event, crossing.kind)
    return [(proposal(*of, id_, customer, at, now), at) for id_, customer, at in moments], is_more


def proposal(
    rule: str, name: str, kind: int, id_: int, customer: int, at: datetime, now: datetime, lane: int = LIVE,
    said: Mapping[str, str] = {},
) -> Row:  # fmt: skip
    """What the clock says of a subject, at its moment; the same rule and moment is the same event."""
    return Row(
        customer=customer, contact=id_ if kind == CONTACT else None, source=CLOCK, kind="clock", name=name,
        message_id=f"{rule}:{id_}:{at.isoformat()}", at=at, received_at=now, lane=lane, body=body({"rule": rule, **said}),
    )  # fmt: skip
