"""Fires when a customer or contact leaves: cancelled, deleted or removed."""

from collections.abc import Sequence

from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.profile import CONTACT, Profile

OF_CUSTOMER = ("Subscription Cancelled", "Account Deleted")
OF_CONTACT = "Account Removed User"


class Left(Trigger, frozen=True):
    """A cancellation told late, after a newer start of the subscription, ends nothing."""

    key = "left"
    label = "Leaves"
    label_vi = "Rời đi"
    icon = "door-exit"

    @override
    def listens(self) -> Sequence[str]:
        return (*OF_CUSTOMER, OF_CONTACT)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        if event.name == OF_CONTACT:
            return after.kind == CONTACT and event.contact == after.id
        is_undone = after.trait("subscription_status") not in (None, "cancelled")
        return event.name in OF_CUSTOMER and not (event.name == "Subscription Cancelled" and is_undone)

    @override
    def summary(self, language: str = "en") -> str:
        return (
            "Hủy gói, xóa tài khoản hoặc bị xóa khỏi tài khoản"
            if language == "vi"
            else "Cancels, or the account or person is removed"
        )
