"""One customer carried along their past on a virtual clock: events, timers and time rules, each at its own moment.

The engine's own rules do the work and nothing is performed: what comes of it stands in `out` until it is taken.
"""

import heapq
from collections.abc import Iterator
from datetime import UTC, datetime

from perennia.core.catalogue import Crossing
from perennia.core.event import Event, Properties
from perennia.core.index import Index, Live
from perennia.core.outcome import Enrolment, Outcome, key_of
from perennia.core.profile import CONTACT, CUSTOMER, Subject
from perennia.core.schedule import SCHEDULED, Schedule
from perennia.core.standing import Loaded, Standing
from perennia.core.stream import Arrived, happen, pass_time

BEFORE = datetime.min.replace(tzinfo=UTC)


class Replay:
    """Begins with nothing known. Events are to come in the order of receipt; between them `until` lets time pass."""

    def __init__(self, customer: int, index: Index) -> None:
        self.index = index
        self.standing = Standing(Loaded(customer), index.zone, Outcome(), None, index.policy)
        self.now = BEFORE
        self._rules: dict[int, list[tuple[Crossing, str, datetime]]] = {
            kind: [(crossing, crossing.rule, since) for crossing, since in index.crossings() if crossing.kind == kind]
            for kind in (CUSTOMER, CONTACT)
        }
        # Schedules: when each comes round next, and the plan that begins then.
        self._rounds: list[tuple[datetime, int, Live, Schedule]] = []
        for place, (live, schedule) in enumerate(index.scheduled()):
            self._round(place, live, schedule, live.since)
        self._sums = {kind: [name for of, name in index.roll_ups if of == kind] for kind in (CUSTOMER, CONTACT)}
        # When a rule is next looked at for a subject; an entry that was overtaken is passed over.
        self._moments: list[tuple[datetime, str, int, Crossing, datetime]] = []
        self._looked_at: dict[tuple[str, int], datetime] = {}

    def happens(self, arrived: Arrived) -> None:
        """One event, behind all that fell due before it."""
        self.until(arrived.event.received_at)
        self._work(arrived)

    def until(self, moment: datetime) -> None:
        """Time passes: waits end, time rules are crossed and schedules come round up to the moment."""
        while self._rounds and self._rounds[0][0] <= moment:
            at, place, live, schedule = heapq.heappop(self._rounds)
            self._pass(at)
            for subject in self._subjects(live.plan.subject):
                self._work(_scheduled(live.plan.key, live.plan.subject, self.standing.id, subject, at))
            self._round(place, live, schedule, at)
        self._pass(moment)

    def _pass(self, moment: datetime) -> None:
        timers = self.standing.timers
        if not (self._moments and self._moments[0][0] <= moment) and not (timers and timers[0][0] < moment):
            return
        while self._moments and self._moments[0][0] <= moment:
            at, rule, subject, crossing, since = heapq.heappop(self._moments)
            if self._looked_at.get((rule, subject)) != at:
                continue
            del self._looked_at[rule, subject]
            due = self._due(crossing, (crossing.kind, subject))
            if due == at and at > since:
                self._work(_crossed(crossing, self.standing.id, subject, at))
            elif due is not None and due > at:
                self._look(crossing, since, subject, due)
        pass_time(self.standing, self.index, moment)
        self._after(moment)

    def take(self) -> Outcome:
        """What came of it since the last time."""
        out, self.standing.out = self.standing.out, Outcome()
        return out

    def of(self, workflow: str) -> Iterator[Enrolment]:
        """The enrolments in a workflow, running or over."""
        return (one for one in self.standing.enrolments.values() if one.workflow == workflow)

    def _work(self, arrived: Arrived) -> None:
        event = arrived.event
        for name in self._sums[CUSTOMER]:
            self.standing.days.setdefault((CUSTOMER, event.customer, name), {})
        if event.contact is not None:
            for name in self._sums[CONTACT]:
                self.standing.days.setdefault((CONTACT, event.contact, name), {})
        happen(self.standing, self.index, arrived)
        self._after(event.received_at)

    def _after(self, moment: datetime) -> None:
        """Looks out for the moments of those who changed."""
        self.now = max(self.now, moment)
        for kind, id_ in self.standing.touched:
            for crossing, rule, since in self._rules[kind]:
                due = self._due(crossing, (kind, id_))
                if due is None or due <= self.now:
                    continue
                known = self._looked_at.get((rule, id_))
                if known is None or due < known:
                    self._look(crossing, since, id_, due)
        self.standing.touched.clear()
        self.standing.changed.clear()

    def _round(self, place: int, live: Live, schedule: Schedule, after: datetime) -> None:
        if (at := schedule.next(after, self.index.zone)) is not None:
            heapq.heappush(self._rounds, (at, place, live, schedule))

    def _subjects(self, kind: int) -> list[int]:
        """Who of the customer is known by now, visitors left out."""
        known = self.standing.profiles.values()
        return sorted(one.id for one in known if one.kind == kind and not one.is_hidden)

    def _due(self, crossing: Crossing, subject: Subject) -> datetime | None:
        profile = self.standing.profiles.get(subject)
        base: datetime | None = getattr(profile, crossing.column) if profile is not None else None
        return base + crossing.after if base is not None and profile is not None and not profile.is_hidden else None

    def _look(self, crossing: Crossing, since: datetime, subject: int, at: datetime) -> None:
        self._looked_at[crossing.rule, subject] = at
        heapq.heappush(self._moments, (at, crossing.rule, subject, crossing, since))


def _scheduled(workflow: str, kind: int, customer: int, subject: int, at: datetime) -> Arrived:
    rule = f"{SCHEDULED}:{workflow}"
    return _proposed(rule, SCHEDULED, kind, customer, subject, at, {"workflow": workflow, "moment": at.isoformat()})


def _crossed(crossing: Crossing, customer: int, subject: int, at: datetime) -> Arrived:
    return _proposed(crossing.rule, crossing.event, crossing.kind, customer, subject, at, {})


def _proposed(rule: str, name: str, kind: int, customer: int, subject: int, at: datetime, said: Properties) -> Arrived:
    """What a sweep or a round would have put in the inbox at that moment."""
    key = f"{rule}:{subject}:{at.isoformat()}"
    event = Event(
        seq=-(key_of(key).int >> 65) - 1, id=key, name=name, kind="clock", customer=customer,
        contact=subject if kind == CONTACT else None, at=at, received_at=at, source=1, properties={"rule": rule, **said},
    )  # fmt: skip
    return Arrived(event)
