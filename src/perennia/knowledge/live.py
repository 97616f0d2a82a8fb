"""The items that are live, ready to be shown; read from the database at most every few seconds in a process."""

import logging
import time
from threading import Lock
from typing import cast
from zoneinfo import ZoneInfo

import msgspec

from perennia.core.error import Invalid
from perennia.core.event import Value
from perennia.core.guidance import Caps, Item, Kind, Part
from perennia.knowledge import content, targeting
from perennia.knowledge.models import Guidance, GuidanceRules, rules
from perennia.team.models import organisation

REMEMBERED = 3.0  # seconds
_log = logging.getLogger(__name__)


class Ready(msgspec.Struct, frozen=True):
    """An item with what is drawn of it, by language."""

    item: Item
    drawn: dict[str, dict[str, Value]]


class House(msgspec.Struct, frozen=True):
    """All that is live, and how it is to look."""

    items: list[Ready]
    caps: Caps
    zone: ZoneInfo
    language: str
    look: dict[str, Value]
    needs_signature: bool
    key_round: int


class _Memory:
    def __init__(self) -> None:
        self.lock = Lock()
        self.house: House | None = None
        self.read_at = 0.0


_memory = _Memory()


def house() -> House:
    """What is live, as it was at most some seconds ago."""
    known = _memory.house
    if known is not None and time.monotonic() - _memory.read_at < REMEMBERED:
        return known
    with _memory.lock:
        if _memory.house is None or time.monotonic() - _memory.read_at >= REMEMBERED:
            _memory.house = _read()
            _memory.read_at = time.monotonic()
        return _memory.house


def forget() -> None:
    """Reads anew when next asked; other processes learn of a change within seconds."""
    _memory.house = None


def ready(row: Guidance) -> Ready:
    """An item as it is written, compiled. Raises Invalid where it cannot be read."""
    of, kind = content.read(row.content), cast(Kind, row.kind)
    item = Item(
        id=row.pk, key=row.key, kind=kind, form=of.form, repeat=of.repeat, priority=row.priority,
        pages=tuple(row.pages), language=row.language, starts_at=row.starts_at, ends_at=row.ends_at,
        parts=tuple(Part(one.id, one.by, one.name) for one in of.parts), answer=targeting.answer(row.condition),
    )  # fmt: skip
    return Ready(item, {one: content.drawn(kind, of, one) for one in content.LANGUAGES})


def look(of: GuidanceRules, colour: str) -> dict[str, Value]:
    """What the renderer is told of how it is to look."""
    return {"colour": colour, "scheme": of.scheme, "corner": of.corner, "button": of.has_button}


def _read() -> House:
    row, us = rules(), organisation()
    items = []
    for one in Guidance.objects.filter(state="live", removed_at=None).order_by("id"):
        try:
            items.append(ready(one))
        except Invalid as error:  # written in an older language of conditions, say: the others are shown all the same
            _log.warning("Guidance %s cannot be shown: %s", one.key, error.detail)
    return House(
        items, Caps(row.per_session, row.per_day), ZoneInfo(us.zone), us.language, look(row, us.brand_colour),
        row.needs_signature, row.key_round,
    )  # fmt: skip
