"""The deliveries that wait, as rows: claimed for a while, tried, stored with what came of it. Plain SQL."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.db import connection

LEASE = timedelta(minutes=2)  # longer than a request may take: after it another worker takes over, with the same id
# Each endpoint by itself: one with a long queue costs the others nothing.
_CLAIM = """
with due as (
    select w.partition, w.id from unnest(%s::bigint[], %s::integer[]) as e (id, free)
    cross join lateral (
        select w.partition, w.id from webhook w where w.endpoint_id = e.id and w.state = 'queued' and w.next_at <= %s
        order by w.next_at limit e.free for update skip locked) w
)
update webhook w set next_at = %s from due where w.partition = due.partition and w.id = due.id
returning w.partition, w.id, w.endpoint_id, w.event, w.body, w.rung, w.tries, w.made_at
"""
_TRIED = """
insert into webhook_try (partition, webhook_id, number, at, status, reason, answer, took)
values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing
"""
# Only where nobody took it over meanwhile: a late result of a lost claim changes nothing.
_STORE = """
update webhook set state = %s, reason = %s, next_at = %s, rung = %s, tries = tries + 1, tried_at = %s
where partition = %s and id = %s and tries = %s and state = 'queued'
"""
_PUT = """
insert into webhook (partition, id, endpoint_id, event, type, body, made_at, next_at) values (%s, %s, %s, %s, %s, %s, %s, %s)
"""


class Claimed(msgspec.Struct, frozen=True):
    """A delivery to try now."""

    partition: int
    id: UUID
    endpoint: int
    event: str
    body: str
    rung: int
    tries: int
    made_at: datetime


class Tried(msgspec.Struct, frozen=True):
    """What came of a try. `status` is None where there was no answer."""

    claimed: Claimed
    at: datetime
    state: str
    reason: str = ""
    next_at: datetime | None = None
    status: int | None = None
    answer: str = ""
    took: int = 0


def claim(free: dict[int, int], now: datetime) -> list[Claimed]:
    """Claims up to so many deliveries an endpoint, the longest due first."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [list(free), list(free.values()), now, now + LEASE])
        return sorted((Claimed(*row) for row in cursor.fetchall()), key=lambda one: (one.made_at, one.id))


def store(tried: Tried) -> bool:
    """Stores a try, one row of it at most. False: somebody else has taken the delivery over."""
    one = tried.claimed
    with connection.cursor() as cursor:
        cursor.execute(
            _STORE,
            [tried.state, tried.reason, tried.next_at or tried.at, one.rung + 1, tried.at, one.partition, one.id, one.tries],
        )  # fmt: skip
        if not cursor.rowcount:
            return False
        cursor.execute(
            _TRIED,
            [one.partition, one.id, one.tries + 1, tried.at, tried.status, tried.reason, tried.answer.replace("\x00", ""), tried.took],
        )  # fmt: skip
    return True


def put(partition: int, id: UUID, endpoint: int, event: str, kind: str, body: str, at: datetime) -> None:
    """Puts a delivery that comes of no event."""
    with connection.cursor() as cursor:
        cursor.execute(_PUT, [partition, id, endpoint, event, kind, body, at, at])
