"""One customer as a turn holds it in memory: profiles, enrolments and timers, with what changes about them."""

import heapq
from datetime import date, datetime, tzinfo

import msgspec

from perennia.core.condition import View
from perennia.core.event import Event
from perennia.core.outcome import Enrolment, Outcome, Timer
from perennia.core.profile import CONTACT, CUSTOMER, Profile, Subject
from perennia.core.workflow import Plan

Key = tuple[int, int, str, str]


class Loaded:
    """What the turn read for one customer before it began. Never changed, so that a run can begin anew."""

    def __init__(self, customer: int) -> None:
        self.id = customer
        self.profiles: dict[Subject, Profile] = {}
        self.enrolments: dict[Key, Enrolment] = {}
        self.timers: list[Timer] = []
        self.days: dict[tuple[int, int, str], dict[date, tuple[int, int]]] = {}


class Standing:
    """The working copy of one customer, and the outcome it adds to."""

    def __init__(self, loaded: Loaded, zone: tzinfo, out: Outcome) -> None:
        self.id = loaded.id
        self.zone = zone
        self.out = out
        self.before = loaded.profiles
        self.profiles = dict(loaded.profiles)
        self.enrolments = dict(loaded.enrolments)
        self.running = {key: one for key, one in loaded.enrolments.items() if one.is_running}
        self.days = {key: dict(days) for key, days in loaded.days.items()}
        self.timers = [(timer.due_at, str(timer.enrolment), timer) for timer in loaded.timers]
        self.touched: set[Subject] = set()
        self.changed: dict[Key, Enrolment] = {}
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
        if self.profiles.get(subject) is not profile:
            self.profiles[subject] = profile
            self.touched.add(subject)

    def enrol(self, enrolment: Enrolment) -> None:
        key = (enrolment.kind, enrolment.subject, enrolment.workflow, enrolment.entry_key)
        self.enrolments[key] = enrolment
        self.changed[key] = enrolment
        if enrolment.is_running:
            self.running[key] = enrolment
        else:
            self.running.pop(key, None)

    def past(self, plan: Plan, subject: int) -> list[Enrolment]:
        """Enrolments of this subject in any version of the plan's workflow whose keys are still known."""
        return [
            one for (kind, id_, workflow, _), one in self.enrolments.items()
            if workflow == plan.key and id_ == subject and kind == plan.subject
        ]  # fmt: skip

    def by_id(self, enrolment: object) -> Enrolment | None:
        return next((one for one in self.running.values() if one.id == enrolment), None)

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
        return at.astimezone(self.zone).date()

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

    def close(self) -> None:
        """Hands the changed profiles and enrolments to the outcome; what failed before this is as if it never was."""
        for subject in self.touched:
            self.out.profiles[subject] = self.profiles[subject]
        self.out.enrolments.update(self.changed)


class Change(msgspec.Struct, frozen=True):
    """An event with the profiles it found. `after`: what a derived event made of its subject, which may have gone on."""

    event: Event
    customer: Profile
    contact: Profile | None
    after: Profile | None = None

    def was(self, standing: Standing, kind: int, id_: int) -> Profile:
        """A subject's profile before the event; its present one where the event did not touch it."""
        touched = self.customer if kind == CUSTOMER else self.contact
        return touched if touched is not None and touched.id == id_ else standing.profile(kind, id_)

    def became(self, standing: Standing, kind: int, id_: int) -> Profile:
        """A subject's profile as the event left it."""
        known = self.after
        return known if known is not None and known.subject == (kind, id_) else standing.profile(kind, id_)
