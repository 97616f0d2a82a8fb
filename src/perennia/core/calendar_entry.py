"""A calendar entry that comes with a letter, as iCalendar writes it."""

from typing import Literal

import msgspec


class CalendarEntry(msgspec.Struct, frozen=True):
    """`method`: the one the content names itself, which the part of the mail must name too (RFC 6047)."""

    method: Literal["REQUEST", "CANCEL"]
    content: str
