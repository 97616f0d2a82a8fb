"""Sets when a member can be met."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from perennia.core import slots
from perennia.core.error import Invalid
from perennia.messages.template import is_safe_link
from perennia.sessions.models import OpenHours
from perennia.team import setting_log
from perennia.team.models import Member, organisation

Written = Mapping[str, list[list[str]]]


def of(member: Member) -> OpenHours:
    """Theirs, or the organisation's until they have said otherwise."""
    found = OpenHours.objects.filter(member=member).first()
    return found or OpenHours(member=member, week=organisation().business_hours)


@transaction.atomic
def keep(member: Member, said: Mapping[str, object], by: Member | None, at: datetime) -> OpenHours:
    """Changes what is said and leaves the rest; days that are past are forgotten. Raises Invalid, naming the field."""
    hours = of(member)
    was = {name: getattr(hours, name) for name in said}
    for name, value in said.items():
        setattr(hours, name, value)
    if hours.room_url and not is_safe_link(hours.room_url):
        raise Invalid("A link begins with https://.", field="body.room_url")
    _check(hours)
    yesterday = at.date().toordinal() - 1
    hours.days = {day: spans for day, spans in hours.days.items() if _ordinal(day) >= yesterday}
    hours.save()
    setting_log.note(by, at, f"sessions: {member.name}", _plain(was), _plain(said))
    return hours


def _check(hours: OpenHours) -> None:
    try:
        slots.check(hours.week, hours.days)
    except Invalid as wrong:
        raise Invalid(wrong.detail, field=f"body.{wrong.field}") from wrong


def _ordinal(day: str) -> int:
    return next(iter(slots.days_of({day: []}))).toordinal()


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    """A week and days as one reads them in the log."""
    return {
        name: "; ".join(f"{day} {', '.join('-'.join(span) for span in spans) or 'off'}" for day, spans in value.items())
        if isinstance(value, dict)
        else value
        for name, value in values.items()
    }
