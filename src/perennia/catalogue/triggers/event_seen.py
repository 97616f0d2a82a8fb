"""Fires when an event of a name is seen."""

from collections.abc import Sequence

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.profile import Profile


class EventSeen(Trigger, frozen=True):
    key = "event_seen"
    label = "Event seen"
    label_vi = "Thấy một sự kiện"

    names: tuple[str, ...] = Field(min_length=1, title="Events", json_schema_extra={"widget": "event-picker"})

    @override
    def listens(self) -> Sequence[str]:
        return self.names

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        return event.name in self.names

    @override
    def summary(self, language: str = "en") -> str:
        either = " hoặc " if language == "vi" else " or "
        names = either.join(f"“{name}”" for name in self.names)
        return f"Xảy ra {names}" if language == "vi" else f"{names} happens"
