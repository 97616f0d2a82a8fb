"""Adds points to the score, or takes some away."""

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Action
from perennia.core.effect import AddScore as Add
from perennia.core.effect import Effect, On
from perennia.core.profile import Profile


class AddScore(Action, frozen=True):
    key = "add_score"
    label = "Add to the score"
    label_vi = "Cộng điểm"
    icon = "star"

    points: int = Field(ge=-100_000, le=100_000, title="Points")
    reason: str = Field(min_length=1, max_length=200, title="For")
    reason_vi: str = Field("", max_length=200, title="For, in Vietnamese")
    on: On = Field("subject", title="On")

    @override
    def effects(self, profile: Profile) -> list[Effect]:
        return [Add(self.points, self.reason, self.on, self.reason_vi)]

    @override
    def summary(self, language: str = "en") -> str:
        if language == "vi":
            return f"{self.points:+d} điểm: {self.reason_vi or self.reason}"
        return f"{self.points:+d} point{'' if abs(self.points) == 1 else 's'}: {self.reason}"

    @override
    def done(self, language: str = "en") -> str:
        return self.summary(language)
