"""The condition language: closed predicates over facts, joined by all, any and not. One language, two compilers."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

import msgspec

from perennia.core.event import Event, Value
from perennia.core.profile import Profile

Op = Literal[
    "is", "is_not", "one_of", "contains", "starts_with", "above", "at_least", "below", "at_most",
    "before", "after", "within_days", "more_than_days_ago", "is_missing", "is_present",
]  # fmt: skip


class Compare(msgspec.Struct, frozen=True, tag="compare"):
    """One predicate: what `field` is now against `value`."""

    field: str
    op: Op
    value: Value = None


class All(msgspec.Struct, frozen=True, tag="all"):
    of: tuple["Condition", ...]


class Any(msgspec.Struct, frozen=True, tag="any"):
    of: tuple["Condition", ...]


class Not(msgspec.Struct, frozen=True, tag="not"):
    of: "Condition"


Condition = Compare | All | Any | Not

RollUp = tuple[int, str]  # (kind, name in `daily`): which daily sums a condition asks for
Days = Mapping[date, tuple[int, int]]  # day -> (count, seconds)


class View(msgspec.Struct, frozen=True):
    """What a condition may look at. `days` holds the daily sums it asked for (see `needs`)."""

    customer: Profile
    contact: Profile | None
    event: Event | None
    now: datetime
    today: date
    days: Mapping[tuple[int, int, str], Days] = {}


class Seen(msgspec.Struct, frozen=True):
    """One predicate with the value it saw, for the run log."""

    field: str
    op: str
    expected: Value
    seen: Value
    passed: bool


class Verdict(msgspec.Struct, frozen=True):
    holds: bool
    seen: tuple[Seen, ...] = ()
