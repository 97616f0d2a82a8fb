"""The stream of events: what came in, what each did, what was refused and why."""

import re
from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from perennia.api import customer_links, needs, stream
from perennia.api.log_shapes import RunLogEntry
from perennia.api.needs import Needs
from perennia.api.paging import Window, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Cursor
from perennia.api.stream import EventOut
from perennia.core.error import NotFound
from perennia.core.event import Value
from perennia.workflows import event_flow, events

router = Router()
READ = Needs(Permission.EVENT_READ)


class NoEvent(NotFound):
    """There is no event with this number, or it is older than what is kept."""

    code = "no_event"


class WhichEvents(Schema):
    """WhichEvents events."""

    q: Annotated[str | None, Field(max_length=200, description="In name, message id, values, or customer.")] = None
    name: Annotated[str | None, Field(max_length=200)] = None
    status: Literal["accepted", "rejected"] | None = None
    everyday: Annotated[bool, Field(description="False leaves out the comings and goings of every day.")] = True
    customer: Annotated[int | None, Field(ge=1, le=2**63 - 1)] = None

    def chosen(self) -> events.Wanted:
        """The same as the stream's reads take it."""
        return events.Wanted(
            q=self.q or None, name=self.name, customer=self.customer, status=self.status, everyday=self.everyday
        )


class Wanted(Window, WhichEvents):
    """A page of these."""


class Events(Schema):
    """A page of events. It may be short and still have a next one: go on while there is a cursor."""

    items: list[EventOut]
    next_cursor: Cursor


class EventRecord(EventOut):
    """One event with all it carried, and all it did."""

    properties: dict[str, Value]
    traits: dict[str, Value]
    context: dict[str, Value]
    message_id: str
    log: list[RunLogEntry]
    derived: list[EventOut]
    duplicates: int


class MinuteOut(Schema):
    """What came in within one minute."""

    at: datetime
    accepted: int
    rejected: int


class Stats(Schema):
    """The stream at a glance."""

    per_minute: list[MinuteOut]
    waiting: int
    oldest_waiting_seconds: int | None
    parked_customers: int


class NameOut(Schema):
    """A name of events, and how often it came lately."""

    name: str
    count: int


class Names(Schema):
    """The names lately seen."""

    items: list[NameOut]
    next_cursor: None = None


@router.get("", auth=READ, response=Events)
def listing(request: HttpRequest, wanted: Query[Wanted]) -> Events:
    """Events, newest first: worked, waiting, parked and rejected ones in one list."""
    mark = mark_of(wanted, "events")
    after = (str(mark[0]), int(str(mark[1])), int(str(mark[2]))) if mark else None
    rows, last = events.page(wanted.chosen(), after, wanted.limit)
    return Events(items=stream.items(rows, needs.reader(request)), next_cursor=cursor_of(last, "events"))


@router.get("/stats", auth=READ, response=Stats)
def stats(request: HttpRequest) -> Stats:
    """The last hour by minute, and what waits."""
    waiting = event_flow.waiting()
    minutes = [MinuteOut(at=each.at, accepted=each.accepted, rejected=each.rejected) for each in event_flow.minutes()]
    return Stats(
        per_minute=minutes,
        waiting=waiting.number,
        oldest_waiting_seconds=waiting.oldest_seconds,
        parked_customers=waiting.parked_customers,
    )


@router.get("/names", auth=READ, response=Names)
def event_names(request: HttpRequest) -> Names:
    """Names among the latest events, to filter by."""
    return Names(items=[NameOut(name=each.name, count=each.count) for each in event_flow.names()])


@router.get("/{event_id}", auth=READ, response=EventRecord)
def read(request: HttpRequest, event_id: str) -> EventRecord:
    """One event: what it carried, and what it did."""
    reader = needs.reader(request)
    if found := re.fullmatch(r"rejected-(\d{1,18})", event_id):
        refused = events.find_rejected(int(found[1]))
        if refused is None:
            raise NoEvent
        return _record(stream.items([refused], reader)[0])
    numbers = re.fullmatch(r"(\d{1,3})-(\d{1,18})(?:-(\d{1,4}))?", event_id)
    event = events.find(int(numbers[1]), int(numbers[2]), int(numbers[3] or 0)) if numbers else None
    if event is None:
        raise NoEvent
    derived = events.followed(event) if event.place == 0 else []
    first, *rest = stream.items([event, *derived], reader)
    said = event.said()
    return _record(
        first,
        properties=customer_links.told_of(request, said.properties),
        traits=said.traits,
        context=said.context,
        message_id=event.message_id,
        log=stream.log_of(event, reader),
        derived=rest,
        duplicates=event.duplicates,
    )


def _record(item: EventOut, **more: object) -> EventRecord:
    empty = {"properties": {}, "traits": {}, "context": {}, "message_id": "", "log": [], "derived": [], "duplicates": 0}
    return EventRecord.model_validate({**item.model_dump(), **empty, **more})
