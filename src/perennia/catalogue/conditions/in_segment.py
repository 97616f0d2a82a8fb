"""Whether somebody is in a segment."""

from typing import Literal

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import ConditionEntry
from perennia.core.condition import Compare, Condition, path


class InSegment(ConditionEntry, frozen=True):
    """Asks who was in it when the event came: what the event itself changes of that is known right behind it."""

    key = "in_segment"
    label = "Is in a segment"
    label_vi = "Thuộc một phân khúc"
    icon = "segment"

    of: Literal["customer", "contact"] = Field("customer", title="Whose")
    segment: str = Field(min_length=1, max_length=80, title="Segment", json_schema_extra={"widget": "segment-picker"})
    is_in: bool = Field(True, title="Is in it")

    @override
    def condition(self) -> Condition:
        return Compare(path(self.of, "segment", self.segment), "is", self.is_in)
