"""Fires when a contact, or everybody at a customer, has done nothing for some days."""

from datetime import timedelta
from typing import Literal

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Crossing, Trigger
from perennia.core.event import Event
from perennia.core.profile import CONTACT, CUSTOMER, Profile


class Inactive(Trigger, frozen=True):
    """What counts is being seen in the product; what a system reports about somebody does not."""

    key = "inactive"
    label = "Inactive"
    label_vi = "Không hoạt động"
    icon = "zzz"

    days: int = Field(7, ge=1, le=3650, title="Days")
    of: Literal["contact", "customer"] = Field("contact", title="Who")

    @override
    def crossing(self) -> Crossing:
        kind = CONTACT if self.of == "contact" else CUSTOMER
        return Crossing(kind, "last_seen_at", timedelta(days=self.days), f"Inactive For {self._span()}".title())

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        crossing = self.crossing()
        is_ours = after.kind == crossing.kind and (event.contact is None) == (crossing.kind == CUSTOMER)
        return is_ours and event.name == crossing.event and crossing.holds(after, event)

    @override
    def summary(self, language: str = "en") -> str:
        if language == "vi":
            return f"{'Không ai' if self.of == 'customer' else 'Không'} hoạt động trong {self.days} ngày"
        return f"{'Nobody seen' if self.of == 'customer' else 'Not seen'} for {self._span()}"

    def _span(self) -> str:
        return f"{self.days} day{'' if self.days == 1 else 's'}"
