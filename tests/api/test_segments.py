"""Segments over the API: written, counted while one writes, read page by page; nothing of revenue leaks by them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perennia.core.profile import CONTACT, CUSTOMER
from perennia.customers.models import Segment
from perennia.team.roles import Role
from perennia.workflows import segments
from tests.api.company import NINE, a_contact, a_customer, put_tag, signed_in, with_key

pytestmark = pytest.mark.django_db
SMALL = {"field": "customer.trait.employees", "op": "below", "value": 50}
RICH = {"field": "customer.trait.yearly_value", "op": "at_least", "value": 1000}


def put_member(key: str, subject: int, customer: int, kind: int = CUSTOMER) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into segment_member (partition, kind, subject_id, segment, customer_id, since)"
            " values (0, %s, %s, %s, %s, %s)",
            [kind, subject, key, customer, NINE],
        )


def make(client: Client, **given: object) -> dict[str, object]:
    answer = client.post("/api/segments", {"name": "Small", "condition": SMALL, **given}, "application/json")
    assert answer.status_code == 201, answer.content
    said: dict[str, object] = answer.json()
    return said


def test_a_segment_is_made_read_changed_archived_and_comes_back() -> None:
    client = signed_in(Role.CS_OPS)
    made = make(client, about="Few people")
    assert (made["key"], made["summary"]) == ("small", "The customer's “employees” is below 50")
    assert make(client)["key"] == "small_2"
    changed = client.patch("/api/segments/small", {"name": "Tiny"}, "application/json").json()
    assert (changed["key"], changed["name"], changed["about"]) == ("small", "Tiny", "Few people")
    client.patch("/api/segments/small", {"is_archived": True}, "application/json")
    listed = [each["key"] for each in client.get("/api/segments").json()["items"]]
    assert ("small" in listed, "small_2" in listed) == (False, True)
    assert [each["key"] for each in client.get("/api/segments?archived=true").json()["items"]] == ["small"]
    back = client.patch("/api/segments/small", {"is_archived": False}, "application/json").json()
    assert (back["is_archived"], back["is_counting"]) == (False, True)


def test_a_preview_counts_what_would_be_in_it_and_keeps_nothing() -> None:
    for id_ in range(1, 10):
        a_customer(id_, employees=id_ * 10)
        a_contact(100 + id_, id_, title="CEO" if id_ < 3 else "CTO")
    client = signed_in(Role.CS_STAFF)
    said = client.post("/api/segments/preview", {"condition": SMALL}, "application/json").json()
    assert (said["count"], [each["id"] for each in said["sample"]]) == (4, [1, 2, 3, 4])
    title = {"field": "contact.trait.title", "op": "is", "value": "ceo"}
    people = client.post("/api/segments/preview", {"subject": "contact", "condition": title}, "application/json").json()
    assert people["count"] == 0  # what the row says is not yet known of the profile
    assert Segment.objects.filter(is_shipped=False).count() == 0


@pytest.mark.parametrize(
    ("condition", "field"),
    [
        ({"field": "customer.wrong", "op": "is", "value": 1}, "condition.field"),
        ({"field": "contact.score", "op": "above", "value": 1}, "condition.field"),
        ({"all": [{"field": "customer.score", "op": "above", "value": "x"}]}, "condition.all[0].value"),
        ({"any": []}, "condition.any"),
        ({"field": "customer.score", "op": "near", "value": 1}, "condition.op"),
        ({"key": "has_tag", "tag": "x"}, "condition"),
    ],
)
@pytest.mark.number("S4")
def test_a_condition_that_cannot_be_is_refused_with_its_place(condition: dict[str, object], field: str) -> None:
    client = signed_in(Role.CS_OPS)
    for address, given in (("/api/segments/preview", {}), ("/api/segments", {"name": "x"})):
        answer = client.post(address, {**given, "condition": condition}, "application/json")
        assert answer.status_code == 422, answer.content
        assert answer.json()["errors"][0]["field"].startswith(field)


def test_members_come_in_pages_and_filter_the_list() -> None:
    make(signed_in(Role.CS_OPS))
    for id_ in range(1, 8):
        a_customer(id_)
        if id_ > 2:
            put_member("small", id_, id_)
    client = with_key("customer.read")
    first = client.get("/api/segments/small/members?limit=3").json()
    rest = client.get("/api/segments/small/members", {"limit": 3, "cursor": first["next_cursor"]}).json()
    assert [each["id"] for each in first["items"] + rest["items"]] == [7, 6, 5, 4, 3]
    assert rest["next_cursor"] is None
    listed = client.get("/api/customers?segment=small").json()
    assert (sorted(each["id"] for each in listed["items"]), listed["total"]) == ([3, 4, 5, 6, 7], 5)
    assert client.get("/api/customers?segment=nothing").json()["code"] == "no_segment"


def test_contacts_in_a_segment_are_named_with_their_customer() -> None:
    make(
        signed_in(Role.CS_OPS),
        name="Bosses",
        subject="contact",
        condition={"field": "contact.score", "op": "above", "value": 1},
    )
    a_customer(1)
    a_contact(11, 1)
    put_member("bosses", 11, 1, CONTACT)
    said = with_key("customer.read").get("/api/segments/bosses/members").json()["items"][0]
    assert (said["id"], said["name"], said["customer"]) == (11, "Contact 11", "Customer 001")


def test_who_may_not_see_revenue_learns_nothing_of_it_by_a_segment() -> None:
    make(signed_in(Role.CS_OPS), name="Rich", condition={"all": [{"not": RICH}]})
    make(signed_in(Role.CS_OPS))
    client = signed_in(Role.TECHNICAL_STAFF)
    assert [each["key"] for each in client.get("/api/segments").json()["items"]] == ["small"]
    assert client.get("/api/segments/rich").status_code == 404
    assert client.get("/api/segments/rich/members").status_code == 404
    assert client.get("/api/customers?segment=rich").status_code == 404
    assert client.post("/api/segments/preview", {"condition": RICH}, "application/json").status_code == 403
    assert not [each for each in client.get("/api/segments/fields").json()["items"] if "value" in each["field"]]


def test_fields_are_offered_in_the_readers_words_with_what_fits() -> None:
    a_customer(1, employees=5, industry="Retail", signed_on="2026-01-01", is_partner=True)
    put_tag(1, "VIP")
    client = signed_in(Role.CS_OPS)
    said = {each["field"]: each for each in client.get("/api/segments/fields").json()["items"]}
    shapes = {
        name: said[f"customer.trait.{name}"]["shape"] for name in ("employees", "industry", "signed_on", "is_partner")
    }
    assert shapes == {"employees": "number", "industry": "text", "signed_on": "moment", "is_partner": "flag"}
    assert said["customer.trait.industry"]["choices"] == ["Retail"]
    assert said["customer.tag.VIP"]["label"] == "Tag “VIP”"
    quiet = next(each for each in said["customer.last_seen_at"]["operators"] if each["op"] == "more_than_days_ago")
    assert quiet == {"op": "more_than_days_ago", "before": "is", "after": "days ago or more", "widget": "days"}
    for each in said.values():  # whatever is offered can be asked
        for operator in each["operators"]:
            values: dict[str, object] = {
                "none": None, "number": 1, "days": 3, "moment": "2026-01-01", "text": "x", "texts": ["x"], "choice": "x",
                "choices": ["x"], "flag": True,
            }  # fmt: skip
            tree: dict[str, object] = {"field": each["field"], "op": operator["op"]}
            value = values[operator["widget"]]
            segments.read("customer", tree if value is None else {**tree, "value": value})


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_asks_a_fixed_number_of_questions(number: int) -> None:
    client = signed_in(Role.CS_OPS)
    for _ in range(number):
        make(client)
    with CaptureQueriesContext(connection) as asked:
        client.get("/api/segments")
    assert len(asked) <= 6, [each["sql"] for each in asked]
