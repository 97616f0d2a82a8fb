"""Every list as a file, with the list's own filters: customers, contacts, events, messages, tasks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Query, Router
from pydantic import Field

from perennia.api import customer_links, customers, events, export, messages, needs, record, stream, tasks
from perennia.api.customer_shapes import CustomerOut
from perennia.api.message_shapes import Message
from perennia.api.needs import Needs
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Named
from perennia.api.task_shapes import TaskOut, shown
from perennia.core.cell import Cell
from perennia.customers import listing, names, people
from perennia.desk import queries as desk
from perennia.workflows import events as reads

router = Router()
CUSTOMERS = ("id", "name", "kind", "domain", "plan", "owner", "contacts", "score", "last_seen_at", "created_at", "inactive",
    "tags", "stages")  # fmt: skip
REVENUE = ("value", "currency")
CONTACTS = (
    "id",
    "name",
    "email",
    "phone",
    "title",
    "roles",
    "language",
    "zone",
    "created_at",
    "customer_id",
    "customer",
)
EVENTS = ("id", "at", "received_at", "name", "kind", "customer_id", "customer", "contact_id", "contact", "source", "state",
    "historical", "late", "summary", "properties")  # fmt: skip
MESSAGES = ("id", "created_at", "sent_at", "state", "reason", "channel", "audience", "to", "to_name", "customer_id", "customer",
    "subject", "workflow", "topic")  # fmt: skip

TASKS = ("id", "title", "note", "state", "priority", "due_at", "snoozed_until", "customer_id", "customer", "contact_id", "contact",
    "assignee", "role", "workflow", "created_at", "created_by", "finished_at", "finished_by")  # fmt: skip


class File(Schema):
    """The file's form."""

    format: Annotated[Literal["csv", "json"], Field(description="CSV opens in a spreadsheet, JSON keeps types.")] = (
        "csv"
    )


class CustomersFile(File, customers.Which):
    """Customers as a file."""


class ContactsFile(File):
    """Contacts as a file."""

    q: Annotated[str | None, Field(max_length=200, description="In name or address.")] = None


class EventsFile(File, events.WhichEvents):
    """Events as a file."""


class MessagesFile(File, messages.WhichMessages):
    """Messages as a file."""


class TasksFile(File, tasks.WhichTasks):
    """Tasks as a file."""


@router.get("/customers", auth=Needs(Permission.CUSTOMER_READ), response={200: None})
def export_customers(request: HttpRequest, wanted: Query[CustomersFile]) -> StreamingHttpResponse:
    """All customers of a filter, in its order, as a file."""
    chosen = customers.chosen_by(request, wanted)
    sees_revenue = needs.caller(request).can(Permission.REVENUE_READ)

    def read(mark: object | None, limit: int) -> tuple[list[list[Cell]], object | None]:
        after = mark if isinstance(mark, tuple) else None
        rows = listing.page(chosen, wanted.sort, after, limit)
        marks = listing.marks(rows)
        items = [record.item(row, marks[row.id], sees_revenue=sees_revenue) for row in rows]
        cells = [_customer(item, sees_revenue) for item in items]
        return cells, listing.mark(rows[-1]) if len(rows) == limit else None

    columns = (*CUSTOMERS, *(REVENUE if sees_revenue else ()))
    return export.answer(request, "customers", columns, export.by_mark(read), wanted.format)


@router.get("/contacts", auth=Needs(Permission.CUSTOMER_READ), response={200: None})
def export_contacts(request: HttpRequest, wanted: Query[ContactsFile]) -> StreamingHttpResponse:
    """All contacts as a file, in the order they came."""

    def read(mark: object | None, limit: int) -> tuple[list[list[Cell]], object | None]:
        rows = people.page(wanted.q or None, mark if isinstance(mark, int) else 0, limit)
        known = names.customers(row.customer_id for row in rows)
        cells: list[list[Cell]] = [
            [
                row.pk, row.name, row.email, row.phone, row.title, ", ".join(row.roles), row.language, row.zone,
                row.created_at, row.customer_id, known.get(row.customer_id, ""),
            ]
            for row in rows
        ]  # fmt: skip
        return cells, rows[-1].pk if len(rows) == limit else None

    return export.answer(request, "contacts", CONTACTS, export.by_mark(read), wanted.format)


@router.get("/events", auth=Needs(Permission.EVENT_READ), response={200: None})
def export_events(request: HttpRequest, wanted: Query[EventsFile]) -> StreamingHttpResponse:
    """All events of a filter as a file, newest first."""
    chosen, reader = wanted.chosen(), needs.reader(request)

    def read(mark: object | None, limit: int) -> tuple[list[list[Cell]], object | None]:
        after = mark if isinstance(mark, tuple) else None
        rows, last = reads.page(chosen, after, limit)
        bodies = [row.said() if isinstance(row, reads.Seen) else None for row in rows]
        said = [customer_links.told_of(request, body.properties) if body is not None else None for body in bodies]
        items = stream.items(rows, reader)
        return [_event(item, properties) for item, properties in zip(items, said, strict=True)], last

    return export.answer(request, "events", EVENTS, export.by_mark(read), wanted.format)


@router.get("/messages", auth=Needs(Permission.MESSAGE_READ), response={200: None})
def export_messages(request: HttpRequest, wanted: Query[MessagesFile]) -> StreamingHttpResponse:
    """All messages of a filter as a file, the latest first."""
    language = needs.language(request)

    def read(mark: object | None, limit: int) -> tuple[list[list[Cell]], object | None]:
        after: tuple[datetime, UUID] | None = mark if isinstance(mark, tuple) else None
        rows = messages.found(wanted, after, limit)
        cells = [_message(item) for item in messages.items(rows, language)]
        return cells, (rows[-1].asked_at, rows[-1].id) if len(rows) == limit else None

    return export.answer(request, "messages", MESSAGES, export.by_mark(read), wanted.format)


@router.get("/tasks", auth=Needs(Permission.TASK_READ), response={200: None})
def export_tasks(request: HttpRequest, wanted: Query[TasksFile]) -> StreamingHttpResponse:
    """All tasks of a filter, in its order, as a file; of those the caller may see."""
    caller, chosen = needs.caller(request), tasks.chosen_by(request, wanted)

    def read(mark: object | None, limit: int) -> tuple[list[list[Cell]], object | None]:
        rows = desk.page(chosen, wanted.sort, mark if isinstance(mark, tuple) else None, limit)
        cells = [_task(item) for item in shown(rows, caller)]
        return cells, desk.mark(rows[-1], wanted.sort) if len(rows) == limit else None

    return export.answer(request, "tasks", TASKS, export.by_mark(read), wanted.format)


def _pair(found: Named | None) -> tuple[Cell, Cell]:
    return (found.id, found.name) if found else (None, None)


def _customer(item: CustomerOut, sees_revenue: bool) -> list[Cell]:
    stages = "; ".join(f"{pipeline}: {stage}" for pipeline, stage in sorted(item.stages.items()))
    money: Sequence[Cell] = (item.value.amount, item.value.currency) if item.value else ("", "")
    return [
        item.id, item.name, item.kind, item.domain, item.plan, item.owner.name if item.owner else "", item.contacts,
        item.score, item.last_seen_at, item.created_at, item.inactive, ", ".join(item.tags), stages,
        *(money if sees_revenue else ()),
    ]  # fmt: skip


def _event(item: stream.EventOut, properties: object) -> list[Cell]:
    return [
        item.id, item.at, item.received_at, item.name, item.kind, *_pair(item.customer), *_pair(item.contact), item.source,
        item.state, item.historical, item.late, item.summary, export.as_json(properties),
    ]  # fmt: skip


def _message(item: Message) -> list[Cell]:
    return [
        item.id, item.created_at, item.sent_at, item.state, item.reason, item.channel, item.audience, item.to,
        item.to_name, *_pair(item.customer), item.subject, item.workflow.name if item.workflow else "", item.topic,
    ]  # fmt: skip


def _task(item: TaskOut) -> list[Cell]:
    return [
        item.id, item.title, item.note, item.state, item.priority, item.due_at, item.snoozed_until, *_pair(item.customer),
        *_pair(item.contact), _pair(item.assignee)[1], item.role, item.workflow.name if item.workflow else "",
        item.created_at, _pair(item.created_by)[1], item.finished_at, _pair(item.finished_by)[1],
    ]  # fmt: skip
