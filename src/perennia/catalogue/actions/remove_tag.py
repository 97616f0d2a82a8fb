"""Takes a tag off."""

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Action
from perennia.core.effect import Effect, On
from perennia.core.effect import RemoveTag as Remove
from perennia.core.profile import Profile


class RemoveTag(Action, frozen=True):
    key = "remove_tag"
    label = "Remove a tag"
    label_vi = "Gỡ thẻ"
    icon = "tag-off"

    tag: str = Field(min_length=1, max_length=80, title="Tag", json_schema_extra={"widget": "tag-picker"})
    on: On = Field("subject", title="On")

    @override
    def effects(self, profile: Profile) -> list[Effect]:
        return [Remove(self.tag, self.on)]

    @override
    def summary(self, language: str = "en") -> str:
        return f"Gỡ thẻ “{self.tag}”" if language == "vi" else f"Remove the tag “{self.tag}”"

    @override
    def done(self, language: str = "en") -> str:
        return f"Đã gỡ thẻ “{self.tag}”" if language == "vi" else f"Removed the tag “{self.tag}”"
