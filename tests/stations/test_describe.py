"""Rows of customers and contacts follow what folding learnt, whatever the order of arrival."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

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
