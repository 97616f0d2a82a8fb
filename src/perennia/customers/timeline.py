"""A customer's history in order, newest first, a kind of it at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import msgspec

from perennia.core import partition
from perennia.core.event import Properties
from perennia.customers import everyday
from perennia.customers.pipelines import REVENUE_PIPELINES, REVENUE_TAGS
from perennia.host.select import select

Part = Literal["all", "usage", "billing", "messages", "workflows", "people"]
Mark = Sequence[object]


class Carried(msgspec.Struct, frozen=True):
    """What an event carries."""

    properties: Properties = {}
    traits: Properties = {}
    context: Properties = {}


class Moment(msgspec.Struct, frozen=True):
    """One thing that happened at a customer."""

    partition: int
    seq: int
    place: int
    received_at: datetime
    at: datetime
    contact_id: int | None
    kind: str
    name: str
    late: bool
    body: str

    @property
    def event_id(self) -> str:
        """Its public id."""
        return f"{self.partition}-{self.seq}" + (f"-{self.place}" if self.place else "")

    @property
    def mark(self) -> tuple[object, ...]:
        """Where it stands."""
        return (self.received_at, self.seq, self.place)

    def said(self) -> Carried:
        """Its properties, traits and context."""
        return msgspec.json.decode(self.body, type=Carried)


def page(
    customer: int, part: Part, q: str | None, after: Mark | None, limit: int, *, with_billing: bool = True
) -> list[Moment]:
    """Up to `limit` moments behind the mark, with those of the customers that became this one.

    Changes of the score are left to the run log: they would drown the rest.
    So would what happens every day; it stands with the workflows and is found by a search.
    """
    at, seq, place = after or (None, None, None)
    params = {
        "partition": partition.of(customer), "customer": customer, "part": part, "billing": with_billing,
        "q": None if q is None else "%" + q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%",
        "at": at, "seq": seq, "place": place, "limit": limit, "pipelines": sorted(REVENUE_PIPELINES),
        "tags": sorted(REVENUE_TAGS),
    }  # fmt: skip
    line = select(_pair, _LINE, params)
    if len(line) == 1:
        return select(Moment, _PAGE, params)
    return select(Moment, _PAGES, params | {"partitions": [at for at, _ in line], "ids": [id_ for _, id_ in line]})


def _pair(at: int, id_: int) -> tuple[int, int]:
    return at, id_


# The customer, and those that became it.
_LINE = """
with recursive line as (
    select %(partition)s::smallint as partition, %(customer)s::bigint as id
    union
    select m.partition, m.id from moved m join line on m.to_customer = line.id where m.kind = 0
)
select partition, id from line
"""


# What speaks of money though its name does not: stages and tags of billing, fields, and letters such as receipts.
_MONEY = """(
    coalesce(h.body #>> '{properties,pipeline}' = any(%(pipelines)s), false)
    or coalesce(h.body #>> '{properties,tag}' = any(%(tags)s), false)
    or coalesce(h.body #>> '{properties,field}' ~* '(value|amount|price|revenue|mrr|arr|spend|currency|renew|billing|payment)', false)
    or (h.kind = 'report' and h.body #>> '{properties,topic}' is not distinct from 'transactional'))"""
# The same division as `wording.kind_of`.
_HISTORY = """
select h.partition, h.seq, h.place, h.received_at, h.at, h.contact_id, h.kind, h.name, h.late, h.body::text
from history h
cross join lateral (select h.name ~ '^(Payment|Subscription|Trial|Renewal) ' as is_billing) b
cross join lateral (select case
    when h.kind = 'report' then 'messages'
    when h.kind = 'person' or h.name = 'Customer Created' then 'people'
    when b.is_billing then 'billing'
    when h.kind in ('derived', 'clock') and h.name <> 'Logged In' then 'workflows'
    else 'usage' end as part) k
where h.partition = __PARTITION__ and h.customer_id = __ID__ and h.name <> 'Score Changed'
  and h.kind not in ('move', 'resume') and (%(part)s = 'all' or k.part = %(part)s)
  and (%(billing)s or not (b.is_billing or __MONEY__))
  and (%(part)s <> 'all' or %(q)s::text is not null or not __EVERYDAY__)
  and (%(q)s::text is null or h.name ilike %(q)s or (%(billing)s and h.body::text ilike %(q)s))
  and (%(at)s::timestamptz is null or (h.received_at <= %(at)s::timestamptz
       and (h.received_at, h.seq, h.place) < (%(at)s::timestamptz, %(seq)s::bigint, %(place)s::int)))
order by h.received_at desc, h.seq desc, h.place desc limit %(limit)s
""".replace("__EVERYDAY__", everyday.sql("h")).replace("__MONEY__", _MONEY)
# Nearly everybody is one; then the planner knows whose history it is and reads the newest of it along its index.
_PAGE = _HISTORY.replace("__PARTITION__", "%(partition)s").replace("__ID__", "%(customer)s")
_PAGES = f"""
select t.partition, t.seq, t.place, t.received_at, t.at, coalesce(k.to_contact, t.contact_id), t.kind, t.name, t.late, t.body
from unnest(%(partitions)s::smallint[], %(ids)s::bigint[]) line (partition, id)
cross join lateral ({_HISTORY.replace("__PARTITION__", "line.partition").replace("__ID__", "line.id")}) t
left join moved k on k.partition = t.partition and k.kind = 1 and k.id = t.contact_id
order by t.received_at desc, t.seq desc, t.place desc limit %(limit)s
"""  # noqa: S608  # of our own words
