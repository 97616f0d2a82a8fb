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
    label_vi = "Điểm đạt một mốc"
    icon = "trophy"

    milestone: int = Field(300, ge=1, le=1_000_000_000, title="Score")

    @override
    def listens(self) -> Sequence[str]:
        return ("Score Changed",)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        return before.score < self.milestone <= after.score

    @override
    def summary(self, language: str = "en") -> str:
        return f"Điểm đạt {self.milestone}" if language == "vi" else f"The score reaches {self.milestone}"
