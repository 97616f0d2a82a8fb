"""Segment calls as a client makes them, and the inbox to look into."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import msgspec
from django.db import connection, transaction

from perennia.ingest import moved, store

Json = dict[str, object]
TABLES = "inbox, rejected, dedupe, ingest_key, ingest_person, ingest_account, ingest_contact"


@dataclass(frozen=True)
class Stored:
    """A row of the inbox."""

    seq: int
    partition: int
    lane: int
    customer_id: int
    contact_id: int | None
    source: int
    kind: str
    name: str
    message_id: str
    at: datetime
    received_at: datetime
    historical: bool
    body: dict[str, Json]


def empty() -> None:
    """Empties what a test may have filled: hot tables are no models, so Django does not do it."""
    with connection.cursor() as cursor:
        cursor.execute(f"truncate {TABLES}")
        cursor.execute("delete from ingest_source where id > 100")


def inbox() -> list[Stored]:
    """Everything in the inbox, in order of its places."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select seq, partition, lane, customer_id, contact_id, source, kind, name, message_id, at, received_at,"
            " historical, body::text from inbox order by seq"
        )
        return [Stored(*(*row[:-1], msgspec.json.decode(row[-1]))) for row in cursor.fetchall()]


def moves() -> list[Stored]:
    return [row for row in inbox() if row.kind == "move"]


def run_moves() -> None:
    """Does to who-is-who what the mover does."""
    for row in moves():
        orders = row.body["properties"]
        source_, target = orders["from_contact"], orders["to_contact"]
        assert isinstance(source_, int)
        assert isinstance(target, int)
        with transaction.atomic():
            conn = store.session()
            moved.contact(conn, source_, moved.now(conn, target))
            with connection.cursor() as cursor:
                cursor.execute("delete from inbox where kind = 'move' and seq = %s", [row.seq])


def track(user: str = "", *, anonymous: str = "", group: str = "", event: str = "Signed In", **more: object) -> Json:
    call: Json = {"type": "track", "event": event, "messageId": str(uuid4()), **more}
    if user:
        call["userId"] = user
    if anonymous:
        call["anonymousId"] = anonymous
    if group:
        call["context"] = {"groupId": group}
    return call


def identify(user: str = "", *, anonymous: str = "", group: str = "", **traits: object) -> Json:
    return {**track(user, anonymous=anonymous, group=group, traits=traits), "type": "identify"}


def group(user: str, group: str, *, anonymous: str = "", **traits: object) -> Json:
    return {**track(user, anonymous=anonymous, traits=traits), "type": "group", "groupId": group}


def alias(previous: str, user: str) -> Json:
    return {**track(user), "type": "alias", "previousId": previous}
