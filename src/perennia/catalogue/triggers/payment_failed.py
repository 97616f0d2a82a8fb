"""Fires when a payment fails."""

from collections.abc import Sequence

from pydantic import Field
from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.profile import Profile

FAILED = "Payment Failed"


class PaymentFailed(Trigger, frozen=True):
    """A failure told late, when a newer payment is known to have succeeded, is no trouble any more; what counts it all
    the same says so.
    """

    key = "payment_failed"
    label = "Payment fails"
    label_vi = "Thanh toán thất bại"
    icon = "credit-card-off"

    late: bool = Field(
        False, title="Told late too", description="Also when a newer payment is known to have succeeded.",
        json_schema_extra={"title_vi": "Kể cả khi báo muộn", "description_vi": "Cả khi đã biết một lần thanh toán sau đó thành công."},
    )  # fmt: skip

    @override
    def listens(self) -> Sequence[str]:
        return (FAILED,)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        return event.name == FAILED and (self.late or after.trait("payment_status") in (None, "failed"))

    @override
    def summary(self, language: str = "en") -> str:
        return "Một khoản thanh toán thất bại" if language == "vi" else "A payment fails"
