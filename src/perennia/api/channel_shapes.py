"""What the API says of channels: how they are set up, tried and doing."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from perennia.api.shapes import Given, Line

State = Literal["off", "mailbox", "connected", "failing", "resting"]


class ChannelField(Schema):
    """One field of a channel's form. A secret has no value; `is_kept` says that there is one."""

    name: str
    title: str
    about: str
    kind: Literal["text", "secret", "code", "choice", "switch"]
    choices: list[str]
    is_required: bool
    is_advanced: bool
    value: str | bool
    is_kept: bool


class Way(Schema):
    """A way to send by a channel: a provider, or the one there is."""

    key: str
    label: str
    about: str
    fields: list[ChannelField]
    per_minute: int


class ChannelHealth(Schema):
    """How a channel is doing. Numbers end at 1,000; `failures`: in a row, up to now.

    `failing` since `failing_since`: nothing of late was taken, or it cannot send as it is set up. `resting`: it waits by itself.
    """

    state: State
    failing_since: datetime | None

    sent_24h: int
    waiting: int
    dead: int
    sent_at: datetime | None
    failed_at: datetime | None
    failure: str | None
    failures: int
    rests: str | None
    rests_until: datetime | None


class ChannelCard(Schema):
    """A channel in the list. `transport`: mailbox, smtp, or the key of a way; `is_set_up`: said on screen."""

    name: str
    medium: str
    label: str
    about: str
    icon: str
    audience: Literal["customer", "team"]
    address: str
    may_be_several: bool
    transport: str
    transport_label: str | None
    is_set_up: bool
    is_on: bool
    health: ChannelHealth


class ChannelList(Schema):
    """All channels; those there may be several of, once each and once for every further one."""

    items: list[ChannelCard]
    next_cursor: None = None


class SetUp(ChannelCard):
    """A channel with its forms. `hook`: where its provider has to post what became of messages, if it does.

    `back`: where its provider's page sends the browser back to when an account is connected, if it has such a page;
    `connected`: the account that is, "" where it has no name.
    """

    ways: list[Way]
    per_minute: int
    from_address: str
    from_name: str
    reply_to: str
    hook: str | None
    window_hours: int | None
    back: str | None
    connected: str | None


class SetUpIn(Given):
    """How a channel shall send; a secret left out stays, an empty one is removed."""

    transport: Annotated[str, Field(max_length=40)]
    settings: dict[str, Any] = {}
    per_minute: Annotated[int | None, Field(ge=1, le=100_000)] = None
    from_address: Annotated[str | None, Field(max_length=254)] = None
    from_name: Annotated[Line | None, Field(max_length=120)] = None
    reply_to: Annotated[str | None, Field(max_length=254)] = None
    is_on: bool = True


class ChannelTrial(SetUpIn):
    """The same, to be tried first; `to` is a number or an id where it goes to no address of yours."""

    to: Annotated[Line, Field(max_length=200)] = ""


class ChannelTestAnswer(Schema):
    """What became of a test, in words, and what the provider really answered."""

    sent: bool
    to: str
    said: str
    answer: str


class Replayed(Schema):
    """How many were put back into the outbox."""

    count: int
