"""Fires when a payment succeeds."""

from collections.abc import Sequence

from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.profile import Profile

SUCCEEDED = "Payment Succeeded"


class PaymentSucceeded(Trigger, frozen=True):
    key = "payment_succeeded"
    label = "Payment succeeds"
    label_vi = "Thanh toán thành công"
    icon = "credit-card"

    @override
    def listens(self) -> Sequence[str]:
        return (SUCCEEDED,)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        return event.name == SUCCEEDED

    @override
    def summary(self, language: str = "en") -> str:
        return "Một khoản thanh toán thành công" if language == "vi" else "A payment succeeds"
