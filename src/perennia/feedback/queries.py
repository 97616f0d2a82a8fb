"""Reads of feedback: all of a customer's contacts, by link, from the product or from an import."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from perennia.core import happiness, partition
from perennia.core.event import Properties
from perennia.host.select import select


class Given(msgspec.Struct, frozen=True):
    """One word of feedback."""

    partition: int
    seq: int
    at: datetime
    contact: int | None
    body: str

    @property
    def event_id(self) -> str:
        """The public id of its event."""
        return f"{self.partition}-{self.seq}"

    @property
    def mark(self) -> tuple[object, ...]:
        """Where it stands."""
        return (self.at, self.seq)

    def said(self) -> Properties:
        """Its properties."""
        found = msgspec.json.decode(self.body)
        said = found.get("properties") if isinstance(found, dict) else None
        return said if isinstance(said, dict) else {}


def of_customer(customer: int, after: Sequence[object] | None, limit: int) -> list[Given]:
    """Feedback at a customer and at those that became it, the latest first, behind the mark."""
    at, seq = after or (None, None)
    params = {
        "partition": partition.of(customer), "customer": customer, "at": at, "seq": seq, "limit": limit,
    }  # fmt: skip
    return select(Given, _GIVEN, params)


def level(said: Properties) -> str:
    """The level it speaks of; empty where it speaks of none."""
    return happiness.level_of(said) or ""


_GIVEN = """
with recursive line as (
    select %(partition)s::smallint as partition, %(customer)s::bigint as id
    union
    select m.partition, m.id from moved m join line on m.to_customer = line.id where m.kind = 0
)
select t.partition, t.seq, t.at, coalesce(k.to_contact, t.contact_id), t.body from line
cross join lateral (
    select h.partition, h.seq, h.at, h.contact_id, h.body::text as body from history h
    where h.partition = line.partition and h.customer_id = line.id and h.name = 'Feedback Given'
      and (%(at)s::timestamptz is null or (h.at, h.seq) < (%(at)s::timestamptz, %(seq)s::bigint))
    order by h.at desc, h.seq desc limit %(limit)s) t
left join moved k on k.partition = t.partition and k.kind = 1 and k.id = t.contact_id
order by t.at desc, t.seq desc limit %(limit)s
"""
