"""What the demo feeds is what the same call over HTTP would have become."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from perennia.ingest import store, wake
from perennia.ingest.receive import receive
from perennia.ingest.source import Sender
from perennia.simulate.feed import Feed, put
from perennia.simulate.said import Said

NOW = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
KEPT = "select kind, name, message_id, at, received_at, historical, lane, depth, source, body::text from inbox order by seq"
SAID = [
    Said(received=NOW, at=NOW - timedelta(seconds=2), kind="page", anonymous="browser", message_id="m1",
         properties={"name": "Pricing", "path": "/pricing"}),
    Said(received=NOW, at=NOW - timedelta(seconds=1), kind="identify", user="ada", anonymous="browser", message_id="m2",
         traits={"name": "Ada", "email": "ada@example.com"}),
    Said(received=NOW, at=NOW - timedelta(days=90), kind="group", user="ada", group="acme", message_id="m3",
         traits={"name": "Acme"}),
    Said(received=NOW, at=NOW, kind="track", name="Feature Used", user="ada", group="acme", message_id="m4",
         properties={"feature": "Reports", "seconds": 12}),
]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_call_fed_is_stored_as_the_same_call_over_http_is() -> None:
    _forget()  # rows other tests of this process left in the inbox
    sender = Sender(101)
    receive(sender, json.dumps({"batch": [_call(one) for one in SAID]}).encode(), now=NOW)
    wake.stop()
    over_http = _kept()
    _forget()
    conn = store.session()
    with conn.transaction():
        put(conn, Feed({"app": sender.id}).rows(conn, SAID))
    assert _kept() == over_http


def _call(said: Said) -> dict[str, object]:
    call: dict[str, object] = {
        "type": said.kind, "userId": said.user or None, "anonymousId": said.anonymous or None, "messageId": said.message_id,
        "timestamp": said.at.isoformat(), "context": dict(said.context), "properties": said.properties, "traits": said.traits,
    }  # fmt: skip
    if said.kind == "track":
        call["event"] = said.name
    if said.kind == "group":
        call["groupId"] = said.group
    elif said.group:
        call["context"] = {**said.context, "groupId": said.group}
    return {name: value for name, value in call.items() if value is not None}


def _kept() -> list[tuple[object, ...]]:
    """The rows but for whose they are: ids differ from one run to the next."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT)
        return [tuple(row) for row in cursor.fetchall() if row[0] != "move"]


def _forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute("truncate inbox, ingest_key, ingest_person, ingest_account, ingest_contact")
