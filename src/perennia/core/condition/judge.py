"""Conditions in Python: compiled to closures for the engine, judged with every value seen for the run log."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from operator import attrgetter

import msgspec

from perennia.core import text
from perennia.core.condition.field import Field, read
from perennia.core.condition.language import (
    All,
    Any,
    Compare,
    Condition,
    Not,
    Op,
    RollUp,
    Seen,
    Verdict,
    View,
    predicates,
)
from perennia.core.condition.predicate import Found, Test, check_value, passes
from perennia.core.event import Event, Value
from perennia.core.profile import Profile

Answer = Callable[[View], bool]
Reader = Callable[[View], Found]
OfProfile = Callable[[Profile], Found]

MAX_SEEN = 200


def compile(condition: Condition) -> Answer:
    """The condition as a function of what is seen. Raises Invalid for a field or value that is not of the language."""
    match condition:
        case Compare():
            return _predicate(condition)
        case Not(of):
            inner = compile(of)
            return lambda view: not inner(view)
        case All(of):
            return _every(tuple(compile(part) for part in of))
        case Any(of):
            return _some(tuple(compile(part) for part in of))


def judge(condition: Condition, view: View) -> Verdict:
    """The answer with each predicate's value as it was seen, none skipped, in the order they are written."""
    seen: list[Seen] = []
    holds = _judged(condition, view, seen, is_negated=False)
    return Verdict(holds, tuple(seen))


def needs(condition: Condition) -> frozenset[RollUp]:
    """The daily sums that must be in the view."""
    return frozenset(asked for compare in predicates(condition) if (asked := read(compare.field).roll_up))


def window_days(condition: Condition) -> int:
    """How many days back, today included, the daily sums must reach."""
    return max((read(compare.field).days for compare in predicates(condition)), default=0)


def reader(field: Field) -> Reader:
    """How the field is found in a view; None where it is missing."""
    if field.scope == "event":
        of_event = _of_event(field)
        return lambda view: of_event(view.event) if view.event is not None else None
    if field.noun == "recent":
        return _recent(field)
    of_profile = _of_profile(field)
    if field.scope == "customer":
        return lambda view: of_profile(view.customer)
    return lambda view: of_profile(view.contact) if view.contact is not None else None


def _judged(condition: Condition, view: View, seen: list[Seen], *, is_negated: bool) -> bool:
    match condition:
        case Compare(name, op, value):
            find, holds = _leaf(condition)
            found = find(view)
            passed = holds(found, view)
            seen.append(Seen(name, op, value, _shown(found), passed, is_negated))
            return passed
        case Not(of):
            return not _judged(of, view, seen, is_negated=not is_negated)
        case All(parts):
            answers = [
                _judged(part, view, seen, is_negated=is_negated) for part in parts
            ]  # all of them, for every predicate is to be seen
            return all(answers)
        case Any(parts):
            answers = [_judged(part, view, seen, is_negated=is_negated) for part in parts]
            return any(answers)


def _predicate(compare: Compare) -> Answer:
    find, holds = _leaf(compare)
    return lambda view: holds(find(view), view)


def _leaf(compare: Compare) -> tuple[Reader, Test]:
    if isinstance(compare.value, (list, dict)):
        return _made(compare.field, compare.op, compare.value)
    return _kept(compare.field, compare.op, compare.value)


def _made(name: str, op: Op, value: Value) -> tuple[Reader, Test]:
    field = read(name)
    check_value(Compare(name, op, value), field.kind, "")
    return reader(field), passes(field.kind, op, value)


# Typed, for 1 and True are one key else: the engine judges the same few predicates again and again.
_kept = lru_cache(maxsize=4096, typed=True)(_made)


def _every(parts: tuple[Answer, ...]) -> Answer:
    def answer(view: View) -> bool:
        for part in parts:  # noqa: SIM110  a generator would double the cost of every candidate event
            if not part(view):
                return False
        return True

    return parts[0] if len(parts) == 1 else answer


def _some(parts: tuple[Answer, ...]) -> Answer:
    def answer(view: View) -> bool:
        for part in parts:  # noqa: SIM110  as above
            if part(view):
                return True
        return False

    return parts[0] if len(parts) == 1 else answer


def _of_profile(field: Field) -> OfProfile:
    if not field.args:
        return attrgetter(field.noun)  # one of the plain nouns, which bear the names of what they ask for
    name = field.args[0]
    match field.noun:
        case "trait":
            return lambda profile: profile.trait(name)
        case "tag":
            return lambda profile: profile.has_tag(name)
        case "stage":
            return lambda profile: profile.stage(name)
        case "segment":
            return lambda profile: name in profile.segments
        case "place":
            stage = field.args[1]
            return lambda profile: stage in profile.places.get(name, ())
        case "count":
            return lambda profile: profile.counts.get(name, 0)
        case _:
            return _feature(name, field.noun.removeprefix("feature."), 0 if field.kind == "number" else None)


def _feature(name: str, part: str, unused: Found) -> OfProfile:
    of_use = attrgetter(part)

    def find(profile: Profile) -> Found:
        use = profile.features.get(name)
        return unused if use is None else of_use(use)

    return find


def _recent(field: Field) -> Reader:
    name, back = field.args[0], timedelta(days=field.days)
    is_customer = field.scope == "customer"

    def find(view: View) -> Found:
        profile = view.customer if is_customer else view.contact
        if profile is None:
            return None
        days = view.days.get((profile.kind, profile.id, name), {})
        return sum(count for day, (count, _) in days.items() if view.today - back < day <= view.today)

    return find


def _of_event(field: Field) -> Callable[[Event], Found]:
    of_event = attrgetter(field.noun)
    return (lambda event: _walk(of_event(event), field.args)) if field.args else of_event


def _walk(found: Value, names: tuple[str, ...]) -> Value:
    for name in names:
        if not isinstance(found, dict):
            return None
        found = found.get(name)
    return found


def _shown(found: Found) -> Value:
    """A value as the run log keeps it: never longer than a line."""
    if isinstance(found, datetime):
        return text.iso(found)
    if isinstance(found, (list, dict)):
        found = msgspec.json.encode(found).decode()
    if isinstance(found, str) and len(found) > MAX_SEEN:
        return found[:MAX_SEEN] + "…"
    return found
