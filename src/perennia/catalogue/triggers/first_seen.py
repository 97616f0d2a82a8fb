"""Fires when somebody new begins: with the first thing a contact does while we are looking."""

from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.profile import Profile


class FirstSeen(Trigger, frozen=True):
    """Nobody known from an import is new, and a visitor is only when we learn who they are. Whoever only booked a session
    or asked for something is new from what they do next.
    """

    key = "first_seen"
    label = "First seen"
    label_vi = "Xuất hiện lần đầu"
    icon = "user-plus"
    hears_derived = False

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        # What follows from the first thing (a login) is not a first thing again.
        is_first = event.kind != "derived" and (before.is_hidden or before.is_guest)
        return is_first and not after.is_hidden and after.started_at is not None

    @override
    def summary(self, language: str = "en") -> str:
        return "Xuất hiện lần đầu" if language == "vi" else "Seen for the first time"
