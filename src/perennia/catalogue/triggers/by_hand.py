"""Fires for nobody by itself: a member starts it, for one customer or many, or a step of another workflow does."""

from collections.abc import Sequence

from typing_extensions import override

from perennia.core.by_hand import ENROLLED
from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.profile import Profile


class ByHand(Trigger, frozen=True):
    """Any workflow can be started by hand; this one begins in no other way."""

    key = "by_hand"
    label = "Started by hand"
    label_vi = "Bắt đầu bằng tay"
    icon = "hand-click"

    @override
    def listens(self) -> Sequence[str]:
        return (ENROLLED,)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        return False

    @override
    def summary(self, language: str = "en") -> str:
        if language == "vi":
            return "Khi có người bắt đầu, hoặc một quy trình khác"
        return "Somebody starts it, or another workflow"
