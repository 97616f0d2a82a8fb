"""What the API says of messages, the mailbox and sending as a whole."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Named, NamedWorkflow
from perennia.core.channel import Mark
from perennia.messages.queries import Audience, State


class Message(Schema):
    """A message, before and after it leaves. `reason` says what keeps or ended it, in the reader's language."""

    id: str
    channel: str
    audience: Audience
    to: str | None
    to_name: str | None
    customer: Named | None
    contact: Named | None
    member: Named | None
    subject: str
    state: State
    reason: str | None
    reason_code: str | None
    next_at: datetime | None
    created_at: datetime
    sent_at: datetime | None
    workflow: NamedWorkflow | None
    topic: str | None
    marks: list[Mark]


class Attempt(Schema):
    """One try."""

    at: datetime
    result: str


class MessageMark(Schema):
    """Something that became of a message after it left, with its first moment."""

    mark: Mark
    at: datetime
    detail: str


class MessageDetail(Message):
    """A message with the letter as it left."""

    html: str | None
    text: str | None
    headers: list[tuple[str, str]]
    attempts: list[Attempt]
    became: list[MessageMark]
    why: str | None


class Messages(Schema):
    """A page of messages."""

    items: list[Message]
    next_cursor: Cursor


class Mail(Schema):
    """A message the local mailbox received."""

    id: str
    at: datetime
    sender: Annotated[str, Field(serialization_alias="from")]
    to: str
    to_name: str | None
    subject: str
    snippet: str
    audience: Audience
    customer: Named | None
    workflow: NamedWorkflow | None
    is_read: bool


class MailDetail(Mail):
    """The same with its words; show `html` in a sandboxed frame only."""

    html: str
    text: str
    headers: list[tuple[str, str]]
    calendar: Annotated[str, Field(description="The calendar entry that came with it.")] = ""


class Mailbox(Schema):
    """A page of the mailbox."""

    items: list[Mail]
    next_cursor: Cursor
    total: int
    unread: int


class Sending(Schema):
    """Whether anything leaves at all."""

    stopped: bool
    stopped_at: datetime | None
    by: str | None
    waiting: int


class SendingIn(Schema):
    """The one switch."""

    stopped: bool
