"""Reads of tasks: lists by whose they are, when they are due and how much they matter; and one of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec
from django.db.models import Count, Q, QuerySet

from perennia.core.error import NotFound
from perennia.desk.models import Priority, State, Task
from perennia.team.models import Member

Sort = Literal["due", "priority", "-created", "-finished"]
Whose = Literal["mine", "team", "all", "nobody"]
Due = Literal["overdue", "today", "week", "none"]
_ORDERS: dict[str, tuple[str, ...]] = {
    "due": ("order_at", "id"),
    "priority": ("priority", "order_at", "id"),
    "-created": ("created_at", "id"),
    "-finished": ("finished_at", "id"),
}
_RELATED = ("customer", "contact", "assignee", "created_by", "finished_by")


class NoTask(NotFound):
    """There is no task with this number, or it is not one you may see."""

    code = "no_task"


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which tasks; what is None does not narrow. `only` is a member who may see no others than their own.

    `today_ends` is when the reader's day is over; `assignee` 0 stands for nobody.
    """

    now: datetime
    today_ends: datetime
    whose: Whose = "all"
    member: Member | None = None
    only: Member | None = None
    state: str | None = State.OPEN
    due: Due | None = None
    customer: int | None = None
    assignee: int | None = None
    priority: str | None = None
    q: str | None = None
    with_snoozed: bool = False


class Numbers(msgspec.Struct, frozen=True):
    """How many open tasks there are, for the tabs of the list."""

    mine: int
    overdue: int
    nobody: int
    all: int


def page(chosen: Filter, sort: Sort, after: Sequence[object] | None, limit: int) -> list[Task]:
    """Up to `limit` tasks behind the mark, in order."""
    columns = _ORDERS[sort]
    rows = Task.objects.filter(where(chosen)).select_related(*_RELATED)
    if sort == "-finished":
        rows = rows.filter(finished_at__isnull=False)
    is_down = sort.startswith("-")
    if after is not None:
        rows = rows.filter(_behind(columns, after, "lt" if is_down else "gt"))
    return list(rows.order_by(*(f"-{column}" if is_down else column for column in columns))[:limit])


def mark(task: Task, sort: Sort) -> tuple[object, ...]:
    """Where the next page goes on."""
    return tuple(getattr(task, column) for column in _ORDERS[sort])


def count(chosen: Filter) -> int:
    """How many there are in all under this filter."""
    return Task.objects.filter(where(chosen)).count()


def numbers(chosen: Filter) -> Numbers:
    """The open ones by whose they are, in one statement."""
    mine = of_member(chosen.member) if chosen.member is not None else Q(pk=None)
    found = Task.objects.filter(where(chosen)).aggregate(
        all=Count("pk"),
        mine=Count("pk", filter=mine),
        overdue=Count("pk", filter=mine & Q(due_at__lt=chosen.now)),
        nobody=Count("pk", filter=Q(assignee=None)),
    )
    return Numbers(**found)


def open_by_customer(customers: Sequence[int]) -> dict[int, int]:
    """How many open tasks each of these customers has; those without any are left out."""
    rows = Task.objects.filter(customer_id__in=customers, state=State.OPEN).values_list("customer_id")
    return {customer: many for customer, many in rows.annotate(many=Count("pk")) if customer is not None}


def find(task_id: int, only: Member | None = None) -> Task:
    """One task. Raises NoTask, also for one that is not `only`'s."""
    rows: QuerySet[Task] = Task.objects.select_related(*_RELATED).filter(pk=task_id)
    found = (rows.filter(of_member(only)) if only is not None else rows).first()
    if found is None:
        raise NoTask
    return found


def of_member(member: Member) -> Q:
    """What is theirs: given to them, or waiting for anybody of their role."""
    return Q(assignee=member) | Q(assignee=None, role=member.role)


def where(chosen: Filter) -> Q:
    """The filter as Django says it."""
    clause = Q()
    if chosen.only is not None:
        clause &= of_member(chosen.only)
    if chosen.state is not None:
        clause &= Q(state=chosen.state)
    if chosen.state == State.OPEN and not chosen.with_snoozed:
        clause &= Q(snoozed_until=None) | Q(snoozed_until__lte=chosen.now)
    if chosen.customer is not None:
        clause &= Q(customer_id=chosen.customer)
    if chosen.assignee is not None:
        clause &= Q(assignee_id=chosen.assignee or None)
    if chosen.priority is not None:
        clause &= Q(priority=Priority[chosen.priority.upper()])
    if chosen.q:
        clause &= Q(title__icontains=chosen.q) | Q(customer__name__icontains=chosen.q)
    return clause & _whose(chosen) & _due(chosen)


def _whose(chosen: Filter) -> Q:
    member = chosen.member
    if chosen.whose == "nobody":
        return Q(assignee=None)
    if member is None or chosen.whose == "all":
        return Q()
    if chosen.whose == "team" and member.group:
        return Q(assignee__group=member.group)
    return of_member(member) if chosen.whose == "mine" else Q(assignee__isnull=False)


def _due(chosen: Filter) -> Q:
    match chosen.due:
        case "overdue":
            return Q(order_at__lt=chosen.now)
        case "today":
            return Q(order_at__lt=chosen.today_ends)
        case "week":
            return Q(order_at__lt=chosen.today_ends + timedelta(days=6))
        case "none":
            return Q(due_at=None)
        case None:
            return Q()


def _behind(columns: Sequence[str], after: Sequence[object], way: str) -> Q:
    """Behind the mark in an order of several columns; the first one bounds the range an index is read over."""
    clause, same = Q(), Q()
    for column, value in zip(columns, after, strict=True):
        clause |= same & Q(**{f"{column}__{way}": value})
        same &= Q(**{column: value})
    return Q(**{f"{columns[0]}__{way}e": after[0]}) & clause
