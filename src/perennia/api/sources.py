"""Sources of events and their write keys."""

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from perennia.api.needs import Needs
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Given, Id, Text
from perennia.ingest import browser, source
from perennia.ingest.browser import Browser, Place
from perennia.ingest.source import Source

router = Router()
MANAGE = Needs(Permission.KEY_MANAGE)


class PlaceShape(Schema):
    """A feature by its address; `/reports/*` is any path below."""

    path: Text
    feature: Text


class BrowserShape(Schema):
    """What holds for the pages of a source."""

    origins: Annotated[list[str], Field(max_length=browser.MOST_ORIGINS, description="Which may send; none: any.")] = []
    consent: Literal["assumed", "required"] = "assumed"
    heeds_signals: Annotated[bool, Field(description="Heed 'do not track' and 'global privacy control'.")] = True
    idle_minutes: Annotated[int, Field(ge=1, le=60)] = 5
    pages: Annotated[bool, Field(description="Each page looked at is an event by itself.")] = True
    places: Annotated[list[PlaceShape], Field(max_length=browser.MOST_PLACES)] = []


class BrowserGiven(Given, BrowserShape):
    """The same, all of it."""


class SourceOut(Schema):
    """A source. Its write key is shown whole once, when it is made; that of a source in web pages always."""

    id: int
    name: str
    write_key: str
    is_in_pages: bool
    browser: BrowserShape
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
    is_in_pages: Annotated[bool, Field(description="Its key stands in web pages, so it is no secret.")] = False


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
    made, key = source.create(given.name, is_historical=given.is_historical, is_in_pages=given.is_in_pages)
    return Status(201, _out(made, key))


@router.patch("/{int:source_id}", auth=MANAGE, response=Sources)
def change(request: HttpRequest, source_id: Id, given: SourceChange) -> Sources:
    """Takes its events again, or refuses them."""
    source.switch(_small(source_id), given.is_active)
    return listing(request)


@router.put("/{int:source_id}/browser", auth=MANAGE, response=Sources)
def describe(request: HttpRequest, source_id: Id, given: BrowserGiven) -> Sources:
    """Says what holds for its pages. They hear of it within a minute."""
    origins, places = browser.sound(given.origins, [Place(one.path, one.feature) for one in given.places])
    told = Browser(origins, given.consent, given.heeds_signals, given.idle_minutes, given.pages, places)
    source.describe(_small(source_id), told)
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
        write_key=key or found.public_key or f"wk_…{found.hint}",
        is_in_pages=bool(found.public_key),
        browser=_told(found.browser),
        is_active=found.is_active,
        is_historical=found.is_historical,
        made_at=found.made_at,
        events_24h=found.events_24h,
        last_event_at=found.last_event_at,
    )


def _told(found: Browser) -> BrowserShape:
    return BrowserShape(
        origins=list(found.origins), consent=found.consent, heeds_signals=found.heeds_signals,
        idle_minutes=found.idle_minutes, pages=found.pages,
        places=[PlaceShape(path=one.path, feature=one.feature) for one in found.places],
    )  # fmt: skip
