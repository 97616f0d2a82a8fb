"""Today: what waits for a member, from everywhere, by a fixed number of indexed statements, each of bounded length."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Literal, NamedTuple
from uuid import UUID

import msgspec
from django.db.models import Q

from perennia.core import partition
from perennia.desk import queries
from perennia.desk.models import Aside, Priority, State, Task
from perennia.host.select import select
from perennia.team.models import Member

Kind = Literal["task", "unknown", "parked", "payment", "quiet", "new", "unwritten", "session"]
When = Literal["now", "today", "later"]
MOST = 40  # of a kind
QUIET_AFTER, QUIET_FOR = timedelta(days=7), timedelta(days=14)
NEW_FOR, UNWRITTEN_FOR, OVER_FOR = timedelta(days=7), timedelta(days=7), timedelta(days=14)
FRESH_FAILURE = timedelta(days=3)
_FIRST: Mapping[str, int] = {
    "unknown": 0,
    "parked": 1,
    "payment": 2,
    "task": 3,
    "session": 4,
    "new": 5,
    "quiet": 6,
    "unwritten": 7,
}
_WHENS: Mapping[str, int] = {"now": 0, "today": 1, "later": 2}


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Whose queue, and what they may see. `mine`: only their own customers; else all, their own first."""

    member: Member
    now: datetime
    today_ends: datetime
    mine: bool
    customers: bool
    revenue: bool
    messages: bool
    engine: bool
    sessions: bool = False


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One row. `id` names what it is about and since when, so that setting it aside ends with its reason."""

    id: str
    kind: Kind
    when: When
    at: datetime | None
    customer: int | None
    contact: int | None = None
    task: Task | None = None
    message: str | None = None
    about: str = ""  # a reason's code, an event's failure, how many
    is_mine: bool = True


class Queue(NamedTuple):
    """The rows, and the kinds of which there are more than stand here."""

    items: list[Item]
    more: list[Kind]


def read(wanted: Wanted) -> Queue:
    """The rows in the order they should be done; what was set aside is left out."""
    found = list(_tasks(wanted))
    if wanted.messages:
        found += select(_unknown, _UNKNOWN, _params(wanted))
        found += select(_unwritten, _UNWRITTEN, _params(wanted, since=wanted.now - UNWRITTEN_FOR))
    if wanted.customers:
        found += select(_new, _NEW, _params(wanted, since=wanted.now - NEW_FOR))
        away = wanted.now - QUIET_AFTER
        found += select(_quiet, _QUIET, _params(wanted, until=away, since=away - QUIET_FOR))
    if wanted.revenue and wanted.customers:
        fresh = wanted.now - FRESH_FAILURE
        found += select(partial(_payment, fresh), _PAYMENTS, _params(wanted))
    if wanted.sessions:
        found += select(_session, _SESSIONS, _params(wanted, until=wanted.now, since=wanted.now - OVER_FOR))
    if wanted.engine:
        found += select(_parked, _PARKED, _params(wanted))
    aside = _aside(wanted)
    counted = Counter(item.kind for item in found)
    more = sorted(kind for kind, number in counted.items() if number >= (2 * MOST if kind == "task" else MOST))
    return Queue(sorted((item for item in found if item.id not in aside), key=_order), more)


def seen(customers: Iterable[int]) -> list[tuple[int, datetime | None, int]]:
    """When each of these customers was last seen, and its score."""
    ids = sorted(customers)
    return select(_seen, _SEEN, {"ids": ids, "partitions": [partition.of(id_) for id_ in ids]})


def _seen(id_: int, at: datetime | None, score: int) -> tuple[int, datetime | None, int]:
    return id_, at, score


def _order(item: Item) -> tuple[object, ...]:
    priority = item.task.priority if item.task is not None else Priority.HIGH
    # The longest due first among tasks, the latest first among what happened.
    age = item.at.timestamp() if item.at is not None else 1e12
    first = (_WHENS[item.when], not item.is_mine, _FIRST[item.kind], priority)
    return (*first, age if item.kind == "task" else -age, item.id)


def _tasks(wanted: Wanted) -> Iterable[Item]:
    """Theirs: late and due ones, then a few of the coming week or without a date."""
    mine = queries.of_member(wanted.member) & Q(state=State.OPEN)
    awake = Q(snoozed_until=None) | Q(snoozed_until__lte=wanted.now)
    rows = Task.objects.filter(mine & awake).select_related("customer", "contact", "assignee", "created_by")
    for task in rows.order_by("order_at", "id")[: 2 * MOST]:
        when = _when(task, wanted)
        yield Item(
            id=f"task:{task.pk}", kind="task", when=when, at=task.due_at, customer=task.customer_id,
            contact=task.contact_id, task=task,
        )  # fmt: skip


def _when(task: Task, wanted: Wanted) -> When:
    if task.order_at < wanted.now or task.priority == Priority.URGENT:
        return "now"
    is_soon = task.order_at < wanted.today_ends or (task.due_at is None and task.priority == Priority.HIGH)
    return "today" if is_soon else "later"


def _aside(wanted: Wanted) -> set[str]:
    rows = Aside.objects.filter(member=wanted.member).filter(Q(until=None) | Q(until__gt=wanted.now))
    return set(rows.order_by("-at").values_list("item", flat=True)[:2000])


def _params(wanted: Wanted, **more: object) -> dict[str, object]:
    return {"member": wanted.member.pk, "mine": wanted.mine, "limit": MOST, **more}


def _unknown(partition: int, id: UUID, customer: int, contact: int | None, at: datetime, is_mine: bool) -> Item:
    public = f"{partition}-{id}"
    return Item(
        id=f"unknown:{public}", kind="unknown", when="now", at=at, customer=customer, contact=contact, message=public,
        is_mine=is_mine,
    )  # fmt: skip


def _unwritten(customer: int, many: int, at: datetime, reason: str, is_mine: bool) -> Item:
    return Item(
        id=f"unwritten:{customer}:{at:%Y%m%d}", kind="unwritten", when="later", at=at, customer=customer,
        about=f"{reason}:{many}", is_mine=is_mine,
    )  # fmt: skip


def _new(customer: int, at: datetime, is_mine: bool) -> Item:
    return Item(id=f"new:{customer}", kind="new", when="today", at=at, customer=customer, is_mine=is_mine)


def _quiet(customer: int, at: datetime, is_mine: bool) -> Item:
    name = f"quiet:{customer}:{at:%Y%m%d}"
    return Item(id=name, kind="quiet", when="today", at=at, customer=customer, is_mine=is_mine)


def _payment(fresh: datetime, customer: int, at: datetime, is_mine: bool) -> Item:
    name = f"payment:{customer}:{at:%Y%m%d}"
    when: When = "now" if at > fresh else "today"
    return Item(id=name, kind="payment", when=when, at=at, customer=customer, is_mine=is_mine)


def _session(booking: int, customer: int, contact: int, at: datetime, name: str) -> Item:
    return Item(
        id=f"session:{booking}", kind="session", when="today", at=at, customer=customer, contact=contact, about=name
    )


def _parked(customer: int, at: datetime, reason: str, waiting: int, is_mine: bool) -> Item:
    return Item(
        id=f"parked:{customer}:{at.isoformat()}"[:120], kind="parked", when="now", at=at, customer=customer,
        about=f"{waiting}:{reason}", is_mine=is_mine,
    )  # fmt: skip


_SEEN = """
select p.id, p.last_seen_at, p.score from unnest(%(partitions)s::smallint[], %(ids)s::bigint[]) as w(partition, id)
join profile p on p.partition = w.partition and p.kind = 0 and p.id = w.id
"""
# "Mine" are my customers; in everybody's queue one's own come first within the limit.
_MINE = "(not %(mine)s or c.owner_id = %(member)s)"
_OWN = "coalesce(c.owner_id = %(member)s, false)"
_UNKNOWN = f"""
select m.partition, m.id, m.customer_id, m.contact_id, m.asked_at, {_OWN} from message m
join customers_customer c on c.id = m.customer_id
where m.state = 'unknown' and m.audience = 'customer' and {_MINE}
order by {_OWN} desc, m.asked_at desc limit %(limit)s
"""  # noqa: S608  # the constants above
_UNWRITTEN = f"""
with lately as (
    select m.customer_id, m.asked_at, m.reason from message m where m.state = 'held' and m.asked_at > %(since)s
    order by m.asked_at desc, m.id limit 2000
)
select l.customer_id, count(*), max(l.asked_at), max(split_part(l.reason, ':', 1)), bool_or({_OWN}) from lately l
join customers_customer c on c.id = l.customer_id
where split_part(l.reason, ':', 1) in ('nobody', 'no_address') and {_MINE}
group by l.customer_id order by 5 desc, 3 desc limit %(limit)s
"""  # noqa: S608
# The newest rows first: those an import brought have no live event, and began nowhere.
_NEW = f"""
with newest as (
    select c.id, c.partition, c.owner_id from customers_customer c
    where c.kind <> 'visitor' and c.created_at > %(since)s and {_MINE} order by c.created_at desc, c.id desc limit 500
)
select c.id, p.started_at, {_OWN} from newest c join profile p on p.partition = c.partition and p.kind = 0 and p.id = c.id
where p.started_at > %(since)s and not p.is_hidden order by {_OWN} desc, p.started_at desc limit %(limit)s
"""  # noqa: S608
# Two ways to the same rows: over the few customers of one's own, or along the index of who was seen when.
_QUIET = """
(select c.id, p.last_seen_at, true from customers_customer c
 join profile p on p.partition = c.partition and p.kind = 0 and p.id = c.id and not p.is_hidden
 where c.owner_id = %(member)s and p.last_seen_at <= %(until)s and p.last_seen_at > %(since)s
 order by p.last_seen_at desc limit %(limit)s)
union all
(select c.id, p.last_seen_at, false from (
    select id, last_seen_at from profile where kind = 0 and not is_hidden and seen_quarter <= %(until)s
      and seen_quarter > %(since)s and last_seen_at <= %(until)s order by seen_quarter desc limit 200) p
 join customers_customer c on c.id = p.id
 where not %(mine)s and c.owner_id is distinct from %(member)s order by p.last_seen_at desc limit %(limit)s)
"""
_PAYMENTS = f"""
select c.id, t.at, {_OWN} from tag t join customers_customer c on c.id = t.subject_id
where t.tag = 'Payment Failed' and t.kind = 0 and {_MINE} order by {_OWN} desc, t.at desc limit %(limit)s
"""  # noqa: S608
# Their own only: who held it knows whether anybody came.
_SESSIONS = """
select b.id, b.customer_id, b.contact_id, b.ends_at, b.name from bookings_booking b
where b.host_id = %(member)s and b.state = 'booked' and b.ends_at <= %(until)s and b.starts_at > %(since)s
order by b.starts_at desc limit %(limit)s
"""
_PARKED = f"""
select t.customer_id, t.since, t.reason,
       (select count(*) from parked k where k.partition = t.partition and k.customer_id = t.customer_id), {_OWN}
from trouble t join customers_customer c on c.id = t.customer_id
where t.is_parked and {_MINE} order by {_OWN} desc, t.since limit %(limit)s
"""  # noqa: S608
