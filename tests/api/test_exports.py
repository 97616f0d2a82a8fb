"""Lists as files: whole, safe to open, and no more than the list would show."""

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator, Sequence

import pytest
from django.test import Client

from perennia.api import export
from perennia.core.cell import Cell
from perennia.team.roles import Role
from tests.api.company import a_contact, a_customer, put_tag, signed_in, with_key


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    content = answer.getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.django_db
@pytest.mark.number("S10")
def test_customers_leave_with_their_filter_and_no_formula_in_them() -> None:
    a_customer(1, name='=HYPERLINK("http://evil.test")', website="https://evil.test")
    a_customer(2, name="Công ty Đông Á")
    a_customer(3, name="Third")
    put_tag(1, "Active SaaS")
    put_tag(2, "Active SaaS")
    rows = rows_of(with_key("customer.read"), "/api/exports/customers?tag=Active+SaaS&sort=name")
    assert sorted(row["name"] for row in rows) == ['\'=HYPERLINK("http://evil.test")', "Công ty Đông Á"]
    assert rows[0]["tags"] == "Active SaaS"


@pytest.mark.django_db
def test_every_row_leaves_once_over_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export.by_mark, "__defaults__", (7,))
    for id_ in range(1, 31):
        a_customer(id_, seen=None if id_ % 3 == 0 else id_ % 5)
    rows = rows_of(with_key("customer.read"), "/api/exports/customers")
    assert sorted(int(row["id"]) for row in rows) == list(range(1, 31))


@pytest.mark.django_db
def test_amounts_leave_only_for_those_who_may_see_them() -> None:
    a_customer(1, yearly_value=1200, currency="EUR")
    assert rows_of(signed_in(Role.VIEWER), "/api/exports/customers")[0]["value"] == "1200.00"
    staff = signed_in(Role.TECHNICAL_STAFF)
    assert "value" not in rows_of(staff, "/api/exports/customers")[0]
    assert staff.get("/api/exports/customers?sort=-value").status_code == 403


@pytest.mark.django_db
def test_contacts_leave_with_the_customer_they_are_at() -> None:
    a_customer(1, name="Acme")
    a_contact(11, 1, name="Mai", email="+mai@acme.test")
    (row,) = rows_of(with_key("customer.read"), "/api/exports/contacts?q=mai")
    assert (row["name"], row["email"], row["customer"]) == ("Mai", "'+mai@acme.test", "Acme")


@pytest.mark.django_db
def test_json_keeps_types_and_an_empty_list_is_still_json() -> None:
    client = with_key("customer.read")
    empty = client.get("/api/exports/customers?format=json").getvalue()
    assert json.loads(empty) == {"items": []}
    a_customer(1, name="=Acme")
    whole = client.get("/api/exports/customers?format=json").getvalue()
    (item,) = json.loads(whole)["items"]
    assert (item["id"], item["name"], item["inactive"]) == (1, "=Acme", False)


@pytest.mark.django_db
def test_events_and_messages_leave_though_there_are_none() -> None:
    assert rows_of(with_key("event.read"), "/api/exports/events") == []
    assert rows_of(with_key("message.read"), "/api/exports/messages?state=sent") == []


@pytest.mark.django_db
def test_a_misspelt_filter_is_refused_and_not_a_file_of_everything() -> None:
    answer = with_key("customer.read").get("/api/exports/customers?tga=VIP")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "query.tga")


def test_memory_stays_the_same_however_long_the_list() -> None:
    def pages(many: int) -> Iterator[Sequence[Sequence[Cell]]]:
        for start in range(many):
            yield [[start * 500 + number, "x" * 100] for number in range(500)]

    def peak(many: int) -> int:
        tracemalloc.start()
        for _ in export.writer(("id", "text"), pages(many), "csv"):
            pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    assert peak(40) < 1.5 * peak(4)


@pytest.mark.django_db
def test_tasks_leave_with_their_filter_and_only_those_one_may_see() -> None:
    a_customer(1, name="Acme")
    staff = signed_in(Role.CS_STAFF)
    for title, due in (("=Call them", "2030-01-02T09:00:00Z"), ("Write to them", None)):
        given = {"title": title, "customer_id": 1, **({"due_at": due} if due else {})}
        assert staff.post("/api/tasks", given, content_type="application/json").status_code == 201
    found = rows_of(staff, "/api/exports/tasks?due=none")
    assert [(row["title"], row["customer"], row["priority"]) for row in found] == [("Write to them", "Acme", "normal")]
    every = json.loads(staff.get("/api/exports/tasks?format=json&sort=due").getvalue())["items"]
    assert [row["title"] for row in every] == ["=Call them", "Write to them"]
    assert rows_of(signed_in(Role.TECHNICAL_STAFF), "/api/exports/tasks") == []
    assert staff.get("/api/exports/tasks?whoes=mine").status_code == 422
