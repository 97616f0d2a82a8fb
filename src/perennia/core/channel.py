"""A way to reach a person: an entry builds a request from a letter and reads the answer. It never sends."""

from typing import ClassVar, Literal
from uuid import UUID

import msgspec

from perennia.core.catalogue import Entry


class Letter(msgspec.Struct, frozen=True):
    """One message, written: what the recipient gets. `links` are the addresses in it, in order."""

    to: str
    to_name: str
    subject: str
    html: str
    text: str
    headers: tuple[tuple[str, str], ...] = ()
    links: tuple[str, ...] = ()


class Sender(msgspec.Struct, frozen=True):
    """Who it comes from."""

    address: str
    name: str = ""
    reply_to: str = ""


class Mail(msgspec.Struct, frozen=True):
    """A request to a mail server: the envelope and the bytes after DATA."""

    sender: str
    recipient: str
    content: bytes


Request = Mail

Stage = Literal["connect", "sender", "recipient", "content", "cut_off", "done"]


class Answer(msgspec.Struct, frozen=True):
    """How far a request came and what the provider said. `cut_off`: all was handed over and no answer came."""

    stage: Stage
    code: int = 0
    text: str = ""


Fate = Literal["sent", "again", "refused", "unknown", "closed"]


class Reading(msgspec.Struct, frozen=True):
    """What an answer means: `again` later for this message, `closed` for now for all messages of the channel."""

    fate: Fate
    reason: str = ""


class Channel(Entry):
    """A channel one may choose in a step."""

    is_idempotent: ClassVar[bool] = False  # whether the provider takes our message id as its key

    def request(self, letter: Letter, sender: Sender, id: UUID) -> Request:
        """The request for one letter. Raises Invalid where an address cannot be one."""
        raise NotImplementedError

    def read(self, answer: Answer) -> Reading:
        """What the provider's answer means."""
        raise NotImplementedError
