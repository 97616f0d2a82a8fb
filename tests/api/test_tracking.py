"""The tracking API as a caller meets it: keys, encodings, addresses, limits."""

import base64
import gzip
import json
import zlib
from http.client import HTTPConnection

import pytest
from django.db import connection

from perennia.ingest import source
from tests.serving import served
from tests.stations.ingest.calls import empty, inbox, track

pytestmark = pytest.mark.django_db(transaction=True)
Answer = tuple[int, dict[str, object], dict[str, str]]


class Caller:
    """Calls one server with one key."""

    def __init__(self, host: str, key: str) -> None:
        self.address = host.removeprefix("http://")
        self.key = key

    def post(
        self, path: str, body: bytes | object, *, method: str = "POST", key: str | None = None, **headers: str
    ) -> Answer:
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if key is None:
            named.setdefault("Authorization", basic(self.key + ":"))
        one = HTTPConnection(self.address, timeout=60)
        one.request(method, path, sent, named)
        answer = one.getresponse()
        return answer.status, json.loads(answer.read()), {k.lower(): v for k, v in answer.getheaders()}


def basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


@pytest.fixture
def caller(transactional_db: None, host: str) -> Caller:
    empty()
    return Caller(host, source.create("Product")[1])


def test_a_body_without_an_end_is_cut_off_before_it_lies_on_the_disk(host: str) -> None:
    """Sent in chunks, so that nobody knows its length beforehand."""
    for path in ("/hooks/in/x", "/hooks/email", "/book/x", "/request/x", "/u/x", "/connected"):
        one = HTTPConnection(host.removeprefix("http://"), timeout=60)
        one.request(
            "POST", path, iter([b"x" * 1_000_000] * 4), {"Content-Type": "application/json"}, encode_chunked=True
        )
        answer = one.getresponse()
        assert (answer.status, json.loads(answer.read())["code"]) == (413, "too_large"), path
    one = HTTPConnection(host.removeprefix("http://"), timeout=60)
    one.request("POST", "/api/session", b"x" * 4_000_000, {"Content-Type": "application/json"})
    assert one.getresponse().status == 400


def test_every_address_segments_clients_use_is_answered(caller: Caller) -> None:
    bodies: dict[str, dict[str, object]] = {
        "identify": {"traits": {"email": "a@example.com"}}, "track": {"event": "Signed In"}, "page": {"name": "Home"},
        "screen": {"name": "Home"}, "group": {"groupId": "acme"}, "alias": {"previousId": "old"},
    }  # fmt: skip
    for call, body in bodies.items():
        for address in (call, call[0], f"{call}/"):
            status, answer, _ = caller.post(f"/v1/{address}", {"userId": "ann", **body})
            assert (status, answer) == (200, {"accepted": 1, "rejected": []}), address
    for address in ("batch", "b", "batch/", "import"):
        assert caller.post(f"/v1/{address}", {"batch": [track("ann")]})[:2] == (200, {"accepted": 1, "rejected": []})
    assert [row.kind for row in inbox() if row.kind != "move"][::3][:6] == list(bodies)
    assert (inbox()[-1].lane, inbox()[-1].historical) == (1, True)
    assert caller.post("/v1/delete", {})[0] == 404
    assert caller.post("/v1/track", b"", method="GET")[0] == 405


def test_a_key_may_come_as_user_with_or_without_colon_or_in_the_body(caller: Caller) -> None:
    event = {"userId": "ann", "event": "Signed In"}
    assert caller.post("/v1/track", event)[0] == 200
    assert caller.post("/v1/track", event, Authorization=basic(caller.key))[0] == 200
    assert caller.post("/v1/track", {**event, "writeKey": caller.key}, key="")[0] == 200
    assert caller.post("/v1/batch", {"batch": [track("ann")], "writeKey": caller.key}, key="")[0] == 200
    hostile = (
        b'{"batch":[{"type":"track","userId":"u","event":"E","properties":{"x":NaN}}],"writeKey":"%s"}'
        % caller.key.encode()
    )
    status, answer, _ = caller.post("/v1/batch", hostile, key="")
    assert (status, answer["accepted"]) == (200, 0)
    bearer = {**event, "writeKey": caller.key}
    assert caller.post("/v1/track", bearer, Authorization="Bearer token")[0] == 200


@pytest.mark.parametrize("given", ["", "wk_wrong:", "Digest x", "Basic !!!", basic(":"), basic("wk_é:"), "Basic é"])
def test_without_a_right_key_nothing_is_taken(caller: Caller, given: str) -> None:
    header = {"Authorization": given} if given else {}
    status, answer, headers = caller.post("/v1/track", {"userId": "ann", "event": "Signed In"}, key="", **header)
    assert status == 401
    assert answer["code"] in ("missing_write_key", "wrong_write_key")
    assert headers["www-authenticate"].startswith("Basic")
    assert inbox() == []


def test_a_new_key_works_at_once_and_a_rotated_one_ends(caller: Caller) -> None:
    event = {"userId": "ann", "event": "Signed In"}
    assert caller.post("/v1/track", event)[0] == 200
    fresh = source.rotate(source.every()[0].id)
    assert source.sender(fresh) is not None
    assert source.sender(caller.key) is None


def test_text_plain_and_no_content_type_are_json(caller: Caller) -> None:
    event = {"userId": "ann", "event": "Signed In"}
    for kind in ("text/plain", "application/json; charset=utf-8", "application/octet-stream"):
        assert caller.post("/v1/track", event, Content_Type=kind)[0] == 200


def test_gzip_and_deflate_are_unzipped_and_a_bomb_is_not(caller: Caller) -> None:
    body = json.dumps({"batch": [track("ann") for _ in range(100)]}).encode()
    assert caller.post("/v1/batch", gzip.compress(body), Content_Encoding="gzip")[1]["accepted"] == 100
    assert caller.post("/v1/batch", zlib.compress(body), Content_Encoding="deflate")[1]["accepted"] == 100
    bomb = gzip.compress(b" " * 20_000_000)
    two = gzip.compress(body) * 2  # taken in part, the second would be lost without a word
    cut = gzip.compress(body)[:-9]
    for packed, code in ((bomb, "too_large"), (body, "broken_gzip"), (cut, "broken_gzip"), (two, "broken_gzip")):
        status, answer, _ = caller.post("/v1/batch", packed, Content_Encoding="gzip")
        assert (status, answer["code"]) == (400, code)
    assert caller.post("/v1/batch", body, Content_Encoding="br")[1]["code"] == "unknown_encoding"
    assert len(inbox()) == 200


@pytest.mark.number("R3")
def test_what_is_too_large_or_broken_is_400_and_changes_nothing(caller: Caller) -> None:
    events = ",".join([json.dumps(track("ann"))] * 99)
    for path, body, code in (
        ("batch", f'{{"batch":[{events}]', "broken_json"),
        ("batch", f'{{"batch":[{events},{{"type":"track"]}}', "broken_json"),
        ("batch", "[]", "no_batch"),
        ("batch", '{"batch":[]}' + " " * 512_000, "too_large"),
        ("track", json.dumps({"userId": "ann", "event": "E", "properties": {"x": "y" * 33_000}}), "too_large"),
        ("track", "{", "broken_json"),
    ):
        status, answer, _ = caller.post(f"/v1/{path}", body.encode())
        assert (status, answer["code"]) == (400, code)
        assert len(str(answer["message"])) > 20
    assert inbox() == []


@pytest.mark.number("R3")
def test_one_bad_event_of_a_hundred_is_named_and_shown_to_people(caller: Caller) -> None:
    events = [track("ann", messageId=f"m{n}") for n in range(100)]
    events[41] = {"type": "track", "event": "Nobody's"}
    status, answer, _ = caller.post("/v1/batch", {"batch": events})
    assert (status, answer["accepted"]) == (200, 99)
    assert answer["rejected"] == [
        {
            "index": 41, "code": "no_user_anon_id", "field": "userId",
            "message": "The event names nobody. Send `userId` or `anonymousId`.",
        }
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("select place, code, name, excerpt from rejected")
        assert cursor.fetchall() == [(41, "no_user_anon_id", "Nobody's", '{"type": "track", "event": "Nobody\'s"}')]


def test_a_single_bad_call_is_200_with_its_reason(caller: Caller) -> None:
    status, answer, _ = caller.post("/v1/track", {"userId": "ann"})
    assert (status, answer["accepted"]) == (200, 0)


@pytest.mark.number("R1")
def test_the_same_event_again_gets_the_same_answer(caller: Caller, process_environment: dict[str, str]) -> None:
    """In one batch, in two, from two processes: the engine takes the id once."""
    twice = {"batch": [track("ann", messageId="once"), track("ann", messageId="once")]}
    answers = [caller.post("/v1/batch", twice)[1]]
    with served(process_environment) as second:
        answers.append(Caller(second, caller.key).post("/v1/batch", twice)[1])
    assert answers == [{"accepted": 2, "rejected": []}] * 2
    with connection.cursor() as cursor:
        cursor.execute("select count(distinct (partition, source, message_hash, customer_id, contact_id)) from inbox")
        assert cursor.fetchone() == (1,)
