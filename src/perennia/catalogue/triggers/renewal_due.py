"""Fires some days before a customer's subscription renews."""

from datetime import timedelta

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Crossing, Trigger
from perennia.core.event import Event
from perennia.core.profile import CUSTOMER, Profile


class RenewalDue(Trigger, frozen=True):
    """Once for each renewal day; a subscription that was cancelled meanwhile does not renew."""

    key = "renewal_due"
    label = "Renewal ahead"
    label_vi = "Sắp gia hạn"
    icon = "calendar-repeat"

    days: int = Field(7, ge=1, le=366, title="Days before")

    @override
    def crossing(self) -> Crossing:
        return Crossing(CUSTOMER, "renews_at", timedelta(days=-self.days), f"Renewal In {self._span()}".title())

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        crossing = self.crossing()
        is_cancelled = after.trait("subscription_status") == "cancelled"
        return event.name == crossing.event and crossing.holds(after, event) and not is_cancelled

    @override
    def summary(self, language: str = "en") -> str:
        return f"Gói gia hạn sau {self.days} ngày" if language == "vi" else f"The subscription renews in {self._span()}"

    def _span(self) -> str:
        return f"{self.days} day{'' if self.days == 1 else 's'}"
