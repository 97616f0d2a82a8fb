"""Whether a feature is used enough."""

from typing import Literal

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import ConditionEntry
from perennia.core.condition import All, Compare, Condition, path


class FeatureUsed(ConditionEntry, frozen=True):
    """Uses and minutes count over the whole time; a minute is one of visible, busy time. `within_days` asks for a
    last use no longer ago.
    """

    key = "feature_used"
    label = "Uses a feature"
    label_vi = "Dùng một tính năng"
    icon = "puzzle"

    of: Literal["customer", "contact"] = Field("customer", title="Who")
    feature: str = Field(min_length=1, max_length=200, title="Feature", json_schema_extra={"widget": "feature-picker"})
    times: int = Field(1, ge=1, le=1_000_000_000, title="At least times")
    minutes: int = Field(0, ge=0, le=100_000_000, title="At least minutes")
    within_days: int | None = Field(None, ge=1, le=3650, title="Last used within days")

    @override
    def condition(self) -> Condition:
        parts = [Compare(path(self.of, "feature", self.feature, "uses"), "at_least", self.times)]
        if self.minutes:
            parts.append(Compare(path(self.of, "feature", self.feature, "seconds"), "at_least", 60 * self.minutes))
        if self.within_days is not None:
            parts.append(Compare(path(self.of, "feature", self.feature, "last_at"), "within_days", self.within_days))
        return All(tuple(parts)) if len(parts) > 1 else parts[0]
