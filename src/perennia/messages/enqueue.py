"""Puts a letter no workflow asked for into the outbox, in the caller's transaction: a notice, an invitation, a trial."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec
from django.db import connection

from perennia.core import partition
from perennia.core.conduct import TRANSACTIONAL
from perennia.core.letter_facts import LetterFacts, OwnFacts

SPAN = timedelta(days=3)
_PUT = """
insert into message (partition, id, customer_id, contact_id, audience, channel, workflow, template, topic, priority, asked_at,
    expires_at, next_at, facts)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing
"""


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A letter to be. `home`: by whose number its row is placed, the customer's where it goes to one of their contacts."""

    id: UUID
    home: int
    template: str
    at: datetime
    facts: LetterFacts | OwnFacts
    span: timedelta = SPAN
    audience: Literal["customer", "team"] = "team"
    contact: int | None = None
    channel: str = "email"
    workflow: str = ""
    priority: int = 1


def enqueue(one: Waiting) -> bool:
    """Once by its id. Says whether it is new."""
    customer = one.home if one.audience == "customer" else 0
    with connection.cursor() as cursor:
        cursor.execute(
            _PUT,
            [
                partition.of(one.home), one.id, customer, one.contact, one.audience, one.channel, one.workflow, one.template,
                TRANSACTIONAL, one.priority, one.at, one.at + one.span, one.at, msgspec.json.encode(one.facts).decode(),
            ],
        )  # fmt: skip
        return bool(cursor.rowcount)
