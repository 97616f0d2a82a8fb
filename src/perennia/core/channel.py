"""A way to reach a person: an entry builds a request from a letter and reads the answer. It never sends.

An entry's fields are its settings, so they are its form too; a field with the widget `secret` is kept encrypted and
never shown, one with `kept` is written by us alone. Several entries of one `medium` are providers to choose from.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar, Literal
from uuid import UUID

import msgspec
from pydantic.config import JsonDict

from perennia.core.calendar_entry import CalendarEntry
from perennia.core.catalogue import Entry, discover
from perennia.core.hours import Window

KEPT: JsonDict = {"widget": "kept"}
SHORT_SAID = 300

Address = Literal["email", "phone", "zalo", "place"]
Audience = Literal["customer", "team"]


class Letter(msgspec.Struct, frozen=True):
    """One message, written: what the recipient gets. `links` are the addresses in it, in order; `short` is for channels
    that take a few lines and no page; `name` is the message's id as reports name it. `template` and `values` are for
    providers that keep the words themselves: the template's id there, and what is put into it by name."""

    to: str
    to_name: str
    subject: str
    html: str
    text: str
    headers: tuple[tuple[str, str], ...] = ()
    links: tuple[str, ...] = ()
    short: str = ""
    name: str = ""
    calendar: CalendarEntry | None = None
    template: str = ""
    values: tuple[tuple[str, str], ...] = ()


class Sender(msgspec.Struct, frozen=True):
    """Who it comes from. `house_url` is where our Perennia answers, for addresses a provider calls back."""

    address: str
    name: str = ""
    reply_to: str = ""
    house_url: str = ""


class Mail(msgspec.Struct, frozen=True):
    """A request to a mail server: the envelope and the bytes after DATA."""

    sender: str
    recipient: str
    content: bytes


class Call(msgspec.Struct, frozen=True):
    """A request to a web address."""

    url: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    method: str = "POST"


class Parts(msgspec.Struct, frozen=True):
    """A letter for a mail provider's own interface, which our library for them puts together."""

    letter: Letter
    sender: Sender
    id: UUID


Request = Mail | Call | Parts

Stage = Literal["connect", "sender", "recipient", "content", "cut_off", "done", "answered"]


class Answer(msgspec.Struct, frozen=True):
    """How far a request came and what the provider said. `cut_off`: all was handed over and no answer came;
    `answered`: a web address answered with a status. `wait` is what it asks for; `id` is its name for the message."""

    stage: Stage
    code: int = 0
    text: str = ""
    wait: timedelta | None = None
    id: str = ""


Fate = Literal["sent", "again", "later", "barred", "refused", "unknown", "full", "closed", "renew"]


class Reading(msgspec.Struct, frozen=True):
    """What an answer means: `again` later for this message, `closed` for now for all messages of the channel, `renew`:
    the credentials have to be made anew first. `gone`: why nothing should ever be sent to this address again. `is_theirs`:
    refused for what this person is or wants. Three are the provider's rules and nobody's failure: this message may leave
    `later`, when `open` opens in `zone` or after `wait`; it is `barred` from this person now, as by a rule of our own; the
    channel is `full`, its rate or quota used up, and all of it waits."""

    fate: Fate
    reason: str = ""
    id: str = ""
    wait: timedelta | None = None
    gone: str = ""
    is_theirs: bool = False
    open: Window | None = None
    zone: str = "UTC"


class Incoming(msgspec.Struct, frozen=True):
    """What a provider posted to us, as it came. Header names are small letters."""

    url: str
    headers: Mapping[str, str]
    body: bytes
    at: datetime


Mark = Literal["delivered", "opened", "clicked", "bounced", "complained", "unsubscribed", "failed"]


class Told(msgspec.Struct, frozen=True):
    """What became of a message of ours. It is named by our own id, or by the provider's."""

    mark: Mark
    at: datetime
    key: str  # the same report has the same key
    message: str = ""  # our public id
    outside: str = ""  # the provider's
    address: str = ""
    detail: str = ""
    is_final: bool = True  # a bounce that may pass is not


Kind = Literal["message", "opt_out", "opt_in", "follow", "unfollow", "about", "withdraw", "other"]


class Wrote(msgspec.Struct, frozen=True):
    """What somebody at an outside address did there. `opens` says that it counts for the window in which one may answer."""

    address: str
    kind: Kind
    at: datetime
    key: str
    text: str = ""
    properties: Mapping[str, str] = {}
    traits: Mapping[str, str] = {}
    opens: bool = False


class Heard(msgspec.Struct, frozen=True):
    """All that one post tells."""

    told: tuple[Told, ...] = ()
    wrote: tuple[Wrote, ...] = ()
    reply: str = ""  # the body of our answer
    content_type: str = "text/plain"


class Channel(Entry, frozen=True):
    """A channel one may choose in a step, or a provider of one."""

    medium: ClassVar[str] = ""  # what a step names; "": its own key
    about: ClassVar[str] = ""
    about_vi: ClassVar[str] = ""
    address: ClassVar[Address] = "email"
    audience: ClassVar[Audience] = "customer"
    is_idempotent: ClassVar[bool] = False  # whether the provider takes our message id as its key
    is_short: ClassVar[bool] = False
    longest: ClassVar[int] = 0  # signs of a short text; 0: no limit
    per_minute: ClassVar[int] = 600
    at_once: ClassVar[int] = 1  # requests that may be under way together
    window: ClassVar[timedelta | None] = None  # how long after their last message to us one may write
    hears: ClassVar[bool] = False  # whether its provider posts to us
    connects: ClassVar[bool] = False  # whether its account is allowed us on a page of the provider's
    borrows: ClassVar[str] = ""  # the channel whose credentials it sends with: its `kept` fields are read from there
    outside: ClassVar[str] = ""  # the medium its provider reports under; "": its own
    templated: ClassVar[bool] = False  # whether the words are a template kept by the provider

    def request(self, letter: Letter, sender: Sender, id: UUID, at: datetime) -> Request:
        """The request for one letter. Raises Invalid where an address cannot be one."""
        raise NotImplementedError

    def read(self, answer: Answer) -> Reading:
        """What the provider's answer means."""
        raise NotImplementedError

    def calls(self) -> tuple[str, ...]:
        """The addresses it will call, so that they are judged when they are kept."""
        return ()

    def open_for(self) -> timedelta | None:
        """How long after their last message one may write to somebody by these settings; None: whenever."""
        return self.window

    def renewal(self, at: datetime, *, is_refused: bool = False) -> Call | None:
        """The request that makes its credentials anew, where that is due or the provider refused them."""
        return None

    def renewed(self, answer: Answer, at: datetime) -> dict[str, str]:
        """What the answer to that request changes in its settings. Raises Invalid where it gives nothing."""
        raise NotImplementedError

    def permission(self, back: str, challenge: str, state: str) -> str:
        """Where the account's administrator allows us to send in its name, and is sent `back` from."""
        raise NotImplementedError

    def exchange(self, code: str, verifier: str) -> Call:
        """The request that makes the first credentials of the code brought back; `renewed` reads its answer."""
        raise NotImplementedError

    def connected(self) -> str | None:
        """The account it sends for, "" where it has no name for us; None: no account is connected."""
        return None

    def hear(self, incoming: Incoming) -> Heard:
        """What a post of its provider tells. Raises Denied where it is not the provider's."""
        raise NotImplementedError


def secret(vi: str) -> JsonDict:
    """What marks a field as kept encrypted and never shown; its title in Vietnamese."""
    return {"widget": "secret", "vi": vi}


def medium_of(channel: str) -> str:
    """What a step's channel names: a medium, or one of several connections of it ("slack:alerts")."""
    return channel.partition(":")[0]


def media() -> dict[str, list[type[Channel]]]:
    """What a step may name, each with the ways to send by it."""
    found: dict[str, list[type[Channel]]] = {}
    for key, entry in sorted(discover(Channel).items()):
        if key == entry.key:
            found.setdefault(entry.medium or entry.key, []).append(entry)
    return found


def outside_of(channel: str) -> str:
    """The medium under which a channel's provider names our messages when it reports."""
    entry = of_medium(channel)
    return (entry.outside if entry is not None else "") or medium_of(channel)


def of_medium(channel: str) -> type[Channel] | None:
    """An entry that says what a medium is like: whom it reaches, how it is addressed."""
    entries = media().get(medium_of(channel))
    return entries[0] if entries else None


def secret_fields(entry: type[Channel]) -> tuple[str, ...]:
    """The fields of an entry that are kept encrypted and never shown."""
    return tuple(name for name, field in entry.model_fields.items() if _widget(field.json_schema_extra) in _HIDDEN)


def kept_fields(entry: type[Channel]) -> tuple[str, ...]:
    """The fields we write ourselves, which no form has."""
    return tuple(name for name, field in entry.model_fields.items() if _widget(field.json_schema_extra) == "kept")


def by_status(answer: Answer, *, is_idempotent: bool = False) -> Reading:
    """What a web address's status means where it says no more: only what surely was not taken is tried again."""
    said = said_of(answer)
    if answer.stage == "connect":
        return Reading("closed", f"unreachable:{said}")
    if answer.stage != "answered":
        return Reading("again" if is_idempotent else "unknown", "cut_off")
    match answer.code:
        case code if 200 <= code < 300:
            return Reading("sent", id=answer.id)
        case 429:
            return Reading("full", "rate_limited", wait=answer.wait)
        case 402:
            return Reading("full", f"quota:{said}", wait=answer.wait or timedelta(hours=1))
        case 401 | 403:
            return Reading("closed", f"credentials:{said}")
        case 408 | 503:
            return Reading("again", f"provider:{said}", wait=answer.wait)
        case code if code >= 500:
            return Reading("again", f"provider:{said}") if is_idempotent else Reading("unknown", f"unclear:{said}")
    return Reading("refused", f"provider:{said}")


def said_of(answer: Answer) -> str:
    """The answer in one line, without control signs."""
    line = " ".join(f"{answer.code or ''} {answer.text}".split())
    return "".join(sign for sign in line if sign.isprintable())[:SHORT_SAID]


_HIDDEN = ("secret", "kept")


def _widget(extra: object) -> object:
    return extra.get("widget") if isinstance(extra, dict) else None
