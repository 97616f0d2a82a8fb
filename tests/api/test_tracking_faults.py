"""When the database is away, cut off, full or read-only: 503, nothing half-written, nothing lost, nothing counted twice."""

import json
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest
from django.db import connection

from perennia.ingest import source, wake
from perennia.ingest.receive import receive
from perennia.ingest.source import Sender
from tests.cutting import Wire, wire
from tests.serving import served
from tests.stations.ingest.calls import Json, empty, group, identify, inbox, track

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def write_key(transactional_db: None) -> Iterator[str]:
    empty()
    yield source.create("Product")[1]
    wake.stop()


@pytest.fixture
def cuttable(process_environment: dict[str, str], write_key: str) -> Iterator[tuple[str, Wire]]:
    with (
        wire(process_environment["DATABASE_URL"]) as line,
        served({**process_environment, "DATABASE_URL": line.url}) as host,
    ):
        yield host, line


def post(host: str, key: str, *calls: Json) -> tuple[int, Json, str]:
    """Status, answer and Retry-After."""
    request = Request(f"{host}/v1/batch", data=json.dumps({"batch": calls, "writeKey": key}).encode())
    try:
        with urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer), ""
    except HTTPError as error:
        return error.code, json.load(error), error.headers.get("Retry-After", "")


def a_story() -> list[Json]:
    return [
        track(anonymous="x"),
        identify("ann", anonymous="x"),
        group("ann", "acme"),
        track("ann"),
        track("bob", group="acme"),
    ]


@pytest.mark.number("A7", "R1")
def test_an_answer_lost_after_the_commit_counts_nothing_twice(cuttable: tuple[str, Wire], write_key: str) -> None:
    host, line = cuttable
    assert post(host, write_key, track("somebody"))[0] == 200
    for lost_commits in (1, 2, 4):
        before, line.cut_after_commit = line.lost, lost_commits
        story = [{**call, "messageId": f"{lost_commits}-{place}"} for place, call in enumerate(a_story())]
        status = 503
        while status == 503:
            status = post(host, write_key, *story)[0]
        assert status == 200
        assert line.lost - before == lost_commits
    rows = [row for row in inbox() if row.message_id != "" and row.kind != "move"][1:]
    copies = Counter(row.message_id for row in rows)
    for lost_commits in (1, 2, 4):
        assert {copies[f"{lost_commits}-{place}"] for place in range(5)} == {lost_commits + 1}, (
            "all of a request or nothing"
        )
    with connection.cursor() as cursor:
        # The engine takes (partition, source, hash) once: every copy must come to the same place.
        cursor.execute(
            "select count(*) from (select distinct partition, source, message_hash from inbox where kind <> 'move') a"
        )
        assert cursor.fetchone() == (16,)
        cursor.execute(
            "select count(*) from (select distinct partition, message_hash from inbox where kind = 'move') a"
        )
        assert cursor.fetchone() == (1,)


def test_a_connection_cut_while_idle_is_not_noticed_by_the_sender(cuttable: tuple[str, Wire], write_key: str) -> None:
    host, line = cuttable
    for _ in range(6):
        assert post(host, write_key, track("ann"))[0] == 200
        line.cut()
    assert len(inbox()) == 6


def test_a_database_that_is_away_is_503_and_taken_up_again(cuttable: tuple[str, Wire], write_key: str) -> None:
    host, line = cuttable
    assert post(host, write_key, track("ann"))[0] == 200
    line.is_down = True
    line.cut()
    status, answer, retry_after = post(host, write_key, track("ann"))
    assert (status, answer["code"], retry_after) == (503, "not_stored", "5")
    line.is_down = False
    assert post(host, write_key, track("ann"))[0] == 200
    assert len(inbox()) == 2


@pytest.mark.parametrize(
    "state", ["53100", "25006", "57014", "55P03"], ids=["disk full", "read-only", "timed out", "locked"]
)
@pytest.mark.number("A7")
def test_a_database_that_cannot_store_is_503_and_nothing_is_half_written(
    process_environment: dict[str, str], write_key: str, state: str
) -> None:
    with connection.cursor() as cursor, served(process_environment) as host:
        cursor.execute(
            f"create function refuse() returns trigger language plpgsql as "
            f"$$ begin raise exception 'no' using errcode = '{state}'; end $$;"
            "create trigger refuse before insert on inbox for each statement execute function refuse()"
        )
        try:
            status, answer, retry_after = post(host, write_key, *a_story(), {"type": "track"})
        finally:
            cursor.execute("drop trigger refuse on inbox; drop function refuse")
        assert (status, answer["code"], retry_after) == (503, "not_stored", "5")
        for table in ("inbox", "rejected", "ingest_key", "ingest_person", "ingest_account", "ingest_contact"):
            cursor.execute(f"select count(*) from {table}")
            assert cursor.fetchone() == (0,), table
        assert post(host, write_key, *a_story())[:2] == (200, {"accepted": 5, "rejected": []})


@pytest.mark.parametrize(("point", "stored"), [("event_received", 0), ("event_stored", 5)])
@pytest.mark.number("A7", "R7")
def test_a_web_process_killed_at_any_point_stores_all_or_nothing(
    process_environment: dict[str, str], write_key: str, point: str, stored: int
) -> None:
    story = a_story()
    with (
        served({**process_environment, "CRASH_AT": f"{point}:1"}) as host,
        pytest.raises((URLError, HTTPException, OSError)),
    ):
        post(host, write_key, *story)
    assert len([row for row in inbox() if row.kind != "move"]) == stored
    with served(process_environment) as host:
        assert post(host, write_key, *story)[0] == 200
    assert {row.message_id for row in inbox() if row.kind != "move"} == {str(call["messageId"]) for call in story}


def test_what_only_the_database_finds_out_costs_one_event(write_key: str) -> None:
    sender = source.sender(write_key)
    assert sender == Sender(sender.id if sender else 0)
    with connection.cursor() as cursor:
        cursor.execute(
            "create function refuse() returns trigger language plpgsql as $$ begin if new.name = 'Odd' then"
            " raise exception 'odd value' using errcode = '22023'; end if; return new; end $$;"
            "create trigger refuse before insert on inbox for each row execute function refuse()"
        )
        try:
            calls = [track("ann"), track("ann", event="Odd"), track("bob")]
            answer = receive(sender, json.dumps({"batch": calls}).encode())
        finally:
            cursor.execute("drop trigger refuse on inbox; drop function refuse")
    assert (answer.accepted, [(one.index, one.code) for one in answer.rejected]) == (2, [(1, "not_storable")])
    assert [row.name for row in inbox()] == ["Signed In", "Signed In"]
