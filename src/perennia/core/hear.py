"""Lets running enrolments hear what happened: their goals, their exits, what they wait for, a message that failed."""

from datetime import datetime, timedelta

import msgspec

from perennia.core.advance import Moment, advance, contact_of, drop_timer, leave
from perennia.core.apply import STOPPED, Because, Derived, apply
from perennia.core.catalogue import EVERY
from perennia.core.effect import Notify
from perennia.core.event import Event
from perennia.core.index import Index
from perennia.core.outcome import Enrolment, key_of
from perennia.core.profile import Profile
from perennia.core.standing import Change, Standing
from perennia.core.workflow import Plan, WaitNode


def heard(standing: Standing, index: Index, change: Change, derived: list[Derived]) -> bool:
    """Exits, goals and awaited events of enrolments already running.

    A contact's enrolment hears what that contact did and what is true of the customer as a whole.
    """
    event, cared = change.event, False
    if not (hearers := _hearers(standing, index, event)):
        return False
    is_report = event.kind == "report"
    latest = standing.customer.latest_at
    is_late = latest is not None and event.at < latest
    for plan, one in hearers:
        at = _true_from(plan, one, event) if is_late else event.at
        if at is None:
            continue
        old, new = change.of(standing, one.kind, one.subject)
        moment = Moment(at, event.received_at, event.id, event, event.depth)
        if (
            is_report
            and event.properties.get("enrolment") == str(one.id)
            and _unsent(plan, one, standing, event, moment)
        ):
            cared = True
            continue
        if (over := _over(plan, one, standing, (old, new), event)) is not None:
            leave(plan, one, standing, moment, *over)
            cared = True
            continue
        node = plan.nodes[one.node]
        if (
            isinstance(node, WaitNode)
            and node.until is not None
            and node.until.hears(event.name)
            and standing.sets_off(node.until, (old, new), event, one.entry)
        ):
            drop_timer(one, standing)
            onward = msgspec.structs.replace(one, node=node.then)
            derived += advance(plan, onward, standing, moment, "moved")
            cared = True
    return cared


def _over(
    plan: Plan, one: Enrolment, standing: Standing, change: tuple[Profile, Profile], event: Event
) -> tuple[str, str] | None:
    """How a run ends by what happened, and why: stopped by another one, at its goal, by one of its exits."""
    if event.name == STOPPED:
        return "stopped", f"stopped:{event.properties.get('by') or ''}"
    if plan.goal is not None and plan.goal.hears(event.name) and standing.sets_off(plan.goal, change, event, one.entry):
        return "done", "goal"
    for place, way in enumerate(plan.exits):
        if way.hears(event.name) and standing.sets_off(way, change, event, one.entry):
            return "left", f"exit:{place}"
    return None


def _hearers(standing: Standing, index: Index, event: Event) -> list[tuple[Plan, Enrolment]]:
    """The enrolments that may care, in an order that is the same whether they were read or have just begun."""
    if event.name == STOPPED:
        return _stopped(standing, index, event)
    name, is_report = event.name, event.kind == "report"
    found = []
    for one in standing.hearing(event):
        plan = index.versions.get(one.version)
        if plan is not None and (
            is_report or name in one.awaits or name in plan.hears or EVERY in one.awaits or EVERY in plan.hears
        ):
            found.append((plan, one))
    return sorted(found, key=_place) if len(found) > 1 else found


def _stopped(standing: Standing, index: Index, event: Event) -> list[tuple[Plan, Enrolment]]:
    """The runs a step of another workflow ends; nothing from outside can."""
    if event.kind != "derived":
        return []
    named = [one for one in standing.hearing(event) if one.workflow == event.properties.get("workflow")]
    found = [(plan, one) for one in named if (plan := index.versions.get(one.version)) is not None]
    return sorted(found, key=_place)


def _place(hearer: tuple[Plan, Enrolment]) -> tuple[int, int, str, str]:
    one = hearer[1]
    return one.kind, one.subject, one.workflow, one.entry_key


def _true_from(plan: Plan, one: Enrolment, event: Event) -> datetime | None:
    """From when on what a late event does to an enrolment holds; None where it does nothing to it.

    What happened before the event that let it in ends nothing. But a silence that was none is over as it began.
    """
    entered = datetime.fromisoformat(str(one.entry.get("at")))
    if event.at >= entered:
        return event.at
    crossing = plan.trigger.crossing()
    return entered + timedelta(microseconds=1) if crossing and crossing.event == one.entry.get("name") else None


def _unsent(plan: Plan, one: Enrolment, standing: Standing, event: Event, moment: Moment) -> bool:
    """A message of this enrolment was held or failed: does what its step says then."""
    if event.name not in ("Message Held", "Message Failed"):
        return False
    match event.properties.get("if_unsent"):
        case "stop":
            leave(plan, one, standing, moment, "stopped", f"unsent:{event.name}:{event.properties.get('reason') or ''}")
        case "tell_owner":
            text = f"{plan.definition.label}: {event.properties.get('reason')}"
            why = Because(at=event.at, by=event.id, key=key_of(event.id, "unsent"), workflow=plan.key,
                          contact=contact_of(one, event), now=event.received_at)  # fmt: skip
            apply(Notify("unsent", text), standing, standing.profile(one.kind, one.subject), why)
        case _:
            return False
    return True
