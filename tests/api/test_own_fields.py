"""Fields of one's own: defined, filled in with what fits, and nothing else."""

import pytest
from django.db import connection
from django.test import Client

from perennia.team.roles import Role
from tests.api.company import a_contact, a_customer, signed_in, with_key

pytestmark = pytest.mark.django_db


def define(label: str, kind: str, **given: object) -> dict[str, object]:
    answer = signed_in(Role.CS_OPS).post("/api/fields", {"label": label, "kind": kind, **given}, "application/json")
    assert answer.status_code == 201, answer.content
    said: dict[str, object] = answer.json()
    return said


def fill(client: Client, **values: object) -> tuple[int, dict[str, object]]:
    answer = client.patch("/api/customers/1/fields", {"values": values}, "application/json")
    return answer.status_code, answer.json()


def stored() -> list[tuple[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute("select body #>> '{properties,field}', body #> '{properties,value}' from inbox order by seq")
        return [
            (field, value if not isinstance(value, str) else value.strip('"')) for field, value in cursor.fetchall()
        ]


def test_a_field_gets_a_key_that_never_changes() -> None:
    made = define("Khu vực bán hàng", "choice", choices=["Bắc", "Nam"])
    assert (made["key"], made["choices"]) == ("khu_vuc_ban_hang", ["Bắc", "Nam"])
    assert define("Name", "text")["key"] == "name_2"  # the record has a name of its own
    client = signed_in(Role.CS_OPS)
    changed = client.patch(
        f"/api/fields/{made['id']}", {"label": "Region", "choices": ["North"]}, "application/json"
    ).json()
    assert (changed["key"], changed["label"], changed["choices"]) == ("khu_vuc_ban_hang", "Region", ["North"])
    client.patch(f"/api/fields/{made['id']}", {"is_archived": True}, "application/json")
    assert [each["key"] for each in client.get("/api/fields").json()["items"]] == ["name_2"]
    assert len(client.get("/api/fields?archived=true").json()["items"]) == 1


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("text", "  hello ", "hello"), ("number", 12.5, "12.5"), ("number", "1200", "1200"), ("money", 10.005, "10"),
        ("money", "12.34", "12.34"), ("date", "2026-03-01", "2026-03-01"), ("choice", "A", "A"), ("yes_no", False, "false"),
        ("text", "", "null"), ("number", None, "null"),
    ],
)  # fmt: skip
def test_a_value_is_kept_as_its_kind(kind: str, given: object, kept: str) -> None:
    a_customer(1)
    define("Thing", kind, choices=["A", "B"] if kind == "choice" else [], currency="EUR" if kind == "money" else "")
    assert fill(signed_in(Role.HEAD_OF_CS), thing=given)[0] == 202
    assert stored() == [("thing", kept)]


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("text", 5), ("text", "x" * 2001), ("text", "a\x00b"), ("number", "many"), ("number", True), ("number", "1e400"),
        ("number", "NaN"), ("money", "Infinity"), ("date", "1 March"), ("date", "2026-02-30"), ("choice", "C"),
        ("yes_no", "yes"), ("choice", ["A"]), ("text", {"a": 1}),
    ],
)  # fmt: skip
@pytest.mark.number("S4")
def test_a_value_that_does_not_fit_is_refused_by_its_field(kind: str, given: object) -> None:
    a_customer(1)
    define("Thing", kind, choices=["A", "B"] if kind == "choice" else [], currency="EUR" if kind == "money" else "")
    status, said = fill(signed_in(Role.HEAD_OF_CS), thing=given)
    assert status == 422, said
    assert str(said["errors"][0]["field"]).startswith("body.values.thing")  # type: ignore[index]  # a problem has them
    assert stored() == []


def test_of_several_values_all_or_none_are_taken() -> None:
    a_customer(1)
    define("One", "text")
    define("Two", "number")
    assert fill(signed_in(Role.HEAD_OF_CS), one="x", two="x")[0] == 422
    assert fill(signed_in(Role.HEAD_OF_CS), one="x", three=3)[0] == 404
    assert stored() == []


@pytest.mark.parametrize(
    "given",
    [{"kind": "choice"}, {"kind": "money"}, {"kind": "blob"}, {"label": ""}, {"kind": "money", "currency": "eur"}],
)
def test_a_field_that_could_not_be_filled_is_refused(given: dict[str, object]) -> None:
    answer = signed_in(Role.CS_OPS).post("/api/fields", {"label": "x", "kind": "text", **given}, "application/json")
    assert answer.status_code == 422


def test_contacts_have_fields_too_and_show_them() -> None:
    a_customer(1)
    a_contact(11, 1)
    define("Shirt", "choice", subject="contact", choices=["S", "M"])
    client = signed_in(Role.HEAD_OF_CS)
    answer = client.patch("/api/customers/1/contacts/11/fields", {"values": {"shirt": "M"}}, "application/json")
    assert answer.status_code == 202
    assert client.get("/api/customers/1/contacts").json()["items"][0]["fields"] == {}
    assert (
        client.patch("/api/customers/1/contacts/12/fields", {"values": {"shirt": "M"}}, "application/json").status_code
        == 404
    )


def test_who_may_not_see_revenue_sees_no_field_of_money() -> None:
    a_customer(1)
    define("Deal", "money", currency="EUR")
    client = with_key("customer.read", "customer.write", "customer.write_any")
    assert client.get("/api/fields").json()["items"] == []
    assert fill(client, deal=5)[0] == 404
