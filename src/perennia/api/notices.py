"""The bell: what the signed-in member was told, and how they want to be told."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from perennia.api import needs
from perennia.api.channel_setup import tried
from perennia.api.channel_shapes import ChannelTestAnswer, ChannelTrial
from perennia.api.messages import workflow_named
from perennia.api.needs import Needs
from perennia.api.origin import origin_of
from perennia.api.paging import Window, cursor_of, mark_of
from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Given, Id, Line, Named, NamedWorkflow
from perennia.host import clock
from perennia.messages import bell, channel_setup, kinds, wishes
from perennia.messages.bell import Group, Said
from perennia.messages.models import ChannelSetting
from perennia.messages.wishes import By, Mail, Wish
from perennia.team import throttle

router = Router()
MINE = Needs("member")
Kind = Annotated[str, Field(max_length=60)]


class NoticeOut(Schema):
    """One thing one was told."""

    id: int
    text: str
    at: datetime
    customer: Named | None
    workflow: NamedWorkflow | None
    is_urgent: bool
    is_read: bool


class NoticeGroup(Schema):
    """Notices of one kind and hour, the latest first; `ids` are all of them."""

    kind: str
    name: str
    hour: datetime
    count: int
    unread: int
    notices: list[NoticeOut]
    ids: list[int]


class Bell(Schema):
    """A page of the bell, and how many are unread in all (1,000 for more)."""

    items: list[NoticeGroup]
    next_cursor: Cursor
    unread: int


class Wanted(Window):
    """Which notices."""

    unread: bool = False


class Reading(Given):
    """Which notices become read, or unread again; without ids, all."""

    ids: Annotated[list[Id], Field(max_length=10_000)] | None = None
    is_read: bool = True


class Changed(Schema):
    """Those that changed; sent back with the opposite they are as before."""

    ids: list[int]
    unread: int


class WishOut(Schema):
    """How one is told of a kind of thing."""

    kind: str
    name: str
    in_app: bool
    mail: Mail
    by: By


class WishesOut(Schema):
    """All kinds one may be told of; `has_slack`: one's own Slack is connected."""

    has_slack: bool
    items: list[WishOut]
    next_cursor: None = None


class WishIn(Given):
    """How one wants to be told."""

    in_app: bool
    mail: Mail
    by: By = "email"


class OwnSlackIn(Given):
    """The incoming webhook of a channel of one's own, or of one's own messages."""

    url: Annotated[Line, Field(max_length=500)]


@router.get("", auth=MINE, response=Bell)
def listing(request: HttpRequest, wanted: Query[Wanted]) -> Bell:
    """What one was told, by kind and hour, the latest first."""
    member = needs.member(request)
    mark = mark_of(wanted, "notices")
    before = datetime.fromisoformat(str(mark[0])) if mark else None
    groups, last = bell.groups(member.pk, before, wanted.limit, unread=wanted.unread)
    language = needs.language(request)
    return Bell(
        items=[_group(one, language) for one in groups],
        next_cursor=cursor_of((last,) if last else None, "notices"),
        unread=bell.unread(member.pk),
    )


@router.post("/read", auth=MINE, response=Changed)
def read(request: HttpRequest, given: Reading) -> Changed:
    """Marks notices as read, or as unread again."""
    member = needs.member(request)
    ids = bell.read(member.pk, given.ids, is_read=given.is_read)
    return Changed(ids=ids, unread=bell.unread(member.pk))


@router.get("/wishes", auth=MINE, response=WishesOut)
def wishes_of(request: HttpRequest) -> WishesOut:
    """How one is told of each kind of thing."""
    known = wishes.of([needs.member(request)]).known
    language, member = needs.language(request), needs.member(request).pk
    return WishesOut(
        has_slack=ChannelSetting.objects.filter(channel=_own_slack(member)).exists(),
        items=[_wish(kind, known.get((member, kind), Wish()), language) for kind in kinds.known()],
    )


@router.put("/wishes/{kind}", auth=MINE, response=WishOut)
def wish(request: HttpRequest, kind: Kind, given: WishIn) -> WishOut:
    """Changes how one is told of a kind of thing; what is urgent comes at once, unless mail of its kind is off."""
    wanted = Wish(given.in_app, given.mail, given.by)
    wishes.wish(needs.member(request), kind, wanted)
    return _wish(kind, wanted, needs.language(request))


@router.put("/slack", auth=MINE, response=ChannelTestAnswer)
def connect_slack(request: HttpRequest, given: OwnSlackIn) -> ChannelTestAnswer:
    """Connects one's own Slack: a test goes there first, and only where it is taken the address is kept."""
    throttle.use("channel_test", origin_of(request))
    member = needs.member(request)
    settings = {"url": given.url}
    found = tried(request, _own_slack(member.pk), ChannelTrial(transport="slack", settings=settings), own=True)
    if found.sent:
        channel_setup.set_up(_own_slack(member.pk), "slack", settings, {}, member, clock.now(), own=True)
    return found


@router.delete("/slack", auth=MINE, response={204: None})
def disconnect_slack(request: HttpRequest) -> HttpResponse:
    """Takes one's own Slack away; what came there comes by e-mail again."""
    member = needs.member(request)
    channel_setup.forget(_own_slack(member.pk), member, clock.now())
    return HttpResponse(status=204)


def _own_slack(member: int) -> str:
    return f"slack:@{member}"


def _wish(kind: str, wanted: Wish, language: str) -> WishOut:
    return WishOut(kind=kind, name=kinds.name(kind, language), in_app=wanted.in_app, mail=wanted.mail, by=wanted.by)


def _group(group: Group, language: str) -> NoticeGroup:
    return NoticeGroup(
        kind=group.kind, name=kinds.name(group.kind, language), hour=group.hour, count=group.count, unread=group.unread,
        notices=[_said(one, language) for one in group.notices], ids=group.ids,
    )  # fmt: skip


def _said(one: Said, language: str) -> NoticeOut:
    customer = Named(id=one.customer[0], name=one.customer[1]) if one.customer else None
    return NoticeOut(
        id=one.id, text=one.text, at=one.at, customer=customer, workflow=workflow_named(one.workflow, language),
        is_urgent=one.is_urgent, is_read=one.is_read,
    )  # fmt: skip
