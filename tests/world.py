"""One customer in the pure engine: events and time in, what came of it out. No database."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import msgspec

from perennia.core.catalogue import Crossing
from perennia.core.effect import AddTask, Assign, Notify
from perennia.core.event import Event, Properties
from perennia.core.index import Index, Live
from perennia.core.outcome import Enrolment, MessageRow, Outcome
from perennia.core.policy import PLAIN, Policy
from perennia.core.profile import CONTACT, CUSTOMER, Profile
from perennia.core.shipped import shipped
from perennia.core.standing import Loaded
from perennia.core.stream import Arrived, run
from perennia.core.workflow import Definition, compile_plan

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
ACME, ANNA, BOB = 1, 11, 12


def definition(key: str = "tried", **parts: object) -> Definition:
    """A workflow for a test; what it does not say is a team workflow of contacts."""
    told = {"label": key, "group": "x", "subject": "contact", "audience": "internal_notification", **parts}
    return msgspec.convert({"key": key, **told}, Definition)


class World:
    """Keeps what the database would keep between turns. `everything` adds up all outcomes."""

    def __init__(self, *workflows: str | Definition, since: datetime = LONG_AGO, policy: Policy = PLAIN) -> None:
        known = {one.key: one for one in shipped()}
        chosen = [known[one] if isinstance(one, str) else one for one in workflows]
        plans = [compile_plan(one, version) for version, one in enumerate(chosen, 1)]
        self.index = Index([Live(plan, since) for plan in plans], plans, UTC, policy=policy)
        self.loaded = Loaded(ACME)
        for kind, name in self.index.roll_ups:
            for subject in (ACME,) if kind == CUSTOMER else (ANNA, BOB):
                self.loaded.days[kind, subject, name] = {}
        self.everything = Outcome()
        self.now = MONDAY
        self.seq = count(1)

    def event(
        self, name: str, at: datetime | None = None, *, contact: int | None = ANNA, kind: str = "track",
        received_at: datetime | None = None, **rest: object,
    ) -> Arrived:  # fmt: skip
        """An event that has arrived. Keyword arguments that are no part of an event are its properties."""
        at = at or self.now
        seq = next(self.seq)
        parts: dict[str, object] = {
            key: rest.pop(key) for key in ("id", "traits", "context", "historical", "depth", "source") if key in rest
        }
        hidden = bool(rest.pop("hidden", False))
        told: dict[str, object] = {
            "seq": seq, "id": f"m{seq:05}", "name": name, "kind": kind, "customer": ACME, "contact": contact, "at": at,
            "received_at": received_at or max(at, self.now), "source": 101, "properties": rest,
        }  # fmt: skip
        told |= parts
        return Arrived(msgspec.convert(told, Event), hidden)

    def happens(self, name: str, at: datetime | None = None, **rest: object) -> Outcome:
        """One event, worked now."""
        arrived = self.event(name, at, **rest)  # type: ignore[arg-type]  # handed on as they came
        return self.work([arrived], arrived.event.received_at)

    def work(self, arrived: Sequence[Arrived], now: datetime, present: datetime | None = None) -> Outcome:
        """One turn, its outcome kept as the database keeps it. `present`: when it really is worked."""
        self.now = max(self.now, now)
        out = Outcome()
        run(self.loaded, list(arrived), self.index, self.now, out, present=present)
        assert not out.failures, out.failures
        self._keep(out)
        return out

    def stands_still(self, span: timedelta) -> Outcome:
        """Nobody works for so long; then what is due is worked in one turn."""
        return self.work([], self.now + span, self.now + span)

    def passes(self, span: timedelta) -> Outcome:
        """Time passes: sweeps and timers, each at its moment. Gives all that came of it."""
        until, mark = self.now + span, self.everything.mark()
        while (found := self._next_crossing(until)) is not None:
            moment, crossing, subject = found
            contact = subject if crossing.kind == CONTACT else None
            self.work([], moment)
            told = self.event(
                crossing.event,
                moment,
                contact=contact,
                kind="clock",
                id=f"{crossing.rule}:{subject}:{moment}",
                source=1,
            )
            self.work([told], moment)
        self.work([], until)
        since = Outcome()
        for name, length in zip(Outcome.LISTS, mark, strict=True):
            getattr(since, name).extend(getattr(self.everything, name)[length:])
        return since

    def profile(self, contact: int | None = ANNA) -> Profile:
        return self.loaded.profiles[(CUSTOMER, ACME) if contact is None else (CONTACT, contact)]

    def tags(self, contact: int | None = ANNA) -> set[str]:
        return {tag for tag in self.profile(contact).tags if self.profile(contact).has_tag(tag)}

    def enrolments(self, workflow: str) -> list[Enrolment]:
        return [one for one in self.loaded.enrolments.values() if one.workflow == workflow]

    def tallied(self, workflow: str, what: str) -> int:
        return sum(1 for key, _, _, said in self.everything.tally if (key, said) == (workflow, what))

    def _next_crossing(self, until: datetime) -> tuple[datetime, Crossing, int] | None:
        found: list[tuple[datetime, str, Crossing, int]] = []
        for crossing, since in self.index.crossings():
            for (kind, id_), profile in self.loaded.profiles.items():
                base = getattr(profile, crossing.column)
                if kind != crossing.kind or base is None or profile.is_hidden:
                    continue
                moment = base + crossing.after
                if max(self.now, since) < moment <= until:
                    found.append((moment, crossing.rule, crossing, id_))
        if not found:
            return None
        moment, _, crossing, id_ = min(found, key=lambda one: (one[0], one[1], one[3]))
        return moment, crossing, id_

    def _keep(self, out: Outcome) -> None:
        self.loaded.profiles.update(out.profiles)
        self.loaded.enrolments.update(out.enrolments)
        gone = {(timer.due_at, timer.enrolment) for timer in out.gone}
        timers = [*self.loaded.timers, *out.timers]
        self.loaded.timers = [timer for timer in timers if (timer.due_at, timer.enrolment) not in gone]
        for kind, id_, name, day, seconds in out.days:
            days = self.loaded.days.get((kind, id_, name))
            if days is not None:
                times, total = days.get(day, (0, 0))
                self.loaded.days[kind, id_, name] = {**days, day: (times + 1, total + seconds)}
        for name in Outcome.LISTS:
            getattr(self.everything, name).extend(getattr(out, name))


def messages(out: Outcome) -> list[tuple[str, str]]:
    """(workflow, template) of what was put into the outbox."""
    return [(row.workflow, row.template) for row in out.messages]


def notices(out: Outcome) -> list[tuple[str, str, bool]]:
    """(kind, to whom, urgent) of what the team is told."""
    return [
        (row.effect.notice, row.effect.to, row.effect.is_urgent)
        for row in out.effects
        if isinstance(row.effect, Notify)
    ]


def assigned(out: Outcome) -> list[str]:
    return [row.effect.role for row in out.effects if isinstance(row.effect, Assign)]


def tasks(out: Outcome) -> list[AddTask]:
    """What somebody of the team is to do."""
    return [row.effect for row in out.effects if isinstance(row.effect, AddTask)]


def points(out: Outcome) -> list[tuple[int, str]]:
    return [(row.points, row.reason) for row in out.points]


def stages(out: Outcome) -> list[tuple[str, str]]:
    return [(row.pipeline, row.stage) for row in out.stages]


def did(out: Outcome) -> list[dict[str, Any]]:
    """What the steps taken said of themselves, in order."""
    told = (log.detail.get("did") for log in out.logs)
    return [msgspec.convert(one, dict[str, Any]) for said in told if isinstance(said, list) for one in said]


def message(out: Outcome, template: str) -> MessageRow:
    return next(row for row in out.messages if row.template == template)


def properties(pairs: Iterable[tuple[str, object]]) -> Properties:
    return msgspec.convert(dict(pairs), Properties)
