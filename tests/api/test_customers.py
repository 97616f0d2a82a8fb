"""The list of customers and the record of one."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perennia.core import partition
from perennia.core.profile import CONTACT
from perennia.customers.models import Customer
from perennia.team.models import Organisation
from perennia.team.roles import Role
from tests.api.company import a_contact, a_customer, a_member, put_stage, put_tag, signed_in, with_key

pytestmark = pytest.mark.django_db


def pages(client: Client, address: str, **asked: str | int) -> Iterator[list[int]]:
    cursor: str | None = None
    while True:
        query: dict[str, str | int] = {**asked, "cursor": cursor} if cursor else dict(asked)
        said = client.get(address, query).json()
        yield [each["id"] for each in said["items"]]
        cursor = said["next_cursor"]
        if cursor is None:
            return


def names(client: Client, **asked: str | int) -> list[int]:
    answer = client.get("/api/customers", asked)
    assert answer.status_code == 200, answer.content
    return [each["id"] for each in answer.json()["items"]]


def test_a_search_finds_a_name_with_or_without_its_marks() -> None:
    a_customer(1, name="Công ty Nguyễn Đạt")
    a_customer(2, name="Acme")
    client = with_key("customer.read")
    assert names(client, q="nguyen dat") == [1]
    assert names(client, q="NGUYỄN") == [1]
    assert names(client, q="ac") == [2]
    assert names(client, q="%") == []
    assert sorted(names(client, q="  ")) == [1, 2]


def test_a_search_finds_a_customer_by_its_contact() -> None:
    a_customer(1)
    a_customer(2)
    a_contact(11, 2, email="mai@flowers.test")
    assert names(with_key("customer.read"), q="mai@flow") == [2]


@pytest.mark.parametrize("sort", ["name", "-last_seen_at", "-score", "-value", "created_at", "-created_at"])
def test_pages_show_every_customer_once_in_every_order(sort: str) -> None:
    for id_ in range(1, 24):
        seen = None if id_ % 3 == 0 else id_ % 4
        value = {} if id_ % 5 == 0 else {"value": id_ % 2}
        a_customer(id_, hours=id_ % 3, seen=seen, score=id_ % 4, name=f"N{id_ % 2}", **value)
    client = with_key("customer.read", "revenue.read")
    found = list(pages(client, "/api/customers", sort=sort, limit=5))
    assert [len(page) for page in found] == [5, 5, 5, 5, 3]
    assert sorted(chain.from_iterable(found)) == list(range(1, 24))
    whole = next(pages(client, "/api/customers", sort=sort, limit=200))
    assert list(chain.from_iterable(found)) == whole


def test_filters_narrow_and_the_total_follows() -> None:
    owner = a_member(Role.CS_STAFF)
    for id_ in range(1, 7):
        a_customer(id_, plan="pro" if id_ < 4 else "free")
    Customer.objects.filter(pk__in=[1, 4]).update(owner=owner)
    put_tag(2, "Inactive")
    put_tag(3, "Active SaaS")
    a_contact(11, 5)
    put_stage(5, "User Login Activity", "Active", CONTACT, 11)
    client = with_key("customer.read")
    assert sorted(names(client, plan="pro")) == [1, 2, 3]
    assert sorted(names(client, owner=owner.pk)) == [1, 4]
    assert names(client, owner=owner.pk, plan="free") == [4]
    assert sorted(names(client, owner="none")) == [2, 3, 5, 6]
    assert names(client, inactive="true") == [2]
    assert names(client, tag="Active SaaS") == [3]
    assert names(client, stage="User Login Activity:Active") == [5]
    assert client.get("/api/customers?plan=pro&limit=1").json()["total"] == 3


def test_a_visitor_is_not_shown() -> None:
    a_customer(1)
    Customer.objects.filter(pk=1).update(kind="visitor")
    client = with_key("customer.read")
    assert names(client) == []
    assert client.get("/api/customers/1").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_the_database_a_fixed_number_of_questions(count: int) -> None:
    for id_ in range(1, count + 1):
        a_customer(id_)
        a_contact(100 + id_, id_)
        put_tag(id_, "A")
    client = signed_in(Role.VIEWER)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/api/customers?limit=100")
    assert len(asked) <= 9, [each["sql"] for each in asked]


def test_a_record_says_what_is_known() -> None:
    a_customer(1, score=80, website="https://www.acme.test", employees=40, seats=10, mrr=100, currency="EUR")
    a_contact(11, 1, email="a@acme.test")
    said = with_key("customer.read", "revenue.read").get("/api/customers/1").json()
    assert (said["name"], said["domain"], said["score"], said["contacts"]) == ("Customer 001", "acme.test", 80, 1)
    assert said["value"] == {"amount": "1200.00", "currency": "EUR"}
    assert said["seats"] == {"active_28d": 0, "total": 10}
    assert (said["traits"][1]["name"], said["traits"][1]["value"]) == ("employees", 40)
    assert said["primary_contact_id"] == 11


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_days_of_use_are_the_organisations_own(zone: str) -> None:
    """At every hour one of these two zones has another date than UTC."""
    Organisation.objects.update_or_create(pk=1, defaults={"zone": zone})
    today = datetime.now(ZoneInfo(zone)).date()
    a_customer(1)
    row = "insert into daily_contact (partition, customer_id, day, contact_id) values (%s, 1, %s, %s)"
    used = "insert into daily (partition, kind, subject_id, name, day, count) values (%s, 0, 1, 'active', %s, 1)"
    with connection.cursor() as cursor:
        for contact, days in ((11, 0), (12, 28), (13, 29)):
            cursor.execute(row, [partition.of(1), today - timedelta(days=days), contact])
        for days in (0, 90, 91):
            cursor.execute(used, [partition.of(1), today - timedelta(days=days)])
    said = with_key("customer.read").get("/api/customers/1").json()
    assert said["seats"]["active_28d"] == 2
    assert [one["day"] for one in said["usage"]] == [(today - timedelta(days=90)).isoformat(), today.isoformat()]


def test_technical_staff_see_nothing_of_revenue() -> None:
    a_customer(1, mrr=100, currency="EUR", yearly_value=1200, seats=3)
    put_tag(1, "Payment Failed")
    put_stage(1, "Subscription & Billing", "Subscription Failed")
    client = signed_in(Role.TECHNICAL_STAFF)
    listed = client.get("/api/customers", {"sort": "name"}).json()["items"][0]
    record = client.get("/api/customers/1").json()
    for said in (listed, record):
        assert (said["value"], said["tags"], said["stages"]) == (None, [], {})
    assert [each["name"] for each in record["traits"]] == ["seats"]
    assert client.get("/api/customers", {"sort": "-value"}).status_code == 403
    assert client.get("/api/customers", {"stage": "Subscription & Billing:Subscription Failed"}).status_code == 403


def test_contacts_come_in_pages() -> None:
    a_customer(1)
    for id_ in range(11, 20):
        a_contact(id_, 1, email=f"c{id_}@x.test")
    found = list(pages(with_key("customer.read"), "/api/customers/1/contacts", limit=4))
    assert [len(page) for page in found] == [4, 4, 1]
    assert with_key("customer.read").get("/api/customers/2/contacts").json()["code"] == "no_customer"


HOSTILE = [
    ("sort", "name;drop table team_member"),
    ("sort", "-password"),
    ("sort", "c.name desc, (select 1)"),
    ("owner", "1 or 1=1"),
    ("owner", "-1"),
    ("owner", "99999999999999999999999"),
    ("kind", "visitor"),
    ("inactive", "perhaps"),
    ("stage", "no colon"),
    ("stage", ":"),
    ("cursor", "eyJhIjoxfQ"),
    ("cursor", "x" * 5000),
    ("cursor", "'"),
    ("limit", "0"),
    ("limit", "201"),
    ("limit", "-5"),
    ("limit", "1e3"),
    ("limit", "9" * 400),
    ("q", "a\x00b"),
    ("q", "x" * 201),
    ("tag", "\x00"),
]


@pytest.mark.parametrize(("name", "value"), HOSTILE)
@pytest.mark.number("S4")
def test_a_hostile_value_is_refused_by_field_and_changes_nothing(name: str, value: str) -> None:
    answer = with_key("customer.read").get("/api/customers", {name: value})
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == f"query.{name}"


@pytest.mark.parametrize("value", ["'; drop table tag; --", "%", "\\", "_", "\ud800", "{}", "$1", "%(q)s", "%s"])
@pytest.mark.number("S4")
def test_a_hostile_word_is_only_a_word(value: str) -> None:
    a_customer(1)
    client = with_key("customer.read")
    for name in ("q", "tag", "plan"):
        asked = {name: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")}
        assert client.get("/api/customers", asked).status_code == 200
    assert client.get("/api/customers", {"stage": f"{asked['plan']}:{asked['plan']}"}).status_code == 200


def test_a_cursor_is_good_only_for_its_own_list() -> None:
    for id_ in range(1, 4):
        a_customer(id_)
    client = with_key("customer.read")
    cursor = client.get("/api/customers?sort=name&limit=1").json()["next_cursor"]
    assert client.get("/api/customers", {"sort": "name", "cursor": cursor}).status_code == 200
    refused = client.get("/api/customers", {"sort": "-score", "cursor": cursor})
    assert (refused.status_code, refused.json()["code"]) == (422, "wrong_cursor")


@pytest.mark.parametrize("id_", ["0", "-1", "x", "9" * 30, "1;", "1%00", "9223372036854775807"])
@pytest.mark.number("S4")
def test_a_hostile_number_finds_nothing(id_: str) -> None:
    answer = with_key("customer.read").get(f"/api/customers/{id_}")
    assert answer.status_code in (404, 422)
    assert answer["Content-Type"] == "application/problem+json"
