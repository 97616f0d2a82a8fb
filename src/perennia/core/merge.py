"""Makes one profile of two: what a person did while alone joins what is known of them at their account."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple, TypeVar

import msgspec

from perennia.core import guided, happiness
from perennia.core.event import Properties
from perennia.core.fold import learn
from perennia.core.profile import FeatureUse, Known, Profile

K = TypeVar("K")
V = TypeVar("V")
HAPPY = frozenset({"happiness", "happiness_mean"})


def merge(into: Profile, other: Profile) -> Profile:
    """`into` with all that `other` knew: newest values win, sums add up, first and last moments widen."""
    traits = _joined(into.traits, other.traits, _newer)
    started_at = _first(into.started_at, other.started_at)
    return msgspec.structs.replace(
        into,
        is_hidden=into.is_hidden and other.is_hidden,
        is_guest=started_at is None and all(one.is_guest or one.is_hidden for one in (into, other)) and (into.is_guest or other.is_guest),
        score=into.score + other.score,
        own_score=into.own_score + other.own_score,
        peak_score=max(into.peak_score, other.peak_score),
        felt=(into.felt[0] + other.felt[0], into.felt[1] + other.felt[1]),
        started_at=started_at,
        last_seen_at=_last(into.last_seen_at, other.last_seen_at),
        last_login_at=_last(into.last_login_at, other.last_login_at),
        latest_at=_last(into.latest_at, other.latest_at),
        features_due_at=_first(into.features_due_at, other.features_due_at),
        renews_at=(into if traits.get("renews_at") is into.traits.get("renews_at") else other).renews_at,
        traits=traits,
        folded={name: (into if traits[name] is into.traits.get(name) else other).folded[name] for name in traits
                if name in (into if traits[name] is into.traits.get(name) else other).folded},
        tags=_joined(into.tags, other.tags, _newer),
        stages=_joined(into.stages, other.stages, _newer),
        places=_joined(into.places, other.places, lambda a, b: _joined(a, b, min)),
        features=_joined(into.features, other.features, _used),
        counts=_joined(into.counts, other.counts, lambda a, b: a + b),
        entries=_joined(into.entries, other.entries, max),
        segments=_joined(into.segments, other.segments, min),
        guided=_joined(into.guided, other.guided, guided.joined),
        flips_at=None,  # judged anew, which says when they next are
    )  # fmt: skip


class Votes(NamedTuple):
    """The sum and number of what contacts said last of their happiness."""

    total: int = 0
    number: int = 0

    def plus(self, other: "Votes", sign: int = 1) -> "Votes":
        return Votes(self.total + sign * other.total, self.number + sign * other.number)


def votes_of(contact: Profile | None) -> Votes:
    """A contact's one vote: what they said last; none where they have said nothing."""
    worth = happiness.worth(contact.trait("happiness")) if contact is not None else None
    return Votes() if worth is None else Votes(worth, 1)


def with_votes(customer: Profile, change: Votes, at: datetime, by: str) -> Profile:
    """The customer with so much more, or less, said of happiness at it, and the mean put right."""
    felt = Votes(*customer.felt).plus(change)
    if felt.number <= 0:
        traits = {name: known for name, known in customer.traits.items() if name not in HAPPY}
        folded = {name: key for name, key in customer.folded.items() if name not in HAPPY}
        return msgspec.structs.replace(customer, felt=(0, 0), traits=traits, folded=folded)
    mean = felt.total / felt.number
    known = customer.traits.get("happiness")
    at, by = (known.at, known.by) if known is not None else (at, by)
    said: Properties = {"happiness": happiness.nearest(mean), "happiness_mean": round(mean)}
    # The mean is newer than what it is made of only where that has no moment of its own.
    plain = msgspec.structs.replace(customer, traits={n: k for n, k in customer.traits.items() if n not in HAPPY})
    return msgspec.structs.replace(learn(plain, said, at, by), felt=tuple(felt))


def _joined(a: Mapping[K, V], b: Mapping[K, V], both: Callable[[V, V], V]) -> dict[K, V]:
    return {**a, **{key: both(a[key], value) if key in a else value for key, value in b.items()}}


def _newer(a: Known, b: Known) -> Known:
    return b if a.yields_to(b.at, b.by) else a


def _used(a: FeatureUse, b: FeatureUse) -> FeatureUse:
    return FeatureUse(a.seconds + b.seconds, a.uses + b.uses, min(a.first_at, b.first_at), max(a.last_at, b.last_at))


def _first(a: datetime | None, b: datetime | None) -> datetime | None:
    return min((moment for moment in (a, b) if moment is not None), default=None)


def _last(a: datetime | None, b: datetime | None) -> datetime | None:
    return max((moment for moment in (a, b) if moment is not None), default=None)
