"""How messages leave: quiet hours, caps, consent and what is not written to; with what the rules mean."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Annotated

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import AfterValidator, Field

from perennia.api import needs
from perennia.api.needs import Needs
from perennia.api.paging import Page, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Given, Id
from perennia.core.conduct import Rules
from perennia.host import clock
from perennia.messages import conduct_change, offers, rules, topics
from perennia.messages.models import Conduct
from perennia.messages.offers import Name as OfferName
from perennia.team.models import organisation

router = Router()
READ, MANAGE = Needs(Permission.MESSAGE_READ), Needs(Permission.SETTINGS_MANAGE)
Link = Annotated[str, Field(max_length=300, pattern=r"^(https?://[^\s]+)?$")]


def _on_the_wall(at: time) -> time:
    if at.tzinfo is not None:
        raise ValueError("give a time without a zone, as in 20:00")
    return at


WallClock = Annotated[time, AfterValidator(_on_the_wall)]


class Leaving(Schema):
    """A message planned then leaves then."""

    planned: datetime
    leaves: datetime


class Meaning(Schema):
    """What rules mean on a day like today, in the organisation's zone."""

    zone: str
    leaving: list[Leaving]
    after_a_full_day: datetime
    after_a_full_week: datetime


class NewsItem(Schema):
    """Something new in the product: who comes back after that day reads of it. Newest first."""

    at: date
    text: Annotated[str, Field(min_length=1, max_length=300)]
    text_vi: Annotated[str, Field(max_length=300)] = ""
    url: Annotated[str, Field(max_length=300, pattern=r"^(https?://[^\s]+)?$")] = ""


class OfferOut(Schema):
    """What letters may offer: off until somebody writes it and switches it on."""

    is_on: bool
    text: str
    text_vi: str
    days: int
    milestones: list[str]


class OfferIn(Given):
    """An offer as it shall be."""

    is_on: bool = False
    text: Annotated[str, Field(max_length=offers.LONGEST, pattern=r"^[^\x00]*$")] = ""
    text_vi: Annotated[str, Field(max_length=offers.LONGEST, pattern=r"^[^\x00]*$")] = ""
    days: Annotated[int, Field(ge=0, le=offers.MOST_DAYS, description="0: for as long as one likes.")] = 0
    milestones: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=10)] = []


class RulesOut(Schema):
    """The rules in force. Transactional messages count in no cap; quiet hours hold for them too."""

    quiet_from: time
    quiet_until: time
    per_day: int
    per_week: int
    unknown_consent: bool
    follows_clicks: bool
    links: dict[str, str]
    news: list[NewsItem]
    offers: dict[OfferName, OfferOut]
    meaning: Meaning


class RulesIn(Given):
    """Rules to try or to set; what is left out stays."""

    quiet_from: WallClock | None = None
    quiet_until: WallClock | None = None
    per_day: Annotated[int | None, Field(ge=1, le=50)] = None
    per_week: Annotated[int | None, Field(ge=1, le=200)] = None


class RulesChange(RulesIn):
    """What to change; what is left out stays."""

    unknown_consent: Annotated[bool | None, Field(description="Who never said anything may be written to.")] = None
    follows_clicks: bool | None = None
    links: Annotated[
        dict[str, Link] | None, Field(description="Where app, billing, guide, help, booking and affiliates lead.")
    ] = None
    news: Annotated[list[NewsItem] | None, Field(max_length=20)] = None
    offers: dict[OfferName, OfferIn] | None = None


class Topic(Schema):
    """What people may want mail about, and how many have said what."""

    key: str
    given: int
    withdrawn: int
    can_be_left: bool


class Topics(Schema):
    """All topics."""

    items: list[Topic]
    next_cursor: None = None


class Suppressed(Schema):
    """An address nothing is sent to, and why."""

    id: int
    address: str
    reason: str
    at: datetime
    until: datetime | None


class SuppressedPage(Schema):
    """A page of addresses."""

    items: list[Suppressed]
    next_cursor: Cursor


class NewSuppressed(Given):
    """An address to leave alone."""

    address: Annotated[str, Field(max_length=254)]


@router.get("", auth=READ, response=RulesOut)
def read(request: HttpRequest) -> RulesOut:
    """The rules in force, and what they mean."""
    return _out(rules.conduct())


@router.patch("", auth=MANAGE, response=RulesOut)
def change(request: HttpRequest, given: RulesChange) -> RulesOut:
    """Changes the rules; they hold for what waits already."""
    said = given.model_dump(exclude_none=True)
    if "links" in said:
        said["links"] = {name: said["links"].get(name, "") for name in rules.PRODUCT_LINKS}
    if given.news is not None:
        said["news"] = [one.model_dump(mode="json") for one in sorted(given.news, key=lambda one: one.at, reverse=True)]
    if "offers" in said:
        kept = offers.read(rules.conduct().offers)
        wanted = {name: msgspec.convert(one, offers.Offer) for name, one in said["offers"].items()}
        kept |= {name: offers.checked(name, one) for name, one in wanted.items()}
        said["offers"] = msgspec.to_builtins(kept)
    return _out(conduct_change.change(said, needs.caller(request).member, clock.now()))


@router.post("/meaning", auth=READ, response=Meaning)
def meaning(request: HttpRequest, given: RulesIn) -> Meaning:
    """What rules would mean, without setting them."""
    row = rules.conduct()
    for name, value in given.model_dump(exclude_none=True).items():
        setattr(row, name, value)
    told = rules.rules(row)
    conduct_change.check(told)
    return _meaning(told)


@router.get("/topics", auth=READ, response=Topics)
def topics_(request: HttpRequest) -> Topics:
    """The topics with what people have said."""
    return Topics(items=list(_topics()))


@router.get("/suppressed", auth=READ, response=SuppressedPage)
def suppressed(request: HttpRequest, window: Page) -> SuppressedPage:
    """Addresses nothing is sent to, the latest first."""
    rows, last = topics.suppressed(mark_of(window, "suppressed"), window.limit)
    shown = [Suppressed(id=row.pk, address=row.address, reason=row.reason, at=row.at, until=row.until) for row in rows]
    return SuppressedPage(items=shown, next_cursor=cursor_of(last, "suppressed"))


@router.post("/suppressed", auth=MANAGE, response={201: Suppressed})
def suppress(request: HttpRequest, given: NewSuppressed) -> Status[Suppressed]:
    """Leaves an address alone from now on."""
    row = topics.leave_alone(given.address, needs.caller(request).member, clock.now())
    return Status(201, Suppressed(id=row.pk, address=row.address, reason=row.reason, at=row.at, until=row.until))


@router.delete("/suppressed/{int:suppression_id}", auth=MANAGE, response={204: None})
def allow(request: HttpRequest, suppression_id: Id) -> HttpResponse:
    """Writes to an address again."""
    topics.allow(suppression_id, needs.caller(request).member, clock.now())
    return HttpResponse(status=204)


def _out(row: Conduct) -> RulesOut:
    links = {name: str(row.links.get(name) or "") for name in rules.PRODUCT_LINKS}
    return RulesOut(
        quiet_from=row.quiet_from, quiet_until=row.quiet_until, per_day=row.per_day, per_week=row.per_week,
        unknown_consent=row.unknown_consent, follows_clicks=row.follows_clicks, links=links,
        news=[NewsItem.model_validate(one) for one in row.news],
        offers={name: OfferOut.model_validate(msgspec.to_builtins(one)) for name, one in offers.read(row.offers).items()},
        meaning=_meaning(rules.rules(row)),
    )  # fmt: skip


def _meaning(told: Rules) -> Meaning:
    zone, now = organisation().zone, clock.now()
    day, week = conduct_change.next_free(told, zone, now)
    leaving = [Leaving(planned=planned, leaves=leaves) for planned, leaves in conduct_change.leaves(told, zone, now)]
    return Meaning(zone=zone, leaving=leaving, after_a_full_day=day, after_a_full_week=week)


def _topics() -> Iterator[Topic]:
    for key, given, withdrawn in topics.counts():
        yield Topic(key=key, given=given, withdrawn=withdrawn, can_be_left=key != topics.TRANSACTIONAL)
