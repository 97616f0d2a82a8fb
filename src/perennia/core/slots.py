"""When somebody can be met: their open hours by the clock on the wall, less what is taken. No clock, no database.

All comparing is done in UTC; the wall clock is only asked which stretches of UTC are open. So an hour the clocks leave
out yields nothing, and one they show twice is open twice.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec

from perennia.core.error import Invalid
from perennia.core.hours import WEEKDAYS, day_of, zone_of

WHOLE_DAY = 24 * 60
MOST_A_DAY = 12  # intervals
MOST_DAYS = 400  # days of their own
Interval = tuple[int, int]  # minutes since midnight by the clock on the wall; the end is not part of it
Stretch = tuple[datetime, datetime]
Written = Mapping[str, Sequence[Sequence[str]]]
# Zones lie between 12 hours behind UTC and 14 before it; two more for the bends of the past.
_FAR = timedelta(hours=16)


class Hours(msgspec.Struct, frozen=True):
    """Somebody's hours: a week from Monday on, and single days that are otherwise (none at all: a day off)."""

    zone: str
    week: tuple[tuple[Interval, ...], ...]
    days: Mapping[date, tuple[Interval, ...]] = {}

    def of(self, day: date) -> tuple[Interval, ...]:
        """The intervals of one day of theirs."""
        own = self.days.get(day)
        return self.week[day.weekday()] if own is None else own


class Terms(msgspec.Struct, frozen=True):
    """How sessions of a kind are laid: how long, starting how often, with what around, how soon and how far ahead."""

    length: timedelta
    step: timedelta
    before: timedelta = timedelta(0)
    after: timedelta = timedelta(0)
    notice: timedelta = timedelta(0)
    ahead: timedelta = timedelta(days=60)
    per_day: int = 0  # 0: no limit


class Taken(msgspec.Struct, frozen=True):
    """Time that is taken, with what lies around it. `is_same`: by a session of the kind that is asked for."""

    start: datetime
    end: datetime
    starts_at: datetime
    is_same: bool = False


def slots(
    hours: Hours, terms: Terms, taken: Sequence[Taken], now: datetime, first: datetime, until: datetime
) -> list[datetime]:
    """The moments from `first` on and before `until` at which a session may start, in UTC and in order."""
    earliest = max(first, now + terms.notice)
    latest = min(until, now + terms.ahead)
    if earliest >= latest:
        return []
    busy = _joined((one.start, one.end) for one in taken)
    begins = [start for start, _ in busy]
    full = _full_days(hours.zone, taken, terms.per_day)
    found = []
    for stretch in open_stretches(hours, earliest, latest + terms.length):
        for start in _starts(stretch, terms, earliest, latest):
            if day_of(start, hours.zone) not in full and _is_free(start, terms, busy, begins):
                found.append(start)
    return found


def open_stretches(hours: Hours, first: datetime, until: datetime) -> list[Stretch]:
    """The stretches of UTC in which they are open, whole, that touch the time asked for."""
    zone = zone_of(hours.zone)
    day, last = day_of(first, hours.zone) - timedelta(days=2), day_of(until, hours.zone) + timedelta(days=1)
    found: list[Stretch] = []
    while day <= last:
        found += _of_day(hours.of(day), day, zone)
        day += timedelta(days=1)
    return [(start, end) for start, end in _joined(found) if end > first and start < until]


def week_of(written: Written) -> tuple[tuple[Interval, ...], ...]:
    """A week written as {"mon": [["09:00", "12:00"]]}. An interval that ends before it begins goes on the next day."""
    week: list[list[Interval]] = [[] for _ in WEEKDAYS]
    for name, spans in written.items():
        if name not in WEEKDAYS:
            raise Invalid(f"{name!r} is no day of the week.", field="week")
        day = WEEKDAYS.index(name)
        for start, end in _spans(spans, "week"):
            if start < end:
                week[day].append((start, end))
            else:
                week[day].append((start, WHOLE_DAY))
                week[(day + 1) % 7] += [(0, end)] if end else []
    return tuple(tuple(sorted(one)) for one in week)


def days_of(written: Written) -> dict[date, tuple[Interval, ...]]:
    """Single days written as {"2026-12-24": [], "2026-12-28": [["10:00", "12:00"]]}."""
    if len(written) > MOST_DAYS:
        raise Invalid(f"At most {MOST_DAYS} days can have hours of their own.", field="days")
    found: dict[date, tuple[Interval, ...]] = {}
    for name, spans in written.items():
        try:
            day = date.fromisoformat(name)
        except ValueError:
            raise Invalid(f"{name!r} is no day.", field="days") from None
        found[day] = tuple(sorted(_spans(spans, "days")))
    return found


def check(week: Written, days: Written) -> None:
    """Raises Invalid where these hours cannot be meant: an end before its beginning, or two that overlap."""
    for field, written in (("week", week), ("days", days)):
        for spans in written.values():
            if any(start >= end for start, end in _spans(spans, field)):
                raise Invalid("Hours end after they begin.", field=field)
    for one in week_of(week):
        _refuse_overlap(one, "week")
    for one in days_of(days).values():
        _refuse_overlap(one, "days")


def _refuse_overlap(intervals: Sequence[Interval], field: str) -> None:
    if any(before[1] > after[0] for before, after in pairwise(intervals)):
        raise Invalid("Two of these hours overlap. Join them, or move one.", field=field)


def _spans(spans: Sequence[Sequence[str]], field: str) -> list[Interval]:
    if len(spans) > MOST_A_DAY:
        raise Invalid(f"A day has at most {MOST_A_DAY} intervals.", field=field)
    return [_span(one, field) for one in spans]


def _span(one: Sequence[str], field: str) -> Interval:
    if len(one) != 2:
        raise Invalid("Hours have a beginning and an end, as 09:00 and 17:00.", field=field)
    start, end = (_minutes(text, field) for text in one)
    return start, end


def _minutes(text: str, field: str) -> int:
    if text == "24:00":
        return WHOLE_DAY
    try:
        at = time.fromisoformat(text)
    except ValueError:
        raise Invalid(f"{text!r} is no time of the day; write it as 09:00.", field=field) from None
    return at.hour * 60 + at.minute


def _of_day(intervals: Iterable[Interval], day: date, zone: ZoneInfo) -> Iterator[Stretch]:
    """The open stretches of one day on the wall: once for each offset the clocks show it by."""
    wall = datetime.combine(day, time(0), UTC)
    regimes = list(_regimes(wall, zone))
    for start, end in intervals:
        for since, till, offset in regimes:
            opens = max(since, wall + timedelta(minutes=start) - offset)
            closes = min(till, wall + timedelta(minutes=end) - offset)
            if opens < closes:
                yield opens, closes


def _regimes(wall: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """From when until when the zone lay how far from UTC, around a day; it changes once at the most."""
    low, high = wall - _FAR, wall + timedelta(days=1) + _FAR
    first, last = _offset(low, zone), _offset(high, zone)
    if first == last:
        yield low, high, first
        return
    change = _change(low, high, zone)
    yield low, change, first
    yield change, high, last


def _change(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """When the offset changes, found by halving, since zoneinfo does not tell it."""
    before = _offset(low, zone)
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if _offset(middle, zone) == before:
            low = middle
        else:
            high = middle
    return high


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same time without overlaps, what touches as one."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _starts(stretch: Stretch, terms: Terms, earliest: datetime, latest: datetime) -> Iterator[datetime]:
    opens, closes = stretch
    start = opens
    if start < earliest:
        start += terms.step * -((opens - earliest) // terms.step)
    while start < latest and start + terms.length <= closes:
        yield start
        start += terms.step


def _is_free(start: datetime, terms: Terms, busy: Sequence[Stretch], begins: Sequence[datetime]) -> bool:
    since, till = start - terms.before, start + terms.length + terms.after
    place = bisect_right(begins, since) - 1
    if place >= 0 and busy[place][1] > since:
        return False
    return place + 1 >= len(busy) or busy[place + 1][0] >= till


def _full_days(zone: str, taken: Sequence[Taken], per_day: int) -> set[date]:
    if not per_day:
        return set()
    many = Counter(day_of(one.starts_at, zone) for one in taken if one.is_same)
    return {day for day, number in many.items() if number >= per_day}
