"""The reader's day: when it began and when it is over, in the zone their screen or their settings say."""

from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from perennia.api import needs
from perennia.team.models import organisation


def zone(request: HttpRequest) -> tzinfo:
    """The zone the caller reads in: their browser's, else their own, else the organisation's."""
    reader = needs.reader(request)
    if reader.zone is not None:
        return reader.zone
    member = needs.caller(request).member
    return ZoneInfo((member.zone if member is not None else "") or organisation().zone)


def today_begins(request: HttpRequest, now: datetime) -> datetime:
    """The last midnight."""
    here = now.astimezone(zone(request))
    return here.replace(hour=0, minute=0, second=0, microsecond=0)


def today_ends(request: HttpRequest, now: datetime) -> datetime:
    """The next midnight; in the zone's own days, which are not all 24 hours long."""
    midnight = today_begins(request, now)
    return (midnight + timedelta(days=1)).replace(hour=0)
