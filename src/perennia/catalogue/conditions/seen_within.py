"""Whether somebody was active lately."""

from typing import Literal

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import ConditionEntry
from perennia.core.condition import Compare, Condition


class SeenWithin(ConditionEntry, frozen=True):
    """Holds for `days` times 24 hours after the last activity. Nobody who was never seen is seen lately."""

    key = "seen_within"
    label = "Was active lately"
    label_vi = "Gần đây có hoạt động"
    icon = "eye"

    of: Literal["customer", "contact"] = Field("customer", title="Who")
    days: int = Field(7, ge=1, le=3650, title="Within days")

    @override
    def condition(self) -> Condition:
        return Compare(f"{self.of}.last_seen_at", "within_days", self.days)
