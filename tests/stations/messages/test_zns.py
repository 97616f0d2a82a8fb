"""Zalo's templates by the recorded shapes: sent to a number with the account's one token, their errors, their reports."""

import json
from collections.abc import Iterator
from datetime import time

import pytest

from perennia.core import partition
from perennia.core.channel import Answer
from perennia.core.event import Properties
from perennia.host import clock
from perennia.messages import breaker, channel_health, channel_setup, dispatch, marks, pausing, renew, rules
from perennia.messages.models import ChannelSetting, Conduct, EarlyReport, Notice
from perennia.messages.queries import public_id
from perennia.team.models import Member
from tests.provider import provided
from tests.stations.messages.given import HOUR, NOON, an, message, next_at, state, words
from tests.stations.messages.test_zalo import post
from tests.zalo import SETTINGS, Account

pytestmark = pytest.mark.django_db(transaction=True)
OUTSIDE: Properties = {"template": "7895417", "values": {"customer_name": "{{ contact.name }}", "plan": "Pro {{ 1 }}"}}


@pytest.fixture
def zalo(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    with provided(monkeypatch) as (there,):
        said = {**SETTINGS, "api_url": there.url, "login_url": there.url}
        channel_setup.set_up("zalo", "zalo", said, {}, None, NOON)
        channel_setup.set_up("zns", "zns", {"zns_url": there.url, "country": "+84"}, {}, None, NOON)
        yield Account(there)


def test_a_template_goes_to_a_number_filled_in_with_what_is_known_by_the_accounts_own_token(zalo: Account) -> None:
    words("In words")
    id = message(an(phone="0901 234 567"), channel="zns", facts={"outside": OUTSIDE})
    assert dispatch.one_round(NOON) == {"sent": 1}
    (asked,) = [one for one in zalo.there.asked if one.path == "/message/template"]
    assert asked.headers["access_token"] == "access-1"
    assert asked.json == {
        "phone": "84901234567", "template_id": "7895417", "tracking_id": public_id(partition.of(1), id),
        "template_data": {"customer_name": "An Tran", "plan": "Pro 1"},
    }  # fmt: skip
    assert rules.secrets_of(ChannelSetting.objects.get(channel="zalo"))["refresh_token"] == "refresh-1"


def test_both_channels_use_one_token_and_a_refused_one_is_made_anew_once(zalo: Account) -> None:
    words()
    row = ChannelSetting.objects.get(channel="zalo")
    renew.keep(row, {"access_token": "access-of-old", "access_until": "2026-05-05T12:00:00+00:00"})
    house = rules.house(rules.conduct())
    stale = rules.post("zns", house)
    message(an(phone="+84901234567"), channel="zns", facts={"outside": OUTSIDE})
    assert dispatch.one_round(NOON) == {"sent": 1}
    assert [one.path for one in zalo.there.asked] == ["/message/template", "/v4/oa/access_token", "/message/template"]
    assert renew.renewed("zns", stale, NOON, is_refused=True).entry == rules.post("zns", house).entry
    assert len(zalo.renewals) == 1  # whoever comes late with the old one takes the new


@pytest.mark.number("R18")
def test_each_of_its_errors_means_what_its_page_says_and_nobody_is_asked_without_a_number(zalo: Account) -> None:
    entry = rules.entry_of(ChannelSetting.objects.get(channel="zns"))
    said = {
        "renew": (-124,), "full": (-115, -126, -137, -144, -32), "closed": (-101, -104, -105, -120, -125, -135, -138), "again": (-100,),
        "later": (-133, -147, -1471),
        "refused": (-108, -109, -112, -114, -117, -118, -119, -127, -131, -132, -139, -140, -141, -146),
    }  # fmt: skip
    for fate, codes in said.items():
        for code in codes:
            read = entry.read(Answer("answered", 200, json.dumps({"error": code, "message": "no"})))
            assert read.fate == fate, code
            assert read.is_theirs == (code in (-108, -118, -119, -114, -139, -140, -141)), code
    assert entry.read(Answer("answered", 200, "<html>")).fate == "unknown"
    words()
    nobody = message(an(), channel="zns", facts={"outside": OUTSIDE})
    unnamed = message(an(12, phone="+84901234567"), channel="zns")
    dispatch.one_round(NOON)
    assert state(nobody) == ("held", "no_address")
    assert state(unnamed)[0] == "failed"
    assert "Name the Zalo template" in state(unnamed)[1]


def test_without_zalos_quota_the_next_channel_or_the_next_hour_has_it(zalo: Account) -> None:
    words()
    zalo.error = -144
    waits = message(an(phone="+84901234567"), channel="zns", facts={"outside": OUTSIDE})
    assert dispatch.one_round(NOON) == {"deferred": 1}
    assert state(waits)[0] == "queued"
    zalo.error = -118
    goes_on = message(an(12, phone="+84901234568"), channel="zns", facts={"outside": OUTSIDE, "fallback": ["email"]})
    breaker.resume("zns")
    dispatch.one_round(NOON)
    dispatch.one_round(NOON)
    assert state(goes_on) == ("sent", "")


@pytest.mark.number("R17")
def test_what_zalo_does_not_take_at_night_or_beyond_its_quota_waits_and_is_nobodys_failure(zalo: Account) -> None:
    Member.objects.create(email="ada@acme.example", email_folded="ada@acme.example", name="Ada", role="administrator")
    words()
    Conduct.objects.create(pk=1, quiet_from=time(0), quiet_until=time(0))  # quiet hours are not what is tried here
    night, morning = NOON + 6 * HOUR, NOON + 11 * HOUR  # 1:00 and 6:00 in Vietnam
    zalo.error = -133
    ids = [message(an(20 + n, phone=f"+849012345{n:02}"), channel="zns", topic="transactional", at=night,
                   facts={"outside": OUTSIDE}) for n in range(breaker.FAILURES + 1)]  # fmt: skip
    short = message(an(60, phone="+84901234560"), channel="zns", topic="transactional", at=night, span=HOUR,
                    facts={"outside": OUTSIDE})  # fmt: skip
    while dispatch.one_round(night):
        pass
    assert {(state(one)[0], state(one)[1][:5], next_at(one)) for one in ids} == {("queued", "night", morning)}
    assert state(short)[0] == "held"
    assert state(short)[1].startswith("span_over:night")
    found = channel_health.health(["zns"], night)["zns"]
    assert (found.failures, found.failed_at, found.rests, found.dead) == (0, None, "", 0)
    zalo.error = -147  # the template's quota of the day
    assert dispatch.one_round(morning)["deferred"] > 0
    assert next_at(ids[0]) == morning + 3 * HOUR
    zalo.error = -144  # the account's
    while dispatch.one_round(morning + 3 * HOUR):
        pass
    found = channel_health.health(["zns"], morning + 3 * HOUR)["zns"]
    assert (found.failures, found.failed_at, found.rests[:5], found.dead) == (0, None, "quota", 0)
    assert not pausing.paused()
    (told,) = Notice.objects.all()
    assert told.text.startswith("The channel zns rests: The account has used up its quota")
    zalo.error = 0
    while dispatch.one_round(morning + 5 * HOUR):
        pass
    assert {state(one) for one in ids} == {("sent", "")}


def test_its_report_comes_by_zalos_webhook_under_our_own_id(zalo: Account) -> None:
    words()
    id = message(an(phone="+84901234567"), channel="zns", facts={"outside": OUTSIDE})
    dispatch.one_round(NOON)
    stamp = str(int(clock.now().timestamp() * 1000))
    said = {"app_id": SETTINGS["app_id"], "event_name": "user_received_message", "sender": {"id": "388"}, "timestamp": stamp,
            "message": {"msg_id": "z1", "tracking_id": public_id(partition.of(1), id), "delivery_time": stamp}}  # fmt: skip
    assert post(json.dumps(said).encode()) == 200
    assert [one.mark for one in marks.of([(partition.of(1), id)])[partition.of(1), id]] == ["delivered"]
    assert not EarlyReport.objects.exists()
