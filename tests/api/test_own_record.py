"""Who may change only what is theirs: every route that changes a customer, by real requests, found by itself."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from perennia.api.matrix import Route, routes
from perennia.api.root import api
from perennia.customers.models import Contact, Customer
from perennia.team.models import Member
from perennia.team.roles import Role
from tests.api.company import a_customer, a_member
from tests.flow.company import Company

pytestmark = pytest.mark.django_db(transaction=True)
SCHEMA: dict[str, Any] = api.get_openapi_schema()
OWN = [route for route in routes() if route.needs == "customer.write" and "customer_id" in route.path]
KINDS = {"string": "x", "integer": 1, "number": 1, "boolean": True, "array": [], "object": {}}


def sample(shape: dict[str, Any]) -> Any:
    """A value a schema takes, made of what it says."""
    if "$ref" in shape:
        return sample(SCHEMA["components"]["schemas"][shape["$ref"].rpartition("/")[2]])
    for first in ("const", "default"):
        if shape.get(first) is not None:
            return shape[first]
    if "enum" in shape:
        return shape["enum"][0]
    for many in ("anyOf", "oneOf", "allOf"):
        if many in shape:
            return sample(shape[many][0])
    if "properties" in shape:
        return {name: sample(shape["properties"][name]) for name in shape.get("required", [])}
    if shape.get("minProperties"):
        return {"x": None}
    if shape.get("type") == "array" and shape.get("minItems"):
        return [sample(shape["items"])]
    if shape.get("format") == "date-time":
        return "2026-03-02T09:00:00Z"
    if shape.get("format") == "date":
        return "2026-03-02"
    return KINDS.get(shape.get("type", ""))


def pipeline_of(route: Route) -> tuple[str, str]:
    """A pipeline that holds what the route is about, and one of its stages."""
    if "contact_id" not in route.path:
        return "Subscription & Billing", "Active Subscription"
    return ("Product Adoption", "Reports") if route.method == "DELETE" else ("User Login Activity", "Active")


def body(route: Route, another: int) -> Any:
    pattern = re.sub(r"\{\w+:", "{", route.path)
    content = SCHEMA["paths"][pattern][route.method.lower()].get("requestBody", {}).get("content", {})
    given = sample(content["application/json"]["schema"]) if "application/json" in content else None
    if isinstance(given, dict):
        given |= {name: another for name in ("into", "to") if name in given}
    return given | {"stage": pipeline_of(route)[1]} if isinstance(given, dict) and "stage" in given else given


def asked(client: Client, route: Route, customer: int, contact: int, another: int) -> tuple[int, str]:
    known = {"customer_id": customer, "contact_id": contact, "pipeline": pipeline_of(route)[0], "tag": "none"}
    path = re.sub(r"\{(?:\w+:)?(\w+)\}", lambda found: str(known.get(found[1], 424242)), route.path)
    given = body(route, another)
    if route.method == "DELETE" and route.path.endswith("{pipeline}") and "contact_id" in route.path:
        path += f"?stage={pipeline_of(route)[1]}"
    if given is None and route.method in ("POST", "PUT", "PATCH"):
        answer = client.generic(route.method, path)
    else:
        answer = client.generic(route.method, path, json.dumps(given), content_type="application/json")
    code = answer.json().get("code", "") if answer.get("Content-Type", "").endswith("json") and answer.content else ""
    return answer.status_code, code


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


@pytest.mark.number("S5")
def test_every_change_of_a_customer_asks_whose_it_is() -> None:
    company = Company()
    company.says("group", name="Acme")
    company.says("identify", name="Anna Lind", email="anna@acme.example")
    customer, contact = Customer.objects.get(name="Acme"), Contact.objects.get(name="Anna Lind")
    mine, other = a_member(Role.CS_STAFF), a_member(Role.CS_STAFF, email="other@example.test")
    Customer.objects.filter(pk=customer.pk).update(owner=mine)
    another = a_customer(customer.pk + 1_000_000)
    Customer.objects.filter(pk=another).update(owner=mine)
    assert len(OWN) >= 5
    told = {
        (route.method, route.path): (
            asked(client_of(other), route, customer.pk, contact.pk, another),
            asked(client_of(mine), route, customer.pk, contact.pk, another),
        )
        for route in OWN
    }
    company.close()
    let_in = {place: theirs for place, (theirs, _) in told.items() if theirs != (403, "not_allowed")}
    kept_out = {place: own for place, (_, own) in told.items() if own[1] == "not_allowed" or own[0] >= 500}
    assert let_in == {}, "somebody else's customer could be changed, or what is wrong with a change was told before"
    assert kept_out == {}, "one's own customer could not be changed"
