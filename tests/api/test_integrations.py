"""Connections over the API and their address over real HTTP: secrets told once, what is believed, limits, replay, mapping."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest
from django.db import connection
from django.test import Client

from perennia.host import clock, secrets
from perennia.ingest import wake
from perennia.integrations import forget, rework
from perennia.integrations.models import Connection, Received
from perennia.integrations.take import LARGEST
from perennia.team.models import SettingChange
from perennia.team.roles import Role
from tests import posted
from tests.api.company import signed_in
from tests.posted import calcom_event, stripe_event, stripe_invoice

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "whsec_from_stripe"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def no_source_of_before(transactional_db: None) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("delete from ingest_source where id > 100")
    yield
    wake.stop()


def send(client: Client, method: str, path: str = "", **body: object) -> tuple[int, dict[str, object]]:
    answer = client.generic(
        method, f"/api/integrations{path}", msgspec.json.encode(body), content_type="application/json"
    )
    return answer.status_code, answer.json() if answer.content else {}


def stripe() -> tuple[Client, dict[str, object], str]:
    client = signed_in(Role.CS_OPS)
    status, made = send(client, "POST", kind="stripe", name="Stripe", secret=SECRET, settings={"account_key": "tenant"})
    assert status == 201, made
    return client, made, f"/{made['id']}"


def post(address: object, body: bytes, headers: dict[str, str], host: str = "") -> int:
    """Over real HTTP where a host is named."""
    path = str(address)[str(address).index("/hooks/") :]
    if not host:
        return Client().post(path, body, content_type="application/json", headers=headers).status_code
    request = urllib.request.Request(f"{host}{path}", body, {"Content-Type": "application/json", **headers})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as wrong:
        return wrong.code


@pytest.mark.number("S9", "R1")
def test_over_real_http_what_is_signed_is_taken_once_and_all_else_refused(host: str) -> None:
    _, made, _ = stripe()
    body = stripe_event("evt_1", "invoice.paid", clock.now(), stripe_invoice("cus_1", "A-1"))
    right = posted.stripe_headers(SECRET, body, clock.now())
    address = made["address"]
    assert [post(address, body, right, host) for _ in range(3)] == [200, 200, 200]
    assert (Received.objects.get().state, Received.objects.get().times) == ("done", 3)
    huge = b"{" + b" " * LARGEST + b"}"
    far = clock.now() - timedelta(minutes=6)
    wrong = {
        "one byte": (body.replace(b"9900", b"9901"), right, 401),
        "other key order": (json.dumps(dict(reversed(json.loads(body).items()))).encode(), right, 401),
        "spaces": (body + b"\n", right, 401),
        "none": (body, {}, 401),
        "empty": (body, {"Stripe-Signature": ""}, 401),
        "old": (body, posted.stripe_headers(SECRET, body, far), 401),
        "ahead": (body, posted.stripe_headers(SECRET, body, clock.now() + timedelta(minutes=3)), 401),
        "another's": (body, posted.stripe_headers("whsec_other", body, clock.now()), 401),
        "too large": (huge, posted.stripe_headers(SECRET, huge, clock.now()), 413),
        "far too large": (huge * 20, {}, 413),
    }
    assert {name: post(address, what, headers, host) for name, (what, headers, _) in wrong.items()} == {
        name: status for name, (_, _, status) in wrong.items()
    }
    assert post("/hooks/in/no-such", body, right, host) == 404
    assert not Received.objects.filter(state="refused").exclude(body=b"").exists(), "what is not believed is not kept"


@pytest.mark.number("S9", "S13")
def test_two_secrets_are_believed_for_a_day_and_none_is_shown_or_kept_in_the_clear() -> None:
    client, made, path = stripe()
    assert SECRET not in json.dumps(
        [made, client.get("/api/integrations").json(), client.get(f"/api/integrations{path}").json()]
    )
    row = Connection.objects.get()
    assert SECRET.encode() not in bytes(row.secret)
    assert secrets.decrypt(bytes(row.secret)) == SECRET
    assert SECRET not in str(list(SettingChange.objects.values()))
    status, turned = send(client, "POST", f"{path}/rotate", secret="whsec_new")
    assert (status, turned["secret"]) == (200, "")
    assert turned["both_secrets_until"]

    def believed(secret: str) -> int:
        body = stripe_event(f"evt_{secret}", "customer.deleted", clock.now(), {"id": "cus_1"})
        return post(made["address"], body, posted.stripe_headers(secret, body, clock.now()))

    assert [believed(SECRET), believed("whsec_new")] == [200, 200]
    Connection.objects.update(former_until=clock.now() - timedelta(seconds=1))
    assert [believed(SECRET), believed("whsec_new")] == [401, 200]
    assert send(client, "POST", f"{path}/rotate")[0] == 422, "Stripe makes its own"
    later = send(client, "POST", kind="stripe", name="Later")[1]
    assert (later["has_secret"], made["has_secret"]) == (False, True)
    made = later  # the address comes first, its secret after: until then nothing is believed
    assert believed("") == 401
    assert send(client, "POST", f"/{later['id']}/rotate", secret="whsec_late")[0] == 200
    assert [believed(""), believed("whsec_late")] == [401, 200]
    status, own = send(client, "POST", kind="calcom", name="Cal")
    assert str(own["secret"]).startswith("whsec_")


def test_a_connection_from_making_over_its_posts_to_resting_and_removing() -> None:
    client, made, path = stripe()
    listed = client.get("/api/integrations").json()
    assert [kind["key"] for kind in listed["kinds"]] == ["calcom", "calendly", "signed_webhook", "stripe"]
    assert all(kind["steps"] and kind["about"] for kind in listed["kinds"])
    assert "mapping" not in next(kind for kind in listed["kinds"] if kind["is_mapped"])["form"]["properties"]
    assert send(client, "POST", kind="stripe", name="Stripe", secret="whsec_x1")[1]["code"] == "connection_exists"
    assert send(client, "POST", kind="stripe", name="B", secret="whsec_x1", settings={"by_email": "perhaps"})[0] == 422
    assert send(client, "POST", kind="stripe", name="B", secret="whsec_x1", settings={"none": 1})[0] == 422
    for guessed in ("x", "whsec_", "whsec_AAAA"):  # of the last two nothing or next to nothing is the key
        status, said = send(client, "POST", kind="signed_webhook", name="B", secret=guessed)
        assert (status, "body.secret" in str(said["errors"])) == (422, True), guessed

    def paid(number: int) -> int:
        body = stripe_event(f"evt_{number}", "invoice.paid", clock.now(), stripe_invoice("cus_1", f"A-{number}"))
        return post(made["address"], body, posted.stripe_headers(SECRET, body, clock.now()))

    assert paid(1) == 200
    assert post(made["address"], b"{}", {}) == 401
    send(client, "PATCH", path, is_active=False)
    assert paid(2) == 200
    seen = client.get(f"/api/integrations{path}/posts").json()["items"]
    assert [(one["state"], one["type"], one["events"]) for one in seen] == [
        ("waiting", "", []), ("refused", "no_signature", []), ("done", "invoice.paid", ["Payment Succeeded"]),
    ]  # fmt: skip
    now = client.get(f"/api/integrations{path}").json()
    assert (now["is_active"], now["done_24h"], now["refused_24h"], now["undecided"]) == (False, 1, 1, 1)
    send(client, "PATCH", path, is_active=True)
    assert send(client, "POST", f"{path}/again") == (200, {"count": 1, "left": 0, "next": None})
    first = client.get(f"/api/integrations{path}/posts?limit=1").json()
    assert len(first["items"]) == 1
    rest = client.get(f"/api/integrations{path}/posts?limit=5&cursor={first['next_cursor']}").json()
    assert len(rest["items"]) == 2
    record = client.get(f"/api/integrations{path}/posts/{first['items'][0]['id']}").json()
    assert json.loads(record["body"])["id"] == "evt_2"
    status, refused = send(client, "POST", f"{path}/posts/{seen[1]['id']}/again")
    assert (status, "send it again" in str(refused["detail"])) == (422, True)
    Received.objects.update(at=clock.now() - 8 * DAY)
    assert forget.forget(clock.now()) == 3
    assert send(client, "DELETE", path)[0] == 204
    assert post(made["address"], b"{}", {}) == 404
    assert send(client, "POST", kind="stripe", name="Stripe", secret="whsec_x1")[0] == 201, "its name is free again"


def test_what_lacks_something_is_kept_with_what_it_lacks_in_the_readers_words() -> None:
    client = signed_in(Role.CS_OPS, language="vi")
    made = send(client, "POST", kind="calcom", name="Cal")[1]
    now = clock.now()
    body = calcom_event("BOOKING_CREATED", now, "u1", now, now, attendees=[])
    form = b"title=Hello"
    for one in (body, form):
        assert post(made["address"], one, posted.calcom_headers(str(made["secret"]), one, now)) == 200
    items = client.get(f"/api/integrations/{made['id']}/posts?state=undecided").json()["items"]
    assert "payload.attendees[0].email" in items[1]["reason"]
    assert items[1]["reason"].startswith("Bài gửi")
    assert "JSON" in items[0]["reason"]
    assert client.get("/api/integrations").json()["items"][0]["undecided"] == 2


def test_a_mapping_is_tried_kept_in_versions_and_says_what_is_wrong_where(monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(Role.CS_OPS)
    made = send(client, "POST", kind="signed_webhook", name="Shop")[1]
    path = f"/{made['id']}"
    for number in (1, 2):
        body = posted.as_bytes({"type": "order.paid", "by": "anna" if number == 1 else None, "cents": 1999})
        assert (
            post(made["address"], body, posted.standard_headers(str(made["secret"]), body, clock.now(), f"m{number}"))
            == 200
        )
    found = client.get(f"/api/integrations{path}/mapping").json()
    assert (found["version"], found["rules"], len(found["samples"])) == (0, [], 2)
    assert "Payment Succeeded" in found["events"]
    rule = {"when": [{"path": "type", "value": "order.paid"}], "event": "Payment Succeeded", "user": "by",
            "properties": [{"name": "amount", "path": "cents", "kind": "hundredths"}]}  # fmt: skip
    ids = [one["id"] for one in found["samples"]]
    tried = send(client, "POST", f"{path}/mapping/preview", rules=[rule], posts=ids)[1]
    posts = tried["posts"]
    assert isinstance(posts, list)
    assert (posts[1]["event"]["name"], posts[1]["event"]["user"], posts[1]["event"]["properties"]) == (
        "Payment Succeeded",
        "anna",
        {"amount": 19.99},
    )
    assert [one["field"] for one in posts[0]["faults"]] == ["rules.0.user", "rules.0.user"]
    bad = {**rule, "user": "a..b"}
    assert send(client, "POST", f"{path}/mapping/preview", rules=[bad], posts=ids)[1]["faults"] == [
        {"field": "rules.0.user", "message": "A name is missing at place 3."}
    ]
    assert send(client, "PUT", f"{path}/mapping", rules=[bad])[0] == 422
    assert send(client, "PUT", f"{path}/mapping", rules=[rule])[1]["version"] == 1
    assert send(client, "PUT", f"{path}/mapping", rules=[rule])[1]["version"] == 1, "the same is no new version"
    monkeypatch.setattr(rework, "AT_ONCE", 1)
    first, second = Received.objects.order_by("pk").values_list("pk", flat=True)
    assert send(client, "POST", f"{path}/again") == (200, {"count": 1, "left": 1, "next": first})
    # What no rule helps does not stand before the others.
    assert send(client, "POST", f"{path}/again?after={first}") == (200, {"count": 1, "left": 1, "next": second})
    assert send(client, "POST", f"{path}/again?after={second}") == (200, {"count": 0, "left": 1, "next": None})
    assert sorted(Received.objects.values_list("state", flat=True)) == ["done", "unclear"]


@pytest.mark.number("S9")
def test_what_cannot_be_stored_is_asked_for_again_and_then_taken() -> None:
    _, made, _ = stripe()
    body = stripe_event("evt_1", "invoice.paid", clock.now(), stripe_invoice("cus_1", "A-1"))
    headers = posted.stripe_headers(SECRET, body, clock.now())
    path = str(made["address"])[str(made["address"]).index("/hooks/") :]

    def rename(old: str, new: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"alter table {old} rename to {new}")

    rename("inbox", "inbox_away")
    try:
        answer = Client().post(path, body, content_type="application/json", headers=headers)
    finally:
        rename("inbox_away", "inbox")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert not Received.objects.filter(state="done").exists()
    assert post(made["address"], body, headers) == 200
    assert Received.objects.get().state == "done"


def test_the_longest_name_is_taken_and_told_in_the_log_and_a_post_is_known_by_its_own_type() -> None:
    client, name = signed_in(Role.CS_OPS), "Verwaltungsgesellschaft für Zahlungsabwicklung " + "ữ" * 33
    status, made = send(client, "POST", kind="signed_webhook", name=name)
    assert (status, made["name"]) == (201, name)
    assert SettingChange.objects.filter(area=f"connection {name}").exists()
    body = posted.as_bytes({"type": "order.paid", "total": 1})
    assert post(made["address"], body, posted.standard_headers(str(made["secret"]), body, clock.now())) == 200
    kept = client.get(f"/api/integrations/{made['id']}/posts").json()["items"]
    assert [(one["type"], one["state"]) for one in kept] == [("order.paid", "kept")]
