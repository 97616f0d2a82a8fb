"""One customer's events in order of receipt, each with all that follows from it, before the next.

Pure: given the same loaded state and the same events it gives the same outcome, in batches of any size, live, in a
rehearsal or in the demo.
"""

from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import msgspec

from perennia.core import by_hand, guided, segment, webhook
from perennia.core.advance import wake
from perennia.core.apply import Because, Derived, apply, described
from perennia.core.effect import KnowFeature
from perennia.core.enter import let_in, started
from perennia.core.event import MAX_DEPTH, Event, Properties
from perennia.core.fold import feature_seconds, fold
from perennia.core.hear import heard
from perennia.core.index import Index
from perennia.core.outcome import EffectRow, Enrolment, Failure, Happened, Log, Outcome, Timer, key_of
from perennia.core.profile import CONTACT, CUSTOMER, Profile
from perennia.core.put_right import put_right
from perennia.core.standing import Change, Loaded, Standing
from perennia.core.upgrade import upgrade

DERIVED = 2  # the source of derived events
RESTING = timedelta(hours=1)  # between two looks at a workflow that cannot be read


class Arrived(msgspec.Struct, frozen=True):
    """An event with what only the engine needs to know of its arrival."""

    event: Event
    is_hidden: bool = False


def run(
    loaded: Loaded,
    arrived: list[Arrived],
    index: Index,
    now: datetime,
    out: Outcome,
    budget: Callable[[], None] = lambda: None,
    present: datetime | None = None,
) -> None:
    """Works one customer's events and the timers due by `now`, adding to `out`. `present`: see Standing.

    An event that raises is left, with all behind it, to the caller as `out.failures`; what came before it stands.
    Raises Unforeseen where more of the customer must be read; `out` is of no use then.
    """
    mark = out.mark()
    try:
        _work(loaded, arrived, index, now, out, budget, present)
    except _Failed as failed:
        out.cut_back(mark)
        sound = [one for one in arrived if one.event.seq < failed.seq] if failed.seq else []
        if sound:
            _work(loaded, sound, index, sound[-1].event.received_at, out, budget, present)
        out.failures.append(Failure(loaded.id, failed.seq, failed.reason))


class _Failed(Exception):
    def __init__(self, seq: int, reason: str) -> None:
        self.seq = seq
        self.reason = reason


def _work(
    loaded: Loaded,
    arrived: list[Arrived],
    index: Index,
    now: datetime,
    out: Outcome,
    budget: Callable[[], None],
    present: datetime | None,
) -> None:
    standing = Standing(loaded, index.zone, out, present, index.policy)
    last: Event | None = None
    begin = len(out.effects)
    for one in arrived:
        try:
            budget()
            happen(standing, index, one)
        except Exception as failure:
            raise _Failed(one.event.seq, f"{type(failure).__name__}: {failure}") from failure
        last = one.event
    try:
        budget()
        last = pass_time(standing, index, now) or last
    except Exception as failure:
        raise _Failed(0, f"A timer failed. {type(failure).__name__}: {failure}") from failure
    if last is not None:  # first of all, for the others may be about these rows
        out.effects[begin:begin] = described(standing, last)
    standing.close()


def happen(standing: Standing, index: Index, arrived: Arrived) -> None:
    """Works one event, behind the timers that fell due before it came in."""
    pass_time(standing, index, arrived.event.received_at)
    _event(standing, index, arrived)


def pass_time(standing: Standing, index: Index, until: datetime) -> Event | None:
    """Fires what fell due before `until`, each at its own moment. Gives the last of these moments as an event."""
    last: Event | None = None
    while (timer := standing.next_timer(until)) is not None:
        standing.out.gone.append(timer)  # a stale one too: left in place it would be due for ever
        if timer.node < 0:
            last = _flip(standing, index, timer) or last
            continue
        one = standing.by_timer(timer)
        if one is None or one.due_at != timer.due_at or one.node != timer.node:
            continue  # left, or gone on by its event
        plan = index.versions.get(one.version)
        if plan is None:
            _look_again(standing, one, until + RESTING)
            continue
        derived = wake(plan, one, standing, timer.due_at, timer.enrolment)
        standing.place = 0
        last = _clock_event(one, timer.due_at)
        _follow(standing, index, last, derived)
        _settle(standing, index, last)
    return last


def _flip(standing: Standing, index: Index, timer: Timer) -> Event | None:
    """Time alone may have made somebody enter or leave a segment."""
    if not segment.is_due(standing.profiles.get((timer.kind, timer.subject)), timer):
        return None
    standing.due[timer.kind, timer.subject] = timer.node
    standing.place = 0
    key = f"segments:{timer.kind}:{timer.subject}:{timer.due_at.isoformat()}"
    cause = Event(
        seq=-(key_of(key).int >> 65) - 1, id=key, name="Time Passed", kind="clock", customer=standing.id,
        contact=timer.subject if timer.kind == CONTACT else None, at=timer.due_at, received_at=timer.due_at, source=1,
    )  # fmt: skip
    _settle(standing, index, cause)
    return cause


def _settle(standing: Standing, index: Index, cause: Event) -> bool:
    """Works who entered or left a segment by what has just happened, and what follows from that, until all is quiet."""
    matched = False
    for depth in range(cause.depth, MAX_DEPTH + 1):
        moved = segment.settle(standing, index.segments, cause.received_at)
        if not moved:
            break
        matched = _follow(standing, index, msgspec.structs.replace(cause, depth=depth), moved) or matched
    return matched


def _look_again(standing: Standing, one: Enrolment, at: datetime) -> None:
    """A workflow that cannot be read rests, and goes on when it can: what waits in it is not given up."""
    standing.enrol(msgspec.structs.replace(one, due_at=at))
    standing.set_timer(Timer(at, one.id, one.node, one.kind, one.subject, one.customer))


def _clock_event(one: Enrolment, at: datetime) -> Event:
    contact = one.subject if one.kind == CONTACT else None
    key = f"timer:{one.id}:{one.node}:{at.isoformat()}"
    return Event(
        seq=-(key_of(key).int >> 65) - 1, id=key, name="Wait Over", kind="clock", customer=one.customer, contact=contact,
        at=at, received_at=at, source=1, depth=one.depth,
    )  # fmt: skip


def _event(standing: Standing, index: Index, arrived: Arrived) -> None:
    event = arrived.event
    standing.place = 0
    customer = standing.profile(CUSTOMER, standing.id)
    contact = standing.profile(CONTACT, event.contact) if event.contact is not None else None
    known = contact if contact is not None else customer
    is_late = known.latest_at is not None and event.at < known.latest_at
    if is_late:
        event = msgspec.structs.replace(event, is_late=True)
    folded = fold(customer, contact, event, is_hidden=arrived.is_hidden, zone=index.zone, policy=index.policy)
    standing.put(folded.customer)
    if folded.contact is not None:
        standing.put(folded.contact)
    _count(standing, event, contact)
    if event.name in guided.NAMES and contact is not None and folded.contact is not None:
        day = standing.day_of(event.at)
        standing.out.tally += [
            (name, part, day, what) for name, part, what in guided.news(contact, folded.contact, event)
        ]
    before = (customer, contact)
    matched = _worked(standing, index, event, before)
    follows: list[Derived] = []
    if contact is not None and folded.contact is not None:
        follows = [Derived(name, said, contact, folded.contact, event.contact) for name, said in folded.derived]
    follows += [Derived(name, said, customer, folded.customer, None) for name, said in folded.whole]
    if (feature := event.feature) and feature not in customer.features and index.policy.is_news(feature):
        key = key_of("feature", feature, standing.id)
        standing.out.effects.append(EffectRow(key, standing.id, None, event.received_at, KnowFeature(feature)))
    if event.kind == "person":
        follows += _by_hand(standing, event)
    matched = _follow(standing, index, event, follows) or matched
    if event.name == by_hand.UPGRADED and event.kind == "person":
        matched = upgrade(standing, index, event) or matched
    matched = _settle(standing, index, event) or matched
    _happened(standing, index, Happened(event, "matched" if matched else "no_match", is_late))


def _by_hand(standing: Standing, event: Event) -> list[Derived]:
    """Does what a person asks for. Gives the events that follow."""
    follows = put_right(event, standing)
    for effect, subject in by_hand.effects(event, standing):
        why = Because(
            at=event.at, by=event.id, key=key_of(event.id, standing.id), contact=event.contact, now=event.received_at
        )
        follows += apply(effect, standing, standing.profile(*subject.subject), why)
    return follows


def _happened(standing: Standing, index: Index, one: Happened) -> None:
    """Keeps that it happened, and tells the endpoints that hear of it, in the same commit."""
    standing.out.happened.append(one)
    if index.webhooks:
        contact = standing.profile(CONTACT, one.event.contact) if one.event.contact is not None else None
        standing.out.webhooks += webhook.rows(one.event, index.webhooks, standing.customer, contact)


def _count(standing: Standing, event: Event, contact: Profile | None) -> None:
    """Daily roll-ups of the customer and the contact: by event name, and seconds by feature.

    `contact`: as it was before. Who was already seen on that day is counted among the active of it.
    """
    if event.kind in ("clock", "person", "report"):
        return
    name, seconds = event.name, 0
    if (feature := event.feature) is not None:
        name, seconds = f"feature:{feature}", feature_seconds(event)
    standing.count(CUSTOMER, standing.id, name, event.at, seconds)
    if contact is None:
        return
    standing.count(CONTACT, contact.id, name, event.at, seconds)
    if event.is_activity:
        day, seen = standing.day_of(event.at), contact.last_seen_at
        if seen is None or seen.astimezone(standing.zone).date() != day:
            standing.out.active.append((standing.id, day, contact.id))


def _follow(standing: Standing, index: Index, cause: Event, derived: Iterable[Derived]) -> bool:
    """Works derived events right behind their cause, breadth first. Says whether any workflow took one up."""
    queue = deque((one, cause.depth + 1) for one in derived)
    matched = False
    while queue:
        one, depth = queue.popleft()
        standing.place += 1
        event = Event(
            seq=cause.seq, id=f"{cause.id}/{standing.place:04}", place=standing.place, name=one.name, kind="derived", customer=standing.id,
            contact=one.contact, at=cause.at, received_at=cause.received_at, source=DERIVED, depth=depth,
            historical=cause.historical, properties=one.properties,
        )  # fmt: skip
        if depth > MAX_DEPTH:
            _stop_chain(standing, event)
            continue
        before = (one.before, None) if one.contact is None else (standing.customer, one.before)
        more = _started(standing, index, event, before, one.after)
        _happened(standing, index, Happened(event, "matched" if more is not None else "no_match", False))
        matched = matched or more is not None
        queue.extend((next_one, depth + 1) for next_one in more or [])
    return matched


def _stop_chain(standing: Standing, event: Event) -> None:
    at = event.received_at
    said: Properties = {"reason": f"chain:{MAX_DEPTH}", "entry": event.name}
    standing.out.logs.append(Log(at, standing.id, event.contact, "", None, "", "failed", said, event.seq))


def _worked(standing: Standing, index: Index, event: Event, before: tuple[Profile, Profile | None]) -> bool:
    derived = _started(standing, index, event, before)
    return derived is not None and (_follow(standing, index, event, derived) or True)


def _started(
    standing: Standing, index: Index, event: Event, before: tuple[Profile, Profile | None], after: Profile | None = None
) -> list[Derived] | None:
    """Lets running enrolments hear the event and starts new ones. None where nobody cared.

    `after` is what a derived event made of its subject, which may have gone on changing since.
    """
    if event.historical:
        return None
    change = _change(standing, event, before, after)
    derived: list[Derived] = []
    cared = heard(standing, index, change, derived)
    for live in started(standing, index, change):
        cared = let_in(standing, live, change, derived) or cared
    return derived if cared else None


def _change(standing: Standing, event: Event, before: tuple[Profile, Profile | None], after: Profile | None) -> Change:
    customer, contact = standing.customer, before[1]
    if contact is None or event.contact is None:
        return Change(event, (before[0], after or customer), None)
    return Change(event, (before[0], customer), (contact, after or standing.profile(CONTACT, event.contact)))
