"""A customer with several subscriptions at Stripe: one that ends is a change, the last one a farewell."""

import pytest

from perennia.integrations.models import Received
from tests.flow.company import MONDAY, Company
from tests.flow.test_integrations import BILLING, DAY, HOUR, Desk, knows_anna
from tests.posted import stripe_event, stripe_subscription

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (1, 0, 3, 2), (2, 0, 1, 3), (3, 2, 1, 0)], ids=str)
def test_a_customer_with_two_subscriptions_has_left_when_both_have_ended(
    company: Company, order: tuple[int, ...]
) -> None:
    desk, ends = Desk(company, "stripe"), MONDAY + 30 * DAY
    knows_anna(company)
    small = stripe_subscription("cus_1", ends, id="sub_small", metadata={"perennia_customer": "acme"})
    item = {"id": "si_2", "quantity": 1, "current_period_end": int((ends + DAY).timestamp()), "price": {
        "id": "price_2", "nickname": "Analytics", "unit_amount": 100_000, "recurring": {"interval": "month", "interval_count": 1},
    }}  # fmt: skip
    large = {**small, "id": "sub_large", "items": {"data": [item]}}
    posts = [
        stripe_event("evt_1", "customer.subscription.created", MONDAY - 5 * HOUR, small),
        stripe_event("evt_2", "customer.subscription.created", MONDAY - 4 * HOUR, large),
        stripe_event("evt_3", "customer.subscription.deleted", MONDAY - 3 * HOUR, {**large, "status": "canceled"}),
    ]
    desk.works(*(posts[place] for place in order if place < 3))
    said = {name: desk.trait(name) for name in ("subscription_status", "plan", "yearly_value", "renews_at")}
    assert said == {
        "subscription_status": "active", "plan": "Team", "yearly_value": 3564, "renews_at": ends.isoformat(),
    }  # fmt: skip
    assert Received.objects.filter(state="done").count() == 3
    desk.works(stripe_event("evt_4", "customer.subscription.deleted", MONDAY - HOUR, {**small, "status": "canceled"}))
    assert desk.trait("subscription_status") == "cancelled"
    assert (BILLING, "Subscription Churned") in company.stages(company.customer())


def test_what_two_subscriptions_are_worth_is_their_sum(company: Company) -> None:
    desk, ends = Desk(company, "stripe"), MONDAY + 30 * DAY
    knows_anna(company)
    small = stripe_subscription("cus_1", ends, id="sub_small", metadata={"perennia_customer": "acme"})
    desk.works(
        stripe_event("evt_1", "customer.subscription.created", MONDAY - 5 * HOUR, small),
        stripe_event("evt_2", "customer.subscription.created", MONDAY - 4 * HOUR, {**small, "id": "sub_second"}),
    )
    assert desk.trait("yearly_value") == 2 * 3564
    assert (BILLING, "Subscription Churned") not in company.stages(company.customer())
