"""Mail providers spoken to by real HTTP: what they get, what their answers mean, and their reports as they post them."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from perennia.core import partition
from perennia.core.error import Invalid
from perennia.host import clock
from perennia.messages import channel_setup, dispatch, marks, rules
from perennia.messages.models import ChannelSetting, Consent, Suppression, Template
from tests.provider import Provider, provided
from tests.stations.messages.given import NOON, an, message, reported, state, words

pytestmark = pytest.mark.django_db(transaction=True)
TAKEN = {
    "mailgun": '{"id": "<abc@mg.example>", "message": "Queued. Thank you."}',
    "postmark": '{"ErrorCode": 0, "Message": "OK", "MessageID": "abc", "To": "an11@acme.example"}',
    "brevo": '{"messageId": "<abc@smtp-relay.mailin.fr>"}',
    "mailjet": '{"Messages": [{"Status": "success", "To": [{"Email": "an11@acme.example", "MessageUUID": "u", "MessageID": 7}]}]}',
    "resend": '{"id": "abc"}',
}
KEYS: dict[str, dict[str, str]] = {
    "mailgun": {"api_key": "key-1", "domain": "mg.example", "signing_key": "sign-1"},
    "postmark": {"server_token": "token-1", "hook_password": "pass-1"},
    "brevo": {"api_key": "key-1", "hook_password": "pass-1"},
    "mailjet": {"api_key": "key-0", "secret_key": "key-1", "hook_password": "pass-1"},
    "resend": {"api_key": "key-1", "signing_secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
}


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with provided(monkeypatch) as (one,):
        yield one


def by(service: str, there: Provider) -> None:
    settings = {**KEYS[service], "api_url": f"{there.url}/v1/"}
    channel_setup.set_up(
        "email", service, settings, {"from_address": "success@acme.example", "from_name": "Acme"}, None, NOON
    )
    there.answer = lambda _: (200, TAKEN[service])


def letter(contact: int = 11) -> UUID:
    words("Hello **{{ contact.first_name }}**")
    return message(an(contact))


@pytest.mark.parametrize("service", sorted(TAKEN))
def test_a_letter_arrives_at_each_with_its_parts_its_way_out_and_our_id(service: str, there: Provider) -> None:
    by(service, there)
    id = letter()
    assert dispatch.one_round(NOON) == {"sent": 1}
    (asked,) = there.asked
    said = asked.body.decode()
    for part in ("an11@acme.example", "success@acme.example", "Hello", "One-Click", f"{partition.of(1)}-{id}"):
        assert part in said or part.replace("@", "%40") in said, part
    assert asked.headers["idempotency-key"] == str(id)
    kept = bytes(ChannelSetting.objects.get().secrets)
    assert b"key-1" not in kept
    assert b"token-1" not in kept


@pytest.mark.parametrize("service", sorted(TAKEN))
def test_a_calendar_entry_goes_along_as_a_file_that_says_what_it_asks(service: str, there: Provider) -> None:
    by(service, there)
    words()
    entry = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    message(an(), facts={"calendar": {"method": "REQUEST", "content": entry}})
    assert dispatch.one_round(NOON) == {"sent": 1}
    said = there.asked[0].body.decode()
    assert "invite.ics" in said
    assert base64.b64encode(entry.encode()).decode() in said or "METHOD:REQUEST" in said
    assert service == "brevo" or "text/calendar" in said  # it goes by the file's name


@pytest.mark.number("R30")
def test_what_a_provider_answers_decides_whether_it_goes_again(there: Provider) -> None:
    by("postmark", there)
    id = letter()
    there.answer = lambda _: (401, '{"ErrorCode": 10, "Message": "Bad token"}')
    assert dispatch.one_round(NOON) == {"deferred": 1}  # nothing leaves until the key is mended; nothing is lost
    assert state(id)[1].startswith("credentials:401")
    there.answer = lambda _: (503, "later")
    assert dispatch.one_round(NOON + timedelta(hours=1)) == {"deferred": 1}
    there.answer = lambda _: None
    assert dispatch.one_round(NOON + timedelta(hours=2)) == {"unknown": 1}
    assert len(there.asked) == 3
    assert dispatch.one_round(NOON + timedelta(days=1)) == {}


def test_one_that_takes_our_key_gets_a_letter_again_that_was_cut_off(there: Provider) -> None:
    by("resend", there)
    letter()
    there.answer = lambda _: None
    assert dispatch.one_round(NOON) == {"deferred": 1}
    there.answer = lambda _: (200, TAKEN["resend"])
    assert dispatch.one_round(NOON + timedelta(minutes=1)) == {"sent": 1}
    assert {one.headers["idempotency-key"] for one in there.asked} == {there.asked[0].headers["idempotency-key"]}


@pytest.mark.number("R30")
def test_of_a_hundred_one_is_refused_and_the_others_arrive_once(there: Provider) -> None:
    by("postmark", there)
    words()
    ids = [message(an(20 + n)) for n in range(30)]
    refusal = '{"ErrorCode": 406, "Message": "Found inactive addresses: an33@acme.example. They bounced."}'
    there.answer = lambda asked: (422, refusal) if b"an33@" in asked.body else (200, TAKEN["postmark"])
    while dispatch.dispatch(NOON):
        pass
    assert len(there.asked) == 30
    states = [state(id)[0] for id in ids]
    assert states.count("sent") == 29
    assert states[13] == "failed"


def post(body: Mapping[str, object], **headers: str) -> int:
    return Client().post("/hooks/email", json.dumps(body), content_type="application/json", headers=headers).status_code


def basic(password: str = "pass-1") -> str:
    return "Basic " + base64.b64encode(f"perennia:{password}".encode()).decode()


def sent(service: str, there: Provider, contact: int = 11) -> str:
    """A letter that left by it, with our name for it."""
    by(service, there)
    id = letter(contact)
    assert dispatch.one_round(NOON) == {"sent": 1}
    with connection.cursor() as cursor:
        cursor.execute("truncate inbox")
    return f"{partition.of(1)}-{id}"


def became(name: str) -> list[str]:
    place, _, id = name.partition("-")
    return [one.mark for one in marks.of([(int(place), UUID(id))]).get((int(place), UUID(id)), [])]


@pytest.mark.number("S9")
def test_reports_are_believed_with_the_password_only_and_may_come_twice_and_in_any_order(there: Provider) -> None:
    name = sent("postmark", there)
    now = clock.now().isoformat()
    opened = {
        "RecordType": "Open",
        "MessageID": "abc",
        "Recipient": "an11@acme.example",
        "ReceivedAt": now,
        "Metadata": {"perennia": name},
    }
    delivered = {
        "RecordType": "Delivery",
        "MessageID": "abc",
        "Recipient": "an11@acme.example",
        "DeliveredAt": now,
        "Metadata": {},
    }
    assert post(opened) == 401
    assert post(opened, authorization=basic("wrong")) == 401
    assert became(name) == []
    for one in (opened, delivered, opened, delivered):  # the second is known by the provider's own name for the message
        assert post(one, authorization=basic()) == 200
    assert set(became(name)) == {"opened", "delivered"}
    told = [event for event, _, _ in reported()]
    assert sorted(set(told)) == ["Message Delivered", "Message Opened"]
    with connection.cursor() as cursor:
        cursor.execute("select count(distinct message_hash), count(*) from inbox")
        assert cursor.fetchone() == (2, 4)  # the engine takes each id once


def test_a_hard_bounce_and_a_complaint_end_sending_to_the_address_and_a_soft_one_does_not(there: Provider) -> None:
    name = sent("postmark", there)
    now = clock.now().isoformat()
    told = {"MessageID": "abc", "Email": "an11@acme.example", "BouncedAt": now, "Metadata": {"perennia": name}, "ID": 1}
    assert post({**told, "RecordType": "Bounce", "Type": "SoftBounce", "TypeCode": 4096}, authorization=basic()) == 200
    assert not Suppression.objects.exists()
    assert (
        post({**told, "RecordType": "Bounce", "Type": "HardBounce", "TypeCode": 1, "ID": 2}, authorization=basic())
        == 200
    )
    assert Suppression.objects.get().reason == "bounced"
    assert post({**told, "RecordType": "SpamComplaint", "Type": "SpamComplaint", "ID": 3}, authorization=basic()) == 200
    assert Suppression.objects.get().reason == "complained"
    assert {event for event, _, _ in reported()} == {"Message Bounced", "Message Complained"}
    id = message(topic="transactional")
    assert dispatch.one_round(NOON) == {"held": 1}
    assert state(id) == ("held", "suppressed:complained")


@pytest.mark.number("S9")
def test_mailguns_and_resends_signatures_hold_for_the_body_as_it_came(there: Provider) -> None:
    name = sent("mailgun", there)
    stamp = str(int(clock.now().timestamp()))
    right = hmac.new(b"sign-1", f"{stamp}tok".encode(), hashlib.sha256).hexdigest()
    event = {"event": "unsubscribed", "id": "e1", "timestamp": float(stamp), "recipient": "an11@acme.example",
             "user-variables": {"perennia": name}, "message": {"headers": {"message-id": "abc@mg.example"}}}  # fmt: skip
    body = {"signature": {"timestamp": stamp, "token": "tok", "signature": right}, "event-data": event}
    assert post({**body, "signature": {"timestamp": stamp, "token": "tok", "signature": right[::-1]}}) == 401
    assert post(body) == 200
    assert became(name) == ["unsubscribed"]
    assert Consent.objects.get().state == "withdrawn"
    # Mailgun's signature covers a moment and a token alone: neither goes around another report, and not for ever.
    assert post(body) == 200
    assert post({**body, "event-data": {**event, "event": "complained", "id": "e2"}}) == 401
    old = str(int(stamp) - 9 * 3600 - 60)
    sealed = hmac.new(b"sign-1", f"{old}tok2".encode(), hashlib.sha256).hexdigest()
    assert post({**body, "signature": {"timestamp": old, "token": "tok2", "signature": sealed}}) == 401
    assert became(name) == ["unsubscribed"]

    Template.objects.all().delete()
    name = sent("resend", there, 12)
    data = {
        "email_id": "abc",
        "to": ["an11@acme.example"],
        "headers": [{"name": "X-Metadata", "value": json.dumps({"perennia": name})}],
    }
    raw = json.dumps({"type": "email.delivered", "created_at": clock.now().isoformat(), "data": data})
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signed = base64.b64encode(hmac.new(key, f"msg_1.{stamp}.{raw}".encode(), hashlib.sha256).digest()).decode()
    headers = {"svix-id": "msg_1", "svix-timestamp": stamp, "svix-signature": f"v1,{signed}"}
    for body_, status in ((raw + " ", 401), (raw, 200)):
        answer = Client().post("/hooks/email", body_, content_type="application/json", headers=headers)
        assert answer.status_code == status
    assert became(name) == ["delivered"]


BRACKETS = b"[" * 100_000
NONSENSE = (
    b"",
    b"[]",
    b"null",
    b'{"signature": 1}',
    b'{"signature": {"token": "\\ud800"}}',
    b"\xff",
    BRACKETS,
    b"a=1&" * 3000,
)


@pytest.mark.parametrize("service", sorted(TAKEN))
def test_a_body_without_sense_is_refused_signed_or_not_and_breaks_nothing(service: str, there: Provider) -> None:
    by(service, there)
    for body in NONSENSE:
        for said in ("", "Basic é", basic()):
            for kind in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data"):
                answer = Client().post("/hooks/email", body, content_type=kind, headers={"authorization": said})
                assert answer.status_code in (200, 400, 401, 422), (body[:30], said, kind)
                assert "Traceback" not in answer.content.decode()


@pytest.mark.number("S9")
def test_what_a_provider_passes_on_is_kept_without_the_signs_no_database_keeps(there: Provider) -> None:
    name = sent("postmark", there)
    said = {"RecordType": "Bounce", "Type": "HardBounce", "TypeCode": 1, "ID": "5\x00", "Email": "an11\x00@acme.example",
            "Description": "no\x00such \ud800 user", "BouncedAt": "9999-12-31T23:00:00Z"}  # fmt: skip
    assert (
        post({**said, "MessageID": "a\x00\ud800", "Metadata": {}}, authorization=basic()) == 200
    )  # of no letter of ours
    assert post({**said, "MessageID": "x", "Metadata": {"perennia": name}}, authorization=basic()) == 200
    assert post({**said, "MessageID": "x", "Metadata": 7}, authorization=basic()) in (200, 422)
    assert became(name) == ["bounced"]
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from inbox where at > now() + interval '1 hour'")
        assert cursor.fetchone() == (0,)


def test_nothing_is_heard_where_no_key_is_set_and_nonsense_is_refused(there: Provider) -> None:
    assert post({}) == 404
    by("postmark", there)
    assert post({"RecordType": "Nonsense"}, authorization=basic()) in (200, 422)
    assert (
        Client()
        .post("/hooks/email", "no json", content_type="application/json", headers={"authorization": basic()})
        .status_code
        == 422
    )
    with pytest.raises(Invalid):
        channel_setup.set_up("email", "postmark", {"server_token": "x"}, {"from_address": "no address"}, None, NOON)
    row = ChannelSetting.objects.get()
    assert "token-1" not in repr(rules.entry_of(row))
