"""Changing many customers over the API: who may, what is refused, and how far it is."""

import pytest
from django.db import connection
from django.test import Client

from perennia.team.roles import Role
from tests.api.company import a_customer, a_member, signed_in, with_key

pytestmark = pytest.mark.django_db
TAG = {"kind": "tag", "tag": "VIP"}


def begin(client: Client, **given: object) -> dict[str, object]:
    answer = client.post("/api/customers/bulk", {"action": TAG, **given}, "application/json")
    assert answer.status_code == 201, answer.content
    said: dict[str, object] = answer.json()
    return said


def test_a_few_are_done_at_once_and_can_be_undone() -> None:
    for id_ in range(1, 6):
        a_customer(id_, plan="pro" if id_ < 4 else "free")
    client = signed_in(Role.HEAD_OF_CS)
    said = begin(client, filter={"plan": "pro"})
    assert (said["total"], said["done"], said["is_over"], said["can_undo"]) == (3, 3, True, True)
    assert client.get(f"/api/customers/bulk/{said['id']}").json() == said
    back = client.post(f"/api/customers/bulk/{said['id']}/undo")
    assert (back.status_code, back.json()["is_undo"]) == (201, True)
    assert client.post(f"/api/customers/bulk/{said['id']}/undo").json()["code"] == "not_undone"


def test_many_wait_for_a_job_and_say_how_far_they_are() -> None:
    for id_ in range(1, 204):
        a_customer(id_)
    said = begin(signed_in(Role.HEAD_OF_CS), filter={})
    assert (said["total"], said["done"], said["is_over"]) == (203, 0, False)
    with connection.cursor() as cursor:
        cursor.execute("select args::text from procrastinate_jobs where status = 'todo'")
        assert [args for (args,) in cursor.fetchall()] == [f'{{"job": "bulk", "row": {said["id"]}}}']


def test_staff_change_their_own_and_see_only_their_own_changes() -> None:
    a_customer(1)
    mine = begin(signed_in(Role.CS_STAFF), ids=[1])
    assert (mine["done"], mine["skipped"]) == (0, 1)
    other = Client()
    other.force_login(a_member(Role.CS_STAFF, email="other@x.test"))
    assert other.get(f"/api/customers/bulk/{mine['id']}").status_code == 404
    assert (
        signed_in(Role.VIEWER).post("/api/customers/bulk", {"action": TAG, "ids": [1]}, "application/json").status_code
        == 403
    )


@pytest.mark.parametrize(
    "given",
    [
        {"action": TAG},
        {"action": TAG, "ids": [1], "filter": {}},
        {"action": TAG, "ids": []},
        {"action": TAG, "ids": list(range(1, 5002))},
        {"action": TAG, "filter": {"sort": "password"}},
        {"action": TAG, "filter": {"segments": "x"}},
        {"action": {"kind": "tag"}, "ids": [1]},
        {"action": {"kind": "drop"}, "ids": [1]},
        {"action": {"kind": "stage", "pipeline": "Nothing", "stage": "x"}, "ids": [1]},
        {"action": {"kind": "owner", "owner_id": 999_999}, "ids": [1]},
    ],
)
@pytest.mark.number("S4")
def test_what_makes_no_sense_is_refused(given: dict[str, object]) -> None:
    answer = with_key("customer.write", "customer.write_any").post("/api/customers/bulk", given, "application/json")
    assert answer.status_code == 422, answer.content
    assert answer["Content-Type"] == "application/problem+json"


def test_who_may_not_see_revenue_cannot_choose_by_it() -> None:
    client = with_key("customer.write", "customer.read")
    answer = client.post(
        "/api/customers/bulk", {"action": TAG, "filter": {"tag": "Payment Failed"}}, "application/json"
    )
    assert answer.status_code == 403
