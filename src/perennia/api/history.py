"""What happened at one customer: timeline, enrolments, run log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from perennia.api import log, log_search, needs, told
from perennia.api.customers import router
from perennia.api.log_shapes import Enrolments, RunLog
from perennia.api.needs import Needs
from perennia.api.paging import Page, Window, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Id, Named, NamedWorkflow, named
from perennia.core.event import Properties
from perennia.customers import names, queries, timeline
from perennia.customers.timeline import Moment
from perennia.customers.wording import say
from perennia.workflows import enrolments as enrolled
from perennia.workflows import run_log, titles
from perennia.workflows.enrolments import Enrolled

Text = Annotated[str | None, Field(max_length=200)]


class Wanted(Window):
    """Which part of the timeline."""

    kind: timeline.Part = "all"
    q: Text = None


class MomentOut(Schema):
    """One thing that happened at a customer."""

    id: str
    at: datetime
    kind: str
    icon: str
    title: str
    text: str
    late: bool
    contact: Named | None
    workflow: NamedWorkflow | None
    event_id: str
    message_id: str | None


class Timeline(Schema):
    """A page of the timeline."""

    items: list[MomentOut]
    next_cursor: Cursor


class LogWanted(Window):
    """Which lines of the run log."""

    workflow: Text = None
    q: Text = None
    contact: Annotated[int | None, Field(ge=1, le=2**63 - 1)] = None
    everyday: Annotated[bool, Field(description="With runs of every day too, such as the login activity's.")] = False


@router.get("/{int:customer_id}/timeline", auth=Needs(Permission.CUSTOMER_READ), response=Timeline)
def read_timeline(request: HttpRequest, customer_id: Id, wanted: Query[Wanted]) -> Timeline:
    """What happened, newest first. Billing is left out for those who may not see revenue."""
    caller = needs.caller(request)
    queries.customer(customer_id)
    name = f"timeline.{customer_id}.{wanted.kind}"
    rows = timeline.page(
        customer_id,
        wanted.kind,
        wanted.q or None,
        mark_of(wanted, name),
        wanted.limit + 1,
        with_billing=caller.can(Permission.REVENUE_READ),
    )
    shown = rows[: wanted.limit]
    last = shown[-1].mark if len(rows) > len(shown) else None
    return Timeline(
        items=_moments(shown, needs.language(request), with_notes=caller.can(Permission.NOTE_READ)),
        next_cursor=cursor_of(last, name),
    )


@router.get("/{int:customer_id}/enrolments", auth=Needs(Permission.WORKFLOW_READ), response=Enrolments)
def read_enrolments(request: HttpRequest, customer_id: Id, window: Page) -> Enrolments:
    """Which workflows the customer and its contacts are in, then which they were in; each newest first.

    Runs of every day are left out.
    """
    queries.customer(customer_id)
    name = f"enrolments.{customer_id}"
    rows = _running_first(customer_id, mark_of(window, name), window.limit + 1)
    shown = rows[: window.limit]
    last = (shown[-1].is_running, *log.mark(shown[-1])) if len(rows) > len(shown) else None
    return Enrolments(items=log.enrolments(shown, needs.reader(request)), next_cursor=cursor_of(last, name))


@router.get("/{int:customer_id}/log", auth=Needs(Permission.WORKFLOW_READ), response=RunLog)
def read_log(request: HttpRequest, customer_id: Id, wanted: Query[LogWanted]) -> RunLog:
    """What workflows did with this customer, and why; also why they did not."""
    queries.customer(customer_id)
    name = f"log.{customer_id}"
    mark = mark_of(wanted, name)
    leaves_out = not (wanted.everyday or wanted.workflow)

    def read(before: int | None, limit: int) -> list[run_log.Line]:
        return run_log.of_customer(
            customer_id,
            workflow=wanted.workflow,
            contact=wanted.contact,
            without=titles.everyday() if leaves_out else (),
            before=before,
            limit=limit,
        )

    before = int(str(mark[0])) if mark else None
    items, last = log_search.page(read, wanted.q, needs.reader(request), before, wanted.limit)
    return RunLog(items=items, next_cursor=cursor_of((last,) if last else None, name))


def _running_first(customer_id: int, mark: Sequence[object] | None, limit: int) -> list[Enrolled]:
    before = (str(mark[1]), str(mark[2])) if mark else None
    is_begun = mark is not None and mark[0] is False  # the running ones were on pages before
    without = titles.everyday()
    rows = (
        []
        if is_begun
        else enrolled.of_customer(customer_id, before=before, limit=limit, is_running=True, without=without)
    )
    if len(rows) < limit:
        before = before if is_begun else None
        left = limit - len(rows)
        rows += enrolled.of_customer(customer_id, before=before, limit=left, is_running=False, without=without)
    return rows


def _moments(rows: list[Moment], language: str, *, with_notes: bool) -> list[MomentOut]:
    contacts = names.contacts(row.contact_id for row in rows)
    carried = [_carried(row) for row in rows]
    known = told.names(carried, language, with_notes=with_notes)
    pairs = [(row, said) for row, said in zip(rows, carried, strict=True) if not _is_gone(said, known)]
    return [_moment(row, told.told(said, known), contacts, known) for row, said in pairs]


def _is_gone(said: told.Carrying, known: told.Names) -> bool:
    """A note or file that was taken back, or that the reader may not see, has left the timeline too."""
    if said.kind != "person":
        return False
    note, file = said.properties.get("note"), said.properties.get("file")
    return (isinstance(note, int) and note not in known.notes) or (isinstance(file, str) and file not in known.files)


def _carried(row: Moment) -> told.Carrying:
    said = row.said()
    return told.Carrying(row.kind, row.name, said.properties or said.traits)


def _moment(row: Moment, properties: Properties, contacts: dict[int, str], known: told.Names) -> MomentOut:
    words = say(row.kind, row.name, properties, known.language)
    workflow, message = properties.get("workflow"), properties.get("message")
    return MomentOut(
        id=row.event_id,
        at=row.at,
        kind=words.kind,
        icon=words.icon,
        title=words.title,
        text=words.text,
        late=row.late,
        contact=named(row.contact_id, contacts.get(row.contact_id or 0)),
        workflow=log.workflow(workflow, known.language, known.workflows)
        if isinstance(workflow, str) and workflow
        else None,
        event_id=row.event_id,
        message_id=_message_id(row.partition, message),
    )


def _message_id(part: int, message: object) -> str | None:
    if not isinstance(message, str) or not message:
        return None
    return message if message.startswith(f"{part}-") else f"{part}-{message}"
