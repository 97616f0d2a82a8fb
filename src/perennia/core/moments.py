"""Moments and spans as people read them, in English or Vietnamese."""

from datetime import datetime, timedelta, tzinfo

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def moment_in_words(at: datetime, language: str, zone: tzinfo) -> str:
    """A moment to the minute: 12 Mar 2026, 09:00."""
    here = at.astimezone(zone)
    if language == "vi":
        return f"{here:%H:%M} ngày {here:%d/%m/%Y}"
    return f"{here.day} {MONTHS[here.month - 1]} {here.year}, {here:%H:%M}"


def span_in_words(span: timedelta, language: str) -> str:
    """A span in its largest whole unit: 3 days, 90 minutes."""
    for english, vietnamese, size in _UNITS:
        if span % size == timedelta(0):
            many = span // size
            return f"{many} {vietnamese}" if language == "vi" else f"{many} {english}{'' if many == 1 else 's'}"
    return str(span)


_UNITS = (
    ("day", "ngày", timedelta(days=1)),
    ("hour", "giờ", timedelta(hours=1)),
    ("minute", "phút", timedelta(minutes=1)),
    ("second", "giây", timedelta(seconds=1)),
)
