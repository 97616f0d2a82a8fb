"""Changes the rules of conduct: quiet hours, caps, what unknown consent means, where links lead. Each change is noted."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django.db import transaction

from perennia.core import conduct
from perennia.core.conduct import Asked, Defer, Rules
from perennia.core.error import Invalid
from perennia.core.hours import start_of
from perennia.messages import rules
from perennia.messages.models import Conduct
from perennia.team import setting_log
from perennia.team.models import Member

FIELDS = (
    "quiet_from", "quiet_until", "per_day", "per_week", "unknown_consent", "follows_clicks", "links", "news", "offers",
)  # fmt: skip
_PLANNED = (time(7), time(12), time(18), time(21), time(23, 30))


@transaction.atomic
def change(said: Mapping[str, object], by: Member | None, at: datetime) -> Conduct:
    """Changes what is said; holds for what waits already, since rules are judged at the moment of sending. Raises Invalid."""
    Conduct.objects.get_or_create(pk=1)
    row = Conduct.objects.select_for_update().get(pk=1)
    was = {name: getattr(row, name) for name in said if name in FIELDS}
    for name, value in said.items():
        setattr(row, name, value)
    check(rules.rules(row))
    row.save()
    setting_log.note(by, at, "messages", _flat(was), _flat(said))
    return row


def check(told: Rules) -> None:
    """Raises Invalid for rules under which nothing could ever leave as said."""
    if told.per_week < told.per_day:
        raise Invalid("A week holds at least as many messages as a day.", field="body.per_week")
    if told.quiet_from == told.quiet_until:
        raise Invalid(
            "Quiet hours that end when they begin would last all day. Move one of them.", field="body.quiet_until"
        )


def leaves(told: Rules, zone: str, today: datetime) -> list[tuple[datetime, datetime]]:
    """What these rules mean for a day's messages: planned when, leaving when, each as if it were the only one."""
    day = start_of(today.date(), zone)
    found: list[tuple[datetime, datetime]] = []
    for clock in _PLANNED:
        planned = day + timedelta(hours=clock.hour, minutes=clock.minute)
        asked = Asked("success", planned, planned + timedelta(days=30), zone)
        ruling = conduct.judge(asked, told, planned)
        found.append((planned, ruling.until if isinstance(ruling, Defer) else planned))
    return found


def next_free(told: Rules, zone: str, today: datetime) -> tuple[datetime, datetime]:
    """When one more may leave to somebody who got as many as a day allows, and as many as a week allows, by now."""
    noon = start_of(today.date(), zone) + timedelta(hours=12)
    days = [conduct.free_at([noon] * told.per_day, told, noon, zone)[1]]
    week = [noon - timedelta(days=back % 7) for back in range(told.per_week)]
    return days[0], conduct.free_at(week, told, noon, zone)[1]


def _flat(values: Mapping[str, object]) -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            flat |= {f"{name}: {key}": to for key, to in value.items()}
        else:
            flat[name] = value.strftime("%H:%M") if isinstance(value, time) else value
    return flat
