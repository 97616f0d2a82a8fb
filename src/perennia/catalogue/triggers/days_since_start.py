"""Fires some days after somebody began: their first live event, which for most is the sign-up."""

from datetime import timedelta
from typing import Literal

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Crossing, Trigger
from perennia.core.event import Event
from perennia.core.profile import CONTACT, CUSTOMER, Profile


class DaysSinceStart(Trigger, frozen=True):
    """Once for everybody. Who is known from an import alone has not begun, nor who only booked a session."""

    key = "days_since_start"
    label = "Days since they began"
    label_vi = "Số ngày từ khi bắt đầu"
    icon = "calendar-plus"

    days: int = Field(7, ge=1, le=3650, title="Days", json_schema_extra={"title_vi": "Số ngày"})
    of: Literal["contact", "customer"] = Field("contact", title="Who", json_schema_extra={"title_vi": "Ai"})

    @override
    def crossing(self) -> Crossing:
        kind = CONTACT if self.of == "contact" else CUSTOMER
        return Crossing(kind, "started_at", timedelta(days=self.days), f"Began {self._span()} Ago".title())

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        crossing = self.crossing()
        is_ours = after.kind == crossing.kind and (event.contact is None) == (crossing.kind == CUSTOMER)
        return is_ours and event.name == crossing.event and crossing.holds(after, event)

    @override
    def summary(self, language: str = "en") -> str:
        if language == "vi":
            whose = "khách hàng" if self.of == "customer" else "người liên hệ"
            return f"{self.days} ngày sau khi {whose} bắt đầu"
        return f"{self._span()} after the {self.of} began"

    def _span(self) -> str:
        return f"{self.days} day{'' if self.days == 1 else 's'}"
