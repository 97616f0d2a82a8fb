"""What a visitor of the booking pages has said so far; all of it stands in the address, so the pages need no session."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from urllib.parse import urlencode
from zoneinfo import ZoneInfo, available_timezones

import msgspec
from django.http import HttpRequest, QueryDict

from perennia.api.pages import language as languages
from perennia.core.error import PerenniaError
from perennia.core.hours import is_zone, zone_of
from perennia.messages import reply, rules
from perennia.messages.context import To
from perennia.messages.reply import Letter
from perennia.sessions import link, queries
from perennia.sessions.models import Booking
from perennia.sessions.who import Whose

LONGEST = 300  # characters of what stands in an address
_YEARS = range(2000, 2101)


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """`is_guessed`: nobody has chosen the zone. `letter`, `moving`: the tokens as they came."""

    language: str
    zone: str
    is_guessed: bool
    month: date | None = None
    day: date | None = None
    at: datetime | None = None
    letter: str = ""
    moving: str = ""
    person: To | None = None
    whose: Whose | None = None
    goals: str = ""
    booking: Booking | None = None
    said_language: str = ""

    @property
    def here(self) -> ZoneInfo:
        """The zone times are shown in."""
        return zone_of(self.zone)

    def kept(self) -> dict[str, str]:
        """What every step takes along."""
        zone = "" if self.is_guessed else self.zone
        said = {"z": zone, "l": self.letter, "b": self.moving, "lang": self.said_language}
        return {name: value for name, value in said.items() if value}

    def query(self, **more: str) -> str:
        """The address's end that leads to the next step."""
        said = {**self.kept(), **{name: value for name, value in more.items() if value}}
        return f"?{urlencode(said)}" if said else "?"


def of(request: HttpRequest, letter: str = "") -> Visit:
    """What the request says; what makes no sense is as if it had not been said. `letter`: the token of the letter."""
    said = request.POST if request.method == "POST" else request.GET
    letter = letter or _text(said, "l")
    found, booking = _letter(letter), _booking(_text(said, "b"))
    person = _person(found)
    chosen = _text(said, "lang")
    asked, zone = _text(said, "z"), rules.house(rules.conduct()).zone
    known = booking.zone if booking is not None else person.zone if person is not None else ""
    language = booking.language if booking is not None and booking.language in languages.SPOKEN else ""
    return Visit(
        language=chosen if chosen in languages.SPOKEN else language or languages.of(request, found),
        zone=asked if is_zone(asked) and asked else known or zone,
        is_guessed=not (asked and is_zone(asked)),
        month=_month(_text(said, "m")), day=_day(_text(said, "d")), at=_moment(_text(said, "at")),
        letter=letter if found is not None else "", moving=_text(said, "b") if booking is not None else "",
        person=person, whose=Whose(*reply.now_at(found)) if found is not None else None, goals=_goals(found), booking=booking,
        said_language=chosen if chosen in languages.SPOKEN else "",
    )  # fmt: skip


@cache
def zones() -> tuple[str, ...]:
    """The zones one may choose from: those named after a place."""
    named = (name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return (*sorted(named), "UTC")


def _text(said: QueryDict | Mapping[str, str], name: str) -> str:
    text = str(said.get(name) or "")
    return text if len(text) <= LONGEST and text.isprintable() else ""


def _letter(token: str) -> Letter | None:
    try:
        return reply.of("booking", token) if token else None
    except PerenniaError:
        return None


def _booking(token: str) -> Booking | None:
    key = link.read(token) if token else None
    try:
        return queries.by_key(key) if key is not None else None
    except PerenniaError:
        return None


def _person(found: Letter | None) -> To | None:
    """Whom the letter went to, where their address is known."""
    if found is None:
        return None
    to = reply.person(found, rules.house(rules.conduct()))
    address = to.address or (found.address if "@" in found.address else "")
    return msgspec.structs.replace(to, address=address, name=to.name or address) if address else None


def _goals(found: Letter | None) -> str:
    """The feature the letter was about: it is what the session is for."""
    said = found.message.facts.event.get("properties") if found is not None else None
    feature = said.get("feature") if isinstance(said, dict) else None
    return feature[:200] if isinstance(feature, str) else ""


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo is not None and at.year in _YEARS else None


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def _month(text: str) -> date | None:
    return _day(f"{text}-01") if len(text) == 7 else None
