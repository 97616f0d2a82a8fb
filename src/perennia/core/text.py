"""Text and times as conditions compare them: folded in Python alone, so that no database locale has a say."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from unicodedata import normalize

from perennia.core.event import Value

# One pattern for both compilers: it admits real calendar days only, so that a cast in SQL cannot fail.
_LEAP = "([12][0-9](0[48]|[2468][048]|[13579][26])|(1[26]|2[048])00)"
_DAY = (
    "([12][0-9]{3}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    f"|02-(0[1-9]|1[0-9]|2[0-8]))|{_LEAP}-02-29)"
)
_TIME = "([Tt ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?)"
_ZONE = "([Zz]|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)"
ZONED = f"^{_DAY}{_TIME}{_ZONE}$"
UNZONED = f"^{_DAY}{_TIME}?$"

_MOMENT = re.compile(f"{ZONED[:-1]}|{UNZONED[:-1]}")


def key(text: str) -> str:
    """The key under which text is compared: NFC, case folded. No locale: I is i and İ is i with a dot, everywhere."""
    return text.lower() if text.isascii() else _key(text)


@lru_cache(maxsize=8192)
def _key(text: str) -> str:
    return normalize("NFC", normalize("NFC", text).casefold())


def folded(value: Value) -> str | list[str] | None:
    """What is stored beside a trait so that SQL answers as Python: its key, or the keys of the texts in a list."""
    if isinstance(value, str):
        return key(value)
    if isinstance(value, list):
        return [key(item) for item in value if isinstance(item, str)]
    return None


@lru_cache(maxsize=8192)
def moment(text: str) -> datetime | None:
    """The UTC instant of an ISO 8601 day or time from the year 1000 to 2999; without a zone it is UTC."""
    if _MOMENT.fullmatch(text) is None:
        return None
    parsed = datetime.fromisoformat(text.upper())
    return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def iso(at: datetime) -> str:
    """A moment as people's machines write it: 2025-03-01T09:30:00Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
