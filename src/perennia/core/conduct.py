"""Rules of conduct: whether a message may leave now, later or not at all. Judged when it is sent, never before."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Literal

import msgspec

from perennia.core.hours import BUSINESS, Hours, Window, are_open, day_of, is_open, next_of, next_open, quiet, start_of

TRANSACTIONAL = "transactional"
TOPICS = (TRANSACTIONAL, "success", "product_news", "surveys")
# Past this a send no longer counts in any cap: seven days, and one for zones.
REMEMBERED = timedelta(days=8)

# So far behind a dispatcher may be with what could leave in the last moment of its span.
LATE = timedelta(minutes=5)
TOO_LATE = "late"

Consent = Literal["given", "withdrawn", "unknown"]
# When it leaves: out of quiet hours; in business hours only; or, if transactional, at once whatever the hour.
HoursOfDay = Literal["any", "business", "at_once"]


class Rules(msgspec.Struct, frozen=True):
    """The organisation's rules. `unknown_consent`: whether one who never said anything may be written to."""

    quiet_from: time = time(20)
    quiet_until: time = time(8)
    per_day: int = 1
    per_week: int = 3
    unknown_consent: bool = True
    business: Hours = BUSINESS


class Asked(msgspec.Struct, frozen=True):
    """What is judged: one message to one person, with what is known of them now."""

    topic: str
    at: datetime
    expires_at: datetime
    zone: str
    consent: Consent = "unknown"
    suppressed: str = ""
    left_at: datetime | None = None
    sent_at: Sequence[datetime] = ()
    hours: HoursOfDay = "any"


class Send(msgspec.Struct, frozen=True):
    """It may leave. `counts`: in the caps."""

    counts: bool


class Defer(msgspec.Struct, frozen=True):
    """It may leave at `until` at the earliest, if the rules still say so then."""

    reason: str
    until: datetime


class Hold(msgspec.Struct, frozen=True):
    """It will not leave."""

    reason: str


Ruling = Send | Defer | Hold


def judge(asked: Asked, rules: Rules, now: datetime) -> Ruling:
    """What becomes of it. A reason is a code with what was seen; `reasons` in the messages station puts it in words."""
    if asked.suppressed:
        return Hold(f"suppressed:{asked.suppressed}")
    if asked.consent == "withdrawn" and asked.topic != TRANSACTIONAL:
        return Hold(f"no_consent:{asked.topic}")
    if asked.consent == "unknown" and asked.topic != TRANSACTIONAL and not rules.unknown_consent:
        return Hold(f"consent_unknown:{asked.topic}")
    if asked.left_at is not None and asked.left_at > asked.at and asked.topic != TRANSACTIONAL:
        return Hold("customer_left")
    later = _later(asked, rules, now)
    if later is None and now >= asked.expires_at + LATE:
        return Hold(f"span_over:{TOO_LATE}")
    if later is None:
        return Send(counts=asked.topic != TRANSACTIONAL)
    return Hold(f"span_over:{later.reason}") if now >= asked.expires_at else later


def _later(asked: Asked, rules: Rules, now: datetime) -> Defer | None:
    window = quiet(rules.quiet_from, rules.quiet_until)
    if asked.topic != TRANSACTIONAL:
        reason, free = free_at(asked.sent_at, rules, now, asked.zone)
        if free > now:
            return Defer(reason, _waking(window, free, asked))
    if not is_open(window, now, asked.zone) and not (asked.hours == "at_once" and asked.topic == TRANSACTIONAL):
        return Defer("quiet_hours", _waking(window, now, asked))
    if asked.hours == "business" and not are_open(rules.business, now, asked.zone):
        return Defer("business_hours", min(next_of(rules.business, now, asked.zone), asked.expires_at))
    return None


def _waking(window: Window, at: datetime, asked: Asked) -> datetime:
    """When to look again: at the next open moment, or when the span ends if that is sooner."""
    return min(next_open(window, at, asked.zone), asked.expires_at)


def free_at(sent_at: Sequence[datetime], rules: Rules, now: datetime, zone: str) -> tuple[str, datetime]:
    """The first moment from now at which the caps leave room, and the cap in the way ("" for none).

    A day is one on the recipient's calendar; a week is any seven of them in a row.
    """
    days = [day_of(at, zone) for at in sent_at]
    today, reason = day_of(now, zone), ""
    for ahead in range(8):
        day = today + timedelta(days=ahead)
        full = _full(days.count(day), sum(1 for one in days if day - timedelta(days=6) <= one <= day), rules)
        if not full:
            return reason, now if ahead == 0 else start_of(day, zone)
        reason = reason or full
    return reason, start_of(today + timedelta(days=8), zone)


def _full(on_day: int, in_week: int, rules: Rules) -> str:
    if in_week >= rules.per_week:
        return f"cap_week:{in_week}"
    return f"cap_day:{on_day}" if on_day >= rules.per_day else ""


def stopped_for(stops: Sequence[tuple[datetime, datetime | None]], since: datetime, now: datetime) -> timedelta:
    """How much of the time between `since` and `now` sending was stopped; it does not count in a span.

    Stops may lie within each other: no moment counts twice.
    """
    stopped, seen_to = timedelta(0), since
    for start, until in sorted(stops, key=lambda stop: stop[0]):
        begin, end = max(start, seen_to), min(until or now, now)
        if end > begin:
            stopped += end - begin
            seen_to = end
    return stopped
