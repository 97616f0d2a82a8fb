"""Fires when somebody becomes a contact of an account: the first we hear of them there, or their coming over from being alone."""

from collections.abc import Sequence

from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.fold import JOINED
from perennia.core.profile import Profile


class ContactJoined(Trigger, frozen=True):
    """Nobody known from an import has joined now, and who is alone has joined nothing."""

    key = "contact_joined"
    label = "Contact joins"
    label_vi = "Người mới tham gia"
    icon = "user-plus"

    @override
    def listens(self) -> Sequence[str]:
        return (JOINED,)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        return event.name == JOINED

    @override
    def summary(self, language: str = "en") -> str:
        return "Một người tham gia tài khoản" if language == "vi" else "Somebody joins an account"
