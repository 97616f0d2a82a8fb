"""Moments that come round by the clock on the wall: every day, week or month, or as a cron line says."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise

import msgspec
from cronsim import CronSim, CronSimError

from perennia.core.error import Invalid

SCHEDULED = "Schedule Came Round"
CLOSEST = timedelta(hours=1)  # what comes oftener is for an event to say
_TRIED = 60
_UTC_2026 = datetime(2026, 1, 1, tzinfo=UTC)
_FAR = timedelta(days=5 * 366)  # the 29th of February comes round in it


class Schedule(msgspec.Struct, frozen=True):
    """A cron line of five fields. With `day` (29 to 31) of a month that has fewer days, the last one is meant."""

    cron: str
    day: int = 0

    def next(self, after: datetime, zone: tzinfo) -> datetime | None:
        """The first moment behind this one, in UTC; None where it never comes round again."""
        return next(self._moments(after, zone), None)

    def latest(self, after: datetime, until: datetime, zone: tzinfo) -> datetime | None:
        """The last moment behind `after` and up to `until`; what was missed before it is over."""
        found = next(self._moments(until + timedelta(minutes=1), zone, backwards=True), None)
        return found if found is not None and after < found <= until else None

    def every(self, after: datetime, until: datetime, zone: tzinfo) -> Iterator[datetime]:
        """All of them behind `after` and up to `until`, in order."""
        for moment in self._moments(after, zone):
            if moment > until:
                return
            yield moment

    def _moments(self, begin: datetime, zone: tzinfo, *, backwards: bool = False) -> Iterator[datetime]:
        for moment in CronSim(self.cron, begin.astimezone(zone), reverse=backwards):
            if self.day and moment.day != min(self.day, _last_day(moment)):
                continue
            if backwards and moment > begin:
                continue
            yield moment.astimezone(UTC)


def check(schedule: Schedule) -> None:
    """Raises Invalid for a line that cannot be read, or comes round more than once an hour."""
    try:
        found = []
        for moment in schedule.every(_UTC_2026, _UTC_2026 + _FAR, UTC):
            found.append(moment)
            if len(found) == _TRIED:
                break
    except CronSimError as wrong:
        raise Invalid(
            f"“{schedule.cron}” is no cron line: {wrong}. Write minute, hour, day, month and weekday, like 0 9 * * 1.",
            field="cron",
        ) from wrong
    if any(later - sooner < CLOSEST for sooner, later in pairwise(found)):
        raise Invalid("It may come round once an hour at most. Name the minute, like 0 * * * *.", field="cron")


def _last_day(moment: datetime) -> int:
    return ((moment.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).day
