"""A company's own event names, mapped to the tracking plan."""

from datetime import datetime
from typing import Annotated

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from perennia.api import needs
from perennia.api.needs import Needs
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Given, Id
from perennia.host import clock
from perennia.ingest import mapping
from perennia.ingest.mapping import Mapped
from perennia.team import setting_log

router = Router()
READ, MANAGE = Needs(Permission.EVENT_READ), Needs(Permission.SETTINGS_MANAGE)
Name = Annotated[str, Field(min_length=1, max_length=mapping.LONGEST)]
Value = bool | float | Annotated[str, Field(max_length=1000)]


class MappingOut(Schema):
    """Their name, ours, their properties by ours, and what all of these events have."""

    id: int
    theirs: str
    ours: str
    renamed: dict[str, str]
    fixed: dict[str, Value]
    is_on: bool
    changed_at: datetime


class SeenOut(Schema):
    """A name that came in and the plan does not know, with the planned name it looks like."""

    name: str
    count: int
    last_at: datetime
    guess: str | None


class PlannedOut(Schema):
    """A name of the tracking plan and its properties."""

    name: str
    about: str
    properties: dict[str, str]


class Mappings(Schema):
    """All mappings, names nobody has mapped, and the plan."""

    items: list[MappingOut]
    unmapped: list[SeenOut]
    plan: list[PlannedOut]
    next_cursor: None = None


class NewMapping(Given):
    """What a name is called from now on. A name mapped before is mapped anew."""

    theirs: Name
    ours: Name
    renamed: Annotated[dict[str, str], Field(description="Their property by ours.")] = {}
    fixed: Annotated[dict[str, Value], Field(description="Our property, and the value all of them have.")] = {}
    is_on: bool = True


@router.get("", auth=READ, response=Mappings)
def listing(request: HttpRequest) -> Mappings:
    """What is mapped, and what might be."""
    return Mappings(
        items=[_out(row) for row in mapping.every()],
        unmapped=[
            SeenOut(name=row.name, count=row.count, last_at=row.last_at, guess=row.guess) for row in mapping.unmapped()
        ],
        plan=[PlannedOut(name=one.name, about=one.about, properties=one.properties) for one in mapping.PLAN.values()],
    )


@router.put("", auth=MANAGE, response=MappingOut)
@transaction.atomic
def keep(request: HttpRequest, given: NewMapping) -> MappingOut:
    """Maps a name, for what comes in from now on; what is stored keeps its name and starts nothing."""
    made = mapping.keep(given.theirs, given.ours, given.renamed, given.fixed, is_on=given.is_on)
    by = needs.caller(request).member
    setting_log.note(by, clock.now(), "event names", {}, {made.theirs: made.ours if made.is_on else "as it is"})
    return _out(made)


@router.delete("/{int:mapping_id}", auth=MANAGE, response={204: None})
@transaction.atomic
def remove(request: HttpRequest, mapping_id: Id) -> HttpResponse:
    """Leaves a name as it is from now on."""
    theirs = mapping.remove(mapping_id if mapping_id < 2**31 else 0)
    setting_log.note(needs.caller(request).member, clock.now(), "event names", {}, {theirs: "as it is"})
    return HttpResponse(status=204)


def _out(row: Mapped) -> MappingOut:
    return MappingOut(
        id=row.id, theirs=row.theirs, ours=row.ours, renamed=row.renamed, fixed=row.fixed, is_on=row.is_on,
        changed_at=row.changed_at,
    )  # fmt: skip
