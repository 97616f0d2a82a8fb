"""Moves a session to another time: with the same host where they are free then, else with another one."""

from datetime import UTC, datetime

from django.db import transaction

from perennia.core import typed
from perennia.core.error import Conflict
from perennia.sessions import book, free, happened, invite
from perennia.sessions.models import Booking, State
from perennia.sessions.queries import NoSession

LONGEST_REASON = 500


class NotOpen(Conflict):
    """This session is over or was cancelled already. Book a new one instead."""

    code = "session_not_open"


@transaction.atomic
def move(booking_id: int, starts_at: datetime, now: datetime, *, reason: str = "", by: str = "") -> Booking:
    """Moves it and tells everybody; to the time it has it stays as it is. Raises NotOpen, SlotTaken, NoSession."""
    booking = locked(booking_id)
    refuse_unless_open(booking, now)
    starts_at = starts_at.astimezone(UTC)
    if starts_at == booking.starts_at:
        return booking
    able = book.able_at(booking.type, book.hosts(booking.type), starts_at, now, but=booking, is_staff=bool(by))
    if not able:
        raise book.SlotTaken
    was, was_at = booking.host, booking.starts_at
    booking.host = free.choose(able, now, was.pk).member
    for name, value in book.times(booking.type, starts_at).items():
        setattr(booking, name, value)
    booking.sequence += 1
    booking.reason, booking.changed_at = typed.line(reason, LONGEST_REASON), now
    book.keep(booking)
    happened.tell(happened.MOVED, booking, now, by=by, was_at=was_at.isoformat())
    invite.send("moved", booking, now, was)
    return booking


def locked(booking_id: int) -> Booking:
    """The booking, held until the commit. Raises NoSession."""
    rows = Booking.objects.select_for_update(of=("self",), no_key=True).select_related("type", "host")
    found = rows.filter(pk=booking_id).first()
    if found is None:
        raise NoSession
    return found


def refuse_unless_open(booking: Booking, now: datetime) -> None:
    """Raises NotOpen for what is over, or is not to be any more."""
    if booking.state != State.BOOKED or booking.is_over(now):
        raise NotOpen
