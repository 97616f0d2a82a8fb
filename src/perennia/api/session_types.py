"""What can be booked, when, and with whom: kinds of sessions, their free times, and members' hours."""

from datetime import UTC, datetime, time, timedelta

from django.http import HttpRequest
from django.utils.text import slugify
from ninja import Query, Router, Status

from perennia.api import days, needs
from perennia.api.booking_shapes import (
    HoursIn,
    HoursOut,
    SlotOut,
    Slots,
    TypeOut,
    Types,
    TypeShape,
    WhichSlots,
    hours_shown,
    type_shown,
)
from perennia.api.needs import Needs
from perennia.api.permissions import Permission
from perennia.api.shapes import Id, Named
from perennia.core.error import Invalid
from perennia.host import clock
from perennia.sessions import free, happened, open_hours, queries, types
from perennia.team.models import Member, organisation

router, hours = Router(), Router()
READ, WRITE, MANAGE = (
    Needs(Permission.SESSION_READ),
    Needs(Permission.SESSION_WRITE),
    Needs(Permission.SESSION_MANAGE),
)


@router.get("", auth=READ, response=Types)
def listing(request: HttpRequest) -> Types:
    """All kinds of sessions, those that rest last."""
    url = happened.house().url
    return Types(items=[type_shown(one, url) for one in queries.types()])


@router.post("", auth=MANAGE, response={201: TypeOut})
def add(request: HttpRequest, given: TypeShape) -> Status[TypeOut]:
    """Makes a kind of session. Without an address of its own it gets one from its title."""
    said = _said(given)
    if not said.get("title"):
        raise Invalid("Give it a title.", field="body.title")
    said["slug"] = (
        said.get("slug") or slugify(str(said["title"]))[:60].strip("-") or f"session-{clock.now():%y%m%d%H%M}"
    )
    kept = types.add(said, given.host_ids or [], needs.caller(request).member, clock.now())
    return Status(201, _one(kept.pk))


@router.patch("/{int:type_id}", auth=MANAGE, response=TypeOut)
def change(request: HttpRequest, type_id: Id, given: TypeShape) -> TypeOut:
    """Changes a kind of session. What is booked already keeps its time."""
    types.change(type_id, _said(given), given.host_ids, needs.caller(request).member, clock.now())
    return _one(type_id)


@router.get("/{int:type_id}/slots", auth=WRITE, response=Slots)
def slots(request: HttpRequest, type_id: Id, wished: Query[WhichSlots]) -> Slots:
    """Free times for the team's own booking, which needs no notice."""
    kind, now, zone = queries.type_of(type_id), clock.now(), days.zone(request)
    if not 2000 <= wished.first.year <= 2100:
        raise Invalid("Choose a day between 2000 and 2100.", field="query.first")
    first = datetime.combine(wished.first, time(0), zone).astimezone(UTC)
    until = datetime.combine(wished.first + timedelta(days=wished.days), time(0), zone).astimezone(UTC)
    moving = queries.find(wished.booking) if wished.booking is not None else None
    found = free.free(kind, free.hosts(kind), now, max(first, now), until, moving, is_staff=True)
    return Slots(
        items=[
            SlotOut(starts_at=at, hosts=[Named(id=one.member.pk, name=one.member.name) for one in able])
            for at, able in found.items()
        ]
    )


@hours.get("", auth=WRITE, response=HoursOut)
def read_hours(request: HttpRequest, member: Id | None = None) -> HoursOut:
    """When one can be met; of another member with the wider permission."""
    return _hours(_whose(request, member))


@hours.patch("", auth=WRITE, response=HoursOut)
def change_hours(request: HttpRequest, given: HoursIn, member: Id | None = None) -> HoursOut:
    """Sets when one can be met. What is booked already stays."""
    whose = _whose(request, member)
    said = {name: value for name, value in given.model_dump(exclude_unset=True).items() if value is not None}
    open_hours.keep(whose, said, needs.caller(request).member, clock.now())
    return _hours(whose)


def _said(given: TypeShape) -> dict[str, object]:
    told = given.model_dump(exclude_unset=True, exclude={"host_ids"})
    return {name: value for name, value in told.items() if value is not None}


def _one(type_id: int) -> TypeOut:
    return type_shown(queries.type_of(type_id), happened.house().url)


def _hours(member: Member) -> HoursOut:
    return hours_shown(open_hours.of(member), member.zone or organisation().zone)


def _whose(request: HttpRequest, member_id: int | None) -> Member:
    caller = needs.caller(request)
    if caller.member is not None and member_id in (None, caller.member.pk):
        return caller.member
    if not caller.can(Permission.SESSION_MANAGE):
        raise needs.refusal(caller, Permission.SESSION_MANAGE)
    found = Member.objects.filter(pk=member_id or 0, is_active=True).first()
    if found is None:
        raise Invalid("There is no active member with this number.", field="query.member")
    return found
