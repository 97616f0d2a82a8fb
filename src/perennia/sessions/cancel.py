"""Cancels a session: its time is free again, and everybody's calendar hears of it."""

from datetime import datetime

from django.db import transaction

from perennia.core import typed
from perennia.sessions import happened, invite
from perennia.sessions.models import Booking, State
from perennia.sessions.move import LONGEST_REASON, locked, refuse_unless_open


@transaction.atomic
def cancel(booking_id: int, now: datetime, *, reason: str = "", by: str = "") -> Booking:
    """Cancels it; one that is cancelled stays so, and nobody is told twice. Raises NotOpen, NoSession."""
    booking = locked(booking_id)
    if booking.state == State.CANCELLED:
        return booking
    refuse_unless_open(booking, now)
    booking.state, booking.reason, booking.changed_at = State.CANCELLED, typed.line(reason, LONGEST_REASON), now
    booking.sequence += 1
    booking.save()
    happened.tell(happened.CANCELLED, booking, now, by=by)
    invite.send("cancelled", booking, now)
    return booking
