"""What the tests begin with: a customer with contacts as the engine keeps them, and messages waiting for them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
from django.db import connection

from perennia.core import partition
from perennia.core.event import Properties, Value
from perennia.core.profile import Known, Profile
from perennia.messages.models import Template

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)  # a Monday
DAY, HOUR = timedelta(days=1), timedelta(hours=1)

_PUT = """
insert into message (partition, id, customer_id, contact_id, role, channel, workflow, template, topic, priority, asked_at, expires_at,
    next_at, depth, facts, enrolment_id, step)
values (%s, %s, %s, %s, %s, %s, 'greetings', %s, %s, %s, %s, %s, %s, 0, %s, %s, 'hello')
"""


def words(
    body: str = "Hello {{ contact.first_name }}", subject: str = "Hello", name: str = "hello", language: str = "en"
) -> None:
    """A text somebody wrote."""
    Template.objects.create(
        workflow="greetings", name=name, language=language, subject=subject, body=body, edited_at=NOON
    )


def profile(
    kind: int, id: int, customer: int = 1, traits: Properties | None = None, left_at: datetime | None = None
) -> None:
    """A profile with these traits."""
    stages = {"Subscription & Billing": Known("Subscription Churned", left_at, "m")} if left_at else {}
    known = {name: Known(value, NOON - 30 * DAY, "m1") for name, value in (traits or {}).items()}
    state = Profile(kind, id, customer, traits=known, stages=stages, started_at=NOON - 30 * DAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into profile (partition, kind, id, customer_id, started_at, state) values (%s, %s, %s, %s, %s, %s)"
            " on conflict (partition, kind, id) do update set state = excluded.state",
            [partition.of(customer), kind, id, customer, state.started_at, msgspec.json.encode(state).decode()],
        )


def an(id: int = 11, customer: int = 1, **traits: Value) -> int:
    """A contact called An at customer 1, in UTC unless said otherwise."""
    said: Properties = {"name": "An Tran", "first_name": "An", "email": f"an{id}@acme.example", "timezone": "UTC"}
    profile(1, id, customer, {**said, **traits})
    return id


def message(
    contact: int | None = 11, *, customer: int = 1, topic: str = "success", priority: int = 50, at: datetime = NOON,
    span: timedelta = 3 * DAY, role: str = "primary", facts: Properties | None = None, template: str = "hello",
    channel: str = "email",
) -> UUID:  # fmt: skip
    """A message waiting in the outbox, as a turn puts it there."""
    id = uuid4()
    said = msgspec.json.encode({"if_unsent": "go_on", **(facts or {})}).decode()
    with connection.cursor() as cursor:
        cursor.execute(
            _PUT,
            [
                partition.of(customer),
                id,
                customer,
                contact,
                role,
                channel,
                template,
                topic,
                priority,
                at,
                at + span,
                at,
                said,
                uuid4(),
            ],
        )
    return id


def state(id: UUID) -> tuple[str, str]:
    """A message's state and reason."""
    with connection.cursor() as cursor:
        cursor.execute("select state, reason from message where id = %s", [id])
        found, reason = cursor.fetchone()
    return str(found), str(reason)


def next_at(id: UUID) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("select next_at from message where id = %s", [id])
        (moment,) = cursor.fetchone()
    assert isinstance(moment, datetime)
    return moment


def reported() -> Sequence[tuple[str, str, int]]:
    """Names, reasons and depths of the report events in the inbox, in order."""
    with connection.cursor() as cursor:
        cursor.execute("select name, body->'properties'->>'reason', depth from inbox where source = 4 order by seq")
        return [(str(name), str(reason or ""), int(depth)) for name, reason, depth in cursor.fetchall()]
