"""One customer as a turn holds it in memory: profiles, enrolments and timers, with what changes about them."""

import heapq
from collections.abc import Iterator
from datetime import date, datetime, tzinfo

import msgspec

from perennia.core.catalogue import Trigger
from perennia.core.condition import View
from perennia.core.event import Event, Properties
from perennia.core.outcome import Enrolment, Outcome, Timer
from perennia.core.policy import PLAIN, Policy
from perennia.core.profile import CONTACT, CUSTOMER, Profile, Subject
from perennia.core.workflow import Plan

Key = tuple[int, int, str, str]


class Unforeseen(BaseException):
    """An event came up whose hearers were not read: read all of them and run again.

    Nothing has failed, so it passes by whoever handles failures.
    """


class Loaded:
    """What the turn read for one customer before it began. A run never changes it, so that it can begin anew.

    `foreseen`: events whose hearers are among `enrolments`, of the others only the keys in `ended`; None: all are there.
    """

    def __init__(self, customer: int, foreseen: frozenset[str] | None = None) -> None:
        self.id = customer
        self.foreseen = foreseen
        self.profiles: dict[Subject, Profile] = {}
        self.enrolments: dict[Key, Enrolment] = {}
        self.ended: set[Key] = set()  # enrolments that are over, or hear nothing: of them only the key is needed
        self.timers: list[Timer] = []
        self.days: dict[tuple[int, int, str], dict[date, tuple[int, int]]] = {}


class Standing:
    """The working copy of one customer, and the outcome it adds to.

    `present`: the moment it really is, by which a wait may have ended late; None on a virtual clock, where none does.
    """

    def __init__(
        self, loaded: Loaded, zone: tzinfo, out: Outcome, present: datetime | None = None, policy: Policy = PLAIN
    ) -> None:
        self.id = loaded.id
        self.foreseen = loaded.foreseen
        self.present = present
        self.zone = zone
        self.policy = policy
        self.out = out
        self.before = loaded.profiles
        self.profiles = dict(loaded.profiles)
        self.enrolments = dict(loaded.enrolments)
        self.ended = loaded.ended
        self.running: dict[Subject, dict[Key, Enrolment]] = {}
        for key, one in loaded.enrolments.items():
            if one.is_running:
                self.running.setdefault(key[:2], {})[key] = one
        self.days = {key: dict(days) for key, days in loaded.days.items()}
        self.timers = [(timer.due_at, str(timer.enrolment), timer) for timer in loaded.timers]
        self.touched: set[Subject] = set()
        self.unsettled: dict[Subject, Profile | None] = {}  # who changed since segments were judged, as they were
        self.due: dict[Subject, int] = {}  # whose segments are to be judged though nothing changed, by which timer
        self.changed: dict[Key, Enrolment] = {}
        self._day: tuple[datetime | None, date] = (None, date.min)
        self.place = 0  # how many events were derived from the present one
        heapq.heapify(self.timers)

    @property
    def customer(self) -> Profile:
        return self.profiles[CUSTOMER, self.id]

    def profile(self, kind: int, id_: int) -> Profile:
        """The profile of a subject here; an empty, hidden one where nothing is known yet."""
        found = self.profiles.get((kind, id_))
        return found if found is not None else Profile(kind=kind, id=id_, customer=self.id, is_hidden=True)

    def put(self, profile: Profile) -> None:
        subject = (profile.kind, profile.id)
        known = self.profiles.get(subject)
        if known is not profile:
            self.unsettled.setdefault(subject, known)
            self.profiles[subject] = profile
            self.touched.add(subject)

    def take_unsettled(self) -> tuple[dict[Subject, Profile | None], dict[Subject, int]]:
        """Whose segments are to be judged, as they were before, and which of them by a timer; from now on nobody."""
        befores, due = self.unsettled, self.due
        self.unsettled = {}
        if due:
            befores = {subject: self.profiles.get(subject) for subject in due} | befores
            self.due = {}
        return befores, due

    def enrol(self, enrolment: Enrolment) -> None:
        key = (enrolment.kind, enrolment.subject, enrolment.workflow, enrolment.entry_key)
        self.enrolments[key] = enrolment
        self.changed[key] = enrolment
        running = self.running.setdefault(key[:2], {})
        if enrolment.is_running:
            running[key] = enrolment
        else:
            running.pop(key, None)

    def hearing(self, event: Event) -> Iterator[Enrolment]:
        """Running enrolments an event concerns: what is true of the customer as a whole concerns those of all contacts.

        Of those that cannot hear it some may be missing.
        """
        if self.foreseen is not None and event.name not in self.foreseen:
            raise Unforeseen(event.name)
        if event.is_of_whole_customer:
            for running in self.running.values():
                yield from running.values()
            return
        for subject in ((CUSTOMER, self.id), (CONTACT, event.contact or 0)):
            yield from self.running.get(subject, {}).values()

    def has_run(self, key: Key) -> bool:
        """Whether there is an enrolment of this key, running or over."""
        return key in self.enrolments or key in self.ended

    def past(self, plan: Plan, subject: int) -> list[Enrolment]:
        """Enrolments of this subject in any version of the plan's workflow whose keys are still known."""
        return [
            one for (kind, id_, workflow, _), one in self.enrolments.items()
            if workflow == plan.key and id_ == subject and kind == plan.subject
        ]  # fmt: skip

    def by_timer(self, timer: Timer) -> Enrolment | None:
        """The running enrolment a timer is of."""
        running = self.running.get((timer.kind, timer.subject), {})
        return next((one for one in running.values() if one.id == timer.enrolment), None)

    def set_timer(self, timer: Timer) -> None:
        """Asks to be woken; heard of in this very turn if it falls due within it."""
        heapq.heappush(self.timers, (timer.due_at, str(timer.enrolment), timer))
        self.out.timers.append(timer)

    def next_timer(self, until: datetime) -> Timer | None:
        """The first timer due before `until`."""
        if self.timers and self.timers[0][0] < until:
            return heapq.heappop(self.timers)[2]
        return None

    def day_of(self, at: datetime) -> date:
        known, day = self._day
        if known is not at:
            day = at.astimezone(self.zone).date()
            self._day = (at, day)
        return day

    def count(self, kind: int, id_: int, name: str, at: datetime, seconds: int = 0) -> None:
        """Adds to the daily roll-up, in memory too where a condition looks at it."""
        day = self.day_of(at)
        self.out.days.append((kind, id_, name, day, seconds))
        known = self.days.get((kind, id_, name))
        if known is not None:
            count, total = known.get(day, (0, 0))
            known[day] = (count + 1, total + seconds)

    def view(self, contact: int | None, event: Event | None, now: datetime) -> View:
        return View(
            customer=self.customer,
            contact=self.profile(CONTACT, contact) if contact is not None else None,
            event=event,
            now=now,
            today=self.day_of(now),
            days=self.days,
        )

    def sets_off(self, trigger: Trigger, change: tuple[Profile, Profile], event: Event, entry: Properties) -> bool:
        """Whether an event fires what a run listens for, by what it made of the subject and by what is asked besides.

        `entry`: the event that let the run in.
        """
        if not trigger.fires(*change, event) or not trigger.concerns(_properties(entry), event):
            return False
        return self.grants(trigger, change[1].kind, event)

    def grants(self, trigger: Trigger, kind: int, event: Event) -> bool:
        """Whether what a trigger asks besides is so, for a subject of that kind."""
        answer = trigger.answers[kind]
        return answer is None or answer(self.view(event.contact, event, event.received_at))

    def close(self) -> None:
        """Hands the changed profiles and enrolments to the outcome; what failed before this is as if it never was."""
        for subject in self.touched:
            self.out.profiles[subject] = self.profiles[subject]
        self.out.enrolments.update(self.changed)


def _properties(entry: Properties) -> Properties:
    said = entry.get("properties")
    return said if isinstance(said, dict) else {}


class Change(msgspec.Struct, frozen=True):
    """An event with what it made of the customer and the contact it came from: their profiles before and after."""

    event: Event
    customer: tuple[Profile, Profile]
    contact: tuple[Profile, Profile] | None

    def touched(self, kind: int) -> tuple[Profile, Profile] | None:
        """The one of that kind it came from, before and after."""
        return self.contact if kind == CONTACT else self.customer

    def of(self, standing: Standing, kind: int, id_: int) -> tuple[Profile, Profile]:
        """A subject's profile before and after; its present one twice where the event did not touch it."""
        touched = self.touched(kind)
        if touched is not None and touched[1].id == id_:
            return touched
        present = standing.profile(kind, id_)
        return present, present
