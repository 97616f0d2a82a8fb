"""Events that cannot be worked hold up their own customer and nobody else."""

import random
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from perennia.catalogue.actions.add_score import AddScore
from perennia.catalogue.actions.add_tag import AddTag
from perennia.catalogue.triggers.event_seen import EventSeen
from perennia.core import effect as effects
from perennia.core import partition
from perennia.core.effect import Effect
from perennia.core.event import Event
from perennia.core.profile import Profile
from perennia.ingest.row import Row, body
from perennia.workflows import budget, take
from perennia.workflows.connection import connect
from perennia.workflows.turn import turn
from perennia.workflows.work import Worker
from tests.driving import NINE, Stream
from tests.stations.workflows.test_long_values import LONG

NEIGHBOUR = next(n for n in range(2, 10_000) if partition.of(n) == partition.of(1))


@pytest.fixture
def poisoned(stream: Stream, monkeypatch: pytest.MonkeyPatch) -> Stream:
    """A workflow whose trigger raises for one event. The engine is real; only the entry is broken."""
    stream.workflow(trigger={"key": "event_seen", "names": ["Bad", "Good"]}, re_entry="every_time",
                    steps=[{"key": "add_score", "points": 1, "reason": "seen"}])  # fmt: skip
    sound = EventSeen.fires

    def fires(self: EventSeen, before: Profile, after: Profile, event: Event) -> bool:
        if event.name == "Bad":
            raise RuntimeError("this event is poison")
        return sound(self, before, after, event)

    monkeypatch.setattr(EventSeen, "fires", fires)
    return stream


def turns(stream: Stream, number: int) -> None:
    for _ in range(number):
        stream.run()


@pytest.mark.number("A9", "R6")
def test_after_three_tries_the_customer_is_parked_and_the_rest_go_on(poisoned: Stream) -> None:
    poisoned.put(
        poisoned.event("Good"), poisoned.event("Bad"), poisoned.event("Good", at=NINE + timedelta(seconds=1)),
        poisoned.event("Good", customer=NEIGHBOUR, contact=99),
    )  # fmt: skip
    turns(poisoned, 4)
    assert poisoned.rows("select subject_id, sum(points)::int from points where kind = 1 group by 1 order by 1") == [
        (11, 1),
        (99, 1),
    ]
    assert poisoned.rows("select tries, is_parked, reason from trouble") == [
        (3, True, "RuntimeError: this event is poison")
    ]
    assert [name for (name,) in poisoned.rows("select name from parked order by seq")] == ["Bad", "Good"]
    assert poisoned.rows("select count(*) from inbox") == [(0,)]


@pytest.mark.number("A9")
def test_what_comes_later_waits_in_order_and_one_click_resumes(
    poisoned: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    poisoned.put(poisoned.event("Bad"), poisoned.event("Good"))
    turns(poisoned, 4)
    poisoned.put(poisoned.event("Good", at=NINE + timedelta(hours=1)))
    turns(poisoned, 1)
    assert poisoned.rows("select count(*) from parked") == [(3,)]
    monkeypatch.undo()
    poisoned.put(
        Row(customer=1, source=3, kind="resume", name="Resume", message_id="r1", at=NINE, received_at=NINE, body=body())
    )
    poisoned.put(poisoned.event("Good", at=NINE + timedelta(hours=2)))
    turns(poisoned, 2)
    names = [name for (name,) in poisoned.rows("select name from history where place = 0 order by at, seq")]
    assert names == ["Bad", "Good", "Good", "Good"]
    assert poisoned.rows("select count(*) from parked") == poisoned.rows("select count(*) from trouble") == [(0,)]
    assert poisoned.rows("select count(*) from burst") == [(0,)]


@pytest.mark.number("A9", "R6")
def test_an_event_that_takes_too_long_is_cut_off(stream: Stream, monkeypatch: pytest.MonkeyPatch) -> None:
    stream.workflow(trigger={"key": "event_seen", "names": ["Slow", "Good"]}, steps=[{"key": "add_tag", "tag": "Seen"}])

    def fires(self: EventSeen, before: Profile, after: Profile, event: Event) -> bool:
        while event.name == "Slow":
            pass
        return True

    monkeypatch.setattr(EventSeen, "fires", fires)
    stream.put(stream.event("Slow"), stream.event("Good", customer=NEIGHBOUR, contact=99))
    turns(stream, 4)
    assert stream.rows("select subject_id from tag") == [(99,)]
    [(reason,)] = stream.rows("select reason from trouble where is_parked")
    assert "OverBudget" in reason  # by the processor's time, or by the clock where others hold the processor


@pytest.mark.number("A9")
def test_an_event_that_waits_for_something_is_cut_off_and_a_busy_machine_makes_none_fail(
    stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second an event has is of the processor; the clock on the wall ends what only waits."""
    stream.workflow(trigger={"key": "event_seen", "names": ["Hung", "Good"]}, steps=[{"key": "add_tag", "tag": "Seen"}])
    monkeypatch.setattr(budget, "SECONDS_AT_MOST", 3.0)

    def fires(self: EventSeen, before: Profile, after: Profile, event: Event) -> bool:
        time.sleep(60 if event.name == "Hung" else 1.2 * budget.SECONDS)
        return True

    monkeypatch.setattr(EventSeen, "fires", fires)
    stream.put(stream.event("Hung"), stream.event("Good", customer=NEIGHBOUR, contact=99))
    turns(stream, 4)
    assert stream.rows("select subject_id from tag") == [(99,)]
    [(reason,)] = stream.rows("select reason from trouble where is_parked")
    assert "not worked after 3 s" in reason


TRAPS = {
    "a statement that takes a minute": ("perform pg_sleep(60)", "statement timeout"),
    "a turn the watchdog ends": ("perform pg_terminate_backend(pg_backend_pid())", "was lost over it"),
}


@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.number("A9")
def test_an_event_over_which_the_database_stands_still_is_found_and_set_aside(
    stream: Stream, monkeypatch: pytest.MonkeyPatch, trap: str
) -> None:
    statement, reason = TRAPS[trap]
    monkeypatch.setattr(take, "LIMITS", ("set local statement_timeout = '1s'",))
    stream.workflow(trigger={"key": "event_seen", "names": ["Good"]}, re_entry="every_time",
                    steps=[{"key": "add_score", "points": 1, "reason": "seen"}])  # fmt: skip
    stream.connection.execute(
        f"create function trap() returns trigger language plpgsql as $$ begin {statement}; return new; end $$;"
        "create trigger trap before insert on points for each row when (new.subject_id = 11) execute function trap()"
    )
    around = [stream.event("Good", customer=NEIGHBOUR, contact=99, at=NINE + timedelta(seconds=n)) for n in range(18)]
    stream.put(*around[:9], stream.event("Good"), *around[9:])
    try:
        work_over_lost_connections(partition.of(1))
    finally:
        stream.connection.execute("drop trigger trap on points; drop function trap")
    assert stream.rows("select sum(points)::int from points where kind = 1 and subject_id = 99") == [(18,)]
    [(parked, why)] = stream.rows("select customer_id, reason from trouble where is_parked")
    assert (parked, reason in why) == (1, True), why
    assert stream.rows("select count(*) from inbox") == [(0,)]


def work_over_lost_connections(number: int) -> None:
    """What a worker's process does with one partition: a connection that is lost is replaced, and it goes on."""
    worker: Worker | None = None
    for _ in range(30):
        with connect() as connection, suppress(psycopg.OperationalError):
            worker = worker or Worker(connection, random.Random(1))
            worker.connection = connection
            while (done := worker.partition(number)) is not None and done.is_more:
                pass
            return
    raise AssertionError("The worker did not get through.")


@pytest.mark.number("A9")
def test_a_row_the_database_refuses_is_found_by_halving(stream: Stream) -> None:
    """A name too long for the index of tags: the statement of the whole batch fails, not the event's own rules."""
    stream.workflow(trigger={"key": "event_seen", "names": ["Good", "Huge"]}, re_entry="every_time",
                    steps=[{"key": "add_score", "points": 1, "reason": "seen"}])  # fmt: skip
    stream.put(
        *[stream.event("Good", customer=NEIGHBOUR, contact=99, at=NINE + timedelta(seconds=n)) for n in range(9)],
        stream.event("Huge", id="h" * 100),
    )
    stream.connection.execute("alter table points add constraint no_huge check (subject_id <> 11 and subject_id <> 1)")
    worker = Worker(stream.connection, random.Random(1))
    try:
        for _ in range(40):
            worker.partition(partition.of(1))
    finally:
        stream.connection.execute("alter table points drop constraint no_huge")
    assert stream.rows("select sum(points)::int from points where kind = 1") == [(9,)]
    assert stream.rows("select customer_id, is_parked from trouble") == [(1, True)]


def test_a_busy_customer_waits_apart_and_keeps_its_order(stream: Stream) -> None:
    stream.put(
        *[
            stream.event("Feature Used", feature="Reports", seconds=1, at=NINE + timedelta(seconds=n))
            for n in range(450)
        ],
        stream.event("Signed In", customer=NEIGHBOUR, contact=99),
    )
    first = stream.run(limit=2000)
    assert len(first) >= 3
    assert first[0].events <= 201
    assert stream.state(1, 11)["features"]["Reports"][:2] == [450, 450]
    assert stream.rows("select count(*) from burst") == [(0,)]
    ats = [at for (at,) in stream.rows("select at from history where name = 'Feature Used' order by seq")]
    assert ats == sorted(ats)


def test_what_a_failing_event_had_begun_is_undone_and_done_whole_later(
    stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first workflow let it in before the second one raised: nothing of the first may stay behind."""
    for key, names in (("a", ["Sign"]), ("b", ["Sign", "Never"])):
        steps = [{"key": "add_score", "points": 5, "reason": key}]
        stream.workflow(key=key, trigger={"key": "event_seen", "names": names}, steps=steps)

    def fires(self: EventSeen, before: Profile, after: Profile, event: Event) -> bool:
        if "Never" in self.names:
            raise RuntimeError("not today")
        return True

    monkeypatch.setattr(EventSeen, "fires", fires)
    stream.put(stream.event("Sign"))
    stream.run(limit=1)
    assert stream.rows("select count(*) from enrolment") == [(0,)]
    monkeypatch.undo()
    stream.put(
        Row(customer=1, source=3, kind="resume", name="Resume", message_id="r9", at=NINE, received_at=NINE, body=body())
    )
    turns(stream, 3)
    assert stream.rows("select workflow, state from enrolment order by 1") == [("a", "done"), ("b", "done")]
    assert stream.rows("select sum(points)::int from points where kind = 1") == [(10,)]


def lives_elsewhere(stream: Stream, customer: int, target: int) -> None:
    stream.connection.execute(
        "insert into moved values (%s, 0, %s, %s, %s, null, %s)",
        [partition.of(customer), customer, partition.of(target), target, NINE],
    )


@pytest.mark.number("A9")
def test_what_was_sent_on_too_often_waits_for_a_person_and_arrives_when_they_resume(stream: Stream) -> None:
    lives_elsewhere(stream, 1, 2)
    stream.put(stream.event("Signed In"))
    stream.connection.execute("update inbox set hops = 3")
    stream.run()
    assert stream.rows("select customer_id, is_parked from trouble") == [(1, True)]
    stream.put(stream.event("Resume", kind="resume", contact=None))
    turns(stream, 3)
    stream.run(2)
    assert stream.rows("select customer_id, name from history where place = 0") == [(2, "Signed In")]
    assert stream.rows("select count(*) from parked") == stream.rows("select count(*) from trouble") == [(0,)]


@pytest.mark.number("A9")
def test_failures_of_timers_count_only_in_a_row(stream: Stream, monkeypatch: pytest.MonkeyPatch) -> None:
    stream.workflow(trigger={"key": "event_seen", "names": ["Begin"]},
                    steps=[{"key": "wait", "for": "PT1H"}, {"key": "add_score", "points": 1, "reason": "waited"},
                           {"key": "wait", "for": "PT1H"}, {"key": "add_score", "points": 1, "reason": "waited"}])  # fmt: skip
    stream.put(stream.event("Begin"))
    stream.run(until=NINE)
    with monkeypatch.context() as broken:
        broken.setattr(AddScore, "effects", fails)
        turn(stream.connection, partition.of(1), stream.compiled, until=NINE + timedelta(hours=1, minutes=1))
    assert stream.rows("select seq, tries from trouble") == [(0, 1)]
    stream.run(until=NINE + timedelta(hours=1, minutes=1))
    assert stream.rows("select seq, tries from trouble") == []


def fails(self: AddScore, profile: Profile) -> list[Effect]:
    raise RuntimeError("out of order")


@pytest.mark.number("A9")
def test_a_timer_that_cannot_be_stored_parks_its_own_customer_and_nobody_else(
    stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream.workflow(trigger={"key": "event_seen", "names": ["Begin"]}, re_entry="every_time",
                    steps=[{"key": "wait", "for": "PT1H"}, {"key": "add_tag", "tag": "Waited"}])  # fmt: skip
    stream.put(*[stream.event("Begin", customer=customer, contact=customer * 10) for customer in (1, NEIGHBOUR)])
    stream.run(until=NINE)

    def too_long(self: AddTag, profile: Profile) -> list[Effect]:
        return [effects.AddTag(LONG if profile.customer == 1 else self.tag)]

    monkeypatch.setattr(AddTag, "effects", too_long)
    others = [n for n in range(NEIGHBOUR + 1, 20_000) if partition.of(n) == partition.of(1)][:5]
    stream.put(*[stream.event("Signed In", customer=n, contact=n * 10, at=datetime.now(UTC)) for n in others])
    worker = Worker(stream.connection, random.Random(1), limit=8)
    while worker.round():
        pass
    assert stream.rows("select customer_id, seq, is_parked from trouble") == [(1, 0, True)]
    assert stream.rows("select subject_id, tag from tag") == [(NEIGHBOUR * 10, "Waited")]
    assert stream.rows("select count(*) from history where name = 'Signed In'") == [(5,)]
