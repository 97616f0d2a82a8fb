"""Fires when a score climbs past a milestone."""

from collections.abc import Sequence

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.profile import Profile


class MilestoneReached(Trigger, frozen=True):
    key = "milestone_reached"
    label = "Score reaches a milestone"
    icon = "trophy"

    milestone: int = Field(300, ge=1, le=1_000_000_000, title="Score")

    @override
    def listens(self) -> Sequence[str]:
        return ("Score Changed",)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        return before.score < self.milestone <= after.score

    @override
    def summary(self) -> str:
        return f"Score reaches {self.milestone}"
