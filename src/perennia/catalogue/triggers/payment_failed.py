"""Fires when a payment fails."""

from collections.abc import Sequence

from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.profile import Profile

FAILED = "Payment Failed"


class PaymentFailed(Trigger, frozen=True):
    """A failure told late, when a newer payment is known to have succeeded, is no trouble any more."""

    key = "payment_failed"
    label = "Payment fails"
    label_vi = "Thanh toán thất bại"
    icon = "credit-card-off"

    @override
    def listens(self) -> Sequence[str]:
        return (FAILED,)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        return event.name == FAILED and after.trait("payment_status") in (None, "failed")

    @override
    def summary(self, language: str = "en") -> str:
        return "Một khoản thanh toán thất bại" if language == "vi" else "A payment fails"
