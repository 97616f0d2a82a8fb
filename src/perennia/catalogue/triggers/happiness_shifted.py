"""Fires when somebody moves from one level of happiness to another, by what they say or by a person's hand."""

from collections.abc import Sequence
from typing import ClassVar

from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.happiness import PIPELINE
from perennia.core.profile import Profile

MOVED = "Stage Moved"


class HappinessShifted(Trigger, frozen=True):
    """The first level ever is no shift."""

    key = "happiness_shifted"
    label = "Happiness shifts"
    label_vi = "Mức hài lòng thay đổi"
    icon = "arrows-exchange"
    pipeline: ClassVar[str] = PIPELINE  # the one it looks at

    @override
    def listens(self) -> Sequence[str]:
        return (MOVED,)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        said = event.properties
        return (
            event.name == MOVED and said.get("pipeline") == self.pipeline and bool(said.get("from") and said.get("to"))
        )

    @override
    def summary(self, language: str = "en") -> str:
        return "Mức hài lòng thay đổi" if language == "vi" else "The level of happiness shifts"
