"""Fires when the subject loses a tag."""

from collections.abc import Sequence

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.profile import CONTACT, Profile


class TagRemoved(Trigger, frozen=True):
    key = "tag_removed"
    label = "Tag removed"
    label_vi = "Bị gỡ thẻ"
    icon = "tag-off"

    tag: str = Field(min_length=1, max_length=200, title="Tag", json_schema_extra={"widget": "tag-picker"})

    @override
    def listens(self) -> Sequence[str]:
        return ("Tag Removed",)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        whose = "contact" if after.kind == CONTACT else "customer"
        return (
            event.name == "Tag Removed"
            and event.properties.get("tag") == self.tag
            and event.properties.get("of") == whose
        )

    @override
    def summary(self, language: str = "en") -> str:
        return f"Bị gỡ thẻ “{self.tag}”" if language == "vi" else f"Loses the tag “{self.tag}”"
