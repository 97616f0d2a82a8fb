"""Whether something happened, ever or in the last days."""

from typing import Literal

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import ConditionEntry
from perennia.core.condition import Compare, Condition, path


class EventHappened(ConditionEntry, frozen=True):
    """Counts events by name. The last days are whole days of the organisation's zone, today one of them."""

    key = "event_happened"
    label = "An event happened"
    label_vi = "Một sự kiện đã xảy ra"
    icon = "history"

    of: Literal["customer", "contact"] = Field("customer", title="To whom")
    event: str = Field(min_length=1, max_length=200, title="Event", json_schema_extra={"widget": "event-picker"})
    times: int = Field(1, ge=1, le=1_000_000_000, title="At least times")
    within_days: int | None = Field(None, ge=1, le=366, title="In the last days")

    @override
    def condition(self) -> Condition:
        if self.within_days is None:
            return Compare(path(self.of, "count", self.event), "at_least", self.times)
        return Compare(path(self.of, "recent", self.event, str(self.within_days)), "at_least", self.times)
