"""Text messages: a provider of one's own request and Twilio's shape, STOP, callbacks, and the next channel where one cannot."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client

from perennia.core import partition, sms
from perennia.messages import channel_health, channel_setup, dispatch, marks, rules
from perennia.messages.models import Suppression, Template
from tests.provider import Provider, provided
from tests.stations.messages.given import NOON, an, message, state, words

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with provided(monkeypatch) as (one,):
        one.answer = lambda _: (201, '{"sid": "SM1", "status": "queued"}')
        yield one


def twilio(there: Provider) -> None:
    said = {"account": "AC1", "token": "secret-1", "sender": "+15005550006", "country": "+84", "api_url": there.url}
    channel_setup.set_up("sms", "twilio", said, {}, None, NOON)


def text(short: str = "Hi {{ contact.first_name }}") -> None:
    words()
    Template.objects.update(short=short)


def test_twilio_gets_the_short_text_in_its_own_form_and_names_the_message(there: Provider) -> None:
    twilio(there)
    text()
    id = message(an(phone="090 123-4567"), channel="sms")
    assert dispatch.one_round(NOON) == {"sent": 1}
    (asked,) = there.asked
    assert asked.path == "/2010-04-01/Accounts/AC1/Messages.json"
    assert asked.headers["authorization"] == "Basic " + base64.b64encode(b"AC1:secret-1").decode()
    assert asked.form == {"To": "+84901234567", "From": "+15005550006", "Body": "Hi An"}
    assert state(id) == ("sent", "")


def test_another_provider_gets_the_request_one_wrote_and_may_say_no_with_200(there: Provider) -> None:
    said = {"url": f"{there.url}/send", "kind": "json", "body": '{"phone": "{to}", "content": "{text}", "ref": "{id}"}',
            "header": "X-Key", "header_value": "{key}", "api_key": "secret-2", "success": '"code":100'}  # fmt: skip
    channel_setup.set_up("sms", "sms_http", said, {}, None, NOON)
    text('Hi "{{ contact.first_name }}" {to}')
    id = message(an(phone="+84901234567"), channel="sms")
    there.answer = lambda _: (200, '{"code":99,"message":"no money"}')
    assert dispatch.one_round(NOON) == {"failed": 1}
    (asked,) = there.asked
    assert (asked.headers["x-key"], asked.json) == (
        "secret-2",
        {"phone": "+84901234567", "content": 'Hi "An" {to}', "ref": str(id)},
    )
    assert state(id)[1] == 'provider:200 {"code":99,"message":"no money"}'


def test_a_number_that_is_gone_is_written_to_no_more_and_the_letter_goes_by_the_next_channel(there: Provider) -> None:
    twilio(there)
    text()
    an(phone="+84901234567")
    there.answer = lambda _: (400, '{"code": 21610, "message": "Attempt to send to unsubscribed recipient"}')
    id = message(channel="sms", topic="transactional", facts={"fallback": ["zalo", "email"]})
    assert dispatch.one_round(NOON) == {"deferred": 1}
    assert Suppression.objects.get().address == "+84901234567"
    assert not channel_health.health(["sms"], NOON)["sms"].is_failing, "it was they who wanted none"
    while dispatch.dispatch(NOON):  # on Zalo they have no id; by mail it leaves, into the mailbox
        pass
    assert len(there.asked) == 1
    assert state(id) == ("sent", "")
    with connection.cursor() as cursor:
        cursor.execute("select channel, sent ->> 'to' from message")
        assert cursor.fetchall() == [("email", "an11@acme.example")]
    again = message(channel="sms", topic="transactional")
    assert dispatch.one_round(NOON) == {"held": 1}
    assert state(again) == ("held", "suppressed:opted_out")


def hooked(form: dict[str, str], query: str = "", token: bytes = b"secret-1") -> int:
    url = f"{rules.house(rules.conduct()).url}/hooks/sms{query}"
    right = hmac.new(token, (url + "".join(k + v for k, v in sorted(form.items()))).encode(), hashlib.sha1).digest()
    answer = Client().post(
        f"/hooks/sms{query}", urlencode(form), content_type="application/x-www-form-urlencoded",
        headers={"x-twilio-signature": base64.b64encode(right).decode()},
    )  # fmt: skip
    return answer.status_code


@pytest.mark.number("S9")
def test_twilios_callbacks_are_believed_by_their_signature_and_mark_the_message(there: Provider) -> None:
    twilio(there)
    text()
    id = message(an(phone="+84901234567"), channel="sms")
    dispatch.one_round(NOON)
    form = {"MessageSid": "SM1", "MessageStatus": "delivered", "To": "+84901234567"}
    assert hooked(form, token=b"wrong") == 401
    assert hooked({**form, "To": "+1"}, f"?message={partition.of(1)}-{id}") == 200
    assert hooked({**form, "MessageStatus": "undelivered", "ErrorCode": "30005"}) == 200  # by Twilio's own name for it
    found = marks.of([(partition.of(1), id)])[partition.of(1), id]
    assert {one.mark for one in found} == {"delivered", "bounced"}
    assert Suppression.objects.get().reason == "bounced"


def test_stop_is_heard_at_once_and_start_takes_it_back(there: Provider) -> None:
    twilio(there)
    form = {
        "MessageSid": "SM7",
        "SmsStatus": "received",
        "From": "+84901234567",
        "To": "+15005550006",
        "Body": " Stop. ",
    }
    assert hooked(form) == 200
    assert Suppression.objects.get().reason == "opted_out"
    assert hooked({**form, "MessageSid": "SM8", "Body": "START"}) == 200
    assert not Suppression.objects.exists()
    assert hooked({**form, "MessageSid": "SM10", "Body": "STOP"}) == 200
    assert hooked({**form, "MessageSid": "SM8", "Body": "START"}) == 200  # caught and sent again: it is no new word
    assert Suppression.objects.get().reason == "opted_out"
    assert hooked({**form, "MessageSid": "SM11", "Body": "START"}) == 200
    assert hooked({**form, "MessageSid": "SM9", "Body": "Is anybody there?"}) == 200
    with connection.cursor() as cursor:
        cursor.execute("select name, body -> 'properties' ->> 'text' from inbox where kind = 'track'")
        assert cursor.fetchall() == [("Message Received", "Is anybody there?")]


@pytest.mark.parametrize(
    ("said", "alphabet", "count", "left"),
    [("", "gsm", 0, 160), ("a" * 160, "gsm", 1, 0), ("a" * 161, "gsm", 2, 145), ("€" * 80, "gsm", 1, 0), ("€" * 81, "gsm", 2, 143),
     ("ế" * 70, "unicode", 1, 0), ("ế" * 71, "unicode", 2, 63), ("🌱" * 35, "unicode", 1, 0), ("🌱" * 36, "unicode", 2, 61)],
)  # fmt: skip
def test_parts_are_counted_as_phones_count_them(said: str, alphabet: str, count: int, left: int) -> None:
    found = sms.parts(said)
    assert (found.alphabet, found.count, found.left) == (alphabet, count, left)


def test_numbers_are_read_as_people_write_them() -> None:
    assert (
        sms.number("0901 234 567", "+84")
        == sms.number("+84 901-234-567")
        == sms.number("0084901234567")
        == "+84901234567"
    )
    assert [sms.number(one, "84") for one in ("", "abc", "+1", "1" * 20)] == ["", "", "", ""]
    assert json.dumps(sms.number("٠٩", "84")) == '""'
