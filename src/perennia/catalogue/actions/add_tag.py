"""Adds a tag; of an exclusive set the others fall off."""

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Action
from perennia.core.effect import AddTag as Add
from perennia.core.effect import Effect, On
from perennia.core.profile import Profile


class AddTag(Action, frozen=True):
    key = "add_tag"
    label = "Add a tag"
    label_vi = "Gắn thẻ"
    icon = "tag"

    tag: str = Field(min_length=1, max_length=80, title="Tag")
    among: tuple[str, ...] = Field((), title="Instead of")
    on: On = Field("subject", title="On")

    @override
    def effects(self, profile: Profile) -> list[Effect]:
        return [Add(self.tag, self.among, self.on)]

    @override
    def summary(self, language: str = "en") -> str:
        return f"Gắn thẻ “{self.tag}”" if language == "vi" else f"Add the tag “{self.tag}”"

    @override
    def done(self, language: str = "en") -> str:
        return f"Đã gắn thẻ “{self.tag}”" if language == "vi" else f"Added the tag “{self.tag}”"
