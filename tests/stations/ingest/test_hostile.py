"""Each hostile value alone in a batch of 500 is refused by name, and the other 499 are stored as they came."""

import json

import pytest
from django.db import connection

from perennia.ingest.receive import receive
from perennia.ingest.refusal import Unreadable
from perennia.ingest.source import Sender
from tests.stations.ingest.calls import inbox

pytestmark = pytest.mark.django_db(transaction=True)

BAD = 137


def sound(n: int) -> str:
    return (
        f'{{"type":"track","userId":"u{n % 7}","event":"E {n}","messageId":"m{n}",'
        f'"properties":{{"n":{n},"text":"Đặng é \\u00e9 😀"}}}}'
    )


def batch(*events: str, rest: str = "") -> bytes:
    return f'{{"batch":[{",".join(events)}]{rest}}}'.encode()


def with_properties(inner: str) -> str:
    return f'{{"type":"track","userId":"u","event":"E","messageId":"bad","properties":{{"x":{inner}}}}}'


def with_field(name: str, value: object) -> str:
    return json.dumps({"type": "track", "userId": "u", "event": "E", "messageId": "bad", name: value})


HOSTILE = {
    "NUL in a value": (with_properties(r'"a\u0000b"'), "nul_character", "properties.x"),
    "NUL in a name": ('{"type":"track","userId":"u","event":"E","properties":{"a\\u0000":1}}', "nul_character", "properties"),
    "NUL in the event": (r'{"type":"track","userId":"u","event":"E\u0000"}', "nul_character", "event"),
    "NUL in the user": (r'{"type":"track","userId":"u\u0000","event":"E"}', "nul_character", "userId"),
    "NUL in the message id": (r'{"type":"track","userId":"u","event":"E","messageId":"\u0000"}', "nul_character", "messageId"),
    "NUL in the group": (r'{"type":"track","userId":"u","event":"E","context":{"groupId":"\u0000"}}', "nul_character", "context.groupId"),
    "raw NUL": (with_properties('"a\x00b"'), "control_character", ""),
    "high surrogate alone": (with_properties(r'"\ud800"'), "lone_surrogate", ""),
    "low surrogate alone": (with_properties(r'"a\udc00b"'), "lone_surrogate", ""),
    "surrogates the wrong way round": (with_properties(r'"\udc00\ud800"'), "lone_surrogate", ""),
    "surrogate in a name": ('{"type":"track","userId":"u","event":"E","properties":{"\\ud800":1}}', "lone_surrogate", ""),
    "NaN": (with_properties("NaN"), "not_a_number", "x"),
    "Infinity": (with_properties("Infinity"), "not_a_number", "x"),
    "minus Infinity": (with_properties("[1,-Infinity]"), "not_a_number", ""),
    "beyond a double": (with_properties("1e999"), "number_out_of_range", "properties"),
    "far beyond a double": (with_properties("1e200000"), "number_out_of_range", "properties"),
    "below a double": (with_properties("-1e400"), "number_out_of_range", "properties"),
    "beyond 64 bits": (with_properties("9223372036854775808"), "number_out_of_range", "properties.x"),
    "below 64 bits": (with_properties("-9223372036854775809"), "number_out_of_range", "properties.x"),
    "a hundred digits": (with_properties("1" * 100), "number_out_of_range", "properties.x"),
    "a number of 20,000 digits": (with_properties("1" * 20_000), "number_out_of_range", "properties"),
    "33 levels": (with_properties("[" * 31 + "]" * 31), "too_deep", "properties"),
    "2,000 levels": (with_properties("[" * 2000 + "]" * 2000), "too_deep", ""),
    "10,000 levels": (with_properties('{"a":' * 5000 + "1" + "}" * 5000), "too_deep", ""),
    "year 0": (with_field("timestamp", "0000-01-01T00:00:00Z"), "bad_time", "timestamp"),
    "year 1": (with_field("timestamp", "0001-01-01T00:00:00+14:00"), "time_out_of_range", "timestamp"),
    "year 1969": (with_field("timestamp", "1969-12-31T23:59:59Z"), "time_out_of_range", "timestamp"),
    "year 2100": (with_field("timestamp", "2100-01-01T00:00:00Z"), "time_out_of_range", "timestamp"),
    "year 9999": (with_field("originalTimestamp", "9999-12-31T23:59:59-14:00"), "time_out_of_range", "originalTimestamp"),
    "year 300000": (with_field("timestamp", "300000-01-01T00:00:00Z"), "bad_time", "timestamp"),
    "sent in 1900": (with_field("sentAt", "1900-01-01T00:00:00Z"), "time_out_of_range", "sentAt"),
    "no time": (with_field("timestamp", "yesterday"), "bad_time", "timestamp"),
    "time as a number": (with_field("timestamp", 1_700_000_000), "wrong_type", "timestamp"),
    "long message id": (with_field("messageId", "m" * 101), "too_long", "messageId"),
    "long event name": (with_field("event", "e" * 201), "too_long", "event"),
    "long user id": (with_field("userId", "u" * 256), "too_long", "userId"),
    "long group id": (with_field("context", {"groupId": "g" * 256}), "too_long", "context.groupId"),
    "long property name": (with_field("properties", {"p" * 201: 1}), "too_long", "properties." + "p" * 40 + "..."),
    "nobody": ('{"type":"track","event":"E"}', "no_user_anon_id", "userId"),
    "nobody but blanks": ('{"type":"track","event":"E","userId":"  ","anonymousId":""}', "no_user_anon_id", "userId"),
    "no event": ('{"type":"track","userId":"u"}', "missing_field", "event"),
    "no group": ('{"type":"group","userId":"u"}', "missing_field", "groupId"),
    "no previous": ('{"type":"alias","userId":"u"}', "missing_field", "previousId"),
    "alias to nobody": ('{"type":"alias","anonymousId":"u","previousId":"p"}', "missing_field", "userId"),
    "no type": ('{"userId":"u","event":"E"}', "unknown_type", "type"),
    "unknown type": (with_field("type", "delete"), "unknown_type", "type"),
    "type as a list": (with_field("type", ["track"]), "wrong_type", "type"),
    "user as an object": (with_field("userId", {"$ne": None}), "wrong_type", "userId"),
    "user as a fraction": (with_field("userId", 1.5), "wrong_type", "userId"),
    "user as true": (with_field("userId", True), "wrong_type", "userId"),
    "properties as text": (with_field("properties", "x"), "wrong_type", "properties"),
    "traits as a list": (with_field("traits", []), "wrong_type", "traits"),
    "context as a number": (with_field("context", 1), "wrong_type", "context"),
    "group as a list": (with_field("context", {"groupId": ["g"]}), "wrong_type", "context.groupId"),
    "an event that is text": ('"track"', "wrong_type", ""),
    "an event that is null": ("null", "wrong_type", ""),
    "an event that is a list": ("[]", "wrong_type", ""),
    "33 kilobytes": (with_field("properties", {"x": "y" * 33_000}), "event_too_large", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.number("hostile values")
def test_a_hostile_value_alone_in_500_leaves_499(sender: Sender, name: str) -> None:
    bad, code, field = HOSTILE[name]
    events = [sound(n) for n in range(500)]
    events[BAD] = bad
    answer = receive(sender, batch(*events, rest=',"sentAt":null'))
    assert answer.accepted == 499
    (rejected,) = answer.rejected
    assert (rejected.index, rejected.code, rejected.field) == (BAD, code, field)
    assert len(rejected.message) > 20
    assert rejected.message.endswith(".")
    stored = [(row.message_id, row.name, row.body["properties"]) for row in inbox()]
    assert stored == [(f"m{n}", f"E {n}", {"n": n, "text": "Đặng é é 😀"}) for n in range(500) if n != BAD]
    with connection.cursor() as cursor:
        cursor.execute("select place, code, field from rejected")
        assert cursor.fetchall() == [(BAD, code, field)]


def test_text_that_only_looks_hostile_is_kept(sender: Sender) -> None:
    kept = {
        "a": "\\u0000",
        "b": "NaN",
        "c": "\\ud800",
        "d": 9223372036854775807,
        "e": -(2**63),
        "f": 1.5e300,
        "g": "1" * 30,
    }
    body = json.dumps({"batch": [{"type": "track", "userId": "u", "event": "E", "properties": kept}]})
    assert receive(sender, body.encode()).accepted == 1
    stored = inbox()[0].body["properties"]
    assert {**stored, "f": float(str(stored["f"]))} == kept


def test_32_levels_are_kept(sender: Sender) -> None:
    body = batch(with_properties("[" * 30 + "]" * 30))
    assert receive(sender, body).accepted == 1


@pytest.mark.parametrize(
    ("shared", "code"),
    [
        ('"context":{"x":NaN}', "not_a_number"), ('"context":{"x":"\\u0000"}', "nul_character"),
        ('"integrations":{"x":"\\u0000"}', "nul_character"),
        ('"integrations":{"x":' + "[" * 40 + "]" * 40 + "}", "too_deep"),
    ],
)  # fmt: skip
def test_a_hostile_value_in_what_all_events_share_is_named_for_each(sender: Sender, shared: str, code: str) -> None:
    answer = receive(sender, batch(sound(1), sound(2), rest=f",{shared}"))
    assert (answer.accepted, [one.code for one in answer.rejected]) == (0, [code] * 2)


@pytest.mark.parametrize(
    "body",
    [
        "", "{", "[]", "nonsense", '{"batch":', '{"batch":[', '{"batch":[{"type":"track"}', '{"batch":{}}', '{"batch":[{"a":}]}',
        '{"batch":[{"type":"track","userId":"u","event":"E"}]', '{"events":[]}', '{"batch":[{"type":"track",}]}', '{"batch":[1,,2]}',
    ],
)  # fmt: skip
@pytest.mark.number("R3")
def test_broken_json_is_refused_whole_and_nothing_is_stored(sender: Sender, body: str) -> None:
    with pytest.raises(Unreadable):
        receive(sender, body.encode())
    assert inbox() == []


def test_events_beyond_2500_are_named_and_the_first_2500_taken(sender: Sender) -> None:
    one = '{"type":"track","userId":"u","event":"E"}'
    answer = receive(sender, batch(*[one] * 2503))
    assert answer.accepted == 2500
    assert [(bad.index, bad.code, bad.limit) for bad in answer.rejected] == [
        (n, "too_many_events", 2500) for n in (2500, 2501, 2502)
    ]


@pytest.mark.number("R3")
def test_a_body_over_the_limit_is_refused_whole(sender: Sender) -> None:
    with pytest.raises(Unreadable, match="over the limit of 512,000"):
        receive(sender, batch(" " * 512_000))
    with pytest.raises(Unreadable, match="over the limit of 32,768"):
        receive(sender, b'{"event":"' + b"e" * 33_000 + b'"}', "track")
