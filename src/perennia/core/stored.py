"""Reads what is stored of a workflow: entries by their key, spans, lists of steps. Mistakes name place, reason and remedy."""

import re
from datetime import timedelta
from difflib import get_close_matches

from pydantic import ValidationError

from perennia.core.catalogue import ConditionEntry, EntryT, Trigger, discover
from perennia.core.condition import Condition, parse
from perennia.core.error import Invalid
from perennia.core.event import Properties, Value
from perennia.core.target import TARGETS, Target

MAX_WAIT = timedelta(days=3650)


def span_of(text: Value, where: str) -> timedelta:
    """An ISO 8601 duration of weeks, days, hours, minutes and seconds: P2W, P1D, PT30M, P1DT12H."""
    match = re.fullmatch(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", str(text))
    if not match or not any(match.groups()):
        raise Invalid(f"{where}: {text!r} is not a duration. Write it like P3D or PT30M.", field=where)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    if max(weeks, days, hours, minutes, seconds) > 10**9:
        raise Invalid(f"{where}: the longest wait is {MAX_WAIT.days} days.", field=where)
    span = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    if not timedelta(seconds=1) <= span <= MAX_WAIT:
        raise Invalid(f"{where}: a wait lasts from 1 second to {MAX_WAIT.days} days.", field=where)
    return span


def trigger_of(params: Properties, where: str) -> Trigger:
    return entry_of(Trigger, params, where)


def entry_of(kind: type[EntryT], params: Properties, where: str) -> EntryT:
    """Makes a catalogue entry from its stored parameters. Raises Invalid with place, reason and remedy."""
    known: dict[str, type[EntryT]] = discover(kind)
    key = params.get("key")
    if not isinstance(key, str) or key not in known:
        near = get_close_matches(str(key), sorted(known))
        remedy = (
            f"Did you mean {' or '.join(near)}?" if near else "Choose another, or install the package it came from."
        )
        raise Invalid(f"{where}: there is no {kind.__name__.lower()} {key!r} here. {remedy}", field=where)
    try:
        return known[key].model_validate({name: value for name, value in params.items() if name != "key"})
    except ValidationError as wrong:
        raise faulty(wrong, where) from wrong


def faulty(wrong: ValidationError, where: str) -> Invalid:
    """The first mistake of a form, with its place."""
    first = wrong.errors()[0]
    field = ".".join([where, *map(str, first["loc"])])
    return Invalid(f"{field}: {first['msg']}.", field=field)


def condition_of(tree: Properties, where: str) -> Condition:
    """A condition in the language itself; a catalogue entry by its key may stand wherever a predicate may."""
    return parse(tree, entry=lambda chosen, place: entry_of(ConditionEntry, chosen, place).condition(), where=where)


def target_of(step: Properties, where: str) -> Target | None:
    """The moment a wait is for; None where it is another kind of wait."""
    kind = next((TARGETS[mark] for mark in TARGETS if mark in step), None)
    if kind is None:
        return None
    try:
        return kind.model_validate({name: value for name, value in step.items() if name not in ("id", "key")})
    except ValidationError as wrong:
        raise faulty(wrong, where) from wrong


def steps_of(value: Value, where: str) -> list[Properties]:
    if value is None:
        return []
    if isinstance(value, list):
        return [table_of(step, f"{where}[{place}]") for place, step in enumerate(value)]
    raise Invalid(f"{where}: give a list of steps.", field=where)


def table_of(value: Value, where: str) -> Properties:
    if isinstance(value, dict):
        return value
    raise Invalid(f"{where}: give a table with a `key`.", field=where)
