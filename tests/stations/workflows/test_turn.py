"""The engine's turn on real PostgreSQL."""

from datetime import timedelta

import pytest

from tests.driving import NINE, Stream

TAGGED = [{"key": "add_tag", "tag": "Seen"}]


def test_an_event_is_folded_counted_and_kept(stream: Stream) -> None:
    stream.put(stream.event("Feature Used", feature="Reports", seconds=90))
    stream.run()
    assert stream.state(1, 11)["features"]["Reports"][0] == 90
    kept = stream.rows("select name, outcome, place from history order by seq, place")
    assert kept == [("Feature Used", "no_match", 0), ("Logged In", "no_match", 1)]
    assert stream.rows("select count(*) from inbox") == [(0,)]
    daily = stream.rows("select kind, name, count, seconds from daily order by kind")
    assert daily == [(0, "feature:Reports", 1, 90), (1, "feature:Reports", 1, 90)]


def test_a_workflow_starts_and_acts(stream: Stream) -> None:
    stream.workflow(trigger={"key": "event_seen", "names": ["Signed Up"]}, steps=TAGGED)
    stream.put(stream.event("Signed Up"))
    stream.run()
    assert stream.rows("select kind, subject_id, tag from tag") == [(1, 11, "Seen")]
    assert stream.rows("select outcome from history where name = 'Signed Up'") == [("matched",)]
    assert stream.rows("select workflow, state from enrolment") == [("w", "done")]


@pytest.mark.number("R1")
def test_a_message_id_counts_once_in_one_batch_and_over_batches(stream: Stream) -> None:
    stream.put(stream.event("Signed In", id="same"), stream.event("Signed In", id="same"))
    stream.run()
    stream.put(stream.event("Signed In", id="same"))
    stream.run()
    assert stream.rows("select duplicates from history where place = 0") == [(2,)]
    assert stream.rows("select count from daily where kind = 1 and name = 'Signed In'") == [(1,)]


def test_a_wait_is_over_when_its_time_has_come_and_not_before(stream: Stream) -> None:
    steps = [{"key": "wait", "for": "P2D"}, *TAGGED]
    stream.workflow(trigger={"key": "event_seen", "names": ["Signed Up"]}, steps=steps)
    stream.put(stream.event("Signed Up"))
    stream.run(until=NINE + timedelta(days=1))
    assert stream.rows("select tag from tag") == []
    stream.run(until=NINE + timedelta(days=2, seconds=1))
    assert stream.rows("select tag from tag") == [("Seen",)]
    assert stream.rows("select count(*) from timer") == [(0,)]


@pytest.mark.number("R14")
def test_two_events_with_one_key_make_one_run_and_the_second_says_why(stream: Stream) -> None:
    stream.workflow(trigger={"key": "event_seen", "names": ["Signed Up"]}, steps=TAGGED)
    stream.put(stream.event("Signed Up"), stream.event("Signed Up"))
    stream.run()
    assert stream.rows("select count(*) from enrolment") == [(1,)]
    refused = stream.rows("select detail->>'reason' from run_log where outcome = 'not_entered'")
    assert refused == [("ran:",)]


@pytest.mark.number("two years late")
def test_the_past_teaches_and_starts_nothing(stream: Stream) -> None:
    stream.workflow(trigger={"key": "event_seen", "names": ["Signed Up"]}, steps=TAGGED)
    stream.put(stream.event("Signed Up", historical=True))
    stream.run()
    assert stream.rows("select count(*) from enrolment") == [(0,)]
    assert stream.state(1, 11)["counts"]["Signed Up"] == 1


@pytest.mark.number("A2")
def test_a_wait_of_ninety_days_and_a_late_retry_hold_up_nothing_of_the_same_customer(stream: Stream) -> None:
    waits = [{"key": "wait", "for": "P90D"}, {"key": "add_tag", "tag": "Late"}]
    stream.workflow(key="long", trigger={"key": "event_seen", "names": ["Signed Up"]}, steps=waits)
    stream.workflow(key="quick", trigger={"key": "event_seen", "names": ["Signed In"]}, steps=TAGGED)
    stream.put(stream.event("Signed Up"))
    stream.run(until=NINE + timedelta(hours=1))
    stream.rows(
        "update effect set tries = 7, next_at = clock_timestamp() + interval '10 hours' where customer_id = 1 returning 1"
    )
    stream.put(stream.event("Signed In", at=NINE + timedelta(hours=2)))
    assert [done.events for done in stream.run(until=NINE + timedelta(hours=2))] == [1]
    assert stream.rows("select tag from tag") == [("Seen",)]
    assert stream.rows("select state from enrolment where workflow = 'long'") == [("waiting",)]
