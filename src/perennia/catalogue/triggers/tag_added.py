"""Fires when the subject gets a tag it did not have."""

from collections.abc import Sequence

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.profile import CONTACT, Profile


class TagAdded(Trigger, frozen=True):
    key = "tag_added"
    label = "Tag added"
    label_vi = "Được gắn thẻ"
    icon = "tag"

    tag: str = Field(min_length=1, max_length=200, title="Tag", json_schema_extra={"widget": "tag-picker"})

    @override
    def listens(self) -> Sequence[str]:
        return ("Tag Added",)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        whose = "contact" if after.kind == CONTACT else "customer"
        return (
            event.name == "Tag Added"
            and event.properties.get("tag") == self.tag
            and event.properties.get("of") == whose
        )

    @override
    def summary(self, language: str = "en") -> str:
        return f"Được gắn thẻ “{self.tag}”" if language == "vi" else f"Gets the tag “{self.tag}”"
