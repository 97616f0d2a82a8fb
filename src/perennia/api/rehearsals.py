"""Rehearsals: a workflow tried on the kept past, with nothing performed."""

from typing import Annotated, Literal

import msgspec
from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from perennia.api import needs, rehearsed
from perennia.api.needs import Needs
from perennia.api.paging import Window, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.rehearsal_shapes import NewRehearsal, RehearsalOut, Rehearsals, RehearsedCustomers, Trace
from perennia.api.schema import Schema
from perennia.api.shapes import Id
from perennia.core.error import Invalid
from perennia.core.workflow import Definition
from perennia.host import clock
from perennia.workflows import draft
from perennia.workflows.rehearsal import found, rehearse

router = Router()
READ = Needs(Permission.WORKFLOW_READ)
EDIT = Needs(Permission.WORKFLOW_EDIT)


class Of(Window):
    """Which side's customers."""

    side: Literal["draft", "running"] = "draft"


class Whose(Schema):
    """Whose trace, on which side."""

    customer: Id
    side: Literal["draft", "running"] = "draft"


@router.post("/workflows/{key}/rehearsals", auth=EDIT, response={201: RehearsalOut})
def begin(request: HttpRequest, key: str, given: NewRehearsal) -> Status[RehearsalOut]:
    """Begins one; ask how far it is by its number."""
    kept = draft.find(key)
    definition = definition_of(given.definition, key) if given.definition is not None else kept.definition
    by = needs.caller(request)
    is_other = definition != kept.running
    row = rehearse.ask(definition, given.days, by.name, clock.now(), compare=given.compare and is_other, asker=by.mark)
    return Status(201, rehearsed.out(row, needs.reader(request)))


@router.get("/workflows/{key}/rehearsals", auth=READ, response=Rehearsals)
def listing(request: HttpRequest, key: str) -> Rehearsals:
    """Those that are kept."""
    draft.find(key)
    reader = needs.reader(request)
    return Rehearsals(items=[rehearsed.out(row, reader, is_whole=False) for row in found.of_workflow(key)])


@router.get("/rehearsals/{int:rehearsal_id}", auth=READ, response=RehearsalOut)
def read(request: HttpRequest, rehearsal_id: Annotated[int, Field(ge=1)]) -> RehearsalOut:
    """One whole; while it runs, what it has found so far."""
    return rehearsed.out(found.find(rehearsal_id), needs.reader(request))


@router.post("/rehearsals/{int:rehearsal_id}/cancel", auth=EDIT, response=RehearsalOut)
def cancel(request: HttpRequest, rehearsal_id: Annotated[int, Field(ge=1)]) -> RehearsalOut:
    """Ends it; what it found so far stays."""
    return rehearsed.out(rehearse.cancel(rehearsal_id, clock.now()), needs.reader(request))


@router.get("/rehearsals/{int:rehearsal_id}/customers", auth=READ, response=RehearsedCustomers)
def customers(request: HttpRequest, rehearsal_id: Annotated[int, Field(ge=1)], wanted: Query[Of]) -> RehearsedCustomers:
    """Whom it would have touched, as far as traces are kept."""
    row = found.find(rehearsal_id)
    name = f"rehearsal.{rehearsal_id}.{wanted.side}"
    mark = mark_of(wanted, name)
    behind = int(str(mark[0])) if mark else 0
    rows = found.customers(row.pk, _side(wanted.side), behind, wanted.limit + 1)
    shown = rows[: wanted.limit]
    last = (shown[-1].customer,) if len(rows) > len(shown) else None
    return RehearsedCustomers(items=rehearsed.customers(shown), next_cursor=cursor_of(last, name))


@router.get("/rehearsals/{int:rehearsal_id}/trace", auth=READ, response=Trace)
def trace(request: HttpRequest, rehearsal_id: Annotated[int, Field(ge=1)], wanted: Query[Whose]) -> Trace:
    """What it would have done with one customer, and why."""
    row = found.find(rehearsal_id)
    lines = found.trace(row.pk, _side(wanted.side), wanted.customer)
    return Trace(items=rehearsed.trace(row, _side(wanted.side), lines, needs.reader(request)))


def _side(name: str) -> int:
    return rehearse.RUNNING if name == "running" else rehearse.DRAFT


def definition_of(given: dict[str, object], key: str) -> Definition:
    try:
        definition = msgspec.convert({**given, "key": key}, Definition)
    except msgspec.ValidationError as wrong:
        raise Invalid(f"definition: {wrong}.", field="definition") from wrong
    return definition
