"""Imports: a file comes in, its columns are mapped, it is checked, taken, and where one regrets it taken back."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from django.http import HttpRequest, StreamingHttpResponse
from ninja import Query, Router, Status
from pydantic import Field

from perennia.api import export, needs
from perennia.api.needs import Needs
from perennia.api.paging import Page, Window, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Given, Id
from perennia.host import clock
from perennia.imports import actions, faults, fields, house, plans, queries, upload
from perennia.imports.actions import NotNow
from perennia.imports.fields import As
from perennia.imports.mapping import Column, Mapping
from perennia.imports.models import Import, State
from perennia.imports.sniff import Dialect

router = Router()
IMPORT = Needs(Permission.CUSTOMER_IMPORT)
Kind = Literal["customers", "contacts", "events"]


class ImportColumn(Schema):
    """A column of the file, with some of what stands in it."""

    name: str
    samples: list[str]


class ImportField(Schema):
    """What a column may be."""

    key: str
    label: str
    type: str
    identifies: bool


class ImportColumnIn(Given):
    """What one column is: a field by its key, `trait` with a name of one's own, or nothing."""

    column: Annotated[int, Field(ge=0, le=10_000)]
    to: Annotated[
        str, Field(max_length=120, description="Such as `plan`, `field:region` or `stage:User Milestone`.")
    ] = ""
    name: Annotated[str, Field(max_length=200)] = ""
    type: As = "text"


class ImportMapping(Given):
    """What all columns are, and how their cells are to be read."""

    columns: Annotated[list[ImportColumnIn], Field(max_length=400)]
    event: Annotated[str, Field(max_length=200, description="The name of events where no column has it.")] = ""
    zone: Annotated[str, Field(max_length=64, description="Of times that name none.")] = ""
    is_day_first: Annotated[bool, Field(description="03/04 is in April.")] = False
    has_decimal_comma: Annotated[bool, Field(description="1.234,5 and not 1,234.5.")] = False


class ImportOut(Schema):
    """An import in the list. `row` and `share` say how far the present pass is."""

    id: int
    kind: str
    state: str
    file_name: str
    size: int
    made_by: str
    made_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    historical: bool
    row: int
    share: float
    good: int
    bad: int
    taken: int
    refused: int
    made_customers: int
    made_contacts: int
    trouble: str
    undone: dict[str, int]


class ImportRecord(ImportOut):
    """An import with its columns, what they may be, and what they are said or guessed to be."""

    encoding: str
    separator: str
    quote: str
    columns: list[ImportColumn]
    fields: list[ImportField]
    mapping: ImportMapping
    is_remembered: bool


class Imports(Schema):
    """A page of imports."""

    items: list[ImportOut]
    next_cursor: Cursor


class ImportFault(Schema):
    """A row that cannot be taken, and what to mend."""

    row: int
    column: str
    code: str
    reason: str


class ImportFaults(Schema):
    """A page of these."""

    items: list[ImportFault]
    next_cursor: Cursor


class ImportRow(Schema):
    """A row as it would be taken, or why it would not."""

    row: int
    whose: str
    values: dict[str, object]
    reason: str | None


class ImportRows(Schema):
    """The first rows of a file."""

    items: list[ImportRow]
    next_cursor: None = None


class NewFile(Schema):
    """What the file in the body is."""

    kind: Kind
    name: Annotated[str, Field(max_length=200, description="The file's name.")] = "file.csv"


class ImportDialect(Given):
    """How the file's text is to be cut."""

    encoding: Literal["utf-8", "cp1252", "cp1258"]
    separator: Literal[",", ";", "\t", "|"]
    quote: Literal['"', "'"] = '"'


class ImportStart(Given):
    """How its rows are taken."""

    historical: Annotated[bool, Field(description="The past: it teaches the record, and starts no workflow.")] = True


@router.get("", auth=IMPORT, response=Imports)
def listing(request: HttpRequest, window: Query[Window]) -> Imports:
    """Imports, the latest first."""
    mark = mark_of(window, "imports")
    rows = queries.listing(int(str(mark[0])) if mark else None, window.limit + 1)
    shown = rows[: window.limit]
    last = (shown[-1].pk,) if len(rows) > len(shown) else None
    return Imports(items=[_said(one) for one in shown], next_cursor=cursor_of(last, "imports"))


@router.post("", auth=IMPORT, response={201: ImportRecord})
def create(request: HttpRequest, given: Query[NewFile]) -> Status[ImportRecord]:
    """Keeps the file in the request's body. Nothing of it is taken before its columns are mapped and it is started."""
    caller = needs.caller(request)
    one = upload.upload(request.read, kind=given.kind, file_name=given.name, by=caller.member, by_name=caller.name)
    return Status(201, _whole(request, one))


@router.get("/{int:import_id}", auth=IMPORT, response=ImportRecord)
def read(request: HttpRequest, import_id: Id) -> ImportRecord:
    """One import."""
    return _whole(request, actions.find(import_id))


@router.patch("/{int:import_id}", auth=IMPORT, response=ImportRecord)
def recut(request: HttpRequest, import_id: Id, given: ImportDialect) -> ImportRecord:
    """Cuts the file's text another way. Its columns are then mapped anew."""
    one = actions.find(import_id)
    if one.state not in (State.UPLOADED, State.CHECKED):
        raise NotNow
    upload.recut(one, Dialect(given.encoding, given.separator, given.quote, one.skip))
    return _whole(request, one)


@router.put("/{int:import_id}/mapping", auth=IMPORT, response=ImportRecord)
def map_columns(request: HttpRequest, import_id: Id, given: ImportMapping) -> ImportRecord:
    """Says what the columns are, and has the whole file checked: nothing is taken by that."""
    columns = tuple(Column(one.column, one.to, one.name, one.type) for one in given.columns)
    mapping = Mapping(columns, given.event, given.zone, given.is_day_first, given.has_decimal_comma)
    return _whole(request, actions.map_columns(import_id, mapping))


@router.get("/{int:import_id}/rows", auth=IMPORT, response=ImportRows)
def rows(request: HttpRequest, import_id: Id) -> ImportRows:
    """The first rows as they would be taken."""
    one = actions.find(import_id)
    language = needs.language(request)
    found = queries.first_rows(one, clock.now()) if one.mapping else []
    return ImportRows(
        items=[
            ImportRow(
                row=each.row, whose=each.whose, values=each.values,
                reason=faults.words(each.fault.code, each.fault.column, each.fault.value, language) if each.fault else None,
            )
            for each in found
        ]
    )  # fmt: skip


@router.get("/{int:import_id}/faults", auth=IMPORT, response=ImportFaults)
def refused(request: HttpRequest, import_id: Id, window: Page) -> ImportFaults:
    """ImportRows that cannot be taken, and why."""
    one = actions.find(import_id)
    mark = mark_of(window, f"faults.{import_id}")
    found = queries.refused(one, int(str(mark[0])) if mark else 0, window.limit + 1)
    shown, language = found[: window.limit], needs.language(request)
    items = [
        ImportFault(row=each.row, column=each.column, code=each.code, reason=faults.words(each.code, each.column, each.value, language))
        for each in shown
    ]  # fmt: skip
    last = (shown[-1].row,) if len(found) > len(shown) else None
    return ImportFaults(items=items, next_cursor=cursor_of(last, f"faults.{import_id}"))


@router.get("/{int:import_id}/refused", auth=IMPORT, response={200: None})
def refused_file(request: HttpRequest, import_id: Id) -> StreamingHttpResponse:
    """The refused rows as they stood in the file, with the reason beside each, as CSV."""
    one = actions.find(import_id)
    parts: Iterator[bytes] = queries.refused_file(one, needs.language(request))
    return export.stream(request, f"refused-{one.pk}", parts, "csv")


@router.post("/{int:import_id}/start", auth=IMPORT, response=ImportRecord)
def start(request: HttpRequest, import_id: Id, given: ImportStart) -> ImportRecord:
    """Takes its rows in."""
    return _whole(request, actions.start(import_id, is_historical=given.historical))


@router.post("/{int:import_id}/cancel", auth=IMPORT, response=ImportRecord)
def cancel(request: HttpRequest, import_id: Id) -> ImportRecord:
    """Stops it where it is; what was taken stays, and can be taken back."""
    return _whole(request, actions.cancel(import_id))


@router.post("/{int:import_id}/undo", auth=IMPORT, response=ImportRecord)
def undo(request: HttpRequest, import_id: Id) -> ImportRecord:
    """Takes back what it made."""
    return _whole(request, actions.undo(import_id))


@router.delete("/{int:import_id}", auth=IMPORT, response={204: None})
def remove(request: HttpRequest, import_id: Id) -> Status[None]:
    """Removes an import that took nothing, or was taken back, with its file."""
    actions.remove(import_id)
    return Status(204, None)


def _said(one: Import) -> ImportOut:
    is_through = one.state in (State.DONE, State.SETTLING, State.UNDONE)
    return ImportOut(
        id=one.pk, kind=one.kind, state=one.state, file_name=one.file_name, size=one.size, made_by=one.made_by_name,
        made_at=one.made_at, started_at=one.started_at, ended_at=one.ended_at, historical=one.is_historical, row=one.row,
        share=1.0 if is_through else min(1.0, one.offset / max(1, one.size)), good=one.good, bad=one.bad, taken=one.taken,
        refused=one.refused, made_customers=one.made_customers, made_contacts=one.made_contacts, trouble=one.trouble,
        undone={name: number for name, number in one.undone.items() if isinstance(number, int)},
    )  # fmt: skip


def _whole(request: HttpRequest, one: Import) -> ImportRecord:
    is_vi = needs.language(request) == "vi"
    remembered = plans.remembered(one) if not one.mapping else None
    mapping = plans.read(one.mapping) if one.mapping else remembered or upload.guess(one)
    identifying = fields.IDENTIFYING[one.kind]
    return ImportRecord(
        **_said(one).model_dump(), encoding=one.encoding, separator=one.separator, quote=one.quote,
        columns=[ImportColumn.model_validate(column) for column in one.columns],
        fields=[
            ImportField(key=field.key, label=field.label_vi if is_vi else field.label, type=field.type, identifies=field.key in identifying)
            for field in house.every(one.kind, house.house(one.kind))
        ],
        mapping=ImportMapping.model_validate(msgspec.to_builtins(mapping)), is_remembered=remembered is not None,
    )  # fmt: skip
