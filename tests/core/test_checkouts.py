"""Stripe's checkouts: which of them are payments."""

from datetime import UTC, datetime

from perennia.catalogue.sources.stripe import Stripe
from perennia.core.source import Post
from tests.posted import stripe_event

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_a_checkout_without_an_invoice_is_a_payment_once_it_is_paid() -> None:
    session = {"id": "cs_1", "customer": "cus_1", "payment_intent": "pi_1", "mode": "payment", "invoice": None,
               "payment_status": "paid", "amount_total": 4900, "currency": "eur"}  # fmt: skip
    for type_, more, said in (
        ("completed", {}, ["Payment Succeeded"]), ("completed", {"payment_status": "unpaid"}, [""]),
        ("async_payment_succeeded", {}, ["Payment Succeeded"]), ("async_payment_failed", {"payment_status": "unpaid"}, ["Payment Failed"]),
        ("completed", {"invoice": "in_1"}, [""]), ("async_payment_succeeded", {"invoice": "in_1"}, []),
        ("completed", {"mode": "subscription"}, [""]), ("completed", {"amount_total": 0}, [""]), ("expired", {}, []),
    ):  # fmt: skip
        found = Stripe().read(Post({}, stripe_event("e", f"checkout.session.{type_}", AT, {**session, **more}), AT))
        assert [one.name for one in found.happenings] == said, (type_, more)
    [paid] = Stripe().read(Post({}, stripe_event("e", "checkout.session.completed", AT, session), AT)).happenings
    assert paid.properties == {"amount": 49, "currency": "EUR", "checkout": "cs_1"}
    assert paid.who.things == ("pi_1",)
