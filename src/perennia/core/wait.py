"""When a wait ends, and whether the moment it is for is past already."""

from datetime import datetime, timedelta

import msgspec

from perennia.core.condition.field import read
from perennia.core.condition.judge import reader
from perennia.core.condition.predicate import Found
from perennia.core.event import Value
from perennia.core.hours import is_zone
from perennia.core.node import Node, WaitNode
from perennia.core.outcome import Enrolment
from perennia.core.profile import CONTACT
from perennia.core.standing import Standing
from perennia.core.target import Here, UntilField


class Past(msgspec.Struct, frozen=True):
    """Its moment was past when one came to it, or is not known: what belongs to it is left out."""

    why: str


class Through(msgspec.Struct, frozen=True):
    """There is nothing to wait for: goes on at once."""


def due(node: WaitNode, one: Enrolment, standing: Standing, now: datetime, catch_up: str) -> datetime | Past | Through:
    """When the wait ends. A day that was past when the enrolment began, or came to it, is left out."""
    if node.span is not None:
        return now + node.span
    if node.target is not None:
        return _targeted(node, one, standing, now, catch_up)
    day = awaited_day(node, one, standing)
    is_missed = catch_up != "all" and day <= now - timedelta(days=1)
    return day if day >= one.entered_at and not is_missed else Past("day_passed")


def _targeted(
    node: WaitNode, one: Enrolment, standing: Standing, now: datetime, catch_up: str
) -> datetime | Past | Through:
    target = node.target
    assert target is not None
    moment = target.moment(here(one, standing, now))
    if moment is None:
        return Past("no_date")
    if moment > now:
        return moment
    if not target.is_fixed or moment == now or (isinstance(target, UntilField) and target.if_past == "go_on"):
        return Through()
    return Past("date_passed")


def awaited_day(node: WaitNode, one: Enrolment, standing: Standing) -> datetime:
    """The day since the subject's start that a wait is for."""
    started = standing.profile(one.kind, one.subject).started_at or one.entered_at
    return started + timedelta(days=node.until_day or 0)


def is_past(node: Node, one: Enrolment, standing: Standing, present: datetime) -> bool:
    """Whether the day or date waited for at a node is past."""
    if not isinstance(node, WaitNode):
        return False
    if node.until_day is not None:
        return awaited_day(node, one, standing) <= present
    if node.target is None or not node.target.is_fixed:
        return False
    moment = node.target.moment(here(one, standing, present))
    return moment is not None and moment <= present


def postponed(node: WaitNode, one: Enrolment, standing: Standing, due_at: datetime) -> datetime | None:
    """The later moment a date they have lies at by now, when the wait for it is over; None where it is as it was."""
    if not isinstance(node.target, UntilField):
        return None
    moment = node.target.moment(here(one, standing, due_at))
    return moment if moment is not None and moment > due_at else None


def here(one: Enrolment, standing: Standing, now: datetime) -> Here:
    """What targets are reckoned from, for whom the enrolment is of."""
    return Here(now, zone_for(one, standing), standing.policy.business, lambda field: _find(field, one, standing, now))


def zone_for(one: Enrolment, standing: Standing) -> str:
    """The zone of the contact, else of the customer, else of the organisation."""
    people = [standing.profile(CONTACT, one.subject)] if one.kind == CONTACT else []
    for profile in (*people, standing.customer):
        for zone in map(profile.trait, ("timezone", "zone")):
            if isinstance(zone, str) and is_zone(zone):
                return zone
    return str(standing.zone)


def _find(name: str, one: Enrolment, standing: Standing, now: datetime) -> Found:
    """A field's value: of the event, as it was when it let the enrolment in; of profiles, as they are now."""
    field = read(name)
    if field.scope != "event":
        contact = one.subject if one.kind == CONTACT else _contact(one)
        return reader(field)(standing.view(contact, None, now))
    found: Value = one.entry.get(field.noun)
    for part in field.args:
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _contact(one: Enrolment) -> int | None:
    entered_by = one.entry.get("contact")
    return entered_by if isinstance(entered_by, int) else None
