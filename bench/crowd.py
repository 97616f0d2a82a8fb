"""Customers, contacts and events for the measures: made without identity, straight into the inbox by COPY."""

import os
import random
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from perennia.ingest.row import Row, encode
from perennia.ingest.store import copy

SOURCE = 101
FEATURES = ("Dashboard", "Reports", "Invoices", "Team inbox", "Forecasts", "Automations", "Mobile app", "Integrations")
CONTACTS_EACH = 20


def contacts(many: int) -> Iterator[tuple[int, int]]:
    """(contact, customer) of so many contacts, twenty a customer."""
    return ((contact, 1 + (contact - 1) // CONTACTS_EACH) for contact in range(1, many + 1))


def identified(people: Sequence[tuple[int, int]], at: datetime) -> Iterator[Row]:
    """Each contact's first event."""
    for contact, customer in people:
        traits = {
            "name": f"Ingrid Bergström {contact}", "first_name": "Ingrid", "email": f"ingrid.{contact}@fjordlys.example",
            "title": "Operations Manager", "timezone": "Europe/Oslo", "language": "en",
        }  # fmt: skip
        yield _row(customer, contact, "identify", "Identify", f"identify-{contact}", at, {"traits": traits})


def used(people: Sequence[tuple[int, int]], many: int, at: datetime, rng: random.Random) -> Iterator[Row]:
    """What they do in the product: mostly features, now and then a sign-in, a page, a payment."""
    step = timedelta(seconds=1) / many
    for nth in range(many):
        contact, customer = people[rng.randrange(len(people))]
        name, kind, properties = deed(rng)
        yield _row(
            customer, contact, kind, name, f"{rng.getrandbits(80):020x}", at + step * nth, {"properties": properties}
        )


def put(connection: psycopg.Connection, rows: Sequence[Row]) -> None:
    """Into the inbox, a thousand at a time."""
    for start in range(0, len(rows), 1000):
        with connection.transaction():
            copy(connection, rows[start : start + 1000])


def partitions(connection: psycopg.Connection) -> list[int]:
    """Those with something in the inbox."""
    return [number for (number,) in connection.execute("select distinct partition from inbox order by 1").fetchall()]


def spent(connection: psycopg.Connection) -> float:
    """Seconds of the processor so far, ours and our server process's: what others do on the machine doesn't count."""
    fields = Path(f"/proc/{connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def now() -> datetime:
    """The present."""
    return datetime.now(UTC)


def deed(rng: random.Random) -> tuple[str, str, dict[str, object]]:
    """One thing somebody does: name, kind, properties."""
    chance = rng.random()
    if chance < 0.78:
        return "Feature Used", "track", {"feature": rng.choice(FEATURES), "seconds": int(rng.lognormvariate(4, 0.7))}
    if chance < 0.88:
        return "Signed In", "track", {}
    if chance < 0.99:
        return "Page Viewed", "page", {"name": "Home", "path": "/home"}
    return "Payment Succeeded", "track", {"amount": 99, "currency": "EUR", "invoice": f"{rng.getrandbits(40):x}"}


def _row(
    customer: int, contact: int, kind: str, name: str, message_id: str, at: datetime, said: dict[str, object]
) -> Row:
    body = {"properties": {}, "traits": {}, "context": {"library": {"name": "analytics.js"}}} | said
    return Row(
        customer=customer, contact=contact, source=SOURCE, kind=kind, name=name, message_id=message_id, at=at, received_at=at,
        body=encode(body),
    )  # fmt: skip
