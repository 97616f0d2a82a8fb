"""Every parameter of every route against hostile values, drawn from the API's own description."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client

from perennia.api.permissions import Permission
from perennia.api.root import api
from tests.api.company import a_contact, a_customer, put_tag, with_key

VALUES: list[str] = [
    "", " ", "0", "-1", "1.5", "1e400", "NaN", "true", "null", "[]", "{}", "'", '"', "\\", "%", "_", "%s", "%(q)s", "$1",
    "a\x00b", "\u202e", "9" * 40, str(2**63), str(-(2**63) - 1), "x" * 5000, "name; drop table tag", "id) or 1=1 --",
    "../../etc/passwd", "<script>", "{{7*7}}", "1-1", "999-1", "1-1-99999", "rejected-1", "rejected-" + "9" * 30,
    "2026-01-01T00:00:00Z", "customer:1", "a:b:c", "eyJhIjoxfQ:1:abc",
]  # fmt: skip
BODIES: list[Any] = [None, [], {}, 1, "x", True, {"name": None}, {"name": "a\x00b"}, {"name": "\ud800"}, {"name": "x" * 9000},
    {"name": {"a": 1}}, {"tag": "a\x00"}, {"tag": "\udfff"}, {"stage": "none"}, {"owner_id": 2**70}, {"owner_id": "me"},
    {"owner_id": -1}, {"employees": 1e308}, {"scopes": ["everything"]}, {"scopes": []}, {"language": "xx"}, {"unknown": 1},
    {"email": "x" * 400, "password": "y"}, {"name": "ok", "scopes": ["customer.read"] * 50}, {"stopped": "perhaps"},
]  # fmt: skip


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


ALL = list(operations())


def named(each: tuple[str, str, dict[str, Any]]) -> str:
    return f"{each[0]} {each[1]}"


def check(status: int, kind: str, where: str) -> None:
    assert status < 500, where
    if status >= 400:
        assert kind == "application/problem+json", where


def address(path: str, operation: dict[str, Any], **given: str) -> str:
    for each in operation.get("parameters", []):
        if each["in"] == "path":
            path = path.replace("{" + each["name"] + "}", quote(given.get(each["name"], "1"), safe=""))
    return path


@pytest.mark.django_db
@pytest.mark.parametrize("each", ALL, ids=named)
def test_no_parameter_breaks_a_route(each: tuple[str, str, dict[str, Any]]) -> None:
    method, path, operation = each
    a_customer(1)
    a_contact(11, 1, email="a@x.test")
    put_tag(1, "A")
    client = with_key(*Permission)
    for parameter in operation.get("parameters", []):
        for value in VALUES:
            where = f"{method} {path} {parameter['name']}={value[:60]!r}"
            if parameter["in"] == "path":
                target = address(path, operation, **{parameter["name"]: value or "%20"})
            else:
                target = f"{address(path, operation)}?{urlencode({parameter['name']: value})}"
            answer = client.generic(method, target, b"{}", content_type="application/json")
            check(answer.status_code, answer.get("Content-Type", ""), where)


@pytest.mark.django_db
@pytest.mark.parametrize("each", [each for each in ALL if "requestBody" in each[2]], ids=named)
def test_no_body_breaks_a_route(each: tuple[str, str, dict[str, Any]]) -> None:
    method, path, operation = each
    a_customer(1)
    client = with_key(*Permission)
    raw = [b"", b"{", b"\xff\xfe", b"nonsense", b"[" * 2000, json.dumps({"a": 1}).encode("utf-16")]
    for body in [*raw, *(json.dumps(body).encode() for body in BODIES)]:
        answer = client.generic(method, address(path, operation), body, content_type="application/json")
        check(answer.status_code, answer.get("Content-Type", ""), f"{method} {path} {body[:80]!r}")


@pytest.mark.parametrize("path", ["/api/nothing", "/api/", "/api/customers/", "/api/customers/1/nothing"])
@pytest.mark.django_db
def test_an_unknown_address_below_the_api_says_so(path: str) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.django_db
def test_a_wrong_method_says_which_are_possible() -> None:
    answer = with_key(*Permission).put("/api/customers/1")
    assert (answer.status_code, answer.json()["code"]) == (405, "wrong_method")
    assert "GET" in answer["Allow"]


@pytest.mark.django_db
def test_an_unknown_parameter_is_named() -> None:
    answer = with_key("customer.read").get("/api/customers?srot=name")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "query.srot")


@pytest.mark.django_db
def test_an_unknown_field_of_a_body_is_named() -> None:
    a_customer(1)
    answer = with_key(*Permission).patch("/api/customers/1", {"ownr_id": 1}, content_type="application/json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "body.ownr_id")
