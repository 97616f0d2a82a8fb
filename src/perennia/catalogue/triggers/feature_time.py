"""Fires when the time somebody ever spent on a feature passes a mark."""

from collections.abc import Sequence

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.profile import Profile

USED = "Feature Used"


class FeatureTime(Trigger, frozen=True):
    """Counts seconds of visible, non-idle time over the whole life of the subject, for each feature by itself."""

    key = "feature_time"
    label = "Time on a feature"
    label_vi = "Thời gian dùng tính năng"
    icon = "stopwatch"

    minutes: int = Field(7, ge=1, le=100_000, title="Minutes")
    feature: str = Field("", max_length=200, title="Feature", description="Empty: each feature by itself.")
    own: dict[str, int] = Field({}, max_length=500, title="Minutes of features that differ")

    @override
    def listens(self) -> Sequence[str]:
        return (USED,)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        feature = event.feature
        if feature is None or self.feature not in ("", feature):
            return False
        was, now = before.features.get(feature), after.features.get(feature)
        mark = self.own.get(feature, self.minutes) * 60
        return now is not None and (was.seconds if was else 0) < mark <= now.seconds

    @override
    def summary(self, language: str = "en") -> str:
        if language == "vi":
            return f"Tổng cộng {self.minutes} phút dùng {self.feature or 'một tính năng'}"
        return f"{self.minutes} minute{'' if self.minutes == 1 else 's'} on {self.feature or 'a feature'} in all"
