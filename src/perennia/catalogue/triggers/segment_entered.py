"""Fires when the subject enters a segment."""

from collections.abc import Sequence

from pydantic import Field
from typing_extensions import override

from perennia.core import called
from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.profile import CONTACT, Profile


class SegmentEntered(Trigger, frozen=True):
    key = "segment_entered"
    label = "Enters a segment"
    label_vi = "Vào phân khúc"
    icon = "segment"

    segment: str = Field(min_length=1, max_length=80, title="Segment", json_schema_extra={"widget": "segment-picker"})

    @override
    def listens(self) -> Sequence[str]:
        return ("Segment Entered",)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        said = event.properties
        whose = "contact" if after.kind == CONTACT else "customer"
        return event.name == "Segment Entered" and said.get("segment") == self.segment and said.get("of") == whose

    @override
    def summary(self, language: str = "en") -> str:
        return (
            f"Vào phân khúc “{called.segment(self.segment)}”"
            if language == "vi"
            else f"Enters the segment “{called.segment(self.segment)}”"
        )
