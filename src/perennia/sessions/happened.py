"""Tells the stream what became of sessions. Workflows confirm, remind, count and follow up from these events."""

from datetime import datetime

from perennia.core.event import Properties
from perennia.ingest import store
from perennia.ingest.row import PEOPLE, Body, Row, encode
from perennia.messages import rules
from perennia.messages.rules import House
from perennia.sessions import link
from perennia.sessions.models import Booking

BOOKED, MOVED, CANCELLED = "Session Booked", "Session Moved", "Session Cancelled"
ATTENDED, MISSED, REOPENED = "Session Attended", "Session Missed", "Session Reopened"


def tell(name: str, booking: Booking, at: datetime, *, is_themselves: bool = False, **more: str) -> None:
    """Stores the event on the live lane, in the transaction that changed the booking. It is no login.

    `is_themselves`: they are now known to be in the zone they chose their time in. Whoever only typed an address may be
    anybody, and letters wait for the evening of that zone to end.
    """
    said: Properties = {
        **about(booking, booking.language, house()),
        **{key: value for key, value in more.items() if value},
    }
    context: dict[str, object] = {"active": False}
    if is_themselves:
        context["timezone"] = booking.zone
    row = Row(
        customer=booking.customer_id, contact=booking.contact_id, source=PEOPLE, kind="track", name=name,
        message_id=f"session:{booking.pk}:{booking.sequence}:{booking.marks}:{name}", at=at, received_at=at,
        body=encode(Body(dict(said), {}, context)),
    )  # fmt: skip
    store.put([row])


def house() -> House:
    """The organisation, as its letters show it."""
    return rules.house(rules.conduct())


def about(booking: Booking, language: str, house: House) -> Properties:
    """What an event and a letter say of a session. `invited`: the invitation leaves with it, so nothing else need confirm."""
    kind = booking.type
    said: Properties = {
        "session": kind.said("title", language), "booking": str(booking.pk), "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(), "goals": booking.goals or kind.said("goals", language),
        "agenda": kind.said("agenda", language), "prepare": kind.said("prepare", language), "place": kind.place,
        "url": join_url(booking), "move_url": link.make(house.url, booking), "member": booking.host.email,
        "host": booking.host.name, "reason": booking.reason, "invited": True,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}


def join_url(booking: Booking) -> str:
    """Where one joins: the type's own address, else the host's room."""
    if booking.type.url or booking.type.place:
        return booking.type.url
    hours = getattr(booking.host, "open_hours", None)
    return hours.room_url if hours is not None else ""
