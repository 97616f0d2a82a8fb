"""Fires when a check-in is answered."""

from collections.abc import Sequence

from typing_extensions import override

from perennia.core.catalogue import Trigger
from perennia.core.event import Event
from perennia.core.profile import Profile

ANSWERED = "Check-in Answered"


class Answered(Trigger, frozen=True):
    key = "answered"
    label = "Check-in answered"
    label_vi = "Có câu trả lời hỏi thăm"
    icon = "message-reply"

    @override
    def listens(self) -> Sequence[str]:
        return (ANSWERED,)

    @override
    def fires(self, before: Profile, after: Profile, event: Event) -> bool:
        return event.name == ANSWERED

    @override
    def summary(self, language: str = "en") -> str:
        return "Có câu trả lời cho lời hỏi thăm" if language == "vi" else "A check-in is answered"
