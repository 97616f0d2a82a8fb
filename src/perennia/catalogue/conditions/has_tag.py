"""Whether somebody carries a tag."""

from typing import Literal

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import ConditionEntry
from perennia.core.condition import Compare, Condition, path


class HasTag(ConditionEntry, frozen=True):
    """Holds while the tag is on. With `has` off: while it is not."""

    key = "has_tag"
    label = "Has a tag"
    label_vi = "Có thẻ"
    icon = "tag"

    of: Literal["customer", "contact"] = Field("customer", title="Whose")
    tag: str = Field(min_length=1, max_length=200, title="Tag", json_schema_extra={"widget": "tag-picker"})
    has: bool = Field(True, title="Has it")

    @override
    def condition(self) -> Condition:
        return Compare(path(self.of, "tag", self.tag), "is", self.has)
