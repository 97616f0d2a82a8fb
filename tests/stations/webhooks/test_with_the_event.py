"""A delivery is there with its event or not at all, and costs nothing where nobody listens."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec
import pytest

if TYPE_CHECKING:
    from perennia.webhooks.models import Endpoint
    from tests.driving import Stream
    from tests.receiver import Receiver


@pytest.fixture
def told(stream: "Stream", receiver: "Receiver") -> Iterator["Endpoint"]:
    from perennia.webhooks import subscribe
    from tests.driving import NINE

    stream.connection.execute("truncate webhook, webhook_try")
    made, _ = subscribe.create("CRM", receiver.url, ["Signed Up", "Tag Added"], NINE, None)
    yield made
    stream.connection.execute("truncate webhook, webhook_try")


def test_an_event_and_what_follows_from_it_are_told_in_the_same_commit(stream: "Stream", told: "Endpoint") -> None:
    stream.workflow(trigger={"key": "event_seen", "names": ["Signed Up"]}, steps=[{"key": "add_tag", "tag": "New"}])
    stream.put(
        stream.event("Signed Up", plan="Pro"), stream.event("Elsewhere"), stream.event("Signed Up", historical=True)
    )
    stream.run()
    rows = stream.rows("select event, body, endpoint_id, state, next_at = made_at from webhook order by event")
    assert [row[0] for row in rows] == ["Signed Up", "Tag Added"]
    assert {row[2:] for row in rows} == {(told.pk, "queued", True)}
    said = msgspec.json.decode(rows[0][1])
    (seq,) = stream.rows("select seq from history where name = 'Signed Up' and not historical")[0]
    assert said["data"]["id"].endswith(f"-{seq}")


def test_an_event_that_fails_tells_nothing_until_it_is_worked(
    stream: "Stream", told: "Endpoint", monkeypatch: pytest.MonkeyPatch
) -> None:
    from perennia.core import stream as core

    sound = core._count

    def breaks(*args: object) -> None:
        raise RuntimeError("no")

    stream.put(stream.event("Signed Up"))
    with monkeypatch.context() as broken:
        broken.setattr(core, "_count", breaks)
        stream.run(limit=1)
    assert core._count is sound
    assert stream.rows("select count(*) from webhook") == [(0,)]


def test_where_nobody_listens_a_turn_runs_no_statement_more(stream: "Stream") -> None:
    stream.put(stream.event("Signed Up"))
    stream.run()
    assert stream.rows("select count(*) from webhook") == [(0,)]


def test_one_switched_off_hears_of_nothing_and_one_that_rests_of_everything(stream: "Stream", told: "Endpoint") -> None:
    from perennia.webhooks import subscribe
    from perennia.webhooks.models import Endpoint
    from perennia.workflows import publish

    Endpoint.objects.update(state="paused")
    publish.changed()
    stream.put(stream.event("Signed Up"))
    stream.run()
    subscribe.change(told.pk, is_on=False)
    stream.put(stream.event("Signed Up"))
    stream.run()
    assert stream.rows("select count(*) from webhook") == [(1,)]


def test_a_step_calls_an_endpoint_once_with_whom_it_is_about(stream: "Stream", told: "Endpoint") -> None:
    step = {"key": "call_webhook", "endpoint": told.pk, "name": "deal_won"}
    stream.workflow(trigger={"key": "event_seen", "names": ["Elsewhere"]}, steps=[step])
    stream.put(stream.event("Elsewhere", plan="Pro"))
    stream.run()
    ((event, kind, body),) = stream.rows("select event, type, body from webhook")
    said = msgspec.json.decode(body)
    assert (event, kind, said["type"], said["data"]["event"]["properties"]) == (
        "deal_won",
        "deal_won",
        "deal_won",
        {"plan": "Pro"},
    )
    assert said["data"]["customer"]["id"] == 1
