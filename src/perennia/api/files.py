"""Files of a customer. They come in by a form alone, and leave as something to save, never as something to open here."""

from datetime import datetime
from typing import Annotated

from django.db import transaction
from django.http import FileResponse, HttpRequest
from ninja import File, Router, Status, UploadedFile
from pydantic import Field

from perennia.api import needs
from perennia.api.customers import router as customers
from perennia.api.needs import Needs
from perennia.api.paging import Page, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Given, Id
from perennia.core import by_hand as words
from perennia.customers import files, queries
from perennia.customers.models import StoredFile
from perennia.host import clock
from perennia.workflows import by_hand

router = Router()
READ, WRITE = Needs(Permission.NOTE_READ), Needs(Permission.NOTE_WRITE)
FileId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
# Whatever is in it, a browser saves it and does not look into it; opened all the same, it may do nothing.
_HARMLESS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


class StoredFileOut(Schema):
    """A file. It is fetched from `/api/files/<id>/content`."""

    id: str
    name: str
    size: int
    author: str
    is_mine: bool
    created_at: datetime


class StoredFiles(Schema):
    """A page of files, the newest first."""

    items: list[StoredFileOut]
    next_cursor: Cursor


class FileChange(Given):
    """Whether it is removed."""

    is_removed: bool


@customers.get("/{int:customer_id}/files", auth=READ, response=StoredFiles)
def listing(request: HttpRequest, customer_id: Id, window: Page) -> StoredFiles:
    """Files of a customer."""
    queries.customer(customer_id)
    name = f"files.{customer_id}"
    mark = mark_of(window, name)
    rows = files.page(customer_id, (mark[0], mark[1]) if mark else None, window.limit + 1)
    shown = rows[: window.limit]
    last = (shown[-1].created_at, shown[-1].pk) if len(rows) > len(shown) else None
    return StoredFiles(items=[_out(request, row) for row in shown], next_cursor=cursor_of(last, name))


@customers.post("/{int:customer_id}/files", auth=WRITE, response={201: StoredFileOut})
def put(request: HttpRequest, customer_id: Id, file: Annotated[UploadedFile, File()]) -> Status[StoredFileOut]:
    """Takes one file of a multipart form, of at most 25 MB."""
    caller = needs.caller(request)
    queries.customer(customer_id)
    if file.size is not None and file.size > files.LARGEST:
        raise files.TooLarge(field="file")
    with transaction.atomic():
        row = files.put(customer_id, file.name or "", file.chunks(), caller.member, caller.name, clock.now())
        by_hand.change(customer_id, words.FILE_PUT, {"file": row.pk}, by=caller.name)
    return Status(201, _out(request, row))


@router.get("/{file_id}/content", auth=READ, response={200: None})
def content(request: HttpRequest, file_id: FileId) -> FileResponse:
    """The file itself, to be saved. The right is looked at on each call."""
    row = files.find(file_id)
    queries.customer(row.customer_id)
    answer = FileResponse(
        files.path(row.pk).open("rb"), as_attachment=True, filename=row.name, content_type="application/octet-stream"
    )
    for name, value in _HARMLESS.items():
        answer[name] = value
    return answer


@router.patch("/{file_id}", auth=WRITE, response=StoredFileOut)
def change(request: HttpRequest, file_id: FileId, given: FileChange) -> StoredFileOut:
    """Removes a file, or brings it back within thirty days."""
    caller = needs.caller(request)
    may_any = caller.can(Permission.CUSTOMER_WRITE_ANY)
    row = files.remove(file_id, caller.member, clock.now(), may_any=may_any, is_removed=given.is_removed)
    return _out(request, row)


def _out(request: HttpRequest, row: StoredFile) -> StoredFileOut:
    member = needs.caller(request).member
    return StoredFileOut(
        id=row.pk, name=row.name, size=row.size, author=row.author_name, created_at=row.created_at,
        is_mine=member is not None and row.author_id == member.pk,
    )  # fmt: skip
