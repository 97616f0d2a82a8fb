"""Saved views: one's own, shared ones, pins; and nobody reaches into somebody else's."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perennia.team.roles import Role
from tests.api.company import a_member, signed_in

pytestmark = pytest.mark.django_db


def make(client: Client, name: str = "Mine", **given: object) -> dict[str, object]:
    answer = client.post(
        "/api/views", {"name": name, "filters": {"plan": "pro", "sort": "name"}, **given}, "application/json"
    )
    assert answer.status_code == 201, answer.content
    said: dict[str, object] = answer.json()
    return said


def names(client: Client) -> list[str]:
    return [each["name"] for each in client.get("/api/views").json()["items"]]


def other() -> Client:
    client = Client()
    client.force_login(a_member(Role.VIEWER, email="other@x.test"))
    return client


def test_a_view_is_kept_pinned_changed_removed_and_comes_back() -> None:
    client = signed_in(Role.CS_STAFF)
    made = make(client, columns=["score", "field:region"])
    assert (made["filters"], made["is_pinned"], made["is_mine"]) == ({"plan": "pro", "sort": "name"}, True, True)
    address = f"/api/views/{made['id']}"
    assert client.patch(address, {"name": "Ours"}, "application/json").json()["name"] == "Ours"
    assert client.put(f"{address}/pin", {"pinned": False}, "application/json").json()["is_pinned"] is False
    client.patch(address, {"is_removed": True}, "application/json")
    assert names(client) == []
    client.patch(address, {"is_removed": False}, "application/json")
    assert names(client) == ["Ours"]


def test_a_shared_view_is_seen_and_pinned_by_others_who_cannot_change_it() -> None:
    client, stranger = signed_in(Role.CS_STAFF), other()
    private, shared = make(client, "Private"), make(client, "Shared", is_shared=True)
    assert names(stranger) == ["Shared"]
    assert stranger.get("/api/views").json()["items"][0]["is_pinned"] is False
    assert (
        stranger.put(f"/api/views/{shared['id']}/pin", {"pinned": True}, "application/json").json()["is_pinned"] is True
    )
    for one in (private, shared):
        assert stranger.patch(f"/api/views/{one['id']}", {"name": "x"}, "application/json").status_code == 404
    assert stranger.put(f"/api/views/{private['id']}/pin", {"pinned": True}, "application/json").status_code == 404


@pytest.mark.parametrize(
    "given", [{"filters": {"cursor": "x"}}, {"columns": ["password"]}, {"filters": {"sort": "x"}}, {"name": ""}]
)
@pytest.mark.number("S4")
def test_a_view_of_what_there_is_not_is_refused(given: dict[str, object]) -> None:
    answer = signed_in(Role.CS_STAFF).post("/api/views", {"name": "x", **given}, "application/json")
    assert answer.status_code == 422


@pytest.mark.parametrize("number", [1, 15])
def test_views_are_read_in_a_fixed_number_of_questions(number: int) -> None:
    client = signed_in(Role.CS_STAFF)
    for _ in range(number):
        make(client)
    with CaptureQueriesContext(connection) as asked:
        client.get("/api/views")
    assert len(asked) <= 5, [each["sql"] for each in asked]
