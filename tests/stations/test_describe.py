"""Rows of customers and contacts follow what folding learnt, whatever the order of arrival."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from perennia.core.effect import Describe
from perennia.core.event import Value
from perennia.core.profile import CONTACT, CUSTOMER
from perennia.customers.describe import describe
from perennia.customers.models import Contact, Customer

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def said(kind: int, id: int, hours: int = 0, by: str = "m", **traits: Value) -> Describe:
    return Describe(kind, id, 7, NINE + timedelta(hours=hours), by, traits)


def test_a_customer_is_made_with_what_is_said_of_it() -> None:
    describe([said(CUSTOMER, 7, name="Bình Minh", website="https://www.binhminh.vn/x", employees="1,200", mrr=100)])
    row = Customer.objects.get(pk=7)
    assert (row.name, row.domain, row.employees, row.value_amount) == ("Bình Minh", "binhminh.vn", 1200, Decimal(1200))
    assert "binh minh" in row.search


def test_the_newest_saying_wins_and_an_older_one_fills_gaps() -> None:
    describe([said(CUSTOMER, 7, hours=2, name="New", plan="pro")])
    describe([said(CUSTOMER, 7, hours=1, name="Old", plan="free", industry="Retail")])
    row = Customer.objects.get(pk=7)
    assert (row.name, row.plan, row.industry) == ("New", "pro", "Retail")
    assert (row.created_at, row.described_at) == (NINE + timedelta(hours=1), NINE + timedelta(hours=2))


def test_a_currency_that_grows_in_capitals_is_cut() -> None:
    describe([said(CUSTOMER, 7, currency="ßßß", mrr=1)])
    assert Customer.objects.get(pk=7).value_currency == "SSS"


def test_a_tie_of_time_is_decided_by_the_message() -> None:
    describe([said(CUSTOMER, 7, by="b", name="B")])
    describe([said(CUSTOMER, 7, by="a", name="A")])
    assert Customer.objects.get(pk=7).name == "B"


def test_a_customer_nobody_named_has_a_makeshift_name_until_it_is_named() -> None:
    describe([said(CUSTOMER, 7, hours=3)])
    assert Customer.objects.get(pk=7).name == "Customer 7"
    describe([said(CUSTOMER, 7, hours=1, name="Acme")])
    describe([said(CUSTOMER, 7, hours=4, plan="pro")])
    assert Customer.objects.get(pk=7).name == "Acme"


def test_one_batch_may_speak_twice_of_one() -> None:
    describe([said(CUSTOMER, 7, hours=2, name="Second"), said(CUSTOMER, 7, hours=1, name="First", plan="pro")])
    row = Customer.objects.get(pk=7)
    assert (row.name, row.plan) == ("Second", "pro")


def test_the_first_contact_with_an_address_becomes_primary() -> None:
    describe([said(CONTACT, 1, firstName="Ana")])
    describe([said(CONTACT, 2, hours=1, email="Bo@x.test", lastName="Bo"), said(CONTACT, 3, hours=2, email="c@x.test")])
    assert [(each.id, each.roles) for each in Contact.objects.order_by("id")] == [(1, []), (2, ["primary"]), (3, [])]
    assert Contact.objects.get(pk=2).email_folded == "bo@x.test"


def test_a_role_that_is_said_is_kept() -> None:
    describe([said(CONTACT, 1, email="a@x.test")])
    describe([said(CONTACT, 2, hours=1, email="b@x.test", role="Billing")])
    describe([said(CONTACT, 2, hours=2, title="CFO")])
    assert [each.roles for each in Contact.objects.order_by("id")] == [["primary"], ["billing"]]


def test_hostile_traits_say_nothing() -> None:
    describe(
        [
            said(
                CUSTOMER,
                7,
                name={"x": 1},
                employees="many",
                mrr="1e400",
                plan=["a"],
                website="http://[",
                createdAt="soon",
            )
        ]
    )
    row = Customer.objects.get(pk=7)
    assert (row.name, row.employees, row.value_amount, row.plan, row.since) == ("Customer 7", None, None, "", None)


@pytest.fixture
def alone() -> None:
    """Customer 7 is the implicit one of a person who is contact 1 there, known as `mai-7`."""
    with connection.cursor() as cursor:
        for statement in (
            "insert into ingest_account (id, partition, kind) overriding system value values (7, 0, 'implicit')",
            "insert into ingest_contact (id, person_id, customer_id, partition) overriding system value values (1, 5, 7, 0)",
            "insert into ingest_key (kind, key, person_id) values ('user', 'mai-7', 5)",
        ):
            cursor.execute(statement)


def called() -> tuple[str, str]:
    return Customer.objects.get(pk=7).name, Contact.objects.get(pk=1).name


@pytest.mark.usefixtures("alone")
def test_who_is_alone_and_has_no_name_is_called_by_their_user_id_and_then_by_what_comes() -> None:
    describe([said(CUSTOMER, 7), said(CONTACT, 1)])
    assert called() == ("mai-7", "mai-7")
    describe([said(CUSTOMER, 7, hours=1, called="mai@x.test"), said(CONTACT, 1, hours=1, email="mai@x.test")])
    assert called() == ("mai@x.test", "mai@x.test")
    describe([said(CUSTOMER, 7, hours=2, called="Mai Trần"), said(CONTACT, 1, hours=2, name="Mai Trần")])
    assert called() == ("Mai Trần", "Mai Trần")
    assert "mai tran" in Customer.objects.get(pk=7).search
    describe([said(CUSTOMER, 7, hours=3, called="Mai Lê"), said(CUSTOMER, 7, hours=4, plan="pro")])
    describe([said(CUSTOMER, 7, hours=5, plan="scale")])
    assert called()[0] == "Mai Lê"


@pytest.mark.usefixtures("alone")
def test_a_name_somebody_gave_to_the_customer_stands_whatever_its_contact_is_called() -> None:
    describe([said(CUSTOMER, 7, name="Mai's bakery")])
    describe([said(CUSTOMER, 7, hours=1, called="Mai Trần")])
    assert Customer.objects.get(pk=7).name == "Mai's bakery"


def test_a_company_is_never_called_after_somebody_who_works_there_but_by_the_id_its_owner_uses() -> None:
    with connection.cursor() as cursor:
        cursor.execute("insert into ingest_key (kind, key, customer_id) values ('group', 'acme-1', 7)")
    describe([said(CUSTOMER, 7, called="Mai Trần")])
    assert Customer.objects.get(pk=7).name == "acme-1"
    describe([said(CUSTOMER, 7, hours=1, website="https://acme.test")])
    assert Customer.objects.get(pk=7).name == "acme.test"
