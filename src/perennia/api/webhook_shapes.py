"""What the API says of endpoints and deliveries."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Given, Text
from perennia.core.webhook import TRIES
from perennia.webhooks import subscribe

State = Literal["on", "paused", "off", "gone"]
Fate = Literal["queued", "delivered", "dead"]
Url = Annotated[str, Field(min_length=1, max_length=2000)]
Events = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=subscribe.MOST_EVENTS)]


class EndpointOut(Schema):
    """An endpoint and how it is doing. `secret` is shown whole once, when it is made."""

    id: int
    name: str
    url: str
    events: Annotated[list[str], Field(description='Names of events; "*" for all.')]
    state: State
    made_at: datetime
    both_secrets_until: datetime | None
    failures: Annotated[int, Field(description="In a row.")]
    failure: str | None
    rests_until: datetime | None
    delivered_at: datetime | None
    failed_at: datetime | None
    delivered_24h: int
    waiting: int
    dead: int


class Endpoints(Schema):
    """All endpoints."""

    items: list[EndpointOut]
    next_cursor: None = None


class NewEndpoint(Given):
    """An endpoint to make."""

    name: Annotated[Text, Field(max_length=80)]
    url: Url
    events: Events


class EndpointChange(Given):
    """What is to change; what is left out stays."""

    name: Annotated[Text, Field(max_length=80)] | None = None
    url: Url | None = None
    events: Events | None = None
    is_on: bool | None = None


class MadeEndpoint(EndpointOut):
    """A new endpoint with its secret, shown this once."""

    secret: str


class EventNames(Schema):
    """What one may choose: what happened here, what the tracking plan names, what follows from events."""

    items: list[str]
    next_cursor: None = None


class DeliveryOut(Schema):
    """A delivery. `reason` says in the reader's language why it has not arrived."""

    id: str
    event: str
    type: str
    made_at: datetime
    state: Fate
    reason: str | None
    status: int | None
    tries: int
    next_at: datetime | None
    tried_at: datetime | None


class Deliveries(Schema):
    """A page of deliveries."""

    items: list[DeliveryOut]
    next_cursor: Cursor


class TryOut(Schema):
    """One try. `answer`: at most 2 KB of what came back, never headers."""

    number: int
    at: datetime
    status: int | None
    reason: str | None
    answer: str
    milliseconds: int


class DeliveryRecord(DeliveryOut):
    """A delivery with its body, byte by byte as it leaves, and its tries."""

    webhook_id: str
    body: str
    most_tries: int = TRIES
    attempts: list[TryOut]


class Sent(Schema):
    """How many are sent again."""

    count: int
