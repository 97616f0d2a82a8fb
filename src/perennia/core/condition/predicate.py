"""One predicate: which values an operator takes for a kind of field, and its test in Python."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from perennia.core import text
from perennia.core.condition.field import Kind
from perennia.core.condition.language import Compare, Op, View
from perennia.core.error import Invalid
from perennia.core.event import Value

Found = Value | datetime
Test = Callable[[Found, View], bool]
Number = int | Decimal

MAX_DAYS = 36_500
MAX_TEXT = 1_000
MAX_CHOICES = 200
LEAST, MOST = -(2**63), 2**63 - 1

SAME: tuple[Op, ...] = ("is", "is_not", "one_of")
ORDER: tuple[Op, ...] = ("above", "at_least", "below", "at_most")
PART: tuple[Op, ...] = ("contains", "starts_with")
MOMENT: tuple[Op, ...] = ("before", "after")
SPAN: tuple[Op, ...] = ("within_days", "more_than_days_ago", "in_next_days")
THERE: tuple[Op, ...] = ("is_missing", "is_present")
OPS: dict[Kind, tuple[Op, ...]] = {
    "number": (*SAME, *ORDER, *THERE),
    "moment": (*MOMENT, *SPAN, *THERE),
    "flag": ("is", "is_not", *THERE),
    "name": (*SAME, *PART, *THERE),
    "any": (*SAME, *PART, *ORDER, *MOMENT, *SPAN, *THERE),
}


def number(found: Found) -> Number | None:
    """A JSON number as the decimal it is written as; None for anything else and for NaN."""
    if type(found) is int:
        return found
    return Decimal(repr(found)) if type(found) is float and found == found else None


def check_value(compare: Compare, kind: Kind, where: str) -> None:
    """Raises Invalid where the operator does not fit the field, or the value the operator."""
    if compare.op not in OPS[kind]:
        here = f"{where}.op" if where else "op"
        raise Invalid(f"{here}: {compare.op!r} does not fit this field. Use {', '.join(OPS[kind])}.", field=here)
    problem = _problem(kind, compare.op, compare.value)
    if problem:
        here = f"{where}.value" if where else "value"
        raise Invalid(f"{here}: {problem}", field=here)


def _problem(kind: Kind, op: str, value: Value) -> str:
    if op in THERE:
        return "" if value is None else f"{op} takes no value. Leave it out."
    if op == "one_of":
        return _choices(kind, value)
    if op in SPAN:
        return "" if type(value) is int and 0 <= value <= MAX_DAYS else f"give whole days from 0 to {MAX_DAYS}."
    if op in MOMENT:
        known = isinstance(value, str) and text.moment(value) is not None
        return "" if known else "give a day or time like 2025-03-01 or 2025-03-01T09:30:00Z."
    if op in PART and (value == "" or ((kind == "name" or op == "starts_with") and not isinstance(value, str))):
        return "give a text of at least one character."
    return _scalar(kind, value, ordered=op in ORDER)


def _choices(kind: Kind, value: Value) -> str:
    if not isinstance(value, list) or not 0 < len(value) <= MAX_CHOICES:
        return f"one_of takes a list of 1 to {MAX_CHOICES} values."
    return next((problem for item in value if (problem := _scalar(kind, item))), "")


def _scalar(kind: Kind, value: Value, *, ordered: bool = False) -> str:
    if isinstance(value, str):
        wanted = "true or false" if kind == "flag" else "a number"
        return _text(value) if kind in ("any", "name") else f"give {wanted}, not a text."
    if isinstance(value, bool):
        return "" if kind in ("any", "flag") and not ordered else "true and false do not fit here."
    if kind in ("any", "number") and type(value) in (int, float):
        return _number(value)
    wanted = {"number": "a number", "flag": "true or false", "name": "a text"}.get(kind, "a text, a number or a flag")
    return f"give {wanted}. To ask whether it is known at all, use is_missing or is_present."


def _text(value: str) -> str:
    if len(value) > MAX_TEXT:
        return f"a text has at most {MAX_TEXT} characters."
    if "\0" in value or any("\ud800" <= mark <= "\udfff" for mark in value):
        return "the text holds a character that cannot be stored. Remove NUL and half surrogates."
    return ""


def _number(value: Value) -> str:
    if isinstance(value, int):
        return "" if LEAST <= value <= MOST else "a whole number has at most 64 bits."
    return "" if isinstance(value, float) and abs(value) < float("inf") else "NaN and infinity are no numbers."


def passes(kind: Kind, op: str, value: Value) -> Test:
    """The predicate's test of a value found; a missing one (None) fails every comparison."""
    if op == "is_missing":
        return lambda found, view: found is None
    if op == "is_present":
        return lambda found, view: found is not None
    if op in SPAN:
        return _span(op, timedelta(days=value if isinstance(value, int) else 0))
    if op in MOMENT:
        return _moment(op, str(value))
    if kind == "name":
        return _name(op, value)
    if op == "is":
        return _equal(value)
    if op == "is_not":
        same = _equal(value)
        return lambda found, view: found is not None and not same(found, view)
    if op == "one_of":
        return _one_of(value if isinstance(value, list) else [])
    if op in PART:
        return _part(op, value)
    return _text_order(op, value) if isinstance(value, str) else _order(op, value)


def instant(found: Found) -> datetime | None:
    """A moment found, be it a time of ours or a text that writes one."""
    if isinstance(found, datetime):
        return found
    return text.moment(found) if isinstance(found, str) else None


def _span(op: str, span: timedelta) -> Test:
    def within(found: Found, view: View) -> bool:
        at = instant(found)
        return at is not None and at <= view.now and view.now - at < span

    def ago(found: Found, view: View) -> bool:
        at = instant(found)
        return at is not None and view.now - at >= span

    def ahead(found: Found, view: View) -> bool:
        at = instant(found)
        return at is not None and view.now < at and at - view.now <= span

    return {"within_days": within, "more_than_days_ago": ago, "in_next_days": ahead}[op]


def _moment(op: str, value: str) -> Test:
    wanted = text.moment(value)

    def before(found: Found, view: View) -> bool:
        at = instant(found)
        return at is not None and wanted is not None and at < wanted

    def after(found: Found, view: View) -> bool:
        at = instant(found)
        return at is not None and wanted is not None and at > wanted

    return before if op == "before" else after


def _name(op: str, value: Value) -> Test:
    """Names (stages, event names) are compared as they are written: they come from lists, not from keyboards."""
    if op == "one_of":
        names = frozenset(item for item in value if isinstance(item, str)) if isinstance(value, list) else frozenset()
        return lambda found, view: isinstance(found, str) and found in names
    wanted = str(value)
    match op:
        case "is":
            return lambda found, view: found == wanted
        case "is_not":
            return lambda found, view: found is not None and found != wanted
        case "starts_with":
            return lambda found, view: isinstance(found, str) and found.startswith(wanted)
        case _:
            return lambda found, view: isinstance(found, str) and wanted in found


def _equal(value: Value) -> Test:
    if isinstance(value, str):
        wanted = text.key(value)
        return lambda found, view: isinstance(found, str) and text.key(found) == wanted
    if isinstance(value, bool):
        return lambda found, view: found is value
    wanted_number = number(value)
    return lambda found, view: wanted_number is not None and number(found) == wanted_number


def _one_of(choices: list[Value]) -> Test:
    keys = frozenset(text.key(item) for item in choices if isinstance(item, str))
    truths = frozenset(item for item in choices if isinstance(item, bool))
    numbers = frozenset(known for item in choices if (known := number(item)) is not None)

    def one_of(found: Found, view: View) -> bool:
        if isinstance(found, str):
            return text.key(found) in keys
        if isinstance(found, bool):
            return found in truths
        return number(found) in numbers

    return one_of


def _part(op: str, value: Value) -> Test:
    same = _equal(value)
    wanted = text.key(value) if isinstance(value, str) else None

    def starts(found: Found, view: View) -> bool:
        return isinstance(found, str) and wanted is not None and text.key(found).startswith(wanted)

    def contains(found: Found, view: View) -> bool:
        if isinstance(found, list):
            return any(same(item, view) for item in found)
        return isinstance(found, str) and wanted is not None and wanted in text.key(found)

    return starts if op == "starts_with" else contains


def _order(op: str, value: Value) -> Test:
    wanted = number(value)
    if wanted is None:
        return lambda found, view: False
    match op:
        case "above":
            return lambda found, view: (known := number(found)) is not None and known > wanted
        case "at_least":
            return lambda found, view: (known := number(found)) is not None and known >= wanted
        case "below":
            return lambda found, view: (known := number(found)) is not None and known < wanted
        case _:
            return lambda found, view: (known := number(found)) is not None and known <= wanted


def _text_order(op: str, value: str) -> Test:
    """By code points of the key, which is the order of the C collation in UTF-8."""
    wanted = text.key(value)
    match op:
        case "above":
            return lambda found, view: isinstance(found, str) and text.key(found) > wanted
        case "at_least":
            return lambda found, view: isinstance(found, str) and text.key(found) >= wanted
        case "below":
            return lambda found, view: isinstance(found, str) and text.key(found) < wanted
        case _:
            return lambda found, view: isinstance(found, str) and text.key(found) <= wanted
