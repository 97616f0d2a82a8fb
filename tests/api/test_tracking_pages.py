"""The tracking API as a web page meets it: other origins, text/plain, the settings document, and who may send."""

import json
from http.client import HTTPConnection

import pytest

from perennia.ingest import source
from perennia.ingest.browser import Browser, Place
from perennia.team.roles import Role
from tests.api.company import signed_in
from tests.api.test_tracking import Caller
from tests.stations.ingest.calls import empty, inbox, track

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "https://app.example.com"


@pytest.fixture
def caller(transactional_db: None, host: str) -> Caller:
    empty()
    return Caller(host, source.create("Pages", is_in_pages=True)[1])


def asked(caller: Caller, method: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    one = HTTPConnection(caller.address, timeout=60)
    one.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = one.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def test_a_page_of_any_origin_may_ask_first_for_each_call(caller: Caller) -> None:
    for call in ("t", "i", "g", "p", "s", "a", "b", "track", "batch", "projects/x/settings"):
        wanted = "authorization,content-type,x-retry-count"
        status, headers, body = asked(
            caller, "OPTIONS", f"/v1/{call}", Origin=PAGE, Access_Control_Request_Method="POST",
            Access_Control_Request_Headers=wanted,
        )  # fmt: skip
        assert (status, body) == (204, b"")
        assert headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in headers
        assert all(name in headers["access-control-allow-headers"] for name in wanted.split(","))
        assert "POST" in headers["access-control-allow-methods"]
        assert int(headers["access-control-max-age"]) > 0


def test_a_page_can_read_every_answer_good_or_bad(caller: Caller) -> None:
    event = {**track("ann"), "writeKey": caller.key}
    text = {"Origin": PAGE, "Content_Type": "text/plain"}
    large = {**event, "properties": {"x": "y" * 40_000}}
    answers = [
        caller.post("/v1/t", event, key="", **text),
        caller.post("/v1/b", {"batch": [track("ann")], "writeKey": caller.key}, key="", **text),
        caller.post("/v1/t", b"{", key="", **text),
        caller.post("/v1/t", large, key="", **text),
        caller.post("/v1/t", {**event, "writeKey": "wk_wrong"}, key="", **text),
        caller.post("/v1/nothing", event, key="", **text),
        caller.post("/v1/t", b"", key="", method="GET", **text),
    ]
    assert [status for status, _, _ in answers] == [200, 200, 401, 400, 401, 404, 405]
    for _, _, headers in answers:
        assert headers["access-control-allow-origin"] == "*"
        assert headers["access-control-expose-headers"] == "retry-after"
        assert "www-authenticate" not in headers, "a browser would ask its user for a password"
    assert len([row for row in inbox() if row.kind == "track"]) == 2


def test_only_the_origins_of_a_source_may_send(caller: Caller) -> None:
    (made,) = source.every()
    source.describe(made.id, Browser(origins=(PAGE, "https://*.example.org")))
    until = source.AT_LEAST  # another process learns of it within five seconds; this one is asked what it knows
    assert until < 1
    found = source.sender(caller.key)
    assert found is not None
    assert found.browser.origins == (PAGE, "https://*.example.org")
    key = source.create("Strict", is_in_pages=True)[1]
    source.describe(source.every()[-1].id, Browser(origins=(PAGE,)))
    event = {**track("ann"), "writeKey": key}
    assert caller.post("/v1/t", event, key="", Origin=PAGE)[0] == 200
    for origin in ("https://evil.example", "null"):
        status, answer, headers = caller.post("/v1/t", event, key="", Origin=origin)
        assert (status, answer["code"]) == (403, "origin_not_allowed")
        assert origin in str(answer["message"])
        assert headers["access-control-allow-origin"] == "*"
    assert caller.post("/v1/t", event, key="")[0] == 403
    assert len(inbox()) == 1


def test_segments_client_is_told_to_send_here_and_ours_what_counts(caller: Caller) -> None:
    key = source.create("Told", is_in_pages=True)[1]
    told = Browser(consent="required", idle_minutes=2, places=(Place("/reports/*", "Reports"),))
    source.describe(next(one.id for one in source.every() if one.name == "Told"), told)
    status, headers, body = asked(caller, "GET", f"/v1/projects/{key}/settings", Origin=PAGE)
    found = json.loads(body)
    assert status == 200
    assert found["integrations"] == {
        "Segment.io": {
            "apiKey": key,
            "apiHost": f"{caller.address}/v1".replace("127.0.0.1", "localhost"),
            "protocol": "http",
        }
    }
    assert found["perennia"] == {
        "consent": "required", "heedsSignals": True, "idleSeconds": 120, "pages": True,
        "places": [["/reports/*", "Reports"]], "guidance": False,
    }  # fmt: skip
    assert headers["cache-control"] == "public, max-age=60"
    assert headers["access-control-allow-origin"] == "*"
    assert asked(caller, "HEAD", f"/v1/projects/{key}/settings")[2] == b""
    for wrong in ("wk_wrong", "%00", "%ff", "a" * 200):
        assert asked(caller, "GET", f"/v1/projects/{wrong}/settings", Origin=PAGE)[0] == 404


def test_a_source_in_pages_shows_its_key_and_is_described_by_who_may(db: None) -> None:
    client, json_ = signed_in(Role.ADMINISTRATOR), "application/json"
    made = client.post("/api/sources", {"name": "Shop window", "is_in_pages": True}, content_type=json_).json()
    address = f"/api/sources/{made['id']}/browser"
    shown = next(one for one in client.get("/api/sources").json()["items"] if one["id"] == made["id"])
    assert shown["write_key"] == made["write_key"]
    told = {**shown["browser"], "origins": ["HTTPS://App.example.com/"], "places": [{"path": "/a*", "feature": "A"}]}
    assert client.put(address, told, content_type=json_).status_code == 200
    shown = next(one for one in client.get("/api/sources").json()["items"] if one["id"] == made["id"])
    assert shown["browser"]["origins"] == [PAGE]
    for wrong in ({"origins": ["nowhere"]}, {"idle_minutes": 0}, {"places": [{"path": "x", "feature": "A"}]}):
        assert client.put(address, {**told, **wrong}, content_type=json_).status_code == 422, wrong
    rotated = client.post(f"/api/sources/{made['id']}/rotate").json()["write_key"]
    assert (
        next(one for one in client.get("/api/sources").json()["items"] if one["id"] == made["id"])["write_key"]
        == rotated
    )
