"""The first workflows from a Segment call to the letter in the mailbox, on a real database."""

from datetime import timedelta

import pytest

from perennia.ingest import store
from perennia.ingest.row import REPORTS, Row, body
from perennia.messages.models import MailboxMessage
from tests.flow.company import Company

DAY = timedelta(days=1)
ANNA = "anna@acme.test"
BILLING = "Subscription & Billing"

pytestmark = pytest.mark.django_db(transaction=True)


def acme(company: Company) -> None:
    """Anna of Acme, known and seen."""
    company.says("identify", email=ANNA, name="Anna Berg", timezone="UTC")
    company.says("group", name="Acme", plan="Team")


def test_a_new_account_is_welcomed_and_taken_in(company: Company) -> None:
    acme(company)
    assert company.letters() == []
    company.says("track", "Account Created", account_name="Acme")
    company.says("track", "Account Created", account_name="Acme")
    assert company.letters() == [(ANNA, "Welcome to Perennia: your first three steps")]
    customer = company.customer()
    assert company.tags(customer) == {"Active SaaS"}
    assert company.stages(customer) == {(BILLING, "Active Subscription")}
    assert customer.owner is not None
    assert customer.owner.name == "Mai Tran"
    assert company.notices() == {("new_account", "Hanna"), ("new_account", "Mai"), ("new_user", "Hanna")}
    company.passes(2 * timedelta(hours=1), step=timedelta(hours=1))
    told = dict(company.letters("team"))
    assert set(told) == {"hanna@house.test", "mai@house.test"}


def test_an_owner_is_found_also_where_effects_are_carried_out_one_by_one(company: Company) -> None:
    company.performs = 1
    company.says("track", "Account Created", account_name="Acme")
    assert company.customer().owner is not None


@pytest.mark.number("R4")
def test_a_person_who_signs_up_alone_and_joins_later_is_welcomed_once(company: Company) -> None:
    company.says("identify", group=None, email=ANNA, name="Anna Berg")
    company.says("track", "Signed Up", group=None)
    company.says("group", name="Acme")
    company.says("track", "Account Created", account_name="Acme")
    company.passes(DAY)
    assert [subject for _, subject in company.letters() if subject.startswith("Welcome")] == [
        "Welcome to Perennia: your first three steps"
    ]


@pytest.mark.number("R4")
@pytest.mark.parametrize("first", ["account", "alone"])
def test_whichever_partition_is_worked_first_joining_an_account_welcomes_nobody_anew(
    company: Company, first: str
) -> None:
    company.says("identify", group=None, email=ANNA, name="Anna Berg")
    company.says("track", "Signed Up", group=None)
    alone = company.customer().partition
    company.takes(("group", "", {"name": "Acme"}), ("track", "Account Created", {"account_name": "Acme"}))
    company.works(sorted(company.waiting(), key=lambda one: (one == alone) == (first == "account")))
    company.works()
    assert [subject for _, subject in company.letters() if subject.startswith("Welcome")] == [
        "Welcome to Perennia: your first three steps"
    ]
    assert company.notices() == {("new_account", "Hanna"), ("new_account", "Mai"), ("new_user", "Mai")}
    customer = company.customer()
    assert (customer.name, customer.contacts.count()) == ("Acme", 1)


def test_a_feature_in_use_is_tagged_scored_and_helped_with(company: Company) -> None:
    acme(company)
    for minutes in (5, 3, 25):
        company.says("track", "Feature Used", feature="Reports", seconds=minutes * 60)
    contact = company.contact()
    assert company.tags(contact) == {"Active on Reports"}
    assert ("Product Adoption", "Reports") in company.stages(contact)
    assert set(company.points(contact)) == {
        (30, "30 minutes on Reports"), (30, "Joined the account"), (30, "A login in 2026-03"),
    }  # fmt: skip
    assert company.score(company.customer()) == 90
    assert company.letters() == [(ANNA, "Getting more out of Reports")]


def test_who_falls_silent_is_reached_followed_and_undone_on_return(company: Company) -> None:
    acme(company)
    company.says("track", "Signed In")
    company.passes(8 * DAY)
    contact, customer = company.contact(), company.customer()
    assert company.tags(contact) == {"Inactive"}
    assert company.tags(customer) == {"Inactive"}
    assert ("User Login Activity", "Inactive (1 week)") in company.stages(contact)
    assert (ANNA, "Your work is where you left it") in company.letters()
    assert {kind for kind, _ in company.notices()} == {"inactive", "customer_inactive", "new_user"}
    company.passes(7 * DAY)
    assert ("User Login Activity", "Inactive (2 weeks)") in company.stages(contact)
    company.says("track", "Signed In")
    assert company.tags(contact) == company.tags(customer) == set()
    assert ("User Login Activity", "Active") in company.stages(contact)
    assert "returned" in {kind for kind, _ in company.notices()}
    assert company.counted("inactive_reach_out") == {"entered": 1, "goal": 1}


def test_payments_that_fail_twice_and_then_succeed(company: Company) -> None:
    acme(company)
    company.says("track", "Payment Failed", amount=99, currency="EUR", invoice="I-1", reason="expired_card")
    customer = company.customer()
    assert company.tags(customer) == {"Payment Failed"}
    assert company.stages(customer) == {(BILLING, "Subscription Failed")}
    assert "payment_failed_again" not in {kind for kind, _ in company.notices()}
    company.passes(3 * DAY)
    company.says("track", "Payment Failed", amount=99, currency="EUR", invoice="I-1")
    assert ("payment_failed_again", "Hanna") in company.notices()
    company.passes(DAY)
    company.says("track", "Payment Succeeded", amount=99, currency="EUR", invoice="I-1")
    assert company.tags(customer) == set()
    assert company.stages(customer) == {(BILLING, "Active Subscription")}
    assert [points for points, _ in company.points(customer)] == [-50, -50, 50]
    subjects = [subject for _, subject in company.letters()]
    assert subjects.count("Your payment did not go through: what to do now") == 2
    assert "Payment received, thank you (I-1)" in subjects
    letter = MailboxMessage.objects.filter(subject__startswith="Your payment").earliest("at")
    assert "99 EUR" in letter.snippet


def test_a_renewal_is_announced_and_a_cancellation_said_farewell_to(company: Company) -> None:
    acme(company)
    renews = company.now + 20 * DAY
    company.says(
        "track", "Subscription Started", plan="Team", renews_at=renews.isoformat(), yearly_value=1200, currency="EUR"
    )
    company.passes(12 * DAY, step=DAY)
    assert not [subject for _, subject in company.letters() if "renews" in subject]
    company.passes(DAY + timedelta(hours=6))
    assert (ANNA, "Acme renews on 22 Mar 2026") in company.letters()
    company.says("track", "Subscription Cancelled", plan="Team", reason="too_expensive")
    assert (ANNA, "Your subscription has ended") in company.letters()
    assert company.stages(company.customer()) == {(BILLING, "Subscription Churned")}
    assert ("subscription_churned", "Hanna") in company.notices()


def test_check_ins_arrive_on_their_days_until_somebody_leaves(company: Company) -> None:
    acme(company)
    for _ in range(30):
        company.says("track", "Feature Used", feature="Reports", seconds=1)
        company.passes(DAY, step=DAY)
    asked = [subject for _, subject in company.letters()]
    assert asked == [
        "How was your first day?",
        "One week in: what works, what does not?",
        "Reports: your team has used it 10 times",
        "Two weeks: is it part of your day yet?",
        "Three weeks: who else should be in?",
        "Your first month: did it do what you came for?",
    ]
    company.says("track", "Account Removed User")
    company.passes(70 * DAY, step=DAY)
    assert [subject for _, subject in company.letters()][6:] == ["Your work is where you left it"]


def test_an_answer_to_a_check_in_ends_the_series(company: Company) -> None:
    acme(company)
    company.passes(DAY + timedelta(hours=1))
    asked = company.engine.execute("select id, enrolment_id from message where workflow = 'check_ins'")
    ((message, enrolment),) = asked.fetchall()
    contact = company.contact()
    said = body({"enrolment": str(enrolment), "choice": "well", "text": "All fine"})
    row = Row(
        customer=contact.customer_id, contact=contact.pk, source=REPORTS, kind="report", name="Check-in Answered",
        message_id=f"message:{message}:answer", at=company.now, received_at=company.now, body=said,
    )  # fmt: skip
    store.put([row], conn=company.engine)
    company.passes(30 * DAY, step=DAY)
    assert [subject for _, subject in company.letters()] == [
        "How was your first day?",
        "Your work is where you left it",
    ]
    assert company.counted("check_ins") == {"entered": 1, "goal": 1}
