"""What people write into a cell, read as a number, a moment, a yes or no. Raises Unclear for what is none of it."""

import re
from datetime import UTC, datetime, tzinfo
from decimal import Decimal, InvalidOperation

from perennia.core.cell import unquoted

LARGEST = 2**63 - 1
YES = frozenset({"true", "yes", "y", "1", "x", "có", "đúng", "wahr", "oui"})
NO = frozenset({"false", "no", "n", "0", "không", "sai", "falsch", "non"})
_MONEY = re.compile("[\\s\u00a0\u202f$€£¥₫đ%']|usd|eur|gbp|vnd", re.IGNORECASE)
_DAY = re.compile(
    r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(am|pm)?)?",
    re.IGNORECASE,
)
_UNIX = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")


class Unclear(Exception):
    """A cell that cannot be read as what its column is said to be."""


def text(cell: str) -> str:
    """The cell without space around it, and without the quote that kept a spreadsheet from running it."""
    return unquoted(cell.strip())


def number(cell: str, *, has_comma: bool = False) -> int | float:
    """A number with or without thousands, a currency's sign or a percent sign. `has_comma`: 1.234,5 and not 1,234.5."""
    bare = _MONEY.sub("", cell)
    bare = bare.replace(".", "").replace(",", ".") if has_comma else bare.replace(",", "")
    if bare.startswith("(") and bare.endswith(")"):
        bare = "-" + bare[1:-1]
    try:
        value = Decimal(bare)
    except InvalidOperation as error:
        raise Unclear from error
    if not value.is_finite() or abs(value) > LARGEST:
        raise Unclear
    return int(value) if value == value.to_integral_value() else float(value)


def whole(cell: str, *, has_comma: bool = False) -> int:
    """A number without a fraction."""
    value = number(cell, has_comma=has_comma)
    if not isinstance(value, int):
        raise Unclear
    return value


def yes_no(cell: str) -> bool:
    """True or false, in several languages."""
    word = cell.casefold()
    if word in YES or word in NO:
        return word in YES
    raise Unclear


def moment(cell: str, zone: tzinfo, *, is_day_first: bool = False) -> datetime:
    """A moment between 1970 and 2100: ISO 8601, a day with or without a time of it, or Unix seconds.

    What names no zone is meant in `zone`. `is_day_first`: 03/04/2026 is in April.
    """
    found = _iso(cell) or _unix(cell) or _written(cell, is_day_first)
    if found.tzinfo is None:
        found = found.replace(tzinfo=zone)
    # Compared before it is converted: the year 1 or 9999 in another zone cannot be.
    if not 1970 <= found.year < 2100:
        raise Unclear
    found = found.astimezone(UTC)
    if found.year < 1970:
        raise Unclear
    return found


def day(cell: str, *, is_day_first: bool = False) -> str:
    """A day as it is written in the cell, in no zone: 2026-03-31."""
    found = _iso(cell) or _written(cell, is_day_first)
    return found.date().isoformat()


def _iso(cell: str) -> datetime | None:
    try:
        return datetime.fromisoformat(cell) if len(cell) > 7 and not cell.isdigit() else None
    except ValueError:
        return None


def _unix(cell: str) -> datetime | None:
    if not _UNIX.fullmatch(cell):
        return None
    seconds = float(cell)
    return datetime.fromtimestamp(seconds / 1000 if seconds > 10**11 else seconds, UTC)


def _written(cell: str, is_day_first: bool) -> datetime:
    found = _DAY.fullmatch(cell)
    if found is None:
        raise Unclear
    first, second, third = (int(part) for part in found.group(1, 2, 3))
    if first > 31:
        year, month, day = first, second, third
    else:
        day, month, year = (first, second, third) if is_day_first else (second, first, third)
    if year < 100:
        year += 2000 if year < 70 else 1900
    hour, minute, seconds = (int(part or 0) for part in found.group(4, 5, 6))
    if half := (found.group(7) or "").lower():
        if not 1 <= hour <= 12:
            raise Unclear
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return datetime(year, month, day, hour, minute, seconds)  # noqa: DTZ001  # its zone is the caller's to say
    except ValueError as error:
        raise Unclear from error
