"""Guidance over the API: written, whole before it is live, taken back, drawn as it is written; and asked by pages."""

import json
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perennia.ingest import source
from perennia.knowledge import live, sign
from perennia.knowledge.models import Guidance
from perennia.team.roles import Role
from tests.api.company import a_contact, a_customer, signed_in
from tests.api.test_tracking import Caller

pytestmark = pytest.mark.django_db
TITLE = {"en": {"title": "Hello"}}
Json = dict[str, object]


def send(client: Client, method: str, path: str = "", **body: object) -> tuple[int, Json]:
    answer = client.generic(method, f"/api/guidance{path}", msgspec.json.encode(body), content_type="application/json")
    return answer.status_code, answer.json()


def made(client: Client, kind: str = "announcement", **content: object) -> Json:
    status, item = send(client, "POST", kind=kind, name="News", content=content)
    assert (status, item["state"]) == (201, "draft")
    return item


def test_an_item_from_draft_over_live_to_removed_and_back() -> None:
    client = signed_in(Role.CS_OPS)
    item = made(client)
    path = f"/{item['id']}"
    assert item["faults"] == [{"field": "content.texts", "text": "Write a title, in English or Vietnamese."}]
    assert send(client, "PATCH", path, state="live")[0] == 422
    status, whole = send(client, "PATCH", path, content={"texts": TITLE}, state="live")
    assert (status, whole["phase"], whole["faults"]) == (200, "live", [])
    assert send(client, "PATCH", path, content={})[0] == 422
    assert send(client, "PATCH", path, starts_at="2090-01-01T00:00:00Z")[1]["phase"] == "scheduled"
    assert send(client, "PATCH", path, starts_at=None)[1]["phase"] == "live"
    assert send(client, "PATCH", path, ends_at="1990-01-01T00:00:00Z")[1]["phase"] == "ended"
    status, refused = send(client, "PATCH", path, starts_at="2090-01-01T00:00:00Z")
    assert (status, refused["detail"]) == (422, "The end lies before the start.")
    status, copy = send(client, "POST", f"{path}/duplicate", name="Again")
    assert (copy["state"], copy["key"], copy["content"]) == ("draft", "again", whole["content"])
    send(client, "PATCH", path, is_removed=True)
    assert send(client, "GET", path)[0] == 404
    assert [one["name"] for one in client.get("/api/guidance").json()["items"]] == ["Again"]
    assert send(client, "PATCH", path, is_removed=False)[0] == 200


def test_a_condition_is_counted_and_what_it_means_is_said() -> None:
    a_contact(11, a_customer(1, score=90))
    a_contact(21, a_customer(2, score=10))
    client = signed_in(Role.HEAD_OF_CS)
    path = f"/{made(client)['id']}"
    condition = {"field": "customer.score", "op": "at_least", "value": 50}
    assert send(client, "PATCH", path, condition=condition)[1]["audience"] is None
    status, counted = send(client, "POST", f"{path}/count")
    assert (status, counted["audience"]) == (200, 1)
    assert "50" in str(counted["summary"])
    assert send(client, "PATCH", path, condition={})[1]["summary"] == ""
    status, refused = send(
        client, "PATCH", path, condition={"field": "contact.segment.none", "op": "is", "value": True}
    )
    assert (status, refused["detail"]) == (422, "There is no segment “none” of contacts. Choose one that is there.")


def test_a_page_of_the_list_costs_the_same_however_many_stand_on_it() -> None:
    client = signed_in(Role.VIEWER)
    editor = signed_in(Role.CS_OPS)
    asked = []
    for many in (3, 12):
        while Guidance.objects.count() < many:
            made(editor)
        with CaptureQueriesContext(connection) as statements:
            items = client.get("/api/guidance?limit=10").json()
        asked.append(len(statements))
    assert asked[0] == asked[1] <= 8
    assert len(items["items"]) == 10
    rest = client.get(f"/api/guidance?limit=10&cursor={items['next_cursor']}").json()
    assert len(rest["items"]) == 2
    assert send(client, "POST", kind="tip", name="No")[0] == 403


def test_what_is_written_is_drawn_as_a_page_is_told_it_and_patterns_are_tried() -> None:
    client = signed_in(Role.CS_OPS)
    body = {"texts": {"en": {"title": "T", "body": "**b** <i>x</i>"}}, "link": "/x"}
    status, drawn = send(client, "POST", "/drawn", kind="announcement", content=body, language="vi")
    item = drawn["item"]
    assert isinstance(item, dict)
    assert (status, item["title"], item["link"]) == (200, "T", "/x")
    assert item["body"] == [["p", {}, ["strong", {}, "b"], " <i>x</i>"]]
    assert send(client, "POST", "/pages", pages=["/a/*"], address="https://x.test/a/1")[1] == {"matches": True}
    assert send(client, "POST", "/pages", pages=["nonsense"], address="/")[0] == 422


def test_starters_are_drafts_that_could_go_live_as_they_are() -> None:
    client = signed_in(Role.CS_OPS)
    status, began = send(client, "POST", "/starters")
    assert status == 201
    items = began["items"]
    assert isinstance(items, list)
    assert {(one["kind"], one["state"]) for one in items} >= {("checklist", "draft"), ("announcement", "draft")}
    for one in items:
        assert send(client, "PATCH", f"/{one['id']}", state="live")[0] == 200


def test_rules_are_changed_and_noted_and_only_administrators_see_the_keys() -> None:
    client, ops = signed_in(Role.ADMINISTRATOR), signed_in(Role.CS_OPS)
    made_source, _ = source.create("Pages")
    assert send(ops, "PATCH", "/rules", per_day=5, scheme="dark")[1]["per_day"] == 5
    assert "guidance" in {one["area"] for one in ops.get("/api/setting-log").json()["items"]}
    assert send(ops, "GET", "/keys")[0] == 403
    keys = send(client, "GET", "/keys")[1]["items"]
    assert isinstance(keys, list)
    assert keys[-1]["key"] == sign.key(made_source.id, 1)
    assert send(client, "POST", "/keys/renew")[1]["items"] != keys


def test_a_link_to_try_keeps_the_pages_own_address() -> None:
    client = signed_in(Role.CS_OPS)
    item = made(client, texts=TITLE)
    url = send(client, "POST", f"/{item['id']}/try", address="https://app.test/a?x=1&perennia_preview=old#top")[1][
        "url"
    ]
    parts = urlsplit(str(url))
    token = parse_qs(parts.query)["perennia_preview"]
    assert (parts.path, parts.fragment, parse_qs(parts.query)["x"]) == ("/a", "top", ["1"])
    assert [sign.previewed(one) for one in token] == [item["id"]]
    assert send(client, "POST", f"/{item['id']}/try", address="javascript:alert(1)")[0] == 422


@pytest.mark.django_db(transaction=True)
def test_pages_of_any_origin_ask_with_their_write_key_and_nonsense_is_refused(host: str) -> None:
    live.forget()
    Guidance.objects.all().delete()
    caller = Caller(host, source.create("Guided")[1])
    asked = {
        "writeKey": caller.key,
        "userId": None,
        "anonymousId": "a",
        "page": {"path": "/", "url": "https://a.test/"},
    }
    status, answer, headers = caller.post("/v1/guide", json.dumps(asked).encode(), key="", Content_Type="text/plain")
    assert (status, answer["items"], headers["access-control-allow-origin"]) == (200, [], "*")
    assert caller.post("/v1/guide", {**asked, "writeKey": "wk_no"}, key="")[0] == 401
    for wrong in (b"[1]", b"{", b'{"page":[]}', {"anonymousId": "x" * 600}, b'{"userId":"\\u0000"}', b'{"userId":7}'):
        body = wrong if isinstance(wrong, bytes) else json.dumps(wrong).encode()
        assert caller.post("/v1/guide", body)[0] == 400, body
