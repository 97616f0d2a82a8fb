"""Zalo's Official Account by the recorded shapes: sending in the window, its errors, tokens made anew once, its webhook."""

import hashlib
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from perennia.catalogue.channels.zalo import Zalo
from perennia.core.channel import Answer, Incoming
from perennia.core.error import Denied
from perennia.host import clock
from perennia.messages import channel_setup, dispatch, reasons, renew, rules
from perennia.messages.models import ChannelSetting, ChannelState, Correspondent, Suppression
from tests.provider import provided
from tests.stations.messages.given import HOUR, NOON, an, message, state, words
from tests.zalo import SETTINGS, TAKEN, WHO, Account

pytestmark = pytest.mark.django_db(transaction=True)
VECTOR = b'{"app_id":"360846524940903967","sender":{"id":"246845883529197922"},"user_id_by_app":"552177279717587730","recipient":{"id":"388613280878808645"},"event_name":"user_send_text","message":{"text":"message","msg_id":"96d3cdf3af150460909"},"timestamp":"1543908534740"}'  # noqa: E501
MAC = "860024bba0e4056bafbfc93aef0b84b2a6b79730a9a869284af8965272429104"


@pytest.fixture
def zalo(monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    with provided(monkeypatch) as (there,):
        account = Account(there)
        channel_setup.set_up("zalo", "zalo", {**SETTINGS, "api_url": there.url, "login_url": there.url}, {}, None, NOON)
        yield account


def wrote(ago: timedelta) -> None:
    Correspondent.objects.update_or_create(medium="zalo", address=WHO, defaults={"wrote_at": NOON - ago})


def a_message(**more: object) -> str:
    words("Hello {{ contact.first_name }}")
    an(zalo_user_id=WHO)
    return str(message(channel="zalo"))


def test_a_message_leaves_within_the_window_with_a_token_made_for_it(zalo: Account) -> None:
    wrote(47 * HOUR)
    a_message()
    assert dispatch.one_round(NOON) == {"sent": 1}
    (asked,) = [one for one in zalo.there.asked if one.path == "/v3.0/oa/message/cs"]
    assert asked.headers["access_token"] == "access-1"
    assert asked.json == {"recipient": {"user_id": WHO}, "message": {"text": "Hello An"}}
    assert len(zalo.renewals) == 1
    kept = rules.secrets_of(ChannelSetting.objects.get())
    assert (kept["access_token"], kept["refresh_token"]) == ("access-1", "refresh-1")


@pytest.mark.parametrize(
    ("free", "ago", "fate"),
    [(True, 49, "held"), (False, 49, "sent"), (False, 7 * 24 + 1, "held"), (True, None, "held")],
)
def test_the_windows_count_from_their_last_message(zalo: Account, free: bool, ago: int | None, fate: str) -> None:
    row = ChannelSetting.objects.get()
    row.settings["only_free"] = free
    row.save()
    if ago is not None:
        wrote(ago * HOUR)
    a_message()
    assert dispatch.one_round(NOON) == {fate: 1}
    assert len(zalo.renewals) == (fate == "sent")


def test_a_token_refused_is_made_anew_and_the_message_tried_once_more(zalo: Account) -> None:
    wrote(HOUR)
    row = ChannelSetting.objects.get()
    renew.keep(row, {"access_token": "access-of-old", "access_until": (NOON + 20 * HOUR).isoformat()})
    id = a_message()
    assert dispatch.one_round(NOON) == {"sent": 1}
    assert [one.path for one in zalo.there.asked] == [
        "/v3.0/oa/message/cs",
        "/v4/oa/access_token",
        "/v3.0/oa/message/cs",
    ]
    assert id


def test_of_many_processes_one_alone_makes_the_token_anew(zalo: Account) -> None:
    house = rules.house(rules.conduct())
    posts = [rules.post("zalo", house) for _ in range(4)]
    tokens: list[str] = []

    def work(place: int) -> None:
        try:
            entry = renew.renewed("zalo", posts[place], NOON).entry
            assert isinstance(entry, Zalo)
            tokens.append(entry.access_token)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert tokens == ["access-1"] * 4
    assert len(zalo.renewals) == 1


@pytest.mark.number("R18")
def test_each_of_zalos_errors_means_what_its_page_says(zalo: Account) -> None:
    entry = rules.entry_of(ChannelSetting.objects.get())
    said = {
        "renew": (-216, -220), "full": (-32, -211), "closed": (-223, -219, -209, -212, -224, -204, -205, -221, -242, -320, -321),
        "again": (-200, -234), "refused": (-213, -227, -244, -201, -210, -248),
        "barred": (-230, -232), "later": (-218,),
    }  # fmt: skip
    for fate, codes in said.items():
        for code in codes:
            read = entry.read(Answer("answered", 200, json.dumps({"error": code, "message": "no"})))
            assert read.fate == fate, code
    windowed = entry.read(Answer("answered", 200, json.dumps({"error": -230, "message": "no"})))
    assert windowed.reason == "window_closed:48"
    assert entry.read(Answer("answered", 500, TAKEN)).fate == "sent"  # by its own word, whatever the status
    assert entry.read(Answer("answered", 200, "<html>")).fate == "unknown"


def test_no_message_goes_to_somebody_who_does_not_follow_but_by_the_next_channel(zalo: Account) -> None:
    wrote(HOUR)
    zalo.error = -213
    words()
    an(zalo_user_id=WHO)
    id = message(channel="zalo", facts={"fallback": ["email"]})
    assert dispatch.one_round(NOON) == {"deferred": 1}
    assert dispatch.one_round(NOON) == {"sent": 1}
    assert state(id) == ("sent", "")


def test_a_token_nobody_gives_closes_the_channel_and_says_so(zalo: Account) -> None:
    wrote(HOUR)
    zalo.number = 5  # the refresh token was used elsewhere
    id = a_message()
    assert dispatch.one_round(NOON) == {"deferred": 1}
    assert state(UUID(id))[0] == "queued"
    assert len(zalo.there.asked) <= 3
    assert (
        "Connect the account" in reasons.words(ChannelState.objects.get().failure)
        or ChannelState.objects.get().failures
    )


def post(body: bytes, mac: str | None = None, secret: str = "OA_SECRET") -> int:
    stamp = json.loads(body)["timestamp"]
    right = hashlib.sha256(b"360846524940903967" + body + stamp.encode() + secret.encode()).hexdigest()
    headers = {"x-zevent-signature": mac if mac is not None else f"mac={right}"}
    return Client().post("/hooks/zalo", body, content_type="application/json", headers=headers).status_code


def event(**more: object) -> bytes:
    stamp = str(int(clock.now().timestamp() * 1000))
    said = {"app_id": "360846524940903967", "sender": {"id": WHO}, "recipient": {"id": "388"}, "event_name": "user_send_text",
            "message": {"text": "xin chào <b>", "msg_id": "m-1"}, "timestamp": stamp, **more}  # fmt: skip
    return json.dumps(said).encode()


@pytest.mark.number("S9")
def test_the_signature_of_the_recorded_vector_holds_and_no_other(zalo: Account) -> None:
    entry = rules.entry_of(ChannelSetting.objects.get())
    at = NOON.fromtimestamp(1543908534.740, NOON.tzinfo)
    for mac in (f"mac={MAC}", MAC, MAC.upper()):
        heard = entry.hear(Incoming("", {"x-zevent-signature": mac}, VECTOR, at))
        assert (heard.wrote[0].address, heard.wrote[0].text, heard.wrote[0].key) == (
            WHO,
            "message",
            "96d3cdf3af150460909",
        )
    spaced = json.dumps(json.loads(VECTOR)).encode()
    for body, mac, moment in (
        (VECTOR[:-1] + b" }", MAC, at), (spaced, MAC, at), (VECTOR, "", at), (VECTOR, MAC[:-1] + "5", at),
        (VECTOR, MAC, at + 4 * HOUR), (VECTOR, MAC, at - HOUR),
    ):  # fmt: skip
        with pytest.raises(Denied):
            entry.hear(Incoming("", {"x-zevent-signature": mac}, body, moment))
    for body in (b"[" * 100_000, b'{"timestamp": "\\ud800"}', b'{"timestamp": 1e999}', b"\xff", b""):
        answer = Client().post(
            "/hooks/zalo", body, content_type="application/json", headers={"x-zevent-signature": "é"}
        )
        assert answer.status_code == 401, body[:30]


@pytest.mark.number("S9")
def test_what_they_write_is_an_event_once_opens_the_window_and_is_the_known_contacts(zalo: Account) -> None:
    assert post(event(), mac="mac=0") == 401
    for _ in range(2):
        assert post(event()) == 200
    assert Correspondent.objects.get().wrote_at is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "select name, body -> 'properties' ->> 'text', contact_id is not null from inbox where kind = 'track'"
        )
        assert set(cursor.fetchall()) == {("Message Received", "xin chào <b>", True)}
        cursor.execute("select count(distinct message_hash) from inbox where kind = 'track'")
        assert cursor.fetchone() == (1,)
        cursor.execute("select body -> 'traits' ->> 'zalo_user_id' from inbox where kind = 'identify' limit 1")
        assert cursor.fetchone() == (WHO,)
    assert post(event(event_name="user_withdraw", message={})) == 200
    assert Suppression.objects.get().reason == "withdrawn"
