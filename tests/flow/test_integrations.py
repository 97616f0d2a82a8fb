"""What other programs post, through the real engine: the same in every order and however often, and what comes of it."""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from django.test import Client

from perennia.core.event import Value
from perennia.customers.models import Contact, Customer
from perennia.host import clock
from perennia.ingest import link
from perennia.integrations import connect, sessions
from perennia.integrations.models import Connection, Received
from perennia.messages.models import MailboxMessage
from tests import posted
from tests.flow.company import MONDAY, Company
from tests.posted import (
    Headers,
    calcom_event,
    calcom_no_show,
    calendly_event,
    invitee,
    stripe_event,
    stripe_invoice,
    stripe_subscription,
)

pytestmark = pytest.mark.django_db(transaction=True)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BILLING = "Subscription & Billing"
HEADERS: dict[str, Callable[[str, bytes, datetime], Headers]] = {
    "stripe": posted.stripe_headers, "calcom": posted.calcom_headers, "calendly": posted.calendly_headers,
    "signed_webhook": posted.standard_headers,
}  # fmt: skip


class Desk:
    """A connection of one kind at the company, and posts to it at the company's own time."""

    def __init__(self, company: Company, kind: str, **settings: object) -> None:
        self.company, self.kind = company, kind
        self.row, _ = connect.create(kind, kind.title(), settings, SECRET, None, company.now)

    def posts(self, body: bytes, **more: str) -> int:
        clock.set_ahead(self.company.now - datetime.now(UTC))
        headers = {**HEADERS[self.kind](SECRET, body, clock.now()), **more}
        answer = Client().post(f"/hooks/in/{self.row.address}", body, content_type="application/json", headers=headers)
        return answer.status_code

    def works(self, *bodies: bytes) -> list[str]:
        for body in bodies:
            assert self.posts(body) == 200
        self.company.now = clock.now()
        self.company.works()
        return list(Received.objects.order_by("pk").values_list("state", flat=True))

    def trait(self, name: str) -> object:
        """What is known of the one account."""
        found = self.company.engine.execute(
            "select state #> array['traits', %s, '0'] from profile where kind = 0 and id = %s",
            [name, self.company.customer().pk],
        ).fetchone()
        return msgspec.json.decode(found[0]) if found and found[0] else None


def knows_anna(company: Company, number: int = 0) -> None:
    """An account with Anna, as the product told of her."""
    end = f"-{number}" if number else ""
    company.says("group", group=f"acme{end}", user=f"anna{end}", name=f"Acme{end}")
    company.says("identify", group=f"acme{end}", user=f"anna{end}", name="Anna Berg", email=f"anna{end}@acme.test")


def story(number: int) -> list[bytes]:
    """What Stripe tells of one customer in five days; its own second or more between any two words."""
    cus, email = f"cus_{number}", f"anna-{number}@acme.test"
    at = [MONDAY - timedelta(hours=20) + timedelta(hours=hour) for hour in range(10)]
    renews = MONDAY + 30 * DAY
    sub = {"id": f"sub_{number}"}
    about: dict[str, object] = {"id": cus, "object": "customer", "email": email, "name": "Acme", "metadata": {}}
    of = {"customer_email": email, "parent": {"subscription_details": {"subscription": sub["id"], "metadata": {}}}}
    paid = {**of, "amount_paid": 9900}
    unpaid = {**of, "amount_paid": 0, "amount_remaining": 9900}
    rows: list[tuple[str, dict[str, object], dict[str, object]]] = [
        ("customer.created", about, {}),
        ("customer.subscription.created", stripe_subscription(cus, renews, status="incomplete", **sub), {}),
        ("customer.subscription.updated", stripe_subscription(cus, renews, **sub), {"status": "incomplete"}),
        ("invoice.paid", stripe_invoice(cus, f"{number}-1", **paid), {}),
        ("invoice.payment_succeeded", stripe_invoice(cus, f"{number}-1", **paid), {}),
        ("invoice.payment_failed", stripe_invoice(cus, f"{number}-2", **unpaid), {}),
        ("invoice.paid", stripe_invoice(cus, f"{number}-2", **paid), {}),
        ("customer.subscription.updated", stripe_subscription(cus, renews + DAY, **sub, quantity=5), {"quantity": 3}),
        ("customer.subscription.deleted", stripe_subscription(cus, renews + DAY, **sub, status="canceled"), {}),
    ]
    return [
        stripe_event(f"evt_{number}_{place}", type_, at[place], about, before)
        for place, (type_, about, before) in enumerate(rows)
    ]


TRAITS = ("subscription_status", "payment_status", "plan", "renews_at", "yearly_value", "seats", "interval", "currency")


def stands(company: Company, number: int) -> tuple[object, ...]:
    """How the account stands: profile, tags, stages, points."""
    customer = Contact.objects.get(email=f"anna-{number}@acme.test", customer__name=f"Acme-{number}").customer
    [(traits,)] = company.engine.execute(
        "select state::jsonb -> 'traits' from profile where kind = 0 and id = %s", [customer.pk]
    ).fetchall()
    points = sorted(one for one, _ in company.points(customer))
    traits = msgspec.json.decode(traits)
    said = {name: traits[name][0] for name in TRAITS if name in traits}
    return said, company.tags(customer), company.stages(customer), points, company.score(customer)


@pytest.mark.number("R1", "R2")
def test_a_story_told_by_stripe_is_the_same_in_any_order_and_however_often(company: Company) -> None:
    desk, dice = Desk(company, "stripe"), random.Random(7)
    told: list[tuple[object, ...]] = []
    for number in range(1, 9):
        knows_anna(company, number)
        posts = story(number)
        if number > 1:  # the first is told as it happened
            posts += dice.choices(posts, k=4)
            dice.shuffle(posts)
        for place, body in enumerate(posts):
            assert desk.posts(body) == 200
            if dice.random() < 0.4 or place == len(posts) - 1:
                company.works()
        told.append(stands(company, number))
    first = told[0]
    assert first[0] == {
        "subscription_status": "cancelled", "payment_status": "succeeded", "plan": "Team", "seats": 3, "yearly_value": 3564,
        "renews_at": (MONDAY + 31 * DAY).isoformat(), "interval": "month", "currency": "EUR",
    }  # fmt: skip
    assert first[1:3] == (set(), {(BILLING, "Subscription Churned")})
    assert first[3] == [-50, 50, 50]
    assert [one for one in told if one != first] == []
    assert not Received.objects.filter(state="unclear").exists()
    assert Customer.objects.filter(kind="account").count() == 8


def test_a_payment_from_stripe_thanks_the_customer_and_a_failure_is_told_to_the_team(company: Company) -> None:
    desk = Desk(company, "stripe")
    knows_anna(company)
    states = desk.works(stripe_event("evt_1", "invoice.paid", MONDAY - HOUR, stripe_invoice("cus_1", "A-1")))
    assert states == ["done"]
    assert any("Payment received" in subject for _, subject in company.letters()), company.letters()
    desk.works(
        stripe_event("evt_2", "invoice.payment_failed", MONDAY, stripe_invoice("cus_1", "A-2", amount_remaining=9900))
    )
    assert company.tags(company.customer()) == {"Payment Failed", *company.tags(company.customer())}
    assert company.score(company.customer()) == 0 + company.score(company.contact())
    assert (BILLING, "Subscription Failed") in company.stages(company.customer())
    # Three days later Stripe's own list is sent once more: what is older than a day teaches and starts nothing.
    company.passes(3 * DAY)
    before = len(company.letters())
    desk.works(stripe_event("evt_3", "invoice.paid", MONDAY - DAY, stripe_invoice("cus_1", "A-0")))
    assert len(company.letters()) == before


def test_whom_stripe_means_is_found_by_metadata_by_link_and_by_address(company: Company) -> None:
    desk = Desk(company, "stripe")
    knows_anna(company)
    number = iter(range(100))

    def pays(cus: str, **more: object) -> Customer:
        place = next(number)
        said = {"customer_email": "", "customer_name": "", **more}
        desk.works(
            stripe_event(f"evt_{place}", "invoice.paid", MONDAY - HOUR, stripe_invoice(cus, f"N-{place}", **said))
        )
        [(customer,)] = company.engine.execute(
            "select customer_id from history where name = 'Payment Succeeded' and body -> 'properties' ->> 'invoice' = %s",
            [f"N-{place}"],
        ).fetchall()
        return Customer.objects.get(pk=customer)

    acme = company.contact().customer
    assert pays("cus_mail", customer_email="ANNA@acme.test") == acme
    assert pays("cus_mail") == acme, "linked before"
    assert pays("cus_meta", metadata={"perennia_customer": "acme"}) == acme
    assert pays("cus_meta") == acme, "linked by metadata before"
    assert pays("cus_user", metadata={"user_id": "anna"}) == acme
    assert pays("cus_user") == acme
    stranger = pays("cus_new", customer_email="olaf@else.test", customer_name="Olaf")
    assert stranger != acme
    # A later word of whose it is makes the two one.
    body = stripe_event(
        "evt_link",
        "checkout.session.completed",
        MONDAY,
        {"id": "cs_1", "customer": "cus_new", "client_reference_id": "anna"},
    )
    desk.works(body)
    assert pays("cus_new") == acme


@pytest.mark.parametrize("kind", ["calcom", "calendly"])
def test_a_session_booked_elsewhere_is_confirmed_moved_and_followed_up(company: Company, kind: str) -> None:
    desk = Desk(company, kind, grace_minutes=60)
    knows_anna(company)
    starts, ends = MONDAY + 3 * DAY, MONDAY + 3 * DAY + HOUR
    later, end = starts + DAY, ends + DAY
    if kind == "calcom":
        booked = calcom_event("BOOKING_CREATED", MONDAY, "u1", starts, ends)
        moved = calcom_event("BOOKING_RESCHEDULED", MONDAY + HOUR, "u2", later, end, rescheduleUid="u1")
        called_off = calcom_event("BOOKING_CANCELLED", MONDAY + HOUR, "u1", starts, ends)
        missed, not_missed = (calcom_no_show(end + (2 + n) * HOUR, "u2", is_missed=not n) for n in range(2))
    else:
        booked = calendly_event("invitee.created", MONDAY, "i1", starts, ends)
        moved = calendly_event("invitee.created", MONDAY + HOUR, "i2", later, end, old_invitee=invitee("i1"))
        called_off = calendly_event("invitee.canceled", MONDAY + HOUR, "i1", starts, ends, rescheduled=True)
        mark = {"invitee": {"uri": invitee("i2")}}
        missed = posted.as_bytes(
            {"event": "invitee_no_show.created", "created_at": (end + 2 * HOUR).isoformat(), "payload": mark}
        )
        not_missed = posted.as_bytes(
            {"event": "invitee_no_show.deleted", "created_at": (end + 3 * HOUR).isoformat(), "payload": mark}
        )
    desk.works(booked)
    company.passes(HOUR, step=HOUR)
    desk.works(moved, called_off, moved)
    assert [one for one, _ in events(company)] == ["Session Booked", "Session Moved"]
    assert {booking for _, booking in events(company)} == {"u1" if kind == "calcom" else "i1"}, (
        "one session, one number"
    )
    attends(company, end + HOUR)
    assert points(company) == [30], "it ended, and nobody marked a no-show"
    company.now = end + 2 * HOUR
    desk.works(missed)
    assert points(company) == [-30, -30, 30]
    company.now = end + 3 * HOUR
    desk.works(not_missed, not_missed)
    attends(company, end + 3 * HOUR)
    assert sum(points(company)) == 30
    subjects = [subject for _, subject in company.letters()]
    assert any(subject.startswith("Booked:") for subject in subjects)
    assert ("session", "Mai") in company.notices()
    assert not any("Cancelled" in subject for subject in subjects)


def test_what_waited_for_days_teaches_and_starts_nothing(company: Company) -> None:
    from perennia.integrations import rework

    desk = Desk(company, "stripe")
    knows_anna(company)
    connect.change(desk.row.pk, None, company.now, is_active=False)
    paid = stripe_event("evt_1", "invoice.paid", MONDAY - HOUR, stripe_invoice("cus_1", "A-1"))
    assert desk.works(paid) == ["waiting"]
    company.passes(3 * DAY)
    before = (company.letters(), company.score(company.customer()))
    connect.change(desk.row.pk, None, company.now, is_active=True)
    assert rework.all_again(Connection.objects.get(), company.now).left == 0
    company.works()
    assert (company.letters(), company.score(company.customer())) == before
    [(status,)] = company.engine.execute(
        "select state -> 'traits' -> 'payment_status' ->> 0 from profile where kind = 0 and id = %s",
        [company.customer().pk],
    ).fetchall()
    assert status == "succeeded"


def test_a_session_with_days_of_grace_counts_when_they_are_over(company: Company) -> None:
    desk = Desk(company, "calcom", grace_minutes=3 * 24 * 60)
    knows_anna(company)
    starts, ends = MONDAY + DAY, MONDAY + DAY + HOUR
    desk.works(calcom_event("BOOKING_CREATED", MONDAY, "u1", starts, ends))
    attends(company, ends + 2 * DAY)
    assert points(company) == []
    company.now = ends + 2 * DAY
    desk.works(calcom_no_show(company.now, "u1", is_missed=True))
    company.now = ends + 5 * DAY
    desk.works(calcom_no_show(company.now, "u1", is_missed=False))
    attends(company, ends + 5 * DAY + HOUR)
    assert points(company) == [-30, 30, 30]


def test_a_mark_taken_back_that_nobody_knows_of_gives_no_points(company: Company) -> None:
    desk = Desk(company, "calcom")
    knows_anna(company)
    assert desk.works(calcom_no_show(MONDAY, "unknown", is_missed=False)) == ["passed"]
    assert (events(company), points(company)) == ([], [])


def test_a_booking_link_passed_on_makes_no_one_of_two(company: Company) -> None:
    desk = Desk(company, "calcom")
    knows_anna(company)
    company.says("identify", user="bob@acme.test", name="Bob", email="bob@acme.test")

    def books(booking: str, email: str) -> None:
        said = {"metadata": {"user_id": "anna"}, "attendees": [{"email": email, "name": "Somebody", "timeZone": "UTC"}]}
        starts = MONDAY + 3 * DAY
        assert desk.works(calcom_event("BOOKING_CREATED", MONDAY, booking, starts, starts + HOUR, **said))[-1] == "done"

    books("u1", "bob@acme.test")
    assert link.person_of("bob@acme.test") != link.person_of("anna")
    books("u2", "anna@acme.test")
    assert link.person_of("anna@acme.test") == link.person_of("anna")
    company.works()
    assert Contact.objects.filter(customer__name="Acme").count() == 2


def attends(company: Company, until: datetime) -> None:
    """Time passes, with what the worker does about sessions that ended."""
    while company.now < until:
        company.now = min(company.now + 6 * HOUR, until)
        sessions.attend(company.now)
        company.passes(timedelta(seconds=1))
    sessions.attend(company.now)
    company.works()


def events(company: Company) -> list[tuple[str, str]]:
    rows: Sequence[tuple[str, str]] = company.engine.execute(
        "select name, body -> 'properties' ->> 'booking' from history where name like 'Session %%' order by received_at, seq"
    ).fetchall()
    return list(rows)


def points(company: Company) -> list[int]:
    said = ("Attended a session", "Missed a session", "Attendance taken back", "Missing taken back")
    return sorted(one for one, reason in company.points(company.contact()) if reason in said)


def test_a_post_nobody_has_explained_waits_and_is_worked_when_somebody_has(company: Company) -> None:
    from perennia.core.mapped import Field, Mapping, Rule, Test
    from perennia.integrations import mean, rework

    desk = Desk(company, "signed_webhook")
    knows_anna(company)
    said: dict[str, Value] = {"kind": "paid", "who": "anna@acme.test", "total": 1999, "no": "X-1"}
    assert desk.works(posted.as_bytes(said)) == ["kept"]
    rule = Rule(
        when=(Test("kind", "is", "paid"),), event="Payment Succeeded", email="who",
        properties=(Field("amount", "total", kind="hundredths"), Field("invoice", "no"), Field("currency", text="EUR")),
    )  # fmt: skip
    mean.keep(desk.row.pk, Mapping((rule,)), None, company.now)
    assert rework.all_again(Connection.objects.get(), company.now) == rework.Reworked(1, 0, None)
    company.works()
    assert Received.objects.get().state == "done"
    assert any("Payment received" in subject for _, subject in company.letters())
    score = company.score(company.customer())
    # Its own id makes another post; the same id is the same post.
    assert desk.works(posted.as_bytes(said)) == ["done"]
    assert desk.works(
        posted.as_bytes({"kind": "else"}),
    ) == ["done"]
    assert company.score(company.customer()) == score


def test_a_request_is_acknowledged_with_what_is_open_and_becomes_a_task(company: Company) -> None:
    from perennia.desk.models import Task
    from perennia.integrations import request_forms
    from perennia.messages import queries

    knows_anna(company)
    form = {"slug": "ask", "title": "Ask", "expected_days": 3, "questions": [{"key": "", "label": "Which region?"}]}
    request_forms.create(form, None, company.now)
    clock.set_ahead(company.now - datetime.now(UTC))
    said = {
        "title": "A report",
        "text": "By region",
        "priority": "normal",
        "name": "Anna",
        "email": "Anna@acme.test",
        "key": "k",
    }
    for _ in range(2):
        assert Client().post("/request/ask", said).status_code == 200
    company.now = clock.now()
    company.works()
    [letter] = [
        one for one in MailboxMessage.objects.filter(audience="customer") if one.subject.startswith("We have it")
    ]
    assert letter.to_address == "anna@acme.test"
    sent = queries.sent(letter.partition, letter.message)
    assert "within 3 working days" in sent.text
    assert "Which region?" in sent.text
    assert any("/r/" in one for one in (*sent.links, sent.text)), "its own link adds to it"
    [task] = Task.objects.filter(title__startswith="A report")
    assert task.customer_id == company.contact().customer_id
