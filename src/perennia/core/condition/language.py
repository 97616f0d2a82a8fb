"""The closed vocabulary of conditions, and what a condition looks at and answers."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Literal

import msgspec

from perennia.core.event import Event, Value
from perennia.core.profile import Profile

Op = Literal[
    "is", "is_not", "one_of", "contains", "starts_with", "above", "at_least", "below", "at_most",
    "before", "after", "within_days", "more_than_days_ago", "in_next_days", "is_missing", "is_present",
]  # fmt: skip
Scope = Literal["customer", "contact", "event"]


class Compare(msgspec.Struct, frozen=True, tag="compare"):
    """One predicate: what `field` is now against `value`."""

    field: str
    op: Op
    value: Value = None


# The three spans meet without a gap: at + N days is the first moment that is no longer within N days.
#   in_next_days         at - N days <= now < at
#   within_days          at <= now < at + N days
#   more_than_days_ago   at + N days <= now


class All(msgspec.Struct, frozen=True, tag="all"):
    of: tuple["Condition", ...]


class Any(msgspec.Struct, frozen=True, tag="any"):
    of: tuple["Condition", ...]


class Not(msgspec.Struct, frozen=True, tag="not"):
    of: "Condition"


Condition = Compare | All | Any | Not


def predicates(condition: Condition) -> Iterator[Compare]:
    """The predicates from left to right."""
    match condition:
        case Compare():
            yield condition
        case Not(of):
            yield from predicates(of)
        case All(of) | Any(of):
            for part in of:
                yield from predicates(part)


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


class Seen(msgspec.Struct, frozen=True, omit_defaults=True):
    """One predicate with the value it saw, for the run log."""

    field: str
    op: str
    expected: Value
    seen: Value
    passed: bool
    is_negated: bool = False  # it stands under a `not`, so it speaks for the condition where it does not pass


class Verdict(msgspec.Struct, frozen=True):
    holds: bool
    seen: tuple[Seen, ...] = ()
