"""Whether the event at hand carries a property, and what it says."""

from typing import Literal

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import ConditionEntry
from perennia.core.condition import Compare, Condition, path


class EventProperty(ConditionEntry, frozen=True):
    """Looks at the event that started the workflow or is being worked. Nested properties are named by dots;
    a name that has a dot in it stands in double quotes: cart."total.net".
    """

    key = "event_property"
    label = "A property of the event"
    label_vi = "Thuộc tính của sự kiện"
    icon = "braces"

    property: str = Field(min_length=1, max_length=300, title="Property")
    op: Literal[
        "is", "is_not", "contains", "starts_with", "above", "at_least", "below", "at_most", "before", "after",
        "is_missing", "is_present",
    ] = Field("is", title="Compared how")  # fmt: skip
    value: str | int | float | bool | None = Field(None, title="With")

    @override
    def condition(self) -> Condition:
        return Compare(f"{path('event', 'properties')}.{self.property}", self.op, self.value)
