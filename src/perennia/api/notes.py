"""Notes on a customer. Who wrote what stands in the timeline; the words are kept apart, so that they can be taken back."""

from datetime import datetime
from typing import Annotated

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from perennia.api import needs
from perennia.api.customers import router as customers
from perennia.api.needs import Needs
from perennia.api.paging import Page, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Given, Id
from perennia.core import by_hand as words
from perennia.customers import notes, queries
from perennia.customers.models import Note
from perennia.host import clock
from perennia.workflows import by_hand

router = Router()
READ, WRITE = Needs(Permission.NOTE_READ), Needs(Permission.NOTE_WRITE)
Body = Annotated[str, Field(min_length=1, max_length=notes.LONGEST, description="Markdown.")]


class NoteOut(Schema):
    """A note. `html` is sanitised; `body` is what its author wrote."""

    id: int
    body: str
    html: str
    author: str
    is_mine: bool
    created_at: datetime
    edited_at: datetime | None
    is_pinned: bool


class Notes(Schema):
    """A page of notes, the newest first; the first page begins with all that are pinned."""

    items: list[NoteOut]
    pinned: list[NoteOut]
    next_cursor: Cursor


class NewNote(Given):
    """A note to keep."""

    body: Body


class NoteChange(Given):
    """What is to change."""

    body: Body | None = None
    is_pinned: bool | None = None
    is_removed: bool | None = None


@customers.get("/{int:customer_id}/notes", auth=READ, response=Notes)
def listing(request: HttpRequest, customer_id: Id, window: Page) -> Notes:
    """Notes on a customer."""
    queries.customer(customer_id)
    name = f"notes.{customer_id}"
    mark = mark_of(window, name)
    rows = notes.page(customer_id, (mark[0], mark[1]) if mark else None, window.limit + 1)
    shown = rows[: window.limit]
    last = (shown[-1].created_at, shown[-1].pk) if len(rows) > len(shown) else None
    mine = _member(request)
    pinned = [] if mark else notes.pinned(customer_id)
    return Notes(
        items=[_out(row, mine) for row in shown], pinned=[_out(row, mine) for row in pinned],
        next_cursor=cursor_of(last, name),
    )  # fmt: skip


@customers.post("/{int:customer_id}/notes", auth=WRITE, response={201: NoteOut})
def write(request: HttpRequest, customer_id: Id, given: NewNote) -> Status[NoteOut]:
    """Writes a note; it stands in the timeline too."""
    caller = needs.caller(request)
    queries.customer(customer_id)
    with transaction.atomic():
        row = notes.write(customer_id, given.body, caller.member, caller.name, clock.now())
        by_hand.change(customer_id, words.NOTE_WRITTEN, {"note": row.pk}, by=caller.name)
    return Status(201, _out(row, _member(request)))


@router.patch("/{int:note_id}", auth=WRITE, response=NoteOut)
def change(request: HttpRequest, note_id: Id, given: NoteChange) -> NoteOut:
    """Changes a note, pins it, removes it, or brings it back."""
    caller = needs.caller(request)
    said = given.model_dump(exclude_unset=True)
    row = notes.change(note_id, caller.member, clock.now(), may_any=caller.can(Permission.CUSTOMER_WRITE_ANY), **said)
    return _out(row, _member(request))


def _member(request: HttpRequest) -> int | None:
    member = needs.caller(request).member
    return member.pk if member is not None else None


def _out(row: Note, member: int | None) -> NoteOut:
    return NoteOut(
        id=row.pk, body=row.body, html=notes.html(row.body), author=row.author_name,
        is_mine=member is not None and row.author_id == member, created_at=row.created_at, edited_at=row.edited_at,
        is_pinned=row.pinned_at is not None,
    )  # fmt: skip
