"""A mail provider reached through its own interface, by the library that speaks to them all."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

import msgspec
from typing_extensions import override

from perennia.core.channel import (
    Answer,
    Channel,
    Incoming,
    Letter,
    Parts,
    Reading,
    Request,
    Sender,
    by_status,
    said_of,
)


class Seal(msgspec.Struct, frozen=True):
    """What a signature covers that does not cover the post: a moment and a token, good for what is `told` with it first."""

    token: str
    at: datetime
    told: bytes


class MailService(Channel, frozen=True):
    """A mail provider reached through its own interface. `service` is its name in the library that speaks to them all."""

    medium: ClassVar[str] = "email"
    icon: ClassVar[str] = "mail"
    at_once: ClassVar[int] = 8
    hears: ClassVar[bool] = True
    service: ClassVar[str]

    def options(self) -> dict[str, str]:
        """What the library needs to send by it."""
        raise NotImplementedError

    def hook(self) -> dict[str, str]:
        """What the library needs to believe a post of it: a key of its own, or `webhook_secret`, a user and password."""
        raise NotImplementedError

    def seal(self, incoming: Incoming) -> Seal | None:
        """What its signature covers where that is not the post itself. Raises Invalid where that cannot be found."""
        return None

    @override
    def request(self, letter: Letter, sender: Sender, id: UUID, at: datetime) -> Request:
        """The letter in its parts."""
        return Parts(letter, sender, id)

    @override
    def read(self, answer: Answer) -> Reading:
        """By its status: a provider that takes a letter answers 2xx, one that refuses it 4xx."""
        if answer.stage in ("recipient", "content"):
            return Reading("refused", f"provider:{said_of(answer)}")
        return by_status(answer, is_idempotent=self.is_idempotent)
