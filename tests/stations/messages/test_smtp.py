"""Sending through a real mail server: one refusal stays one, what is cut off is never sent again by machine."""

from datetime import timedelta

import pytest
from django.db import connection

from perennia.catalogue.channels.email import Email
from perennia.messages import dispatch
from perennia.messages.models import ChannelSetting, ChannelState, Suppression
from tests.stations.messages.given import NOON, an, message, next_at, reported, state, words
from tests.stations.messages.post_office import opened

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_mail_arrives_with_both_parts_and_the_way_out() -> None:
    words("Hello **{{ contact.first_name }}**")
    an()
    id = message()
    with opened() as office:
        assert dispatch.one_round(NOON) == {"sent": 1}
    (to, mail) = office.received[0]
    assert to == "an11@acme.example"
    assert (mail["From"], mail["To"], mail["Subject"]) == (
        "Acme <success@acme.example>",
        "An Tran <an11@acme.example>",
        "Hello",
    )
    assert (mail["Message-ID"], mail["Reply-To"], mail["Auto-Submitted"]) == (
        f"<{id}@acme.example>",
        "help@acme.example",
        "auto-generated",
    )
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    html, text = mail.get_body(("html",)), mail.get_body(("plain",))
    assert html is not None
    assert text is not None
    assert "Hello <strong>An</strong>" in html.get_content()
    assert text.get_content().startswith("Hello An")
    address = mail["List-Unsubscribe"].strip("<>")
    assert address in text.get_content()
    assert state(id) == ("sent", "")


def test_one_refused_recipient_of_many_affects_only_itself() -> None:
    words()
    ids = [message(an(20 + n)) for n in range(30)]
    with opened() as office:
        office.rcpt["an33@acme.example"] = "550 5.1.1 no such user"
        while dispatch.dispatch(NOON):
            pass
        assert len(office.received) == len({to for to, _ in office.received}) == 29
    assert [state(id)[0] for id in ids].count("sent") == 29
    assert state(ids[13]) == ("failed", "provider:550 5.1.1 no such user")
    assert Suppression.objects.get().address == "an33@acme.example"
    assert ("Message Failed", "provider:550 5.1.1 no such user", 1) in reported()


def test_a_passing_refusal_is_tried_again_on_the_ladder_and_costs_no_budget() -> None:
    words()
    an()
    id = message()
    with opened() as office:
        office.answer = "451 4.7.1 come back later"
        assert dispatch.one_round(NOON) == {"deferred": 1}
        assert state(id) == ("queued", "provider:451 4.7.1 come back later")
        assert next_at(id) == NOON + timedelta(minutes=1)
        office.answer = "250 OK"
        assert dispatch.one_round(NOON + timedelta(minutes=1)) == {"sent": 1}
    assert len(office.received) == 1


@pytest.mark.number("R7")
def test_a_server_that_takes_the_mail_and_dies_leaves_it_unknown_and_never_sent_again() -> None:
    words()
    an()
    id = message()
    with opened() as office:
        office.dies_after_data = True
        assert dispatch.one_round(NOON) == {"unknown": 1}
        office.dies_after_data = False
        assert dispatch.one_round(NOON + timedelta(days=1)) == {}
    assert len(office.received) == 1
    assert state(id) == ("unknown", "cut_off")
    assert reported()[-1][0] == "Message Unknown"


def test_an_unreachable_server_shuts_the_door_and_nothing_is_counted_as_tried() -> None:
    words()
    an(), an(12)
    with opened():
        pass  # set up, and closed again
    first, second = message(), message(12)
    assert dispatch.one_round(NOON) == {"deferred": 2}
    assert state(first)[1].startswith("server:")
    later = ChannelState.objects.get().shut_until
    assert later == next_at(second) == NOON + timedelta(seconds=30)
    assert dispatch.one_round(NOON) == {}
    with opened() as office:
        assert dispatch.one_round(later) == {"sent": 2}
    assert len(office.received) == 2


def test_the_rate_a_minute_is_kept() -> None:
    words()
    ids = [message(an(20 + n)) for n in range(5)]
    with opened() as office:
        ChannelSetting.objects.update(per_minute=2)
        assert dispatch.one_round(NOON) == {"sent": 2, "deferred": 3}
        assert [state(id)[1] for id in ids].count("rate") == 3
        assert dispatch.one_round(NOON + timedelta(minutes=1)) == {"sent": 2, "deferred": 1}
        assert len(office.received) == 4


def test_a_sender_that_died_before_beginning_gives_the_message_back_and_one_midway_leaves_it_unknown() -> None:
    words()
    an(), an(12)
    waiting, begun = message(), message(12)
    dead = "claimed_by = 2147483647, claimed_start = now(), state = 'sending'"
    with connection.cursor() as cursor:
        cursor.execute(f"update message set {dead} where id = %s", [waiting])
        cursor.execute(f"""update message set {dead}, sent = '{{"to": "x"}}' where id = %s""", [begun])
    assert dispatch.one_round(NOON) == {"deferred": 1, "unknown": 1, "sent": 1}
    assert (state(waiting)[0], state(begun)) == ("sent", ("unknown", "cut_off"))


@pytest.mark.parametrize(
    ("broken", "fates"), [("request", {"sent": 2, "failed": 1}), ("read", {"sent": 2, "unknown": 1})]
)
def test_a_channel_that_fails_over_one_letter_sends_the_others(
    monkeypatch: pytest.MonkeyPatch, broken: str, fates: dict[str, int]
) -> None:
    words()
    for n in range(3):
        message(an(20 + n))
    sound, calls = getattr(Email, broken), []

    def fails(*given: object) -> object:
        calls.append(given)
        if len(calls) == 2:
            raise KeyError("a stranger's mistake")
        return sound(*given)

    monkeypatch.setattr(Email, broken, fails)
    with opened():
        assert dispatch.one_round(NOON) == fates
