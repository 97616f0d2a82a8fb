"""The compiled workflows by the names of the events they care about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo

import msgspec

from perennia.core.catalogue import EVERY, Crossing, Trigger
from perennia.core.condition import RollUp
from perennia.core.policy import PLAIN, Policy
from perennia.core.profile import CUSTOMER
from perennia.core.schedule import Schedule
from perennia.core.segment import Segment, Watched, compiled
from perennia.core.unused import FEATURE_CHECK
from perennia.core.webhook import Subscription
from perennia.core.workflow import Plan

UNTOLD = datetime.max.replace(tzinfo=UTC)
EVER = datetime(1970, 1, 1, tzinfo=UTC)
# Looked at whoever listens, so that a customer's next look never lies forgotten in the past.
FEATURES = Crossing(CUSTOMER, "features_due_at", timedelta(0), FEATURE_CHECK)


class Live(msgspec.Struct, frozen=True):
    """A plan that takes new entries, counting from the moment it was switched on."""

    plan: Plan
    since: datetime


class Start(msgspec.Struct, frozen=True):
    """One trigger of one kind of subject with the plans it starts and their places, so that it is asked once an event."""

    subject: int
    trigger: Trigger
    plans: tuple[tuple[int, Live], ...]


def _starts(live: Sequence[tuple[int, Live]]) -> tuple[Start, ...]:
    """Plans with their places by what starts them. Triggers that say the same are one."""
    alike: dict[tuple[int, str, str], list[tuple[int, Live]]] = defaultdict(list)
    for place, one in live:
        trigger = one.plan.trigger
        alike[one.plan.subject, trigger.key, trigger.model_dump_json()].append((place, one))
    return tuple(Start(some[0][1].plan.subject, some[0][1].plan.trigger, tuple(some)) for some in alike.values())


def _dates(live: Iterable[Live], versions: Iterable[Plan]) -> Iterable[Segment]:
    """The dates workflows wait for, each once: those that begin one, and those a running one may yet hear of."""
    asked = [(item.plan.subject, item.plan.trigger) for item in live]
    asked += [(plan.subject, trigger) for plan in versions for trigger in plan.listening()]
    found = {(watch.kind, watch.key): watch for kind, trigger in asked if (watch := trigger.watches(kind)) is not None}
    return [compiled(one.key, one.kind, one.condition, one.said) for one in found.values()]


class Index:
    """Which plans an event may start, which versions are known, and what must be loaded for them."""

    def __init__(
        self,
        live: Iterable[Live],
        versions: Iterable[Plan],
        zone: tzinfo,
        webhooks: Iterable[Subscription] = (),
        segments: Iterable[Segment] = (),
        policy: Policy = PLAIN,
    ) -> None:
        self.zone = zone
        self.policy = policy
        self.webhooks = tuple(webhooks)
        live, versions = tuple(live), tuple(versions)
        segments = (*segments, *_dates(live, versions))
        self.segments: dict[int, Watched] = {
            kind: Watched(one for one in segments if one.kind == kind) for kind in {one.kind for one in segments}
        }
        self.live = tuple(live)
        self.versions: Mapping[int, Plan] = {plan.version: plan for plan in versions}
        self.newest: Mapping[str, Plan] = {
            plan.key: plan for plan in sorted(self.versions.values(), key=lambda one: one.version)
        }
        self.roll_ups: frozenset[RollUp] = frozenset().union(
            *(plan.roll_ups for plan in self.versions.values()),
            *(one.roll_ups for known in self.segments.values() for one in known.every),
        )
        # Workflows that look at when they ran last, so that their ended enrolments are needed whole.
        self.spaced: frozenset[str] = frozenset(
            item.plan.key for item in self.live if item.plan.re_entry.rule == "after"
        )
        self._hearing: dict[str, set[int]] = defaultdict(set)
        for plan in self.versions.values():
            for name in plan.hears:
                self._hearing[name].add(plan.version)
        placed = list(enumerate(self.live))
        names = {name for item in self.live for name in item.plan.trigger.listens()} - {EVERY}
        self._starts = {name: _starts([one for one in placed if one[1].plan.trigger.hears(name)]) for name in names}
        self._everywhere = _starts([one for one in placed if EVERY in one[1].plan.trigger.listens()])

    def starts(self, name: str) -> tuple[Start, ...]:
        """The triggers an event of that name may fire."""
        return self._starts.get(name, self._everywhere)

    def hearing(self, names: Iterable[str]) -> list[int]:
        """The versions whose runs hear one of these events, whatever step they stand at."""
        return sorted(set().union(*(self._hearing[name] for name in names if name in self._hearing)))

    def scheduled(self) -> Iterable[tuple[Live, Schedule]]:
        """The workflows that begin by the clock on the wall."""
        return ((live, schedule) for live in self.live if (schedule := live.plan.trigger.schedule()) is not None)

    def crossings(self) -> Iterable[tuple[Crossing, datetime]]:
        """What sweeps look for, each from when the first workflow that cares was switched on.

        Exits, goals and awaited moments count too, those of versions still running though no longer switched on
        from when a sweep first hears of them.
        """
        began = {item.plan.key: item.since for item in self.live}
        found = [(item.plan.trigger, item.since) for item in self.live]
        found += [(one, began.get(plan.key, UNTOLD)) for plan in self.versions.values() for one in plan.listening()]
        since: dict[Crossing, datetime] = {FEATURES: EVER} if self.policy.features else {}
        for trigger, at in found:
            crossing = trigger.crossing()
            if crossing is not None:
                since[crossing] = min(since.get(crossing, at), at)
        return since.items()
