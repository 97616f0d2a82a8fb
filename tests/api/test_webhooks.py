"""Webhook endpoints over the API: the secret once, deliveries with their body, replay, and who may."""

from collections.abc import Iterator
from uuid import UUID

import msgspec
import pytest
from django.db import connection
from django.test import Client

from perennia.host import clock
from perennia.team.roles import Role
from perennia.webhooks.deliver import Courier
from tests.api.company import signed_in
from tests.receiver import Receiver, receiving

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    with receiving(monkeypatch) as (one,):
        yield one


def send(client: Client, method: str, path: str, **body: object) -> tuple[int, dict[str, object]]:
    answer = client.generic(method, f"/api/webhooks{path}", msgspec.json.encode(body), content_type="application/json")
    return answer.status_code, answer.json() if answer.content else {}


def goes_round() -> None:
    courier = Courier()
    courier.round()
    courier.finish(10)
    courier.close()


def test_an_endpoint_from_making_over_a_test_and_a_replay_to_removing(receiver: Receiver) -> None:
    client = signed_in(Role.CS_OPS)
    status, made = send(client, "POST", "", name="CRM", url=receiver.url, events=["Signed Up"])
    assert status == 201
    assert str(made["secret"]).startswith("whsec_")
    listed = client.get("/api/webhooks").json()["items"]
    assert "secret" not in listed[0]
    assert (listed[0]["state"], listed[0]["events"]) == ("on", ["Signed Up"])
    receiver.answer = lambda: (400, b"<b>no</b>", {})
    status, test = send(client, "POST", f"/{made['id']}/test")
    assert (status, test["state"], test["event"]) == (201, "queued", "Perennia Test")
    goes_round()
    path = f"/deliveries/{test['id']}"
    record = client.get(f"/api/webhooks{path}").json()
    assert (record["state"], record["reason"], record["attempts"][0]["answer"]) == (
        "dead",
        "Answered 400.",
        "<b>no</b>",
    )
    assert record["body"].encode() == receiver.seen[0].body
    assert client.get("/api/webhooks").json()["items"][0]["dead"] == 1
    receiver.answer = lambda: (200, b"", {})
    assert send(client, "POST", f"{path}/replay")[1]["state"] == "queued"
    assert send(client, "POST", f"{path}/replay")[0] == 409
    goes_round()
    assert client.get(f"/api/webhooks{path}").json()["state"] == "delivered"
    assert send(client, "POST", f"/{made['id']}/replay")[1] == {"count": 0}
    assert send(client, "PATCH", f"/{made['id']}", is_on=False)[1]["state"] == "off"
    assert str(send(client, "POST", f"/{made['id']}/rotate")[1]["both_secrets_until"])
    assert send(client, "DELETE", f"/{made['id']}")[0] == 204
    assert client.get("/api/webhooks").json()["items"] == []


def test_deliveries_come_by_pages_and_by_state(receiver: Receiver) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    made = send(client, "POST", "", name="CRM", url=receiver.url, events=["*"])[1]
    now = clock.now()
    with connection.cursor() as cursor:
        for number in range(5):
            cursor.execute(
                "insert into webhook (partition, id, endpoint_id, event, type, body, made_at, next_at, state)"
                " values (1, %s, %s, 'A', 'a', '{}', %s, %s, %s)",
                [UUID(int=number), int(str(made["id"])), now, now, "dead" if number % 2 else "delivered"],
            )
    first = client.get(f"/api/webhooks/{made['id']}/deliveries?limit=3").json()
    rest = client.get(f"/api/webhooks/{made['id']}/deliveries?limit=3&cursor={first['next_cursor']}").json()
    assert len({row["id"] for row in first["items"] + rest["items"]}) == 5
    assert rest["next_cursor"] is None
    dead = client.get(f"/api/webhooks/{made['id']}/deliveries?state=dead").json()["items"]
    assert [row["state"] for row in dead] == ["dead", "dead"]


def test_an_address_inside_is_refused_with_the_field(receiver: Receiver) -> None:
    status, said = send(
        signed_in(Role.ADMINISTRATOR), "POST", "", name="CRM", url="http://169.254.169.254/", events=["*"]
    )
    assert (status, said["errors"][0]["field"]) == (422, "url")  # type: ignore[index]
    assert "169.254" not in str(said)


def test_there_are_events_to_choose_from() -> None:
    names = signed_in(Role.ADMINISTRATOR).get("/api/webhooks/events").json()["items"]
    assert {"Payment Failed", "Tag Added", "Message Sent"} <= set(names)
