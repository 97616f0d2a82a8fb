"""Segment calls as a client makes them, and the inbox to look into."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import msgspec
from django.db import connection

from perennia.ingest import recall, store
from perennia.workflows.move import move
from tests import emptying

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

    @property
    def is_hidden(self) -> bool:
        return bool(self.body.get("hidden"))


def empty() -> None:
    """Empties what a test may have filled: hot tables are no models, so Django does not do it."""
    with connection.cursor() as cursor:
        emptying.empty(cursor, TABLES)
        cursor.execute("delete from ingest_source where id > 100")
        cursor.execute("update ingest_epoch set number = number + 1")
    recall.memory.forget()


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
    """Lets the mover do what it was told."""
    for row in moves():
        move(store.session(), row.partition, row.seq)


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
