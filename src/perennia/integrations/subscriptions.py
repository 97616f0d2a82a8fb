"""Subscriptions kept elsewhere: a customer with several is one customer, who has left when the last of them has ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from perennia.core.event import Properties
from perennia.core.source import Happening
from perennia.integrations.models import Connection, Subscription

BEGUN, CHANGED, ENDED = "Subscription Started", "Subscription Changed", "Subscription Cancelled"
# Of one not heard of for so long, though the longest period is a year, the end was missed.
FORGOTTEN = timedelta(days=400)
_TERMS = ("plan", "currency", "interval", "seats", "yearly_value", "renews_at")


def as_one(connection: Connection, one: Happening, now: datetime) -> Happening:
    """The happening as it is for the customer: the end of one of several subscriptions is a change, and what they have
    is what all of them come to. A payment or a renewal ahead only says that its subscription is there.
    """
    holder, key = one.who.key, one.subscription
    if not (holder and key):
        return one
    at = one.at or now
    rows = Subscription.objects.filter(connection=connection, holder=holder)
    known = {row.key: row for row in rows.select_for_update().order_by("pk")}  # two ends at once: one sees the other
    if one.name not in (BEGUN, CHANGED, ENDED):
        if key not in known:
            rows.get_or_create(connection=connection, holder=holder, key=key, defaults={"told_at": at})
        return one
    others = [row for row in known.values() if row.key != key]
    own = known.get(key) or Subscription(connection=connection, holder=holder, key=key, told_at=at)
    if at >= own.told_at:
        own.told_at, own.is_over = at, one.name == ENDED
        own.terms = {name: one.properties[name] for name in _TERMS if name in one.properties}
        own.save()
    if not others:
        return one
    alive = [row for row in others if not row.is_over and at - row.told_at < FORGOTTEN]
    # Said of all together, so as of the latest word of any: whatever order the words come in, it ends the same.
    latest = max(row.told_at for row in others)
    when = at if at > latest else latest + timedelta(milliseconds=1)
    if not alive:
        return msgspec.structs.replace(one, at=when)
    terms = _together([row.terms for row in alive] + ([] if own.is_over else [own.terms]))
    said = {**one.properties, **terms}
    if one.name != ENDED:
        return msgspec.structs.replace(one, at=when, properties=said)
    said = {name: value for name, value in said.items() if name != "status"}
    return msgspec.structs.replace(
        one, name=CHANGED, at=when, properties={**said, "ended_plan": one.properties.get("plan", "")}
    )


def _together(all_: Sequence[Properties]) -> Properties:
    """Plan and period of the one worth most, the worth of all where it is in one currency, the renewal that comes first."""
    known = [terms for terms in all_ if terms]
    if not known:
        return {}
    first = max(known, key=_worth)
    one_currency = len({terms.get("currency") for terms in known}) == 1
    worth = round(sum(map(_worth, known)), 2) if one_currency else _worth(first)
    renewals = sorted(str(terms["renews_at"]) for terms in known if terms.get("renews_at"))
    return {**first, "yearly_value": worth, "renews_at": renewals[0] if renewals else ""}


def _worth(terms: Properties) -> int | float:
    value = terms.get("yearly_value")
    return value if isinstance(value, int | float) else 0
