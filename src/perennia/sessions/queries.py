"""Reads of sessions: what can be booked, what is booked, a page at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from django.db.models import Q, QuerySet

from perennia.core.error import NotFound
from perennia.sessions.models import Booking, SessionType, State

When = Literal["upcoming", "past", "unsettled"]
# Never the customer: who has just made themselves known stands in the stream first, and in these rows a moment later.
_RELATED = ("type", "host", "host__open_hours")


class NoSession(NotFound):
    """There is no such session, or it is not one you may see."""

    code = "no_session"


class NoSessionType(NotFound):
    """This session cannot be booked. Ask whoever sent you the link for another one."""

    code = "no_session_type"


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which sessions; what is None does not narrow."""

    now: datetime
    when: When = "upcoming"
    host: int | None = None
    type: int | None = None
    state: str | None = None
    customer: int | None = None


class Numbers(msgspec.Struct, frozen=True):
    """How many lie ahead, and how many are over of which nobody has said whether they took place."""

    upcoming: int
    unsettled: int


def any_open() -> bool:
    """Whether anything can be booked."""
    return SessionType.objects.filter(is_active=True).exists()


def open_types() -> list[SessionType]:
    """What can be booked, in the order the team gave it."""
    return list(SessionType.objects.filter(is_active=True))


def types() -> list[SessionType]:
    """All types, those that rest too."""
    return list(SessionType.objects.prefetch_related("hosts").order_by("-is_active", "position", "id"))


def open_type(slug: str) -> SessionType:
    """A type that can be booked. Raises NoSessionType."""
    found = SessionType.objects.filter(slug=slug, is_active=True).first()
    if found is None:
        raise NoSessionType
    return found


def type_of(type_id: int) -> SessionType:
    """A type by its number. Raises NoSessionType."""
    found = SessionType.objects.prefetch_related("hosts").filter(pk=type_id).first()
    if found is None:
        raise NoSessionType
    return found


def page(chosen: Filter, after: Sequence[object] | None, limit: int) -> list[Booking]:
    """Up to `limit` sessions behind the mark: the next first, of the past the latest."""
    is_down = chosen.when == "past"
    rows = _where(chosen).select_related(*_RELATED)
    if after is not None:
        at, id_ = after
        rows = rows.filter(
            Q(starts_at__lt=at) | Q(starts_at=at, id__lt=id_)
            if is_down
            else Q(starts_at__gt=at) | Q(starts_at=at, id__gt=id_)
        )
    return list(rows.order_by(*(("-starts_at", "-id") if is_down else ("starts_at", "id")))[:limit])


def numbers(chosen: Filter) -> Numbers:
    """What the tabs of the list say."""
    counts = [
        _where(msgspec.structs.replace(chosen, when=when, state=None)).count() for when in ("upcoming", "unsettled")
    ]
    return Numbers(*counts)


def find(booking_id: int) -> Booking:
    """One session by its number. Raises NoSession."""
    return _one(Q(pk=booking_id))


def by_key(key: UUID) -> Booking:
    """One session by what its links name. Raises NoSession."""
    return _one(Q(key=key))


def _one(which: Q) -> Booking:
    found = Booking.objects.select_related(*_RELATED).filter(which).first()
    if found is None:
        raise NoSession
    return found


def _where(chosen: Filter) -> QuerySet[Booking]:
    rows = Booking.objects.all()
    match chosen.when:
        case "upcoming":
            rows = rows.filter(starts_at__gte=chosen.now)
        case "past":
            rows = rows.filter(starts_at__lt=chosen.now)
        case "unsettled":
            rows = rows.filter(state=State.BOOKED, ends_at__lte=chosen.now)
    if chosen.when == "upcoming" and chosen.state is None:
        rows = rows.filter(state=State.BOOKED)
    for name in ("host", "type", "customer"):
        if (value := getattr(chosen, name)) is not None:
            rows = rows.filter(**{f"{name}_id": value})
    return rows.filter(state=chosen.state) if chosen.state is not None else rows
