"""Shows a text as one customer's contact would get it now. Nothing is kept and nothing leaves."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.db import connection

from perennia.core import partition
from perennia.core.channel import Letter
from perennia.core.error import NotFound
from perennia.core.event import Properties
from perennia.core.letter_facts import LetterFacts
from perennia.core.workflow import Text
from perennia.messages import letter, recipients, rules
from perennia.messages import words as texts
from perennia.messages.outbox import Due, Message

NO_ID = UUID(int=0)
_SEEN_LAST = """
select customer_id from profile where kind = 1 and not is_hidden and seen_quarter is not null
and coalesce(state #>> '{traits,email,0}', '') <> '' order by seen_quarter desc, last_seen_at desc limit 1
"""
SAMPLE: dict[str, object] = {
    "feature": "Reports", "amount": "49.00", "currency": "EUR", "invoice": "2026-0417",
    "features": ["Reports", "Forecasts"], "count": 2, "milestone": "Pro User", "score": 900, "level": "Happy",
    "text": "Works well.", "session": "Walkthrough", "booking": "sample", "title": "An export of last year",
}  # fmt: skip
SAMPLE_AHEAD = timedelta(days=3)  # when what a sample is about takes place


def sample(at: datetime) -> Properties:
    """What an event made up for a preview says."""
    begins, ends = at + SAMPLE_AHEAD, at + SAMPLE_AHEAD + timedelta(hours=1)
    return msgspec.convert({**SAMPLE, "starts_at": begins.isoformat(), "ends_at": ends.isoformat()}, dict)


def preview(
    workflow: str,
    template: str,
    language: str,
    customer: int,
    at: datetime,
    text: Text | None = None,
    topic: str = "success",
    channel: str = "email",
) -> tuple[Letter, int]:
    """The letter, with a sample event, and the contact it is written to. `text`: words not kept yet."""
    due = Due(partition.of(customer), NO_ID, customer, None, "primary", "customer", channel)
    contact = recipients.by_role([due]).get((customer, "primary", recipients.kind_of(channel)), 0)
    known = recipients.known([(due.partition, customer, contact)])
    house = rules.house(rules.conduct())
    house = msgspec.structs.replace(house, follows_clicks=False)
    words = text or texts.edited([workflow]).of(workflow, None, template, language)
    if words is None:
        raise NotFound(f"This workflow has no text {template!r}.")
    to = msgspec.structs.replace(letter.to(contact, known, house, recipients.kind_of(channel)), language=language)
    event: Properties = {"name": "Payment Failed", "properties": sample(at), "at": at.isoformat()}
    message = Message(
        due.partition, NO_ID, customer, contact, "primary", "customer", channel, workflow, None, None, "", template, topic,
        50, "queued", "", at, at, at, 0, 0, LetterFacts(event=event),
    )  # fmt: skip
    return letter.write(message, words, to, known, house), contact


def somebody() -> int:
    """The customer whose contact was seen last; 0 where there is none yet."""
    with connection.cursor() as cursor:
        cursor.execute(_SEEN_LAST)
        row = cursor.fetchone()
    return int(row[0]) if row is not None else 0
