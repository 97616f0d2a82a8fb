"""Fires when somebody says how happy they are."""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.happiness import GIVEN, level_of
from perennia.core.profile import Profile

_VIETNAMESE = {
    "Very Happy": "rất hài lòng",
    "Happy": "hài lòng",
    "Neutral": "bình thường",
    "Not Happy": "không hài lòng",
}


class FeedbackGiven(Trigger, frozen=True):
    """A level, or an NPS answer read as one. Told late, after they said something newer, it is no news."""

    key = "feedback_given"
    label = "Feedback given"
    label_vi = "Có phản hồi"
    icon = "message-heart"

    level: Literal["", "Very Happy", "Happy", "Neutral", "Not Happy"] = Field(
        "", title="Level", description="Empty: any level."
    )

    @override
    def listens(self) -> Sequence[str]:
        return (GIVEN,)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        level = level_of(event.properties) if event.name == GIVEN else None
        if level is None or self.level not in ("", level):
            return False
        said = after.traits.get("feedback_at")
        return said is None or said.at <= event.at

    @override
    def summary(self, language: str = "en") -> str:
        if language == "vi":
            return f"Có phản hồi: {_VIETNAMESE[self.level]}" if self.level else "Có phản hồi"
        return f"Somebody is {self.level}" if self.level else "Feedback is given"
