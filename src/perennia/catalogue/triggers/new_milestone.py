"""Fires when a contact's score reaches a milestone they had never reached."""

from collections.abc import Sequence

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.profile import Profile

REACHED = "Milestone Reached"


class NewMilestone(Trigger, frozen=True):
    """The milestones and their scores are settings. Of several passed at once, the highest counts."""

    key = "new_milestone"
    label = "New milestone"
    label_vi = "Cột mốc mới"
    icon = "trophy"

    milestone: str = Field("", max_length=80, title="Milestone", description="Empty: any of them.")

    @override
    def listens(self) -> Sequence[str]:
        return (REACHED,)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        return event.name == REACHED and self.milestone in ("", event.properties.get("milestone"))

    @override
    def summary(self, language: str = "en") -> str:
        if language == "vi":
            return f"Đạt cột mốc “{self.milestone}”" if self.milestone else "Đạt một cột mốc mới"
        return f"Becomes “{self.milestone}”" if self.milestone else "Reaches a new milestone"
