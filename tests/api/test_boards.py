"""Boards over the API: columns with true counts, cards page by page, whose, and how a pipeline is laid out."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perennia.customers.empty_stage import EMPTY_STAGE
from perennia.customers.models import Customer, StageEmptying
from perennia.desk.models import Origin, Task
from perennia.team.models import Member
from perennia.team.roles import Role
from perennia.workflows import by_hand, marks, publish
from tests.api.company import NINE, a_contact, a_customer, a_member, put_stage, signed_in

pytestmark = pytest.mark.django_db
BILLING, LOGIN, ADOPTION = "Subscription & Billing", "User Login Activity", "Product Adoption"


def send(client: Client, method: str, path: str, said: object = None) -> tuple[int, dict[str, object]]:
    answer = client.generic(method, path, json.dumps(said or {}), content_type="application/json")
    return answer.status_code, answer.json()


def columns(client: Client, key: str, **query: str | int) -> dict[str, tuple[int, list[str]]]:
    answer = client.get(f"/api/pipelines/{key}/board", query)
    assert answer.status_code == 200, answer.json()
    return {c["name"]: (c["count"], [card["name"] for card in c["items"]]) for c in answer.json()["columns"]}


def test_a_board_has_every_stage_with_its_true_number_and_its_newest_cards() -> None:
    for id_ in range(1, 5):
        a_customer(id_, name=f"C{id_}")
        put_stage(id_, BILLING, "Subscription Failed" if id_ == 4 else "Active Subscription")
    Task.objects.create(title="Call", customer_id=4, origin=Origin.HAND, created_at=NINE)
    client = signed_in(Role.VIEWER)
    assert columns(client, BILLING, limit=2) == {
        "Active Subscription": (3, ["C1", "C2"]), "Subscription Failed": (1, ["C4"]), "Subscription Churned": (0, []),
    }  # fmt: skip
    board = client.get(f"/api/pipelines/{BILLING}/board", {"limit": 2}).json()
    assert [card["tasks"] for card in board["columns"][1]["items"]] == [1]
    cursor = board["columns"][0]["next_cursor"]
    more = client.get(f"/api/pipelines/{BILLING}/cards", {"stage": "Active Subscription", "cursor": cursor}).json()
    assert ([card["name"] for card in more["items"]], more["next_cursor"]) == (["C3"], None)


def test_cards_are_narrowed_by_owner_and_by_name() -> None:
    mai = a_member(Role.CS_STAFF)
    for id_ in (1, 2):
        a_customer(id_, name=f"Halden {id_}")
        put_stage(id_, BILLING, "Active Subscription")
    Customer.objects.filter(pk=2).update(owner=mai)
    client = signed_in(Role.CS_STAFF)
    assert columns(client, BILLING, owner=mai.pk)["Active Subscription"] == (1, ["Halden 2"])
    assert columns(client, BILLING, owner="none")["Active Subscription"] == (1, ["Halden 1"])
    assert columns(client, BILLING, q="nobody")["Active Subscription"] == (0, [])
    assert columns(client, BILLING, q="hald")["Active Subscription"][0] == 2
    cards = client.get(f"/api/pipelines/{BILLING}/board").json()["columns"][0]["items"]
    assert [(card["name"], card["may_move"]) for card in cards] == [("Halden 1", False), ("Halden 2", True)]


def test_contacts_stand_in_several_stages_of_product_adoption_also_in_ones_nobody_laid_out() -> None:
    a_customer(1, name="Acme"), a_contact(11, 1, name="Anna")
    for feature in ("Reports", "Export"):
        put_stage(1, ADOPTION, feature, kind=1, subject=11)
    client = signed_in(Role.VIEWER)
    assert columns(client, ADOPTION) == {"Export": (1, ["Anna"]), "Reports": (1, ["Anna"])}


def test_amounts_and_the_board_of_billing_are_kept_from_who_sees_no_revenue() -> None:
    client = signed_in(Role.TECHNICAL_STAFF)
    assert client.get(f"/api/pipelines/{BILLING}/board").json()["code"] == "not_allowed"
    assert BILLING not in [each["key"] for each in client.get("/api/pipelines").json()["items"]]
    assert client.get("/api/pipelines/Nothing/board").json()["code"] == "no_pipeline"


def test_all_pipelines_of_the_product_are_there() -> None:
    found = signed_in(Role.VIEWER).get("/api/pipelines").json()["items"]
    assert {each["key"]: each["subject"] for each in found} == {
        BILLING: "customer", "Customer Health Status": "customer", "User Happiness Level": "contact",
        "User Milestone": "contact", ADOPTION: "contact", LOGIN: "contact", "Affiliates": "contact",
    }  # fmt: skip


def test_a_board_takes_as_many_statements_for_many_cards_as_for_one() -> None:
    client, asked = signed_in(Role.HEAD_OF_CS), []
    for many in (1, 30):
        for id_ in range(many * 100, many * 100 + many):
            a_customer(id_)
            put_stage(id_, BILLING, "Active Subscription")
        with CaptureQueriesContext(connection) as queries:
            columns(client, BILLING)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def stages(client: Client, key: str) -> list[dict[str, object]]:
    found = client.get("/api/pipelines").json()["items"]
    return next(each["columns"] for each in found if each["key"] == key)


def test_a_shipped_stage_is_renamed_and_moved_and_its_key_stays() -> None:
    client = signed_in(Role.CS_OPS)
    given = stages(client, "User Milestone")
    given[0]["name"] = "Beginners"
    given = [given[1], given[0], *given[2:], {"name": "Legend", "tone": "plum"}]
    status, said = send(client, "PUT", "/api/pipelines/User Milestone/stages", {"stages": given})
    assert status == 200, said
    assert [(each["key"], each["name"]) for each in stages(client, "User Milestone")] == [
        ("Moderate User", "Moderate User"), ("Starter User", "Beginners"), ("Pro User", "Pro User"),
        ("Advanced User", "Advanced User"), ("Legend", "Legend"),
    ]  # fmt: skip


def test_an_archived_stage_sends_its_cards_where_it_says_each_once() -> None:
    a_customer(1), a_contact(11, 1), a_contact(12, 1)
    for contact in (11, 12):
        put_stage(1, "User Milestone", "Pro User", kind=1, subject=contact)
    client = signed_in(Role.CS_OPS)
    given = stages(client, "User Milestone")
    given[2] |= {"is_archived": True, "moves_to": "Starter User"}
    assert send(client, "PUT", "/api/pipelines/User Milestone/stages", {"stages": given})[0] == 200
    row = StageEmptying.objects.get()
    assert EMPTY_STAGE.work(row.pk) is False
    assert EMPTY_STAGE.work(row.pk) is False
    with connection.cursor() as cursor:
        cursor.execute("select contact_id, body->'properties'->>'stage', lane from inbox order by contact_id")
        assert cursor.fetchall() == [(11, "Starter User", 1), (12, "Starter User", 1)]
    row.refresh_from_db()
    assert (row.moved, row.done_at is not None) == (2, True)


def test_a_stage_a_running_workflow_names_is_not_archived() -> None:
    publish.install(NINE)
    client = signed_in(Role.CS_OPS)
    given = stages(client, BILLING)
    given[0] |= {"is_archived": True, "moves_to": given[1]["key"]}
    status, said = send(client, "PUT", f"/api/pipelines/{BILLING}/stages", {"stages": given})
    assert (status, said["code"]) == (409, "stage_in_use")


@pytest.mark.parametrize(
    ("stages_", "code"),
    [
        ([{"name": "A"}, {"name": "A"}], "name_taken"),
        ([{"key": "gone", "name": "A"}], "name_taken"),
        ([{"name": "a/b"}], "invalid"),
        ([], "invalid"),
    ],
)
def test_a_layout_that_makes_no_sense_is_refused(stages_: object, code: str) -> None:
    said = send(signed_in(Role.CS_OPS), "POST", "/api/pipelines", {"name": "Sales", "stages": stages_})[1]
    assert said["code"] == code


def test_one_of_ones_own_is_made_moved_and_put_away() -> None:
    client = signed_in(Role.CS_OPS)
    made = {"name": "Renewals", "subject": "customer", "stages": [{"name": "Far"}, {"name": "Near", "tone": "warn"}]}
    assert send(client, "POST", "/api/pipelines", made)[0] == 201
    assert send(client, "POST", "/api/pipelines", made)[1]["code"] == "name_taken"
    assert send(client, "PATCH", "/api/pipelines/Renewals", {"position": 0, "name": "Renewal"})[0] == 200
    first = client.get("/api/pipelines").json()["items"][0]
    assert (first["key"], first["name"], first["stages"]) == ("Renewals", "Renewal", ["Far", "Near"])
    send(client, "PATCH", "/api/pipelines/Renewals", {"is_archived": True})
    assert "Renewals" not in [each["key"] for each in client.get("/api/pipelines").json()["items"]]
    listed = client.get("/api/pipelines", {"archived": "true"}).json()["items"]
    assert "Renewals" in [each["key"] for each in listed]


def test_a_contact_is_moved_between_several_stages_and_out_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    a_customer(1), a_contact(11, 1)
    client = signed_in(Role.HEAD_OF_CS)
    path = f"/api/customers/1/contacts/11/stages/{ADOPTION}"
    assert send(client, "PUT", path, {"stage": "Export", "from": "Reports"})[0] == 202
    assert client.delete(f"{path}?stage=Export").status_code == 202
    assert client.delete(f"/api/customers/1/contacts/11/stages/{LOGIN}?stage=Active").status_code == 202
    assert client.delete("/api/customers/1/stages/Subscription %26 Billing").status_code == 202
    assert client.delete(f"/api/customers/1/stages/{LOGIN}").status_code == 422  # of contacts
    with connection.cursor() as cursor:
        cursor.execute("select name, body->'properties'->>'from' from inbox order by seq")
        assert cursor.fetchall() == [
            ("Stage Set By Hand", "Reports"), ("Stage Left By Hand", None), *[("Stage Set By Hand", None)] * 2,
        ]  # fmt: skip
    assert by_hand.PATIENCE == 0.0


def test_open_boards_hear_of_a_card_that_moved() -> None:
    topic = "board:Subscription%20%26%20Billing"
    a_customer(1)
    before = marks.marks([topic])[topic]
    put_stage(1, BILLING, "Active Subscription")
    assert marks.fresh(marks.marks([topic])[topic], before) == []
    assert Member.objects.count() == 0


def test_the_order_within_a_column_is_chosen_and_goes_on_page_by_page() -> None:
    for id_, (name, value, days) in enumerate((("Birch", 10, 3), ("acme", None, 1), ("Cedar", 500, 2)), start=1):
        a_customer(id_, name=name, yearly_value=value, currency="EUR")
        put_stage(id_, BILLING, "Active Subscription", since=NINE - timedelta(days=days))
    client = signed_in(Role.HEAD_OF_CS)

    def names(order: str) -> list[str]:
        found: list[str] = []
        asked: dict[str, str | int] = {"stage": "Active Subscription", "limit": 1, "order": order}
        while (page := client.get(f"/api/pipelines/{BILLING}/cards", asked).json())["items"]:
            found += [item["name"] for item in page["items"]]
            if page["next_cursor"] is None:
                break
            asked["cursor"] = page["next_cursor"]
        first = client.get(f"/api/pipelines/{BILLING}/board", {"order": order}).json()["columns"][0]["items"]
        assert [item["name"] for item in first] == found
        return found

    assert names("newest") == ["acme", "Cedar", "Birch"]
    assert names("longest") == ["Birch", "Cedar", "acme"]
    assert names("value") == ["Cedar", "Birch", "acme"]
    assert names("name") == ["acme", "Birch", "Cedar"]
