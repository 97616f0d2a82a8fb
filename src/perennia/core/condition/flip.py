"""When a condition's answer next changes by the mere passing of time, so that a timer can wait for it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

import msgspec

from perennia.core.condition.field import Field, read
from perennia.core.condition.judge import Answer, compile, reader
from perennia.core.condition.language import Compare, Condition, View, predicates
from perennia.core.condition.predicate import SPAN, instant


def next_flip(condition: Condition, view: View, zone: tzinfo) -> datetime | None:
    """The first moment after `view.now` at which the answer is another one, if nothing else happens; None for never.

    `zone` is the organisation's: `recent` counts whole days of it.
    """
    moments = {at for compare in predicates(condition) for at in _flips(compare, view, zone)}
    answer = compile(condition)
    return next(_changes(answer, view, zone, moments), None)


def _flips(compare: Compare, view: View, zone: tzinfo) -> Iterator[datetime]:
    field = read(compare.field)
    if field.noun == "recent":
        moments = {_start(day, zone) for day in _days(field, view)}
    elif compare.op in SPAN:
        moments = set(_spans(compare, field, view))
    else:
        return
    yield from _changes(compile(compare), view, zone, moments)


def _changes(answer: Answer, view: View, zone: tzinfo, moments: set[datetime]) -> Iterator[datetime]:
    """Those of the moments yet to come at which the answer differs from the one before."""
    last = answer(view)
    for at in sorted(at for at in moments if at > view.now):
        now = answer(msgspec.structs.replace(view, now=at, today=at.astimezone(zone).date()))
        if now != last:
            last = now
            yield at


def _spans(compare: Compare, field: Field, view: View) -> Iterator[datetime]:
    at = instant(reader(field)(view))
    if at is None or not isinstance(compare.value, int):
        return
    span = timedelta(days=compare.value)
    yield from (at - span, at) if compare.op == "in_next_days" else (at, at + span)


def _days(field: Field, view: View) -> Iterator[date]:
    """The days on which a daily sum enters the window or leaves it."""
    profile = view.customer if field.scope == "customer" else view.contact
    if profile is not None:
        for day in view.days.get((profile.kind, profile.id, field.args[0]), ()):
            yield from (day, day + timedelta(days=field.days))


def _start(day: date, zone: tzinfo) -> datetime:
    """The day's first moment, also where the clocks skip midnight."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)
