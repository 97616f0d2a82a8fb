"""Segment's own client libraries work by changing the host: the real ones, against a real server."""

import json
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from segment.analytics import Client  # type: ignore[import-untyped]  # the client brings no types
from segment.analytics.request import APIError  # type: ignore[import-untyped]  # the same

from perennia.ingest import source
from tests.stations.ingest.calls import empty, inbox
from tests.tools import clients

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def write_key(transactional_db: None) -> str:
    empty()
    return source.create("Product")[1]


def everything(client: Client) -> None:
    client.page(anonymous_id="browser-1", name="Pricing", category="Docs", properties={"path": "/pricing"})
    client.identify("ann", {"email": "ann@example.com", "name": "Ánh"}, anonymous_id="browser-1")
    client.group("ann", "acme", {"name": "Acme", "employees": 50})
    client.track("ann", "Feature Used", {"feature": "Reports", "seconds": 12}, context={"groupId": "acme"})
    client.screen("ann", name="Home")
    client.alias("former", "ann")
    client.track("ann", "Signed In", timestamp=datetime.now(UTC) - timedelta(hours=1))


@pytest.mark.parametrize("gzip", [False, True], ids=["plain", "gzip"])
def test_the_python_client_is_taken_whole(host: str, write_key: str, gzip: bool) -> None:
    errors: list[Exception] = []
    client = Client(write_key, host=host, gzip=gzip, on_error=lambda error, _: errors.append(error), max_retries=0)
    everything(client)
    client.shutdown()
    assert errors == []
    check_the_story()


def test_the_node_client_is_taken_whole(host: str, write_key: str) -> None:
    done = subprocess.run(
        [clients.node(), "send.mjs", host, write_key],
        cwd=clients.CLIENTS,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout) == {"errors": []}
    check_the_story()


def check_the_story() -> None:
    rows = inbox()
    told = [row for row in rows if row.kind != "move"]
    assert sorted(row.name for row in told) == sorted(
        ["Page Viewed", "Identify", "Group", "Feature Used", "Screen Viewed", "Alias", "Signed In"]
    )
    by_name = {row.name: row for row in told}
    page = by_name["Page Viewed"].body
    assert page["properties"] == {"path": "/pricing", "name": "Pricing", "category": "Docs"}
    assert by_name["Page Viewed"].is_hidden
    assert by_name["Identify"].body["traits"] == {"email": "ann@example.com", "name": "Ánh"}
    assert by_name["Page Viewed"].contact_id == by_name["Identify"].contact_id
    assert by_name["Group"].contact_id == by_name["Feature Used"].contact_id == by_name["Identify"].contact_id
    assert by_name["Group"].body["context"]["groupId"] == "acme"
    move = next(row for row in rows if row.kind == "move")
    assert move.body["properties"]["reason"] == "first_account"
    assert move.body["properties"]["to_contact"] != by_name["Group"].contact_id
    ago = by_name["Signed In"].received_at - by_name["Signed In"].at
    assert timedelta(minutes=59) < ago < timedelta(minutes=61)
    assert all(len(row.message_id) > 20 for row in told)


def test_a_wrong_key_is_an_error_the_client_shows(host: str, write_key: str) -> None:
    errors: list[Exception] = []
    client = Client("wk_wrong", host=host, on_error=lambda error, _: errors.append(error), max_retries=0)
    client.track("ann", "Signed In")
    client.shutdown()
    (error,) = errors
    assert isinstance(error, APIError)
    assert (error.status, error.code) == (401, "wrong_write_key")
    assert inbox() == []


@pytest.mark.number("R1")
def test_the_same_events_sent_again_are_the_same_events(host: str, write_key: str) -> None:
    """After a lost answer a client sends again: the message ids are the same, so the engine takes each once."""
    client = Client(write_key, host=host, sync_mode=True)
    for _ in range(2):
        client.track("ann", "Signed In", message_id="once")
    first, again = inbox()
    assert (first.message_id, first.contact_id) == (again.message_id, again.contact_id)
