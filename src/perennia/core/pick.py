"""Paths into a JSON body, and what is made of what they lead to: a tiny language of our own, which runs nothing.

A path is names and places joined by dots: `data.items[0].id`, `items[-1].price`, `["a name with dots"].x`. It leads to one
value or to none.
"""

import re
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation, Overflow
from typing import Literal

import msgspec

from perennia.core.error import Invalid
from perennia.core.event import Value
from perennia.core.source import moment

LONGEST, DEEPEST = 300, 20
# Where a comma parts thousands. In 12,50 it may part the cents, so that is no number: a hundredfold amount is worse.
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
As = Literal["as_is", "text", "number", "hundredths", "moment", "yes_no"]
Step = str | int


def steps(path: str) -> tuple[Step, ...]:
    """The path in its steps. Raises Invalid, saying where it cannot be read."""
    if len(path) > LONGEST:
        raise Invalid(f"A path has at most {LONGEST} characters.", field="path")
    made: list[Step] = []
    at = 0
    while at < len(path):
        step, at = _bracketed(path, at) if path[at] == "[" else _named(path, at, bool(made))
        made.append(step)
    if not made:
        raise Invalid("The path is empty. Choose a field of the sample.", field="path")
    if len(made) > DEEPEST:
        raise Invalid(f"A path has at most {DEEPEST} steps.", field="path")
    return tuple(made)


def pick(value: Value, path: str) -> Value:
    """What the path leads to; None where it leads nowhere."""
    for step in steps(path):
        if isinstance(step, int) and isinstance(value, list):
            value = value[step] if -len(value) <= step < len(value) else None
        elif isinstance(step, str) and isinstance(value, dict):
            value = value.get(step)
        else:
            return None
    return value


def made(value: Value, kind: As) -> Value:
    """The value as it is wanted; None where it cannot be one."""
    if value is None or kind == "as_is":
        return value
    if kind == "text":
        return value if isinstance(value, str) else msgspec.json.encode(value).decode()
    if kind == "moment":
        found = moment(value)
        return found.astimezone(UTC).isoformat() if isinstance(found, datetime) else None
    if kind == "yes_no":
        return (
            value
            if isinstance(value, bool)
            else {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(str(value).lower())
        )
    return _number(value, 2 if kind == "hundredths" else 0)


def _number(value: Value, places: int) -> int | float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        text = str(value).strip()
        number = Decimal(text.replace(",", "") if _THOUSANDS.fullmatch(text) else text).scaleb(-places)
    except (InvalidOperation, Overflow):
        return None
    if not number.is_finite() or abs(number) > 2**53:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def _named(path: str, at: int, is_further: bool) -> tuple[Step, int]:
    if is_further:
        if path[at] != ".":
            raise Invalid(f"Write a dot before the name at place {at + 1}.", field="path")
        at += 1
    end = at
    while end < len(path) and path[end] not in ".[]":
        end += 1
    if end == at:
        raise Invalid(f"A name is missing at place {at + 1}.", field="path")
    return path[at:end], end


def _bracketed(path: str, at: int) -> tuple[Step, int]:
    if path[at + 1 : at + 2] == '"':
        try:
            end = path.index('"]', at + 2)
            return str(msgspec.json.decode(path[at + 1 : end + 1])), end + 2
        except (ValueError, msgspec.DecodeError):
            raise Invalid(f'The name that begins at place {at + 1} does not end with "].', field="path") from None
    end = path.find("]", at)
    inside = path[at + 1 : end] if end > 0 else ""
    if not (inside.isascii() and inside.removeprefix("-").isdigit()) or len(inside) > 6:
        raise Invalid(f"Between the brackets at place {at + 1} stands a number, or a name in quotes.", field="path")
    return int(inside), end + 1
