"""Whether a score has reached a height."""

from typing import Literal

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import ConditionEntry
from perennia.core.condition import Compare, Condition


class ScoreAtLeast(ConditionEntry, frozen=True):
    """A customer's score includes its contacts'. Units: points."""

    key = "score_at_least"
    label = "Score is at least"
    label_vi = "Điểm ít nhất là"
    icon = "star"

    of: Literal["customer", "contact"] = Field("customer", title="Whose")
    score: int = Field(100, ge=0, le=1_000_000_000, title="Points")

    @override
    def condition(self) -> Condition:
        return Compare(f"{self.of}.score", "at_least", self.score)
