"""What is known now of one customer or contact, folded from events. Frozen: a change makes a new one."""

from datetime import datetime
from typing import Literal

import msgspec

from perennia.core.event import Value

CUSTOMER: Literal[0] = 0
CONTACT: Literal[1] = 1
Kind = Literal[0, 1]
# How many different names one profile remembers. Whoever writes ids into names would otherwise make each turn slower.
MOST_TRAITS, MOST_FEATURES, MOST_NAMES = 500, 500, 1_000
MOST_GUIDED = 200  # the longest unseen falls out
Subject = tuple[int, int]  # (kind, id)


class Known(msgspec.Struct, frozen=True, array_like=True):
    """A value with the moment it was true; a value with an earlier moment never replaces it (tie: message id).

    Of two values one message brought, the later stands.
    """

    value: Value
    at: datetime
    by: str = ""

    def yields_to(self, at: datetime, by: str) -> bool:
        return (at, by) >= (self.at, self.by)


class FeatureUse(msgspec.Struct, frozen=True, array_like=True):
    """Lifetime use of one feature: seconds of visible, non-idle time and the number of uses."""

    seconds: int
    uses: int
    first_at: datetime
    last_at: datetime


class Guided(msgspec.Struct, frozen=True, array_like=True):
    """What a contact has seen and done of one guidance item. `done` of a checklist: part -> when."""

    first_at: datetime | None = None
    last_at: datetime | None = None
    clicked_at: datetime | None = None
    closed_at: datetime | None = None
    finished_at: datetime | None = None
    done: dict[str, datetime] = {}
    missing_at: datetime | None = None


class Profile(msgspec.Struct, frozen=True, omit_defaults=True):
    """The profile of a customer (kind 0) or contact (kind 1).

    traits   name -> Known; text, and texts in a list, also lie folded in `folded` for comparing (see core.text)
    tags     tag -> Known(True or False): False is remembered so that an older "add" cannot bring it back
    stages   pipeline -> Known(stage) where one stands in one stage
    places   pipeline -> {stage: since} where one may stand in several (Product Adoption)
    counts   event name -> lifetime count
    entries  workflow -> (day, entries on it), for the loop guard
    segments segment -> since when; flips_at is the moment by which they are judged again though nothing happens
    own_score is the customer's own points; score includes its contacts'; peak_score is a contact's highest so far
    felt is, at a customer, the sum and number of what its contacts last said of their happiness
    features_due_at is when the customer's unused features are next looked at
    is_guest: known since they booked or asked for something, and nothing more; somebody new once they begin
    guided   guidance item -> what the contact has seen and done of it
    """

    kind: int
    id: int
    customer: int
    is_hidden: bool = False
    is_guest: bool = False
    score: int = 0
    own_score: int = 0
    peak_score: int = 0
    felt: tuple[int, int] = (0, 0)
    started_at: datetime | None = None
    last_seen_at: datetime | None = None
    last_login_at: datetime | None = None
    latest_at: datetime | None = None  # the latest moment anything is known to have happened
    renews_at: datetime | None = None
    features_due_at: datetime | None = None
    traits: dict[str, Known] = msgspec.field(default_factory=dict)
    folded: dict[str, str | list[str]] = msgspec.field(default_factory=dict)
    tags: dict[str, Known] = msgspec.field(default_factory=dict)
    stages: dict[str, Known] = msgspec.field(default_factory=dict)
    places: dict[str, dict[str, datetime]] = msgspec.field(default_factory=dict)
    features: dict[str, FeatureUse] = msgspec.field(default_factory=dict)
    counts: dict[str, int] = msgspec.field(default_factory=dict)
    entries: dict[str, tuple[str, int]] = msgspec.field(default_factory=dict)  # workflow -> (day, entries that day)
    segments: dict[str, datetime] = msgspec.field(default_factory=dict)
    flips_at: datetime | None = None
    guided: dict[str, Guided] = msgspec.field(default_factory=dict)

    @property
    def subject(self) -> Subject:
        return (self.kind, self.id)

    @property
    def full_of(self) -> tuple[str, ...]:
        """What so many different ones are known of that no further ones are remembered."""
        known = (
            ("traits", self.traits, MOST_TRAITS),
            ("features", self.features, MOST_FEATURES),
            ("events", self.counts, MOST_NAMES),
        )
        return tuple(name for name, kept, most in known if len(kept) >= most)

    def has_tag(self, tag: str) -> bool:
        known = self.tags.get(tag)
        return known is not None and known.value is True

    def stage(self, pipeline: str) -> str | None:
        known = self.stages.get(pipeline)
        return known.value if known is not None and isinstance(known.value, str) else None

    def trait(self, name: str) -> Value:
        known = self.traits.get(name)
        return known.value if known is not None else None
