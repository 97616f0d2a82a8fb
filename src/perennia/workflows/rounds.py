"""Workflows that begin by the clock on the wall: when their moment comes round, everybody they are for is proposed.

A workflow's row says which round it is in and how far: one partition is looked through in one transaction, so that a round
of a million is cut off and goes on anywhere. Whom its condition does not hold for is left out by SQL; the engine judges
it again. The rows go in the lane of imports: what customers do comes first.
"""

from collections.abc import Iterator
from datetime import datetime, tzinfo

import psycopg

from perennia.core.condition import Condition
from perennia.core.event import Event
from perennia.core.index import Index, Live
from perennia.core.partition import PARTITIONS
from perennia.core.profile import CONTACT, CUSTOMER
from perennia.core.schedule import SCHEDULED, Schedule
from perennia.customers.condition_sql import Param, Sql, where
from perennia.ingest import store, wake
from perennia.ingest.row import BULK, CLOCK, LIVE, Row
from perennia.workflows.sweep import proposal, worked_to

OVER = PARTITIONS
BEGIN = "insert into engine_round (workflow, moment, partition) values (%s, %s, %s) on conflict do nothing"
CLAIM = "select moment, partition from engine_round where workflow = %s for update skip locked"
KEEP = "update engine_round set moment = %s, partition = %s where workflow = %s"
WHO = {
    CUSTOMER: """
select c.id, c.customer_id from profile c left join profile k on false
where c.partition between %s and %s and c.kind = 0 and not c.is_hidden and """,
    CONTACT: """
select k.id, k.customer_id from profile k
join profile c on c.partition = k.partition and c.kind = 0 and c.id = k.customer_id
where k.partition between %s and %s and k.kind = 1 and not k.is_hidden and """,
}


def rounds(connection: psycopg.Connection, index: Index, now: datetime) -> int:
    """Brings every schedule up to `now`, a partition in a transaction. Gives the number of proposals."""
    found = 0
    scheduled = list(index.scheduled())
    if scheduled:
        now = worked_to(connection, now)
    for live, schedule in scheduled:
        is_more = True
        while is_more:
            with connection.transaction():
                rows, is_more = _slice(connection, live, schedule, index.zone, now)
                store.put(rows, conn=connection)
            found += len(rows)
    if found:
        wake.workers()
    return found


def window(connection: psycopg.Connection, index: Index, until: datetime) -> Iterator[Row]:
    """The proposals up to `until` for the virtual clock, each received at its own moment; in the caller's transaction."""
    for live, schedule in index.scheduled():
        connection.execute(BEGIN, [live.plan.key, min(live.since, until), OVER])
        (since, _), = connection.execute(CLAIM, [live.plan.key]).fetchall() or [(until, OVER)]  # fmt: skip
        for moment in schedule.every(max(since, live.since), until, index.zone):
            for row in _proposed(connection, live, moment, moment, index.zone, (0, PARTITIONS - 1)):
                row.lane = LIVE
                yield row
            connection.execute(KEEP, [moment, OVER, live.plan.key])


def _slice(
    connection: psycopg.Connection, live: Live, schedule: Schedule, zone: tzinfo, now: datetime
) -> tuple[list[Row], bool]:
    """The next partition's proposals, and whether there may be more. A new round begins with its latest moment."""
    key = live.plan.key
    connection.execute(BEGIN, [key, min(live.since, now), OVER])
    claimed = connection.execute(CLAIM, [key]).fetchone()
    if claimed is None:
        return [], False
    moment, partition = claimed
    if partition >= OVER:
        latest = schedule.latest(max(moment, live.since), now, zone)
        if latest is None:
            return [], False
        moment, partition = latest, 0
    elif moment < live.since:  # it was switched off meanwhile, and on again
        connection.execute(KEEP, [moment, OVER, key])
        return [], True
    rows = _proposed(connection, live, moment, now, zone, (partition, partition))
    connection.execute(KEEP, [moment, partition + 1, key])
    return rows, True


def _proposed(
    connection: psycopg.Connection, live: Live, moment: datetime, now: datetime, zone: tzinfo, within: tuple[int, int]
) -> list[Row]:
    plan = live.plan
    wanted = _wanted(plan.when, moment, zone) if plan.when is not None else Sql("true")
    params: list[Param] = [*within, *wanted.params]
    found = connection.execute((WHO[plan.subject] + wanted.text).encode(), params).fetchall()
    rule, said = f"{SCHEDULED}:{plan.key}", {"workflow": plan.key, "moment": moment.isoformat()}
    return [proposal(rule, SCHEDULED, plan.subject, id_, customer, moment, now, BULK, said) for id_, customer in found]


def _wanted(condition: Condition, moment: datetime, zone: tzinfo) -> Sql:
    """The condition in SQL; what it asks of the event is known, since the event is ours."""
    event = Event(
        seq=0, id="", name=SCHEDULED, kind="clock", customer=0, contact=None, at=moment, received_at=moment, source=CLOCK
    )  # fmt: skip
    return where(condition, moment, moment.astimezone(zone).date(), event)
