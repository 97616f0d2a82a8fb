"""Fires with a certain use of a feature: the 10th, the 100th, the 1,000th."""

from collections.abc import Sequence

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.profile import Profile

USED = "Feature Used"


class FeatureUses(Trigger, frozen=True):
    """Uses count over the whole life of the subject, for each feature by itself: a customer's are those of all its
    contacts.
    """

    key = "feature_uses"
    label = "Number of uses of a feature"
    label_vi = "Số lần dùng tính năng"
    icon = "repeat"

    uses: tuple[int, ...] = Field(
        (10, 100, 1000), min_length=1, max_length=20, title="Uses",
        json_schema_extra={"title_vi": "Số lần dùng", "widget": "numbers"},
    )  # fmt: skip
    feature: str = Field(
        "", max_length=200, title="Feature", description="Empty: each feature by itself.",
        json_schema_extra={
            "widget": "feature-picker", "title_vi": "Tính năng", "description_vi": "Để trống: mỗi tính năng riêng.",
        },
    )  # fmt: skip

    @override
    def listens(self) -> Sequence[str]:
        return (USED,)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        feature = event.feature
        if feature is None or self.feature not in ("", feature):
            return False
        now = after.features.get(feature)
        return now is not None and now.uses in self.uses

    @override
    def summary(self, language: str = "en") -> str:
        counts = [f"{many:,}" for many in self.uses]
        if language == "vi":
            uses = " hoặc ".join(count.replace(",", ".") for count in counts)
            return f"Lần dùng thứ {uses} của {self.feature or 'một tính năng'}"
        return f"Use number {' or '.join(counts)} of {self.feature or 'a feature'}"
