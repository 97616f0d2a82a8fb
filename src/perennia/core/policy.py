"""What the organisation sets for the engine: milestones, each feature's own frame, who is of high value."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from perennia.core.event import Value
from perennia.core.hours import BUSINESS, Hours
from perennia.core.profile import MOST_FEATURES, Profile

FRAME = 30  # days a feature may go unused, until the organisation says otherwise
RECHECK = 45  # days between two looks at a customer that leaves features unused


class Milestone(msgspec.Struct, frozen=True):
    """A score worth a word; `name` is the tag and the stage it brings."""

    name: str
    score: int


MILESTONES = (
    Milestone("Starter User", 300),
    Milestone("Moderate User", 600),
    Milestone("Pro User", 900),
    Milestone("Advanced User", 1200),
)


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """`features`: days each may go unused; of those `known`, one that is not named here is not watched.

    `high_value`: by currency, from which yearly value on a customer is one of the most valuable; `currency`: that of
    who names none.
    `business`: the hours somebody may be expected to work, where they are.
    """

    milestones: tuple[Milestone, ...] = MILESTONES
    features: Mapping[str, int] = {}
    known: frozenset[str] = frozenset()
    recheck_days: int = RECHECK
    high_value: Mapping[str, float] = {}
    currency: str = ""
    business: Hours = BUSINESS

    def milestone(self, score: int) -> Milestone | None:
        """The highest this score has reached."""
        reached = [one for one in self.milestones if one.score <= score]
        return max(reached, key=lambda one: one.score, default=None)

    def is_news(self, feature: str) -> bool:
        """Whether the organisation has not heard of this feature yet."""
        return feature not in self.known and len(self.known) < MOST_FEATURES

    def unused(self, customer: Profile, at: datetime) -> list[str]:
        """The watched features this customer has not used within the frame of each, by name."""
        return sorted(name for name in self.features if (due := self._due(customer, name)) and due <= at)

    def next_look(self, customer: Profile, at: datetime) -> datetime | None:
        """When the first of them may fall out of use; None where there is nothing to wait for."""
        moments = [due for name in self.features if (due := self._due(customer, name)) and due > at]
        return min(moments, default=None)

    def is_high_value(self, yearly: Value, currency: Value) -> bool:
        """Whether a yearly value makes a customer one of the most valuable of those who pay in its currency."""
        is_number = isinstance(yearly, (int, float)) and not isinstance(yearly, bool)
        begins = self.high_value.get(currency if isinstance(currency, str) and currency else self.currency)
        return begins is not None and is_number and float(str(yearly)) >= begins

    def _due(self, customer: Profile, name: str) -> datetime | None:
        use = customer.features.get(name)
        since = use.last_at if use is not None else customer.started_at
        return since + timedelta(days=self.features[name]) if since is not None else None


PLAIN = Policy()
