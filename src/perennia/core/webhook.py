"""Outgoing webhooks: what is told of an event, to which endpoints, and how often a delivery is tried."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal
from unicodedata import normalize
from uuid import UUID

import msgspec

from perennia.core import partition
from perennia.core.effect import CallWebhook
from perennia.core.event import Event, Properties, Value
from perennia.core.outcome import WebhookRow, key_of
from perennia.core.profile import Profile

LADDER = (
    timedelta(0), timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
    timedelta(hours=5), timedelta(hours=10), timedelta(hours=10),
)  # fmt: skip
TRIES = len(LADDER)
LONGEST_WAIT = timedelta(hours=24)  # what a server may ask for at most
JITTER = 0.1  # of each wait, on top of it
LARGEST = 20_000  # bytes of a body, the standard's own advice
EVERY_EVENT = "*"
RESTS_FROM, PAUSES_AT = 10, 100  # failures of an endpoint in a row
Fate = Literal["delivered", "again", "refused", "gone"]
_encoder = msgspec.json.Encoder(decimal_format="number")


class Subscription(msgspec.Struct, frozen=True):
    """An endpoint that hears of events from a moment on; `names` holds EVERY_EVENT for all of them."""

    endpoint: int
    names: frozenset[str]
    since: datetime

    def hears(self, event: Event) -> bool:
        return event.received_at >= self.since and (EVERY_EVENT in self.names or event.name in self.names)


def rows(
    event: Event, subscriptions: Iterable[Subscription], customer: Profile, contact: Profile | None
) -> list[WebhookRow]:
    """One row an endpoint that hears of this event. Nothing is told of the past, nor of visitors nobody knows."""
    hearing = [] if event.historical or customer.is_hidden else [one for one in subscriptions if one.hears(event)]
    if not hearing:
        return []
    kind, body = type_of(event.name), told(event, customer, contact)
    return [
        WebhookRow(
            id=key_of("webhook", one.endpoint, event.source, event.id, event.place, event.customer),
            endpoint=one.endpoint, customer=event.customer, event=event.name, type=kind, body=body, at=event.received_at,
        )
        for one in hearing
    ]  # fmt: skip


def told(event: Event, customer: Profile, contact: Profile | None) -> str:
    """The body: type, time and data. Properties that would make it too large are left out, and it says so."""
    data: Properties = {
        "id": f"{partition.of(event.customer)}-{event.seq}" + (f"-{event.place}" if event.place else ""),
        "name": event.name,
        "kind": event.kind,
        "received_at": _iso(event.received_at),
        "customer": {"id": event.customer, "name": _text(customer, "name")},
        "contact": _person(contact),
        "properties": event.properties,
        **({"traits": event.traits} if event.traits else {}),
    }
    body = envelope(type_of(event.name), event.at, data)
    if len(body.encode()) <= LARGEST:
        return body
    lean = {name: value for name, value in data.items() if name not in ("properties", "traits")}
    left_out: list[Value] = [name for name in ("properties", "traits") if name in data]
    return envelope(type_of(event.name), event.at, {**lean, "left_out": left_out})


def called(
    effect: CallWebhook, customer: Profile, contact: Profile | None, key: UUID, at: datetime, facts: Properties
) -> WebhookRow:
    """What a workflow's step tells an endpoint: whom it is about, and the event that let them in."""
    name, entry = type_of(effect.name), facts.get("event")
    data: Properties = {
        "id": str(key),
        "name": name,
        "enrolment": facts.get("enrolment"),
        "customer": {"id": customer.id, "name": _text(customer, "name"), "score": customer.score},
        "contact": _person(contact),
        "event": entry,
    }
    body = envelope(name, at, data)
    if len(body.encode()) > LARGEST:
        body = envelope(name, at, {**data, "event": None, "left_out": ["event"]})
    return WebhookRow(
        id=key, endpoint=effect.endpoint, customer=customer.id, event=effect.name, type=name, body=body, at=at
    )


def envelope(kind: str, at: datetime, data: Mapping[str, Value]) -> str:
    """What every body looks like."""
    return _encoder.encode({"type": kind, "timestamp": _iso(at), "data": data}).decode()


def type_of(name: str) -> str:
    """An event's name as a type of the standard: small letters, digits and underscores."""
    plain = normalize("NFKD", name.replace("đ", "d").replace("Đ", "D").casefold())
    kept = "".join(sign if sign.isascii() and sign.isalnum() else "_" if not _is_mark(sign) else "" for sign in plain)
    return "_".join(part for part in kept.split("_") if part) or "event"


def fate(status: int) -> Fate:
    """What an answer means. A redirect is not followed and 4xx will not change: neither is tried again."""
    if 200 <= status < 300:
        return "delivered"
    if status == 410:
        return "gone"
    return "again" if status in (408, 429) or status >= 500 else "refused"


def next_at(rung: int, now: datetime, shake: float, asked: timedelta | None = None) -> datetime | None:
    """When to try again after `rung` tries; None when it was the last. `shake`: 0 to 1, spreads tries that fell due together."""
    if rung >= TRIES:
        return None
    wait = LADDER[rung] * (1 + JITTER * shake)
    return now + max(wait, min(asked or timedelta(0), LONGEST_WAIT))


def asked_wait(retry_after: str | None, now: datetime) -> timedelta | None:
    """The wait a server asks for, in seconds or as a moment; None where it asks for none."""
    said = (retry_after or "").strip()
    if said.isascii() and said.isdigit():
        return timedelta(seconds=min(int(said[:9]), int(LONGEST_WAIT.total_seconds())))
    try:
        until: datetime = parsedate_to_datetime(said)
    except (ValueError, TypeError):
        return None
    wait: timedelta = (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
    return wait if wait > timedelta(0) else timedelta(0)


def shut_for(failures: int) -> timedelta:
    """How long an endpoint rests after so many failures in a row: first not at all, then longer each time."""
    if failures < RESTS_FROM:
        return timedelta(0)
    return min(timedelta(seconds=30) * (1 << min(failures - RESTS_FROM, 10)), timedelta(minutes=15))


def _is_mark(sign: str) -> bool:
    return "\u0300" <= sign <= "\u036f"


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _person(contact: Profile | None) -> Value:
    if contact is None:
        return None
    return {"id": contact.id, "name": _text(contact, "name"), "email": _text(contact, "email")}


def _text(profile: Profile, trait: str) -> str | None:
    value = profile.trait(trait)
    return value if isinstance(value, str) and value else None
