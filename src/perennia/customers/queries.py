"""Reads of one customer: the row, the profile, who is there, and what is used."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

import msgspec
from django.db.models import Q

from perennia.core import partition
from perennia.core.error import NotFound
from perennia.core.profile import CUSTOMER, Profile
from perennia.customers.models import Contact, Customer
from perennia.host.select import one, select


class NoCustomer(NotFound):
    """There is no customer with this number. It may have been joined to another."""

    code = "no_customer"


class Parked(NamedTuple):
    """Why a customer's events wait, since when, and how many."""

    reason: str
    since: datetime
    waiting: int


class Points(NamedTuple):
    """The points one reason brought."""

    reason: str
    reason_vi: str
    points: int
    times: int

    def words(self, language: str) -> str:
        """Its reason in a language."""
        return (language == "vi" and self.reason_vi) or self.reason


class Day(NamedTuple):
    """What happened at a customer on one day."""

    day: date
    events: int
    seconds: int


class Crowd(NamedTuple):
    """How many contacts there are, and which is primary."""

    number: int
    primary: int | None


class Reachable(NamedTuple):
    """Somebody at a customer one can write to."""

    customer: int
    id: int
    name: str
    email: str


class Formerly(NamedTuple):
    """A customer that became this one."""

    id: int
    name: str


def customer(id_: int) -> Customer:
    """The row of a customer. Raises NoCustomer."""
    found = Customer.objects.select_related("owner").filter(pk=id_).exclude(kind="visitor").first()
    if found is None:
        raise NoCustomer
    return found


def profile(customer_id: int, kind: int = CUSTOMER, id_: int | None = None) -> Profile:
    """What is known of a customer, or of a contact there; an empty profile where nothing happened yet."""
    subject = customer_id if id_ is None else id_
    params = {"partition": partition.of(customer_id), "kind": kind, "id": subject}
    state = one(_state, _PROFILE, params)
    return msgspec.json.decode(state, type=Profile) if state else Profile(kind, subject, customer_id)


def profiles(contacts: Sequence[Contact]) -> dict[int, Profile]:
    """The profiles of these contacts, by contact."""
    params = {"partitions": [each.partition for each in contacts], "ids": [each.pk for each in contacts]}
    decoder = msgspec.json.Decoder(Profile)
    found = [decoder.decode(state) for state in select(_state, _PROFILES, params)]
    return {each.id: each for each in found}


def contacts(customer_id: int, after: Sequence[object] | None, limit: int) -> list[Contact]:
    """Contacts of a customer, primary first is left to the screen; ordered by when they came."""
    rows = Contact.objects.filter(customer_id=customer_id).order_by("created_at", "id")
    if after is not None:
        at, id_ = after
        rows = rows.filter(Q(created_at__gt=at) | Q(created_at=at, id__gt=id_))
    return list(rows[:limit])


def crowd(customer_id: int) -> Crowd:
    """How many contacts a customer has, and its primary one."""
    return one(Crowd, _CROWD, {"id": customer_id}) or Crowd(0, None)


def to_write_to(customers: Iterable[int]) -> list[Reachable]:
    """The primary contact with an address of each of these customers, else the first who has one; in one statement."""
    return select(Reachable, _REACHABLE, {"ids": sorted(customers)})


def usage(customer_id: int, today: date, days: int = 90) -> list[Day]:
    """Events and seconds of use by day. `today`: as the organisation's own zone has it, by which days are counted."""
    since = today - timedelta(days=days)
    return select(Day, _USAGE, {"partition": partition.of(customer_id), "id": customer_id, "since": since})


def active_contacts(customer_id: int, today: date, days: int = 28) -> int:
    """How many contacts did something within these days. `today`: as above."""
    since = today - timedelta(days=days)
    return one(int, _ACTIVE, {"partition": partition.of(customer_id), "id": customer_id, "since": since}) or 0


def points(customer_id: int) -> list[Points]:
    """The points of a customer and its contacts by reason, the weightiest first."""
    return select(Points, _POINTS, {"partition": partition.of(customer_id), "id": customer_id})


def parked(customer_id: int) -> Parked | None:
    """Why this customer's events wait for a person, if they do."""
    return one(Parked, _PARKED, {"partition": partition.of(customer_id), "id": customer_id})


def formerly(customer_id: int) -> list[Formerly]:
    """Customers that are just being joined into this one: they have a record of their own until it is done."""
    return select(Formerly, _FORMERLY, {"id": customer_id})


_PROFILE = "select state::text from profile where partition = %(partition)s and kind = %(kind)s and id = %(id)s"
_PROFILES = """
select p.state::text from unnest(%(partitions)s::smallint[], %(ids)s::bigint[]) as w(partition, id)
join profile p on p.partition = w.partition and p.kind = 1 and p.id = w.id
"""
_CROWD = """
select count(*), min(id) filter (where 'primary' = any(roles)) from customers_contact where customer_id = %(id)s
"""
_REACHABLE = """
select w.id, k.id, k.name, k.email from unnest(%(ids)s::bigint[]) as w(id)
cross join lateral (
    select id, name, email from customers_contact where customer_id = w.id and email <> ''
    order by 'primary' = any(roles) desc, id limit 1) k
"""
_USAGE = """
select day, coalesce(sum(count) filter (where name not like 'feature:%%'), 0),
       coalesce(sum(seconds) filter (where name like 'feature:%%'), 0)
from daily where partition = %(partition)s and kind = 0 and subject_id = %(id)s and day >= %(since)s
group by day order by day
"""
_ACTIVE = """
select count(distinct contact_id) from daily_contact
where partition = %(partition)s and customer_id = %(id)s and day >= %(since)s
"""
_POINTS = """
select reason, max(reason_vi), sum(points), count(*) from points
where partition = %(partition)s and customer_id = %(id)s group by reason order by sum(points) desc, reason
"""
_PARKED = """
select t.reason, t.since, (
    select count(*) from parked k where k.partition = t.partition and k.customer_id = t.customer_id)
from trouble t where t.partition = %(partition)s and t.customer_id = %(id)s and t.is_parked
"""
_FORMERLY = """
select m.id, c.name from moved m join customers_customer c on c.id = m.id and c.kind <> 'visitor'
where m.kind = 0 and m.to_customer = %(id)s order by m.at desc limit 20
"""


def _state(text: str) -> str:
    return text


def now_at(customer: int, contact: int) -> tuple[int, int]:
    """Where a contact is that may have moved since: (customer, contact)."""
    params = {"partition": partition.of(customer), "customer": customer, "contact": contact}
    return select(_pair, _NOW_AT, params)[0]


_NOW_AT = """
with recursive line as (
    select %(partition)s::smallint as partition, %(customer)s::bigint as customer, %(contact)s::bigint as contact, 0 as moves
    union all
    select m.to_partition, m.to_customer, coalesce(m.to_contact, line.contact), line.moves + 1 from line
    join moved m on m.partition = line.partition and m.kind = 1 and m.id = line.contact where line.moves < 20
)
select customer, contact from line order by moves desc limit 1
"""


def _pair(customer: int, contact: int) -> tuple[int, int]:
    return customer, contact


def owners(ids: Iterable[int | None]) -> dict[int, int | None]:
    """Who owns each of these customers."""
    wanted = {id_ for id_ in ids if id_ is not None}
    return dict(Customer.objects.filter(pk__in=wanted).values_list("pk", "owner_id")) if wanted else {}
