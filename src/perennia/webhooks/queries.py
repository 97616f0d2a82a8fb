"""Reads of endpoints and deliveries for people."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from perennia.core.error import Invalid
from perennia.host.select import one, select
from perennia.webhooks.again import NoDelivery

DAY = timedelta(days=1)


class Numbers(msgspec.Struct, frozen=True):
    """How an endpoint is doing."""

    endpoint: int
    delivered: int  # in the last 24 hours
    waiting: int
    dead: int


class Delivery(msgspec.Struct, frozen=True):
    """A delivery in a list. `status` is that of its last try."""

    partition: int
    id: UUID
    endpoint: int
    customer: int | None
    event: str
    type: str
    made_at: datetime
    state: str
    reason: str
    next_at: datetime
    tries: int
    tried_at: datetime | None
    status: int | None


class Try(msgspec.Struct, frozen=True):
    """One try."""

    number: int
    at: datetime
    status: int | None
    reason: str
    answer: str
    took: int


class Named(msgspec.Struct, frozen=True):
    """An event that happened here, for choosing."""

    name: str
    count: int


def numbers(at: datetime) -> dict[int, Numbers]:
    """By endpoint; counted up to a thousand, for beyond that the number says no more."""
    return {row.endpoint: row for row in select(Numbers, _NUMBERS, {"since": at - DAY})}


def deliveries(endpoint: int, state: str | None, after: tuple[datetime, UUID] | None, limit: int) -> list[Delivery]:
    """The latest first."""
    at, id = after or (None, None)
    return select(Delivery, _DELIVERIES, {"endpoint": endpoint, "state": state, "at": at, "id": id, "limit": limit})


def delivery(place: int, id: UUID) -> Delivery:
    """One. Raises NoDelivery."""
    found = one(Delivery, _ONE, {"partition": place, "id": id})
    if found is None:
        raise NoDelivery
    return found


def body(place: int, id: UUID) -> str:
    """What is sent, byte by byte."""
    return (
        one(
            str,
            "select body from webhook where partition = %(partition)s and id = %(id)s",
            {"partition": place, "id": id},
        )
        or ""
    )


def tries(place: int, id: UUID) -> Sequence[Try]:
    """The tries of a delivery, the first one first."""
    return select(Try, _TRIES, {"partition": place, "id": id})


def public_id(place: int, id: UUID) -> str:
    """How a delivery is named outside."""
    return f"{place}-{id}"


def parts_of(public: str) -> tuple[int, UUID]:
    """The delivery a public id names. Raises Invalid."""
    place, dash, id = public.partition("-")
    try:
        if dash and len(place) <= 3 and place.isascii() and place.isdigit():
            return int(place), UUID(id)
    except ValueError:
        pass
    raise Invalid("This is not the id of a delivery.", field="path.delivery_id")


_COLUMNS = """
select w.partition, w.id, w.endpoint_id, w.customer_id, w.event, w.type, w.made_at, w.state, w.reason, w.next_at, w.tries, w.tried_at,
    (select t.status from webhook_try t where t.partition = w.partition and t.webhook_id = w.id and t.number = w.tries)
from webhook w
"""
_DELIVERIES = "".join(
    [
        _COLUMNS,
        """
where w.endpoint_id = %(endpoint)s and (%(state)s::text is null or w.state = %(state)s)
    and (%(at)s::timestamptz is null or (w.made_at, w.id) < (%(at)s, %(id)s::uuid))
order by w.made_at desc, w.id desc limit %(limit)s
""",
    ]
)
_ONE = _COLUMNS + "where w.partition = %(partition)s and w.id = %(id)s"
_TRIES = """
select number, at, status, reason, answer, took from webhook_try
where partition = %(partition)s and webhook_id = %(id)s order by number
"""
_NUMBERS = """
select e.id,
    (select count(*) from (select 1 from webhook w where w.endpoint_id = e.id and w.made_at > %(since)s
        and w.state = 'delivered' limit 1000) d),
    (select count(*) from (select 1 from webhook w where w.endpoint_id = e.id and w.state = 'queued' limit 1000) q),
    (select count(*) from (select 1 from webhook w where w.endpoint_id = e.id and w.state = 'dead' limit 1000) x)
from webhooks_endpoint e
"""
