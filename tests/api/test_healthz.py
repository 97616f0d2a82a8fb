"""/healthz answers 200 only when web, worker and database all work."""

import pytest
from django.db import connection
from django.test import Client

pytestmark = pytest.mark.django_db


def a_worker(seconds_ago: int = 0) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into engine_worker (name, pid, seen_at) values ('w', 1, clock_timestamp() - make_interval(secs => %s))",
            [seconds_ago],
        )


def an_event(seconds_ago: int, lane: int = 0) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into inbox (partition, lane, customer_id, source, kind, name, message_id, message_hash, at,
               received_at, body) values (3, %s, 1, 101, 'track', 'Signed Up', 'm', gen_random_uuid(), now(),
               clock_timestamp() - make_interval(secs => %s), '{}')""",
            [lane, seconds_ago],
        )


def test_all_is_well_with_a_worker_that_was_seen_lately() -> None:
    a_worker()
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


@pytest.mark.parametrize("seen", [None, 30])
def test_without_a_living_worker_it_is_down(seen: int | None) -> None:
    if seen is not None:
        a_worker(seen)
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()["worker"]) == (503, False)


def test_what_waits_too_long_is_named() -> None:
    a_worker()
    an_event(seconds_ago=90)
    answer = Client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["oldest_due"]["what"] == "event Signed Up"
    assert answer.json()["oldest_due"]["seconds"] >= 90


def test_an_import_may_wait() -> None:
    a_worker()
    an_event(seconds_ago=900, lane=1)
    assert Client().get("/healthz").status_code == 200


def test_a_timer_of_a_customer_who_waits_for_a_person_is_not_overdue() -> None:
    a_worker()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into timer values (3, clock_timestamp() - interval '5 minutes', gen_random_uuid(), 0, 0, 1, 1)"
        )
        assert Client().get("/healthz").status_code == 503
        cursor.execute("insert into trouble values (3, 1, 7, 3, 'x', true, clock_timestamp())")
    assert Client().get("/healthz").status_code == 200


def a_turn(partition: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("insert into engine_lease values (1, now(), %s, clock_timestamp())", [partition])


@pytest.mark.number("R27")
@pytest.mark.parametrize(("seconds_ago", "status"), [(90, 200), (700, 503)])
def test_a_queue_that_is_worked_off_is_not_standing_still_until_it_is_hopeless(seconds_ago: int, status: int) -> None:
    a_worker()
    a_turn(partition=9)
    an_event(seconds_ago)
    assert Client().get("/healthz").status_code == status


@pytest.mark.number("R27")
@pytest.mark.django_db(transaction=True)
def test_one_partition_that_a_stranger_holds_is_named_though_all_others_move() -> None:
    from perennia.workflows.connection import connect

    a_worker()
    a_turn(partition=9)
    an_event(seconds_ago=90)
    with connect() as stranger, stranger.transaction():
        stranger.execute("select 1 from engine_partition where partition = 3 for update")
        answer = Client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["oldest_due"]["partition"] == 3
    assert Client().get("/healthz").status_code == 200


@pytest.mark.number("R27")
def test_an_empty_queue_is_no_proof_that_the_clock_is_looked_at() -> None:
    a_worker()
    with connection.cursor() as cursor:
        cursor.execute("update engine_worker set swept_at = clock_timestamp() - interval '51 seconds'")
    assert Client().get("/healthz").status_code == 503
