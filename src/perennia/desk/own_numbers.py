"""Numbers of one's own, beside the queue: one's customers, one's tasks, and what was done without one."""

from datetime import datetime, timedelta
from decimal import Decimal

import msgspec

from perennia.host.select import one, select
from perennia.team.models import Member

WEEK = timedelta(days=7)
QUIET_AFTER = timedelta(days=7)


class Book(msgspec.Struct, frozen=True):
    """One's customers. `value` is what they are worth a year in the currency most of them pay in."""

    customers: int
    active: int
    quiet: int
    failing: int
    value: Decimal | None
    currency: str


class Work(msgspec.Struct, frozen=True):
    """One's tasks. `on_time` of `dated` were done by their date within four weeks."""

    done_today: int
    done_week: int
    dated: int
    on_time: int


def book(member: Member, now: datetime) -> Book:
    """The customers one owns."""
    params = {"member": member.pk, "seen": now - QUIET_AFTER}
    return one(Book, _BOOK, params) or Book(0, 0, 0, 0, None, "")


def work(member: Member, now: datetime, midnight: datetime) -> Work:
    """What one has done."""
    params = {"member": member.pk, "midnight": midnight, "week": now - WEEK, "month": now - 4 * WEEK}
    return one(Work, _WORK, params) or Work(0, 0, 0, 0)


def by_machine(midnight: datetime) -> dict[str, int]:
    """How many messages to customers were sent and held since then, by state."""
    return dict(select(_pair, _MACHINE, {"midnight": midnight}))


def _pair(state: str, many: int) -> tuple[str, int]:
    return state, many


_BOOK = """
with mine as (
    select c.id, c.partition, c.value_amount, c.value_currency, p.last_seen_at from customers_customer c
    join profile p on p.partition = c.partition and p.kind = 0 and p.id = c.id and not p.is_hidden
    where c.owner_id = %(member)s and c.kind <> 'visitor'
), paid as (
    select value_currency, sum(value_amount) as worth, count(*) as many from mine where value_amount is not null
    group by value_currency order by many desc limit 1
)
select count(*), count(*) filter (where last_seen_at > %(seen)s), count(*) filter (where last_seen_at <= %(seen)s),
       count(*) filter (where exists (select from tag t where t.partition = mine.partition and t.kind = 0
                                      and t.subject_id = mine.id and t.tag = 'Payment Failed')),
       (select worth from paid), coalesce((select value_currency from paid), '')
from mine
"""
_WORK = """
select count(*) filter (where finished_at >= %(midnight)s), count(*) filter (where finished_at >= %(week)s),
       count(*) filter (where due_at is not null), count(*) filter (where finished_at <= due_at)
from desk_task where finished_by_id = %(member)s and state = 'done' and finished_at >= %(month)s
"""
_MACHINE = """
select s.state, (select count(*) from message m where m.state = s.state and m.asked_at >= %(midnight)s and m.audience = 'customer')
from (values ('sent'), ('held'), ('queued')) as s(state)
"""
