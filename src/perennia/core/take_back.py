"""Takes back what one file taught a profile: values it was the last to write, tags it set, events it counted."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from perennia.core import text
from perennia.core.event import Event
from perennia.core.fold import feature_seconds, moment
from perennia.core.naming import PARTS
from perennia.core.profile import FeatureUse, Known, Profile

NAMES = ("name", *PARTS)


class Before(msgspec.Struct, frozen=True):
    """What was known before the file came, of the traits, tags and stages it speaks of. What is missing was not known.

    `member`: whom it made the owner, if that still holds; `owner`: who was it before.
    """

    traits: dict[str, Known] = {}
    tags: dict[str, Known] = {}
    stages: dict[str, Known] = {}
    owner: int | None = None
    member: int | None = None


class Left(msgspec.Struct, frozen=True):
    """What is left of somebody's history: when they were last seen, and when anything last happened."""

    seen_at: datetime | None = None
    latest_at: datetime | None = None


def restored(profile: Profile, prefix: str, before: Before, *, is_made: bool = False) -> Profile:
    """The profile with the earlier values wherever a message whose id begins with `prefix` wrote the present one.

    `is_made`: nothing was known before. Who stays nevertheless keeps the name, for people have come to know it.
    """
    names = {name: known for name, known in profile.traits.items() if is_made and name in NAMES}
    traits = _restored(profile.traits, prefix, {**before.traits, **names})
    tags = _restored(profile.tags, prefix, before.tags)
    stages = _restored(profile.stages, prefix, before.stages)
    if traits is profile.traits and tags is profile.tags and stages is profile.stages:
        return profile
    folded = {name: key for name, known in traits.items() if (key := text.folded(known.value)) is not None}
    renews = traits.get("renews_at")
    renews_at = profile.renews_at if traits is profile.traits else moment(renews.value) if renews else None
    return msgspec.structs.replace(profile, traits=traits, tags=tags, stages=stages, folded=folded, renews_at=renews_at)


def _restored(known: dict[str, Known], prefix: str, before: Mapping[str, Known]) -> dict[str, Known]:
    written = [name for name, one in known.items() if one.by.startswith(prefix)]
    if not written:
        return known
    kept = {name: one for name, one in known.items() if name not in written}
    return kept | {name: before[name] for name in written if name in before}


def lost_tags(before: Profile, after: Profile) -> list[str]:
    """Tags that were on and are not."""
    return [tag for tag in before.tags if before.has_tag(tag) and not after.has_tag(tag)]


def moved_back(before: Profile, after: Profile) -> list[tuple[str, Known | None]]:
    """Pipelines where one stands elsewhere now: in the stage given, or in none."""
    names = {*before.stages, *after.stages}
    moved = sorted(name for name in names if before.stage(name) != after.stage(name))
    return [(name, after.stages[name] if after.stage(name) is not None else None) for name in moved]


def uncounted(profile: Profile, events: Sequence[Event], left: Left) -> Profile:
    """The profile without these events in its sums; last seen as what is left of its history says."""
    counts, features = dict(profile.counts), dict(profile.features)
    for event in events:
        if event.kind == "track":
            counts[event.name] = counts.get(event.name, 0) - 1
        if event.feature is not None and (use := features.get(event.feature)) is not None:
            features[event.feature] = FeatureUse(
                max(0, use.seconds - feature_seconds(event)), use.uses - 1, use.first_at, use.last_at
            )
    login = profile.last_login_at
    if login is not None and (left.seen_at is None or login > left.seen_at):
        login = left.seen_at
    return msgspec.structs.replace(
        profile,
        counts={name: count for name, count in counts.items() if count > 0},
        features={name: use for name, use in features.items() if use.uses > 0},
        last_seen_at=left.seen_at,
        last_login_at=login,
        latest_at=left.latest_at,
    )
