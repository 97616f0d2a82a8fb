"""Fires when a subscription is cancelled."""

from collections.abc import Sequence

from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.profile import Profile

CANCELLED = "Subscription Cancelled"


class SubscriptionChurned(Trigger, frozen=True):
    """A cancellation told late, after a newer start of the subscription, is no churn."""

    key = "subscription_churned"
    label = "Subscription churns"
    label_vi = "Hủy gói"
    icon = "heart-broken"

    @override
    def listens(self) -> Sequence[str]:
        return (CANCELLED,)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        return event.name == CANCELLED and after.trait("subscription_status") in (None, "cancelled")

    @override
    def summary(self, language: str = "en") -> str:
        return "Một gói bị hủy" if language == "vi" else "A subscription is cancelled"
