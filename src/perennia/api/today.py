"""Today: what waits for the signed-in member, with the reason of each, and numbers of their own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field, StringConstraints

from perennia.api import needs
from perennia.api.actor import Actor
from perennia.api.days import today_begins, today_ends
from perennia.api.needs import MEMBER
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Given, Moment, Money, Named, money, named
from perennia.api.task_shapes import TaskOut, shown
from perennia.customers import names, queries
from perennia.customers.models import Contact, Customer
from perennia.desk import own_numbers, queue, set_aside, wording
from perennia.desk.queue import Item, Kind, Wanted, When
from perennia.host import clock
from perennia.workflows import endings, titles

router = Router()
Whose = Literal["mine", "all"]


class TodayAbout(Schema):
    """The customer a row is about, in a few facts."""

    plan: str
    value: Money | None
    owner: Named | None
    last_seen_at: datetime | None
    score: int


class TodayRow(Schema):
    """One row of the queue. `what` it is and `why` it is here are said in the reader's language."""

    id: str
    kind: Kind
    when: When
    what: str
    why: str
    at: datetime | None
    customer: Named | None
    contact: Named | None
    email: str
    about: TodayAbout | None
    task: TaskOut | None
    message: Annotated[str | None, Field(description="The message to decide about.")]


class Today(Schema):
    """The queue in the order it should be done."""

    whose: Whose
    may_see_all: bool
    items: list[TodayRow]
    more: Annotated[list[Kind], Field(description="Kinds of which only the first rows are here.")]
    done_today: int
    next_due_at: datetime | None
    next_cursor: None = None


class TodayBook(Schema):
    """The customers one owns."""

    customers: int
    active: int
    quiet: int
    failing: int | None
    value: Money | None


class TodayNumbers(Schema):
    """Numbers of one's own, and what was done without one since midnight."""

    book: TodayBook
    done_week: int
    dated: int
    on_time: int
    sent: int | None
    held: int | None
    waiting: int | None


class SetAside(Given):
    """A row to take out of one's queue: until a moment, or for good."""

    item: Annotated[str, StringConstraints(pattern=r"^[a-z]+:[A-Za-z0-9:.+_-]{1,110}$")]
    until: Moment | None = None


@router.get("", auth=MEMBER, response=Today)
def read(request: HttpRequest, whose: Whose | None = None) -> Today:
    """The queue: of one's own customers, or of all, one's own first."""
    caller, now = needs.caller(request), clock.now()
    member = needs.member(request)
    sees_all = caller.can(Permission.CUSTOMER_WRITE_ANY)
    scope: Whose = whose if whose is not None and sees_all else "all" if sees_all else "mine"
    wanted = Wanted(
        member=member, now=now, today_ends=today_ends(request, now), mine=scope == "mine",
        customers=caller.can(Permission.CUSTOMER_WRITE), revenue=caller.can(Permission.REVENUE_READ),
        messages=caller.can(Permission.MESSAGE_WRITE), engine=caller.can(Permission.ENGINE_READ),
        sessions=caller.can(Permission.SESSION_WRITE),
    )  # fmt: skip
    found, more = queue.read(wanted)
    done = own_numbers.work(member, now, today_begins(request, now)).done_today
    coming = [item.at for item in found if item.kind == "task" and item.at is not None and item.at > now]
    return Today(
        whose=scope, may_see_all=sees_all, items=_rows(found, caller, now), done_today=done,
        more=more, next_due_at=min(coming, default=None),
    )  # fmt: skip


@router.get("/numbers", auth=MEMBER, response=TodayNumbers)
def numbers(request: HttpRequest) -> TodayNumbers:
    """One's customers, one's tasks, and what workflows did since midnight."""
    caller, now = needs.caller(request), clock.now()
    member, midnight = needs.member(request), today_begins(request, now)
    book, work = own_numbers.book(member, now), own_numbers.work(member, now, midnight)
    sees_revenue = caller.can(Permission.REVENUE_READ)
    machine = own_numbers.by_machine(midnight) if caller.can(Permission.MESSAGE_READ) else {}
    return TodayNumbers(
        book=TodayBook(
            customers=book.customers, active=book.active, quiet=book.quiet,
            failing=book.failing if sees_revenue else None,
            value=money(book.value, book.currency) if sees_revenue and book.currency else None,
        ),
        done_week=work.done_week, dated=work.dated, on_time=work.on_time,
        sent=machine.get("sent"), held=machine.get("held"), waiting=machine.get("queued"),
    )  # fmt: skip


@router.post("/aside", auth=MEMBER, response={204: None})
def aside(request: HttpRequest, given: SetAside) -> Status[None]:
    """Takes a row out of one's own queue: done, or put off."""
    set_aside.set_aside(needs.member(request), given.item, clock.now(), given.until)
    return Status(204, None)


@router.delete("/aside", auth=MEMBER, response={204: None})
def take_back(request: HttpRequest, item: Annotated[str, Field(max_length=120)]) -> Status[None]:
    """Puts it back."""
    set_aside.take_back(needs.member(request), item)
    return Status(204, None)


def _rows(found: list[Item], caller: Actor, now: datetime) -> list[TodayRow]:
    """Names and facts are read for all rows at once."""
    customers = _customers([item.customer for item in found], caller)
    people = names.contacts(item.contact for item in found)
    somebody = _to_write_to({item.customer for item in found if item.customer is not None and item.contact is None})
    addresses = dict(
        Contact.objects.filter(pk__in=[item.contact for item in found if item.contact]).values_list("pk", "email")
    )
    tasks = {task.id: task for task in shown([item.task for item in found if item.task is not None], caller)}
    known = titles.titles()
    return [
        TodayRow(
            id=item.id, kind=item.kind, when=item.when, at=item.at, message=item.message,
            what=wording.what(item, caller.language), why=_why(item, caller.language, now, known),
            customer=named(item.customer, customers[item.customer][0]) if item.customer in customers else None,
            contact=named(item.contact, people[item.contact])
            if item.contact in people
            else somebody[item.customer][0]
            if item.customer in somebody
            else None,
            email=addresses.get(item.contact or 0, "")
            or (somebody[item.customer][1] if item.customer in somebody else ""),
            about=customers[item.customer][1] if item.customer in customers else None,
            task=tasks.get(item.task.pk) if item.task is not None else None,
        )
        for item in found
    ]  # fmt: skip


def _to_write_to(customers: set[int]) -> dict[int | None, tuple[Named, str]]:
    """Whom one would write to at each of these customers: the primary contact with an address, else the first."""
    rows = queries.to_write_to(customers)
    return {row.customer: (Named(id=row.id, name=row.name), row.email) for row in rows}


def _why(item: Item, language: str, now: datetime, known: Mapping[str, titles.Title]) -> str:
    if item.kind == "parked":
        many, _, reason = item.about.partition(":")
        text = endings.parked(reason, language)
        return f"{text} ({many})"
    workflow = titles.name(item.task.workflow, language, dict(known)) if item.task is not None else ""
    return wording.why(item, now, language, workflow)


def _customers(ids: list[int | None], caller: Actor) -> dict[int | None, tuple[str, TodayAbout]]:
    wanted = {id_ for id_ in ids if id_ is not None}
    if not wanted:
        return {}
    sees_revenue = caller.can(Permission.REVENUE_READ)
    seen = {id_: (at, score) for id_, at, score in queue.seen(wanted)}
    found: dict[int | None, tuple[str, TodayAbout]] = {}
    for row in Customer.objects.filter(pk__in=wanted).select_related("owner"):
        at, score = seen.get(row.pk, (None, 0))
        found[row.pk] = (
            row.name,
            TodayAbout(
                plan=row.plan, value=money(row.value_amount, row.value_currency) if sees_revenue else None,
                owner=named(row.owner_id, row.owner.name if row.owner else ""), last_seen_at=at, score=score,
            ),
        )  # fmt: skip
    return found
