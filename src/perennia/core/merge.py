"""Makes one profile of two: what a person did while alone joins what is known of them at their account."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

import msgspec

from perennia.core.profile import FeatureUse, Known, Profile

K = TypeVar("K")
V = TypeVar("V")


def merge(into: Profile, other: Profile) -> Profile:
    """`into` with all that `other` knew: newest values win, sums add up, first and last moments widen."""
    traits = _joined(into.traits, other.traits, _newer)
    return msgspec.structs.replace(
        into,
        is_hidden=into.is_hidden and other.is_hidden,
        score=into.score + other.score,
        own_score=into.own_score + other.own_score,
        peak_score=max(into.peak_score, other.peak_score),
        felt=(into.felt[0] + other.felt[0], into.felt[1] + other.felt[1]),
        started_at=_first(into.started_at, other.started_at),
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
        flips_at=None,  # judged anew, which says when they next are
    )  # fmt: skip


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
