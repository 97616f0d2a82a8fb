"""Turns what became of our own messages into events of their customers, so that workflows can go on from them."""

from collections.abc import Sequence
from datetime import datetime

from perennia.core.event import HISTORICAL_AFTER, Properties
from perennia.ingest import store
from perennia.ingest.row import REPORTS, Row, body
from perennia.messages.outbox import Message, Ruled

NAMES = {"sent": "Message Sent", "held": "Message Held", "failed": "Message Failed", "unknown": "Message Unknown"}


def report(ruled: Sequence[Ruled], at: datetime) -> None:
    """Puts an event in the inbox for each of these that came to an end, in the caller's transaction."""
    ended = [one for one in ruled if one.state in NAMES and one.message.audience == "customer"]
    store.put([_event(one, at) for one in ended])


def tell(message: Message, contact: int | None, name: str, properties: Properties, key: str, at: datetime) -> None:
    """Puts one event about a message in the inbox; the same key is the same event."""
    said = {**_about(message), **properties}
    store.put([_row(message, contact, name, said, key, at)])


def heard(message: Message, name: str, said: Properties, key: str, at: datetime, now: datetime) -> None:
    """Puts what a provider reported in the inbox; one that comes a day late teaches the record and starts nothing."""
    row = _row(message, message.contact, name, {**_about(message), **said}, key, at)
    row.received_at, row.historical = now, now - at > HISTORICAL_AFTER
    store.put([row])


def _event(ruled: Ruled, at: datetime) -> Row:
    message = ruled.message
    said: Properties = {
        **_about(message),
        "reason": ruled.reason,
        "if_unsent": message.facts.if_unsent or None,
        "enrolment": str(message.enrolment) if message.enrolment else None,
    }
    key = f"{ruled.state}:{message.attempts + ruled.tried}"
    return _row(message, ruled.contact or message.contact, NAMES[ruled.state], said, key, at)


def _about(message: Message) -> Properties:
    return {
        "message": f"{message.partition}-{message.id}",
        "workflow": message.workflow,
        "template": message.template,
        "step": message.step,
        "channel": message.channel,
        "topic": message.topic,
    }


def _row(message: Message, contact: int | None, name: str, said: Properties, key: str, at: datetime) -> Row:
    return Row(
        customer=message.customer,
        contact=contact,
        source=REPORTS,
        kind="report",
        name=name,
        message_id=f"message:{message.id}:{key}",
        at=at,
        received_at=at,
        body=body(dict(said)),
        depth=message.depth + 1,
    )
