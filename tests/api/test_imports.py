"""A file's way by the API: sent, mapped, checked, started, its refused rows fetched, removed."""

import csv
import io
import json

import pytest
from django.test import Client

from perennia.imports import run
from perennia.imports.models import Import
from tests.api.company import with_key

FILE = b"E-mail,Name,Company\nmai@x.test,Mai,Acme\nnot mail,Bo,Acme\n"


def sent(client: Client, raw: bytes = FILE, kind: str = "contacts") -> int:
    answer = client.post(f"/api/imports?kind={kind}&name=people.csv", raw, content_type="text/csv")
    assert answer.status_code == 201, answer.content
    return int(answer.json()["id"])


def act(client: Client, method: str, path: str, body: object = None) -> dict[str, object]:
    answer = client.generic(method, f"/api/imports/{path}", json.dumps(body or {}), content_type="application/json")
    assert answer.status_code == 200, answer.content
    said: dict[str, object] = answer.json()
    return said


def work() -> None:
    for one in Import.objects.all():
        while run.work(one.pk) and Import.objects.get(pk=one.pk).state in ("checking", "running"):
            pass


@pytest.mark.django_db
def test_a_file_goes_from_its_columns_to_what_was_refused_of_it() -> None:
    client = with_key("customer.import")
    id_ = sent(client)
    found = client.get(f"/api/imports/{id_}").json()
    assert [(column["to"], column["name"]) for column in found["mapping"]["columns"]] == [
        ("email", ""),
        ("name", ""),
        ("account", ""),
    ]
    assert act(client, "PUT", f"{id_}/mapping", found["mapping"])["state"] == "checking"
    work()
    assert [client.get(f"/api/imports/{id_}").json()[name] for name in ("state", "good", "bad")] == ["checked", 1, 1]
    first, second = client.get(f"/api/imports/{id_}/rows").json()["items"]
    assert (first["whose"], first["values"]["name"], first["reason"]) == ("mai@x.test · Acme", "Mai", None)
    assert "not mail" in second["reason"]
    (fault,) = client.get(f"/api/imports/{id_}/faults").json()["items"]
    assert (fault["row"], fault["code"]) == (3, "bad_email")
    assert act(client, "POST", f"{id_}/start")["state"] == "running"
    work()
    raw = client.get(f"/api/imports/{id_}/refused").getvalue().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(raw, newline=""))
    assert (row["Name"], row["Row"]) == ("Bo", "3")
    assert client.get("/api/imports").json()["items"][0]["taken"] == 1


@pytest.mark.django_db
def test_the_mapping_is_remembered_for_the_next_file_with_these_columns() -> None:
    client = with_key("customer.import")
    id_ = sent(client)
    mapping = client.get(f"/api/imports/{id_}").json()["mapping"]
    mapping["columns"][2] = {"column": 2, "to": "trait", "name": "Employer", "type": "text"}
    act(client, "PUT", f"{id_}/mapping", mapping)
    work()
    act(client, "POST", f"{id_}/start")
    again = client.get(f"/api/imports/{sent(client)}").json()
    assert (again["is_remembered"], again["mapping"]["columns"][2]["name"]) == (True, "Employer")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ([{"column": 1, "to": "name"}], "whose a row is"), ([{"column": 9, "to": "email"}], "no column 10"),
        ([{"column": 0, "to": "email"}, {"column": 1, "to": "email"}], "2 columns are E-mail"),
        ([{"column": 0, "to": "plan"}], "no field 'plan'"), ([{"column": 0, "to": "trait", "name": " "}], "a name"),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_do_says_what_is_missing(columns: list[dict[str, object]], said: str) -> None:
    client = with_key("customer.import")
    answer = client.put(f"/api/imports/{sent(client)}/mapping", {"columns": columns}, content_type="application/json")
    assert answer.status_code == 422
    assert said in answer.json()["detail"]


@pytest.mark.django_db
def test_what_is_no_table_is_refused_with_its_remedy() -> None:
    answer = with_key("customer.import").post("/api/imports?kind=events", b"PK\x03\x04", content_type="text/csv")
    assert (answer.status_code, answer.json()["code"]) == (422, "no_table")
    assert "Save it as CSV" in answer.json()["detail"]


@pytest.mark.django_db
def test_an_import_does_only_what_its_state_allows_and_goes_with_its_file() -> None:
    client = with_key("customer.import")
    id_ = sent(client)
    assert client.post(f"/api/imports/{id_}/start", {}, content_type="application/json").json()["code"] == "not_now"
    assert client.post(f"/api/imports/{id_}/undo").status_code == 409
    cut = {"encoding": "cp1252", "separator": ";", "quote": '"'}
    assert len(client.patch(f"/api/imports/{id_}", cut, content_type="application/json").json()["columns"]) == 1
    assert act(client, "POST", f"{id_}/cancel")["state"] == "cancelled"
    assert client.delete(f"/api/imports/{id_}").status_code == 204
    assert client.get(f"/api/imports/{id_}").status_code == 404
