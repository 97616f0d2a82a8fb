"""Hours of the day in which something may happen, in somebody's own zone, exact over changes of the clocks."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

EVERY_DAY = frozenset(range(7))
# A window that opens one day a week opens within seven days; two more cover a zone that skipped a whole day.
_DAYS_AHEAD = 9


class Window(msgspec.Struct, frozen=True):
    """Open from `start` until `end` by the clock on the wall; over midnight where end is not after start.

    `days` are the weekdays (Monday is 0) on which it opens; equal start and end mean a whole day from then.
    """

    start: time
    end: time
    days: frozenset[int] = EVERY_DAY


Hours = tuple[Window, ...]  # open while any of them is; none at all: always
BUSINESS: Hours = (Window(time(9), time(18), frozenset(range(5))),)  # until the organisation says otherwise
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def hours_of(week: Mapping[str, Sequence[Sequence[str]]]) -> Hours:
    """The hours of a week written as {"mon": [["09:00", "12:00"], ["13:00", "17:00"]]}."""
    return tuple(
        Window(time.fromisoformat(start), time.fromisoformat(end), frozenset({WEEKDAYS.index(day)}))
        for day, spans in week.items()
        for start, end in spans
    )


def are_open(hours: Hours, at: datetime, zone: str) -> bool:
    """Whether any of the hours is open at that moment for somebody in the zone."""
    return not hours or any(is_open(window, at, zone) for window in hours)


def next_of(hours: Hours, at: datetime, zone: str) -> datetime:
    """The first moment from `at` on at which one of the hours is open."""
    return min((next_open(window, at, zone) for window in hours), default=at)


def quiet(start: time, end: time) -> Window:
    """The window left open by quiet hours from `start` until `end`."""
    return Window(end, start)


def is_open(window: Window, at: datetime, zone: str) -> bool:
    """Whether the window is open at that moment for somebody in the zone."""
    local = at.astimezone(zone_of(zone))
    clock, weekday = local.time(), local.weekday()
    if window.start < window.end:
        return weekday in window.days and window.start <= clock < window.end
    return (weekday in window.days and clock >= window.start) or (
        (weekday - 1) % 7 in window.days and clock < window.end
    )


def next_open(window: Window, at: datetime, zone: str) -> datetime:
    """The first moment from `at` on at which the window is open, in UTC. Raises ValueError where it never opens."""
    if is_open(window, at, zone):
        return at.astimezone(UTC)
    where = zone_of(zone)
    today = at.astimezone(where).date()
    found = [
        moment
        for ahead in range(-1, _DAYS_AHEAD)
        for moment in _moments(today + timedelta(days=ahead), window.start, where)
        if moment >= at and is_open(window, moment, zone)
    ]
    if not found:
        raise ValueError("The window opens on no day: name at least one weekday.")
    return min(found)


def day_of(at: datetime, zone: str) -> date:
    """The day on the calendar of somebody in the zone."""
    return at.astimezone(zone_of(zone)).date()


def start_of(day: date, zone: str) -> datetime:
    """The first moment of a day in the zone, in UTC: not always midnight by the clock."""
    return _moments(day, time(0), zone_of(zone))[0]


def moment_on(day: date, clock: time, zone: str) -> datetime:
    """The first moment of a day at which the clock in the zone shows that time; in a gap, when the gap ends."""
    return _moments(day, clock, zone_of(zone))[0]


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """The zone of that name; UTC where there is none, since a zone is often whatever a browser sent."""
    try:
        return ZoneInfo(name) if name else ZoneInfo("UTC")
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def is_zone(name: str) -> bool:
    """Whether there is a zone of that name."""
    return name == "UTC" or zone_of(name).key != "UTC"


def _moments(day: date, clock: time, zone: ZoneInfo) -> list[datetime]:
    """When the wall clock shows that time on that day: twice when clocks go back; in a gap, when the gap ends."""
    found: list[datetime] = []
    for fold in (0, 1):
        moment = datetime.combine(day, clock, zone).replace(fold=fold).astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None, fold=0) != datetime.combine(day, clock):
            moment = _gap_end(moment, zone)
        if moment not in found:
            found.append(moment)
    return sorted(found)


def _gap_end(near: datetime, zone: ZoneInfo) -> datetime:
    """The moment the clocks sprang forward, close to `near`: found by halving, since zoneinfo does not tell it."""
    low, high = near - timedelta(hours=26), near + timedelta(hours=26)
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)
