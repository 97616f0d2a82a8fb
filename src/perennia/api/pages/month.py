"""One month of a booking page: its days in rows, which of them have free times, and the times of one of them."""

import calendar
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from perennia.api.pages import calendar_words
from perennia.api.pages.book_words import WORDS
from perennia.api.pages.visit import Visit


class Month(msgspec.Struct, frozen=True):
    """The month shown, and the first and the last one may leaf to; each by its first day."""

    shown: date
    first: date
    last: date

    def spans(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """From when until when it is, by the visitor's clock."""
        return _midnight(self.shown, zone), _midnight(_after(self.shown), zone)


def of(here: Visit, now: datetime, ahead_days: int) -> Month:
    """The month asked for, that of the day asked for, or this one."""
    first = now.astimezone(here.here).date().replace(day=1)
    last = (now + timedelta(days=ahead_days)).astimezone(here.here).date().replace(day=1)
    asked = here.month or here.day or (here.at.astimezone(here.here).date() if here.at is not None else first)
    return Month(min(max(asked.replace(day=1), first), last), first, last)


def drawn(here: Visit, month: Month, times: Iterable[datetime]) -> dict[str, object]:
    """What the page shows of it."""
    times = sorted(times)
    days = Counter(at.astimezone(here.here).date() for at in times)
    asked = here.day or (here.at.astimezone(here.here).date() if here.at is not None else None)
    chosen = asked if asked in days else min(days, default=None)
    words = WORDS[here.language]
    before, after = _before(month.shown), _after(month.shown)
    return {
        "month": calendar_words.month(month.shown, here.language),
        "earlier": here.query(m=_name(before)) if before >= month.first else "",
        "later": here.query(m=_name(after)) if after <= month.last else "",
        "weekdays": calendar_words.SHORT[here.language],
        "weeks": [[_day(here, one, month, days, chosen) for one in week] for week in _weeks(month.shown)],
        "day": calendar_words.day(chosen, here.language) if chosen is not None else "",
        "times": list(_times(here, [at for at in times if at.astimezone(here.here).date() == chosen])),
        "none": words["no_day"] if not days else "",
    }


def _day(here: Visit, one: date, month: Month, days: Counter[date], chosen: date | None) -> dict[str, object]:
    """A day outside the month is an empty cell."""
    if one.month != month.shown.month:
        return {}
    many = days.get(one, 0)
    label = f"{calendar_words.day(one, here.language)}, {WORDS[here.language]['free'].format(n=many)}"
    href = here.query(d=one.isoformat()) if many else ""
    return {"number": one.day, "href": href, "label": label, "is_chosen": one == chosen}


def _times(here: Visit, times: list[datetime]) -> Iterable[dict[str, str]]:
    """An hour the clocks show twice says which of the two it is."""
    shown = Counter(calendar_words.clock(at, here.here) for at in times)
    for at in times:
        text = calendar_words.clock(at, here.here)
        twice = f" {calendar_words.offset(at, here.here)}" if shown[text] > 1 else ""
        yield {"text": text + twice, "href": here.query(at=at.isoformat())}


def _weeks(first: date) -> list[list[date]]:
    return calendar.Calendar().monthdatescalendar(first.year, first.month)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), zone).astimezone(UTC)


def _after(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _name(first: date) -> str:
    return f"{first:%Y-%m}"
