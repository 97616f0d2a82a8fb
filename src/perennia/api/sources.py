"""Sources of events and their write keys."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from perennia.api.needs import Needs
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Given, Id, Text
from perennia.ingest import source
from perennia.ingest.source import Source

router = Router()
MANAGE = Needs(Permission.KEY_MANAGE)


class SourceOut(Schema):
    """A source. Its write key is shown whole once, when it is made."""

    id: int
    name: str
    write_key: str
    is_active: bool
    is_historical: bool
    made_at: datetime
    events_24h: int
    last_event_at: datetime | None


class Sources(Schema):
    """All sources."""

    items: list[SourceOut]
    next_cursor: None = None


class NewSource(Given):
    """A source to make."""

    name: Text
    is_historical: Annotated[bool, Field(description="What it sends is the past: it teaches and starts nothing.")] = (
        False
    )


class SourceChange(Given):
    """Whether its events are taken."""

    is_active: bool


class NewWriteKey(Schema):
    """A write key, shown this once."""

    write_key: str


@router.get("", auth=Needs(Permission.EVENT_READ), response=Sources)
def listing(request: HttpRequest) -> Sources:
    """The sources, with what came from them."""
    return Sources(items=[_out(each) for each in source.every()])


@router.post("", auth=MANAGE, response={201: SourceOut})
def create(request: HttpRequest, given: NewSource) -> Status[SourceOut]:
    """Makes a source and shows its write key."""
    made, key = source.create(given.name, is_historical=given.is_historical)
    return Status(201, _out(made, key))


@router.patch("/{int:source_id}", auth=MANAGE, response=Sources)
def change(request: HttpRequest, source_id: Id, given: SourceChange) -> Sources:
    """Takes its events again, or refuses them."""
    source.switch(_small(source_id), given.is_active)
    return listing(request)


@router.post("/{int:source_id}/rotate", auth=MANAGE, response=NewWriteKey)
def rotate(request: HttpRequest, source_id: Id) -> NewWriteKey:
    """Gives it a new write key; the old one ends at once."""
    return NewWriteKey(write_key=source.rotate(_small(source_id)))


def _small(source_id: int) -> int:
    if source_id > 32_767:
        raise source.NoSuchSource
    return source_id


def _out(found: Source, key: str | None = None) -> SourceOut:
    return SourceOut(
        id=found.id,
        name=found.name,
        write_key=key or f"wk_…{found.hint}",
        is_active=found.is_active,
        is_historical=found.is_historical,
        made_at=found.made_at,
        events_24h=found.events_24h,
        last_event_at=found.last_event_at,
    )
