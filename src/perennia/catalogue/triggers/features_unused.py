"""Fires when a customer leaves features unused, each longer than its own frame; all of them in one event."""

from collections.abc import Sequence

from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.profile import Profile
from perennia.core.unused import UNUSED


class FeaturesUnused(Trigger, frozen=True):
    """The event names them in `features`. A customer is looked at again some weeks later: the setting says when."""

    key = "features_unused"
    label = "Features unused"
    label_vi = "Tính năng không được dùng"
    icon = "puzzle-off"

    @override
    def listens(self) -> Sequence[str]:
        return (UNUSED,)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        return event.name == UNUSED

    @override
    def summary(self, language: str = "en") -> str:
        return "Có tính năng không được dùng" if language == "vi" else "Features go unused"
