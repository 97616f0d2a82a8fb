"""A channel whose provider keeps failing rests, its administrators are told, and one click lets it go on."""

from datetime import timedelta

import pytest

from perennia.messages import breaker, channel_health, channel_setup, dispatch
from perennia.messages.models import ChannelSetting, Notice
from perennia.team.models import Member
from tests.provider import provided
from tests.stations.messages.given import NOON, an, message, state, words

pytestmark = pytest.mark.django_db(transaction=True)
SETTINGS = {"url": "", "success": "", "sender": "Acme"}


@pytest.mark.number("R17")
def test_twenty_failures_in_a_row_let_it_rest_and_single_refusals_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    Member.objects.create(email="ada@acme.example", email_folded="ada@acme.example", name="Ada", role="administrator")
    with provided(monkeypatch) as (there,):
        channel_setup.set_up("sms", "sms_http", {**SETTINGS, "url": f"{there.url}/send"}, {}, None, NOON)
        words()
        for n in range(30):
            message(an(20 + n, phone=f"+849012345{n:02}"), channel="sms", topic="transactional")
        there.answer = lambda asked: (400, "no such number") if len(there.asked) < 6 else (503, "later")
        while dispatch.dispatch(NOON):
            pass
        found = channel_health.health(["sms"], NOON)["sms"]
        assert (found.dead, found.failures >= breaker.FAILURES) == (5, True)
        assert found.rests_until == NOON + breaker.SHUT_FOR
        assert len(there.asked) <= 30
        (told,) = Notice.objects.all()
        assert told.text.startswith("The channel sms rests")
        late = message(an(99, phone="+84901234599"), channel="sms", topic="transactional")
        assert dispatch.one_round(NOON + timedelta(minutes=2))["sent"] == 0
        assert state(late)[1].startswith("shut:")
        breaker.resume("sms")
        there.answer = lambda _: (200, "ok")
        while dispatch.dispatch(NOON + timedelta(hours=1)):
            pass
        assert state(late) == ("sent", "")
        assert ChannelSetting.objects.get().is_on


def test_a_channel_that_only_refuses_is_failing_since_the_first_until_it_takes_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with provided(monkeypatch) as (there,):
        channel_setup.set_up("sms", "sms_http", {**SETTINGS, "url": f"{there.url}/send"}, {}, None, NOON)
        words()
        there.answer = lambda _: (400, "no such sender")

        def after(minutes: int, contact: int) -> channel_health.Health:
            now = NOON + timedelta(minutes=minutes)
            message(an(contact, phone=f"+849012345{contact:02}"), channel="sms", topic="transactional")
            dispatch.dispatch(now)
            return channel_health.health(["sms"], now)["sms"]

        first = after(1, 20)
        assert (first.is_failing, first.refusals, first.failing_since) == (True, 1, NOON + timedelta(minutes=1))
        second = after(2, 21)
        assert (second.refusals, second.failing_since) == (2, NOON + timedelta(minutes=1))
        there.answer = lambda _: (200, "ok")
        taken = after(3, 22)
        assert (taken.is_failing, taken.refusals, taken.failing_since) == (False, 0, None)
        there.answer = lambda _: (400, "no such number")
        assert [after(n, 20 + n).is_failing for n in (4, 5, 6)] == [False, False, True]
        channel_setup.set_up("sms", "sms_http", {**SETTINGS, "url": f"{there.url}/v2"}, {}, None, NOON)
        assert not channel_health.health(["sms"], NOON)["sms"].is_failing


def test_a_letter_into_the_mailbox_on_screen_is_the_last_that_was_sent() -> None:
    words()
    message(an(20), topic="transactional")
    assert dispatch.one_round(NOON) == {"sent": 1}
    found = channel_health.health(["email", "slack"], NOON + timedelta(minutes=1))
    assert (found["email"].sent, found["email"].sent_at) == (1, NOON)
    assert found["slack"] == channel_health.Health()
