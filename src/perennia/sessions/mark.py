"""Says what became of a session: they came, or did not; or takes that back, and the points with it."""

from datetime import datetime
from typing import Literal

from django.db import transaction

from perennia.core.error import Conflict
from perennia.sessions import happened
from perennia.sessions.models import Booking, State
from perennia.sessions.move import locked

Fate = Literal["attended", "missed"]
_NAMES: dict[str, str] = {State.ATTENDED: happened.ATTENDED, State.MISSED: happened.MISSED}


class NotYet(Conflict):
    """This session has not begun. Say what became of it once it has, or cancel it."""

    code = "session_not_begun"


class WasCancelled(Conflict):
    """This session was cancelled, so nobody could attend or miss it."""

    code = "session_cancelled"


@transaction.atomic
def mark(booking_id: int, fate: Fate, now: datetime, *, by: str) -> Booking:
    """Says it; what was said otherwise before is taken back first. Raises NotYet, WasCancelled, NoSession."""
    booking = locked(booking_id)
    if booking.state == State.CANCELLED:
        raise WasCancelled
    if booking.starts_at > now:
        raise NotYet
    if booking.state == fate:
        return booking
    if booking.state != State.BOOKED:
        _take_back(booking, now, by)
    booking.state, booking.changed_at = State(fate), now
    booking.marks += 1
    booking.save(update_fields=["state", "changed_at", "marks"])
    happened.tell(_NAMES[booking.state], booking, now, by=by)
    return booking


@transaction.atomic
def reopen(booking_id: int, now: datetime, *, by: str) -> Booking:
    """Takes back what was said; where nothing was it stays as it is. Raises NoSession."""
    booking = locked(booking_id)
    if booking.state in _NAMES:
        _take_back(booking, now, by)
        booking.state, booking.changed_at = State.BOOKED, now
        booking.save(update_fields=["state", "changed_at", "marks"])
    return booking


def _take_back(booking: Booking, now: datetime, by: str) -> None:
    booking.marks += 1
    happened.tell(happened.REOPENED, booking, now, by=by, was=_NAMES[booking.state])
