"""The outbox into the local mailbox: who is written to, when, and why not."""

from datetime import timedelta

import pytest
from django.db import connection

from perennia.core import partition
from perennia.customers.models import Customer
from perennia.messages import dispatch
from perennia.messages.models import ChannelSetting, Conduct, Consent, MailboxMessage, Suppression
from perennia.team.models import Member
from tests.stations.messages.given import DAY, HOUR, NOON, an, message, next_at, profile, reported, state, words

pytestmark = pytest.mark.django_db


def test_a_message_due_in_open_hours_lands_in_the_mailbox_once() -> None:
    words()
    an()
    id = message()
    assert dispatch.one_round(NOON) == {"sent": 1}
    assert dispatch.one_round(NOON) == {}
    letter = MailboxMessage.objects.get()
    assert (letter.message, letter.to_address, letter.subject) == (id, "an11@acme.example", "Hello")
    assert letter.snippet == "Hello An"
    assert state(id) == ("sent", "")
    assert reported() == [("Message Sent", "", 1)]


@pytest.mark.number("A10")
def test_a_letter_that_waits_again_after_its_contact_moved_follows_them() -> None:
    """It was on its way while the mover came, so it stayed; its sender died, and it waits where nobody is any more."""
    words()
    an(22, customer=2)
    id = message(11, customer=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into moved (partition, kind, id, to_partition, to_customer, to_contact, at) values (%s, 1, 11, %s, 2, 22, %s)",
            [partition.of(1), partition.of(2), NOON],
        )
    dispatch.one_round(NOON)
    assert dispatch.one_round(NOON) == {"sent": 1}
    assert state(id) == ("sent", "")
    assert MailboxMessage.objects.get().to_address == "an22@acme.example"
    with connection.cursor() as cursor:
        cursor.execute("select partition, customer_id, contact_id from message")
        assert cursor.fetchall() == [(partition.of(2), 2, 22)]
        cursor.execute("truncate moved")


def test_at_night_it_waits_for_the_recipients_morning() -> None:
    words()
    an(timezone="Asia/Ho_Chi_Minh")
    id = message()  # 19:00 there
    assert dispatch.one_round(NOON + HOUR) == {"deferred": 1}
    assert state(id) == ("queued", "quiet_hours")
    assert next_at(id) == NOON + 13 * HOUR
    assert dispatch.one_round(next_at(id)) == {"sent": 1}


@pytest.mark.number("R26")
def test_five_at_once_leave_one_a_day_highest_priority_first_and_transactional_beside_them() -> None:
    words()
    an()
    late, first, second = message(priority=90), message(priority=10), message(priority=20)
    receipt = message(topic="transactional", priority=99)
    assert dispatch.one_round(NOON) == {"sent": 2, "deferred": 2}
    assert state(first)[0] == state(receipt)[0] == "sent"
    assert state(second) == ("queued", "cap_day:1")
    assert dispatch.one_round(next_at(second)) == {"sent": 1, "deferred": 1}
    assert state(second)[0] == "sent"
    assert state(late) == ("queued", "cap_day:1")


@pytest.mark.number("R26")
def test_a_cap_that_outlasts_the_span_holds_the_message_with_the_cap_named() -> None:
    words()
    an()
    message(priority=1)
    id = message(span=HOUR)
    dispatch.one_round(NOON)
    assert next_at(id) == NOON + HOUR
    dispatch.one_round(NOON + HOUR)
    assert state(id) == ("held", "span_over:cap_day:1")
    assert reported()[-1] == ("Message Held", "span_over:cap_day:1", 1)


@pytest.mark.number("R25")
def test_consent_withdrawn_between_plan_and_send_is_seen() -> None:
    words()
    an()
    id = message()
    Consent.objects.create(
        contact_id=11, address="an11@acme.example", topic="success", state="withdrawn", at=NOON, source="link"
    )
    assert dispatch.one_round(NOON) == {"held": 1}
    assert state(id) == ("held", "no_consent:success")


def test_a_word_given_by_the_same_address_elsewhere_counts_and_the_latest_wins() -> None:
    words()
    an()
    Consent.objects.create(
        contact_id=99, address="an11@acme.example", topic="success", state="withdrawn", at=NOON, source="link"
    )
    first = message()
    dispatch.one_round(NOON)
    assert state(first) == ("held", "no_consent:success")
    Consent.objects.create(contact_id=11, address="", topic="success", state="given", at=NOON + HOUR, source="form")
    assert dispatch.one_round(NOON) == {}
    second = message()
    dispatch.one_round(NOON)
    assert state(second)[0] == "sent"


@pytest.mark.number("R25")
def test_a_suppressed_address_an_unknown_consent_by_setting_and_a_missing_address_hold() -> None:
    words()
    an(), an(12), an(13, email="")
    Suppression.objects.create(address="an11@acme.example", reason="bounced", at=NOON)
    Conduct.objects.create(pk=1, unknown_consent=False)
    suppressed, unknown, nowhere = message(), message(12), message(13)
    assert dispatch.one_round(NOON) == {"held": 3}
    assert state(suppressed)[1] == "suppressed:bounced"
    assert state(unknown)[1] == "consent_unknown:success"
    assert state(nowhere)[1] == "no_address"


@pytest.mark.number("R25")
def test_a_customer_who_cancelled_after_the_plan_is_left_alone() -> None:
    words()
    an()
    profile(0, 1, left_at=NOON + HOUR)
    id = message()
    dispatch.one_round(NOON + 2 * HOUR)
    assert state(id) == ("held", "customer_left")


def test_without_a_contact_it_goes_to_the_first_with_an_address_else_nobody() -> None:
    words()
    an(21, email=""), an(22), an(23)
    found, nobody = message(None, role="billing"), message(None, customer=2)
    assert dispatch.one_round(NOON) == {"sent": 1, "held": 1}
    assert MailboxMessage.objects.get().to_address == "an22@acme.example"
    assert (state(found)[0], state(nobody)) == ("sent", ("held", "nobody"))


def test_the_words_are_the_recipients_language_else_english() -> None:
    words()
    words("Chào {{ contact.first_name }}", "Xin chào", language="vi")
    an(language="vi-VN"), an(12, language="de")
    message(), message(12)
    dispatch.one_round(NOON)
    assert {m.subject for m in MailboxMessage.objects.all()} == {"Xin chào", "Hello"}


def test_a_missing_text_fails_and_says_which() -> None:
    an()
    id = message(template="gone")
    assert dispatch.one_round(NOON) == {"failed": 1}
    assert state(id) == ("failed", "no_template:gone")


def test_three_a_week_then_the_first_day_that_has_room() -> None:
    words()
    an()
    for days in range(3):
        message(at=NOON + days * DAY)
        dispatch.one_round(NOON + days * DAY)
    id = message(at=NOON + 3 * DAY, span=timedelta(days=9))
    assert dispatch.one_round(NOON + 3 * DAY) == {"deferred": 1}
    assert state(id) == ("queued", "cap_week:3")
    assert next_at(id) == (NOON + 7 * DAY).replace(hour=8)
    assert dispatch.one_round(next_at(id)) == {"sent": 1}


@pytest.mark.number("R26")
def test_five_workflows_with_a_cap_of_two_a_day_send_the_two_that_matter_most_and_name_the_cap_and_the_next_moment() -> (
    None
):
    words()
    an()
    Conduct.objects.create(pk=1, per_day=2, per_week=5)
    by_priority = {priority: message(priority=priority, span=6 * HOUR) for priority in (50, 10, 40, 20, 30)}
    receipts = [message(topic="transactional", priority=90) for _ in range(2)]
    assert dispatch.one_round(NOON) == {"sent": 4, "deferred": 3}
    assert [state(by_priority[priority])[0] for priority in (10, 20, 30, 40, 50)] == ["sent", "sent", *["queued"] * 3]
    assert {state(one)[0] for one in receipts} == {"sent"}
    for priority in (30, 40, 50):
        assert state(by_priority[priority]) == ("queued", "cap_day:2")
        assert next_at(by_priority[priority]) > NOON
    dispatch.one_round(NOON + 6 * HOUR)  # their span is over
    assert {state(by_priority[priority]) for priority in (30, 40, 50)} == {("held", "span_over:cap_day:2")}


@pytest.mark.number("R25")
def test_a_mailbox_switched_off_between_plan_and_send_keeps_the_message_and_says_so() -> None:
    words()
    an()
    id = message()
    ChannelSetting.objects.create(channel="email", is_on=False)
    assert dispatch.one_round(NOON) == {"deferred": 1}
    assert state(id) == ("queued", "channel_off:email")


@pytest.mark.number("R25")
def test_the_owner_at_the_moment_of_sending_signs_it() -> None:
    """The owner changed after it was planned: the letter bears the new one's name."""
    words(body="Hi, {{ owner.name }}")
    an()
    before, after = (
        Member.objects.create_user(f"{name}@acme.example", "a good password", name=name) for name in ("Mai", "Linh")
    )
    Customer.objects.create(
        pk=1, partition=partition.of(1), kind="account", name="Acme", owner=before, created_at=NOON, described_at=NOON
    )
    message()
    Customer.objects.update(owner=after)
    dispatch.one_round(NOON)
    assert MailboxMessage.objects.get().snippet == "Hi, Linh"


def test_one_whose_facts_cannot_be_read_fails_alone_and_says_why() -> None:
    words()
    broken = message(an(11), topic="transactional", facts={"hours": "never"})
    whole = message(an(12), topic="transactional")
    while dispatch.dispatch(NOON):
        pass
    assert state(whole) == ("sent", "")
    assert state(broken)[0] == "failed"
    assert "hours" in state(broken)[1]
