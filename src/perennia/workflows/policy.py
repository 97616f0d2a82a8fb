"""What the organisation set, as the engine reads it; and the names of features as they turn up."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
import psycopg
from django.db import transaction

from perennia.core.hours import BUSINESS, Hours, hours_of
from perennia.core.policy import FRAME, MILESTONES, Milestone, Policy
from perennia.team.models import DEFAULT_CURRENCY
from perennia.workflows.models import Feature
from perennia.workflows.publish import changed

FEATURES = "select name, unused_days, is_watched from workflows_feature"
SETTINGS = """
select s.milestones::text, s.unused_days, s.recheck_days, s.high_value_by_currency::text, s.high_value_amount::float8,
    o.currency
from workflows_scoring s left join team_organisation o on o.id = 1 where s.id = 1
"""

HOURS = "select business_hours::text from team_organisation where id = 1"


def read(connection: psycopg.Connection) -> Policy:
    """The policy in force, in three statements."""
    found = connection.execute(FEATURES).fetchall()
    row = connection.execute(SETTINGS).fetchone()
    plain = Policy()
    said, frame, recheck, shares, amount, currency = row or ("{}", None, plain.recheck_days, "{}", None, None)
    currency = currency or DEFAULT_CURRENCY
    high = {name: float(each) for name, each in msgspec.json.decode(shares, type=dict[str, str]).items()}
    if amount is not None:
        high[currency] = amount
    return Policy(
        milestones=milestones(msgspec.json.decode(said)),
        features={name: days or frame or FRAME for name, days, is_watched in found if is_watched},
        known=frozenset(name for name, _, _ in found),
        recheck_days=recheck,
        high_value=high,
        business=_business(connection),
        currency=currency,
    )


def _business(connection: psycopg.Connection) -> Hours:
    row = connection.execute(HOURS).fetchone()
    return hours_of(msgspec.json.decode(row[0])) if row else BUSINESS


def milestones(said: dict[str, int]) -> tuple[Milestone, ...]:
    """The shipped milestones with the scores that were set."""
    return tuple(Milestone(one.name, int(said.get(one.name, one.score))) for one in MILESTONES)


@transaction.atomic
def know(features: Iterable[tuple[str, datetime]]) -> int:
    """Adds features seen for the first time, with the moment. Gives how many are new."""
    first: dict[str, datetime] = {}
    for name, at in features:
        first[name] = min(at, first.get(name, at))
    there = set(Feature.objects.filter(name__in=first).values_list("name", flat=True))
    fresh = [Feature(name=name, first_seen_at=at) for name, at in sorted(first.items()) if name not in there]
    if fresh:
        Feature.objects.bulk_create(fresh, ignore_conflicts=True)
        changed()
    return len(fresh)
