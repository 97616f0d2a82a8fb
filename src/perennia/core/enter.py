"""Lets a subject into a workflow, or says why not: re-entry, the condition, the guard against loops."""

from collections.abc import Iterable
from operator import itemgetter

import msgspec

from perennia.core import by_hand
from perennia.core.advance import Moment, advance, log, seen
from perennia.core.apply import STARTED, Derived
from perennia.core.condition import Verdict, judge
from perennia.core.event import Event, Properties
from perennia.core.index import Index, Live
from perennia.core.outcome import Enrolment, Log, key_of
from perennia.core.profile import Profile
from perennia.core.schedule import SCHEDULED
from perennia.core.standing import Change, Standing
from perennia.core.workflow import Plan

MAX_ENTRIES_A_DAY = 20
ALWAYS = Verdict(holds=True)
# By these a person, the clock or a step of another workflow says which one is to start.
NAMING = frozenset({(by_hand.ENROLLED, "person"), (SCHEDULED, "clock"), (STARTED, "derived")})
LONGEST_KEY = 200  # characters


def started(standing: Standing, index: Index, change: Change) -> Iterable[Live]:
    """The workflows an event starts, in their order. One that a step asked for and that is off says so."""
    event = change.event
    if (event.name, event.kind) in NAMING:
        return _named(standing, index, event)
    fired = [
        start for start in index.starts(event.name)
        if (touched := change.touched(start.subject)) is not None and start.trigger.fires(*touched, event)
    ]  # fmt: skip
    if not fired:
        return ()
    placed = sorted((one for start in fired for one in start.plans), key=itemgetter(0))
    # Asked one by one: what a workflow before it does may be what the next asks for.
    return (live for _, live in placed if standing.grants(live.plan.trigger, live.plan.subject, event))


def _named(standing: Standing, index: Index, event: Event) -> list[Live]:
    key = str(event.properties.get("workflow"))
    found = [live for live in index.live if live.plan.key == key]
    if not found and event.name == STARTED:
        at, seq = event.received_at, event.seq
        said: Properties = {"reason": "off", "entry": event.name}
        standing.out.logs.append(Log(at, standing.id, event.contact, key, None, "", "not_entered", said, seq))
    return found


def let_in(standing: Standing, live: Live, change: Change, derived: list[Derived]) -> bool:
    """Enters the subject of a workflow that has started if nothing speaks against it. Says whether the workflow cared."""
    plan, event = live.plan, change.event
    touched = change.touched(plan.subject)
    if touched is None or event.at < live.since:
        return False
    subject = standing.profile(plan.subject, touched[1].id)
    if subject.is_hidden or standing.customer.is_hidden:
        return False
    one, refusal = enrolment(standing, plan, subject, event)
    if refusal:
        log(standing, one, "not_entered", {"reason": refusal, "entry": event.name}, _moment(event))
        return True
    verdict = ALWAYS
    if plan.when is not None:
        verdict = judge(plan.when, standing.view(event.contact, event, event.received_at))
        if not verdict.holds:
            detail: Properties = {"reason": "condition", "entry": event.name, "why": seen(verdict.seen)}
            log(standing, one, "not_entered", detail, _moment(event))
            return True
    _enter(standing, plan, one, subject, event)
    derived += advance(plan, one, standing, _moment(event), "entered", verdict.seen)
    return True


def _moment(event: Event) -> Moment:
    return Moment(event.at, event.received_at, event.id, event, event.depth)


def enrolment(standing: Standing, plan: Plan, subject: Profile, event: Event) -> tuple[Enrolment, str]:
    """The enrolment this event would make, and why it may not be made ("" if it may)."""
    key = entry_key(plan, event)
    one = Enrolment(
        kind=subject.kind, subject=subject.id, workflow=plan.key, entry_key=key,
        id=key_of(plan.key, subject.kind, subject.id, key), customer=standing.id, version=plan.version,
        state="active", is_sticky=plan.re_entry.is_sticky, node=0, entered_at=event.received_at,
        moved_at=event.received_at, depth=event.depth,
        entry={"name": event.name, "at": event.at.isoformat(), "contact": event.contact, "properties": event.properties,
               **_uses(subject, event)},
    )  # fmt: skip
    if standing.has_run((subject.kind, subject.id, plan.key, key)):
        return one, f"ran:{key}"
    if plan.re_entry.rule == "after":
        past = [other for other in standing.past(plan, subject.id) if other.is_sticky]
        if any(other.is_running or event.received_at - other.entered_at < plan.re_entry.span for other in past):
            return one, f"ran_within:{plan.re_entry.span.days}:{max(other.entered_at for other in past).isoformat()}"
        for other in past:
            standing.enrol(msgspec.structs.replace(other, is_sticky=False))
    day, entries = subject.entries.get(plan.key, ("", 0))
    if day == str(standing.day_of(event.received_at)) and entries >= MAX_ENTRIES_A_DAY:
        return one, f"guard:{MAX_ENTRIES_A_DAY}"
    return one, ""


def _uses(subject: Profile, event: Event) -> Properties:
    """Which use of the feature this was, for texts that speak of it."""
    use = subject.features.get(event.feature or "")
    return {"uses": use.uses} if use is not None else {}


def entry_key(plan: Plan, event: Event) -> str:
    """What one entry is told apart by: nothing (once), the event, the moment, or a value of the event."""
    match plan.re_entry.rule:
        case "once":
            return ""
        case "after":
            return event.received_at.isoformat()
        case "every_time":
            return event.id
    value: object = event
    for part in plan.re_entry.path.split("."):
        value = value.get(part) if isinstance(value, dict) else getattr(value, part, None)
    return _short(str(value)) if value is not None else event.id


def _short(key: str) -> str:
    """An index takes only so much: of a longer key the beginning, and a hash of the whole."""
    return key if len(key) <= LONGEST_KEY else f"{key[:LONGEST_KEY]}#{key_of(key)}"


def _enter(standing: Standing, plan: Plan, one: Enrolment, subject: Profile, event: Event) -> None:
    day = standing.day_of(event.received_at)
    if plan.re_entry.rule in ("every_time", "per"):
        known, entries = subject.entries.get(plan.key, ("", 0))
        count = entries + 1 if known == str(day) else 1
        standing.put(msgspec.structs.replace(subject, entries={**subject.entries, plan.key: (str(day), count)}))
    standing.out.tally.append((plan.key, "", day, "entered"))
