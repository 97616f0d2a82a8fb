"""A session as calendars read it (RFC 5545, 5546): an invitation, its changes, its cancelling, or a file to keep."""

from datetime import UTC, datetime
from typing import Literal, NamedTuple

from icalendar import Calendar, Event, vCalAddress, vText

from perennia.sessions.models import Booking
from perennia.team.models import Member

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
_PRODID = "-//Perennia//Sessions//EN"


class Words(NamedTuple):
    """What the entry says to its reader."""

    summary: str
    description: str
    location: str
    url: str


def written(
    method: Method, booking: Booking, words: Words, house: str, at: datetime, gone: Member | None = None
) -> bytes:
    """The entry. Times are UTC, so no zone need be described. `gone`: who held it before; a cancelling then takes them off
    and leaves the session as it is.
    """
    entry = Event()
    entry.add("uid", str(booking.key))
    entry.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    entry.add("dtstart", booking.starts_at.astimezone(UTC))
    entry.add("dtend", booking.ends_at.astimezone(UTC))
    entry.add("sequence", booking.sequence)
    entry.add("summary", words.summary)
    for name in ("description", "location", "url"):
        if value := getattr(words, name):
            entry.add(name, value)
    if gone is None:
        entry.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    entry.add("transp", "OPAQUE")
    entry.add("organizer", _address(booking.organizer, house))
    if method != "PUBLISH":  # a file to keep invites nobody
        host = gone or booking.host
        coming = [] if gone is not None else [(booking.email, booking.name)]
        for address, name in (*coming, (host.email, host.name)):
            entry.add("attendee", _attendee(address, name), encode=False)
    calendar = Calendar()
    for name, value in (("prodid", _PRODID), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", method)):
        calendar.add(name, value)
    calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _address(address: str, name: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{address}")
    if name:
        found.params["cn"] = vText(_quotable(name))
    return found


def _attendee(address: str, name: str) -> vCalAddress:
    """Both have agreed to the time: one chose it, the other had it open."""
    found = _address(address, name)
    found.params["role"] = vText("REQ-PARTICIPANT")
    found.params["partstat"] = vText("ACCEPTED")
    found.params["cutype"] = vText("INDIVIDUAL")
    found.params["rsvp"] = vText("FALSE")
    return found


def _quotable(name: str) -> str:
    """A parameter has no way to write a double quote or a control character."""
    return "".join(sign for sign in name.replace('"', "'") if sign.isprintable())
