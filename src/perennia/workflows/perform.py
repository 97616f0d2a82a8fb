"""Carries out effects on cold tables, once each by key, in batches; one that fails waits and does not hold up the rest."""

import logging
from datetime import datetime
from typing import assert_never
from uuid import UUID

import msgspec
from django.db import connection, transaction

from perennia.core.effect import (
    AddTask,
    Assign,
    CloseTask,
    ColdEffect,
    Describe,
    Forget,
    KnowFeature,
    Notify,
    PlanSession,
    Remove,
)
from perennia.core.event import Properties
from perennia.core.profile import CONTACT
from perennia.customers import assign, forget, remove
from perennia.customers.describe import describe
from perennia.desk import add as tasks
from perennia.desk import carry, close
from perennia.host import clock
from perennia.messages import consent, notices
from perennia.messages.notices import Telling
from perennia.sessions import carry as sessions
from perennia.sessions import plan
from perennia.workflows import policy, titles

logger = logging.getLogger(__name__)

BATCH = 500
SESSIONS = 20  # booked before others have their turn again
# A task is taken back only once all that were asked for before it are there.
TAKE = """
select partition, id, key, customer_id, contact_id, at, tries, body::text from effect e
where partition between 0 and 255 and next_at <= clock_timestamp() and (kind = 'PlanSession') = %s
    and (kind <> 'CloseTask' or not exists (
        select 1 from effect b where b.partition = e.partition and b.id < e.id and b.customer_id = e.customer_id
            and b.kind = 'AddTask'))
order by partition, id limit %s for update of e skip locked
"""
DONE = (
    "delete from effect e using unnest(%s::smallint[], %s::bigint[]) as g (p, i) where e.partition = g.p and e.id = g.i"
)
LATER = """
update effect set tries = tries + 1, error = %s,
    next_at = clock_timestamp() + least(interval '1 hour', interval '5 seconds' * power(2, tries))
where partition = %s and id = %s
"""


class Stored(msgspec.Struct):
    """The body of an effect row."""

    effect: Properties
    workflow: str = ""
    facts: Properties = {}
    depth: int = 0


class Taken(msgspec.Struct, frozen=True):
    partition: int
    id: int
    key: UUID
    customer: int
    contact: int | None
    at: datetime
    effect: ColdEffect
    workflow: str
    facts: Properties
    depth: int


_decode = msgspec.json.Decoder(Stored).decode


def perform(batch: int = BATCH) -> int:
    """Performs a batch. Gives how many were performed; 0 when nothing is due.

    A session is booked in a transaction of its own, behind the others: whoever else books with its hosts waits for that.
    """
    return _batch(batch) or _one_by_one(SESSIONS, are_sessions=True)


def _batch(batch: int) -> int:
    try:
        with transaction.atomic():
            taken = _take(batch)
            _together(taken)
            return len(taken)
    except Exception:
        logger.exception("A batch of effects failed; each is now tried by itself.")
        return _one_by_one(batch)


def _one_by_one(batch: int, *, are_sessions: bool = False) -> int:
    performed = 0
    for _ in range(batch):
        with transaction.atomic():
            taken = _take(1, are_sessions=are_sessions)
            if not taken:
                return performed
            try:
                with transaction.atomic():
                    _together(taken)
                performed += 1
            except Exception as failure:
                logger.exception("The effect %s of customer %s failed.", taken[0].key, taken[0].customer)
                with connection.cursor() as cursor:
                    cursor.execute(
                        LATER, [f"{type(failure).__name__}: {failure}"[:1000], taken[0].partition, taken[0].id]
                    )
    return performed


def _take(batch: int, *, are_sessions: bool = False) -> list[Taken]:
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [are_sessions, batch])
        rows = cursor.fetchall()
    return [_taken(*row) for row in rows]


def _taken(
    partition: int, id_: int, key: UUID, customer: int, contact: int | None, at: datetime, _tries: int, body: str
) -> Taken:
    stored = _decode(body)
    effect = msgspec.convert(
        stored.effect, Describe | Notify | Assign | AddTask | CloseTask | PlanSession | Forget | KnowFeature | Remove
    )
    return Taken(partition, id_, key, customer, contact, at, effect, stored.workflow, stored.facts, stored.depth)


def _together(taken: list[Taken]) -> None:
    """Rows first, since others may refer to them; then who owns them; then who is told and what they have to do."""
    describe(one.effect for one in taken if isinstance(one.effect, Describe))
    policy.know((one.effect.feature, one.at) for one in taken if isinstance(one.effect, KnowFeature))
    tellings: list[Telling] = []
    asked: list[tasks.Asked] = []
    ended: list[close.Asked] = []
    for one in taken:
        match one.effect:
            case Assign():
                assign.assign(one.customer, one.effect, one.id)
            case Notify():
                tellings.append(
                    Telling(one.effect, one.key, one.customer, one.contact, one.at, one.workflow, one.facts)
                )
            case AddTask():
                asked.append(
                    tasks.Asked(
                        one.effect, one.key, one.customer, one.contact, one.at, one.workflow, one.facts, one.depth
                    )
                )
            case CloseTask():
                ended.append(close.Asked(one.effect, one.customer, one.contact, one.at, one.workflow, one.facts))
            case PlanSession():
                names = titles.in_both(one.workflow)
                plan.plan(
                    plan.Asked(one.effect, one.key, one.customer, one.contact, one.at, one.workflow, names[0]),
                    clock.now(),
                )
            case Forget():
                carry.carry(one.effect, one.customer)
                sessions.carry(one.effect, one.customer)
                if one.effect.kind == CONTACT:
                    consent.carry(one.effect.id, one.effect.became)
                forget.forget(one.effect)
            case Remove():
                remove.remove(one.effect)
            case Describe() | KnowFeature():
                pass
            case _:
                assert_never(one.effect)
    notices.tell(tellings)
    tasks.add(asked)
    close.close(ended)
    if taken:
        with connection.cursor() as cursor:
            cursor.execute(DONE, [[one.partition for one in taken], [one.id for one in taken]])
