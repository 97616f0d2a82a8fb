"""e1: payments made, failed and ended, and renewals ahead."""

from datetime import timedelta

import pytest

from tests.world import DAY, MONDAY, World, message, messages, notices, points, stages

PAID = ("payment_succeeded_thanks", "payment_succeeded_team")
FAILED = ("payment_failed_help", "payment_failed_team")
CHURNED = ("subscription_churned_farewell", "subscription_churned_team")
RENEWAL = ("renewal_ahead_letter", "renewal_ahead_team")
BILLING = "Subscription & Billing"


def test_a_payment_brings_thanks_a_stage_50_points_and_a_notice_that_can_wait() -> None:
    world = World(*PAID)
    out = world.happens("Payment Succeeded", contact=None, amount=99, currency="EUR", invoice="I-1")
    assert messages(out) == [("payment_succeeded_thanks", "thanks")]
    assert (message(out, "thanks").role, message(out, "thanks").topic) == ("billing", "transactional")
    assert stages(out) == [(BILLING, "Active Subscription")]
    assert points(out) == [(50, "Payment succeeded")]
    assert world.profile(None).own_score == 50
    assert notices(out) == [("payment_succeeded", "owner", False)]


def test_the_same_invoice_counts_once_and_the_next_one_again() -> None:
    world = World(*PAID)
    for invoice in ("I-1", "I-1", "I-2"):
        world.happens("Payment Succeeded", contact=None, invoice=invoice)
    assert world.profile(None).score == 100
    assert len(world.everything.messages) == 2


def test_a_failure_brings_help_a_tag_a_stage_and_50_points_less() -> None:
    world = World(*FAILED)
    out = world.happens("Payment Failed", contact=None, amount=99, currency="EUR", invoice="I-1", reason="expired_card")
    assert messages(out) == [("payment_failed_help", "help")]
    assert world.tags(None) == {"Payment Failed"}
    assert stages(out) == [(BILLING, "Subscription Failed")]
    assert points(out) == [(-50, "Payment failed")]
    assert notices(out) == [("payment_failed", "owner", False)]


def test_the_second_failure_within_thirty_days_goes_to_the_head_of_cs_at_once() -> None:
    world = World(*FAILED)
    world.happens("Payment Failed", contact=None, invoice="I-1")
    world.passes(3 * DAY)
    out = world.happens("Payment Failed", contact=None, invoice="I-1")
    assert notices(out) == [("payment_failed", "owner", False), ("payment_failed_again", "role:head_of_cs", True)]


def test_failures_far_apart_do_not_escalate() -> None:
    world = World(*FAILED)
    world.happens("Payment Failed", contact=None)
    world.passes(31 * DAY)
    assert notices(world.happens("Payment Failed", contact=None)) == [("payment_failed", "owner", False)]


def test_a_success_takes_the_tag_off_and_leads_back() -> None:
    world = World(*PAID, *FAILED)
    world.happens("Payment Failed", contact=None)
    world.passes(DAY)
    world.happens("Payment Succeeded", contact=None)
    assert world.tags(None) == set()
    assert world.profile(None).stage(BILLING) == "Active Subscription"
    assert world.profile(None).score == 0


def test_a_failure_told_after_a_newer_success_troubles_nobody() -> None:
    world = World(*PAID, *FAILED)
    world.happens("Payment Succeeded", contact=None)
    out = world.happens("Payment Failed", MONDAY - timedelta(hours=2), contact=None)
    assert not out.messages
    assert not notices(out)
    assert world.tags(None) == set()
    assert world.profile(None).stage(BILLING) == "Active Subscription"


def test_who_cancels_is_said_farewell_and_the_team_hears_at_once() -> None:
    world = World(*CHURNED)
    out = world.happens("Subscription Cancelled", contact=None, plan="Team", reason="too_expensive")
    assert messages(out) == [("subscription_churned_farewell", "farewell")]
    assert message(out, "farewell").topic == "transactional"
    assert stages(out) == [(BILLING, "Subscription Churned")]
    assert notices(out) == [("subscription_churned", "owner", True), ("subscription_churned", "role:head_of_cs", True)]
    assert not world.happens("Subscription Cancelled", contact=None).messages


def test_a_cancellation_told_after_a_newer_start_is_no_churn() -> None:
    world = World(*CHURNED)
    world.happens("Subscription Started", contact=None, plan="Team")
    assert not world.happens("Subscription Cancelled", MONDAY - timedelta(hours=1), contact=None).messages


@pytest.mark.parametrize("ahead", [30, 8])
def test_a_week_before_the_renewal_a_letter_leaves_and_the_owner_is_told(ahead: int) -> None:
    world = World(*RENEWAL)
    renews = (MONDAY + ahead * DAY).isoformat()
    world.happens("Subscription Started", contact=None, plan="Team", renews_at=renews, yearly_value=1200)
    assert not world.passes((ahead - 7) * DAY - timedelta(minutes=1)).messages
    out = world.passes(timedelta(minutes=2))
    assert messages(out) == [("renewal_ahead_letter", "letter")]
    assert message(out, "letter").role == "billing"
    assert notices(out) == [("renewal_ahead", "owner", False)]
    assert not world.passes(30 * DAY).messages


def test_a_renewal_moved_or_cancelled_is_not_announced_for_its_old_day() -> None:
    world = World(*RENEWAL)
    world.happens("Subscription Started", contact=None, renews_at=(MONDAY + 20 * DAY).isoformat())
    world.passes(DAY)
    world.happens("Subscription Changed", contact=None, renews_at=(MONDAY + 60 * DAY).isoformat())
    assert not world.passes(30 * DAY).messages
    world.happens("Subscription Cancelled", contact=None)
    assert not world.passes(60 * DAY).messages


def test_years_of_history_write_to_nobody() -> None:
    world = World(*PAID, *FAILED, *CHURNED, *RENEWAL)
    for name in ("Payment Succeeded", "Payment Failed", "Payment Failed", "Subscription Cancelled"):
        world.happens(name, MONDAY - 300 * DAY, contact=None, historical=True)
    assert not world.everything.messages
    assert not notices(world.everything)
    assert not world.everything.tags
