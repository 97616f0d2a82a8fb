"""Posts about somebody nobody knows yet: they wait, and are worked by themselves once another one says who it is."""

from datetime import timedelta

import pytest

from perennia.customers.models import Customer
from perennia.integrations.models import Received
from tests.flow.company import MONDAY, Company
from tests.flow.test_integrations import Desk, knows_anna
from tests.posted import stripe_event, stripe_subscription

pytestmark = pytest.mark.django_db(transaction=True)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_what_names_nobody_known_waits_and_is_worked_when_another_post_says_who_it_is(company: Company) -> None:
    desk = Desk(company, "stripe")
    knows_anna(company)
    people = Customer.objects.count()
    began = stripe_subscription("cus_1", MONDAY + 30 * DAY)
    disputed: dict[str, object] = {"id": "dp_1", "object": "dispute", "charge": "ch_1", "payment_intent": "pi_1", "amount": 9900,
                                   "currency": "eur", "reason": "fraudulent", "evidence": {"customer_email_address": None}}  # fmt: skip
    first = [
        stripe_event("evt_1", "customer.subscription.created", MONDAY - HOUR, began),
        stripe_event("evt_2", "charge.dispute.created", MONDAY - HOUR, disputed),
    ]
    assert desk.works(*first) == ["unclear", "unclear"]
    assert Customer.objects.count() == people, "nobody is made of an id alone"
    charge = {
        "id": "ch_1",
        "object": "charge",
        "payment_intent": "pi_1",
        "customer": "cus_1",
        "amount": 9900,
        "currency": "eur",
    }
    assert desk.works(stripe_event("evt_3", "charge.succeeded", MONDAY, charge)) == ["unclear", "unclear", "passed"]
    assert set(Received.objects.filter(state="unclear").values_list("waits_for", flat=True)) == {"cus_1"}
    about = {"id": "cus_1", "object": "customer", "email": "anna@acme.test", "name": "Acme", "metadata": {}}
    assert set(desk.works(stripe_event("evt_4", "customer.created", MONDAY, about))) == {"done", "passed"}
    assert desk.trait("plan") == "Team"
    rows = company.engine.execute(
        "select name, customer_id from history where name in ('Payment Disputed', 'Subscription Started')"
    )
    assert {(str(name), int(whose)) for name, whose in rows.fetchall()} == {
        ("Payment Disputed", company.customer().pk), ("Subscription Started", company.customer().pk),
    }  # fmt: skip
    assert Customer.objects.count() == people
    # What is known stays known: the next dispute of that payment is placed at once.
    closed = stripe_event("evt_5", "charge.dispute.closed", MONDAY, {**disputed, "status": "lost"})
    assert desk.works(closed)[-1] == "done"
