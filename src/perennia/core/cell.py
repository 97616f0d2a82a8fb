"""One cell of a table that leaves as CSV: text that a spreadsheet would run as a formula is made plain text."""

from datetime import UTC, date, datetime
from decimal import Decimal

Cell = str | int | float | Decimal | bool | datetime | date | None

# What a spreadsheet takes for the beginning of a formula, or of something it looks behind for one.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
QUOTE = "'"


def written(value: Cell) -> str:
    """How a value stands in a file: moments in UTC, nothing for None, text that cannot be run.

    Numbers keep their sign: only text can be a formula.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, str):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def plain(text: str) -> str:
    """Text with a quote before it where it would be run as a formula."""
    return QUOTE + text if text.startswith(FORMULA) else text


def unquoted(text: str) -> str:
    """The text as it was before `plain`, so that what was exported comes in again as it was."""
    return text[1:] if text.startswith(QUOTE) and text[1:].startswith(FORMULA) else text
