"""A wait for an event never misses it, whenever it comes, and of event and time-out exactly one counts."""

import threading
from datetime import timedelta

import pytest

from perennia.core import partition
from perennia.workflows.connection import connect
from perennia.workflows.turn import turn
from tests.driving import NINE, Stream

HOUR = timedelta(hours=1)
STEPS = [
    {"id": "wait", "key": "wait", "until": {"key": "event_seen", "names": ["Paid"]}, "at_most": "PT1H",
     "else": [{"id": "late", "key": "add_tag", "tag": "too late"}, {"key": "stop"}]},
    {"id": "paid", "key": "add_tag", "tag": "in time"},
]  # fmt: skip
BLOCKED = "select count(*) from pg_locks where not granted and relation = 'enrolment'::regclass"


def tags(stream: Stream) -> dict[int, str]:
    rows = stream.rows("select subject_id, string_agg(tag, ' and ' order by tag) from tag group by 1")
    return dict(rows)


@pytest.mark.number("R9")
def test_an_awaited_event_stored_before_while_and_after_the_step_parks_goes_on_at_once(stream: Stream) -> None:
    stream.workflow(trigger={"key": "event_seen", "names": ["Go"]}, steps=STEPS)
    # Before: it lies in the inbox when the turn begins that will park the step.
    stream.put(stream.event("Go", contact=11), stream.event("Paid", contact=11))
    stream.run(until=NINE + timedelta(seconds=1))
    assert tags(stream) == {11: "in time"}
    # While: the turn that parks it is held up at storing it; the event is committed meanwhile.
    stream.put(stream.event("Go", contact=12))
    with connect() as holder, connect() as other:
        worker = Stream(other)
        turning = threading.Thread(
            target=turn, args=(other, partition.of(1), worker.compiled), kwargs={"until": NINE + timedelta(seconds=2)}
        )
        with holder.transaction():
            holder.execute("lock table enrolment in share mode")
            turning.start()
            while stream.rows(BLOCKED) == [(0,)]:
                pass
            stream.put(stream.event("Paid", contact=12, received_at=NINE + timedelta(seconds=1)))
        turning.join()
    stream.run(until=NINE + timedelta(seconds=3))
    assert tags(stream) == {11: "in time", 12: "in time"}
    # After.
    stream.put(stream.event("Go", contact=13, received_at=NINE + timedelta(seconds=3)))
    stream.run(until=NINE + timedelta(seconds=4))
    stream.put(stream.event("Paid", contact=13, received_at=NINE + timedelta(seconds=4)))
    stream.run(until=NINE + timedelta(seconds=5))
    assert tags(stream) == {11: "in time", 12: "in time", 13: "in time"}
    stream.run(until=NINE + 2 * HOUR)
    assert "too late" not in tags(stream).values()


@pytest.mark.number("R10")
def test_event_and_time_out_of_one_instant_take_one_branch_and_the_log_says_which(stream: Stream) -> None:
    """A thousand times: worked in one turn, the event a moment behind the time-out, or known only after it fired."""
    stream.workflow(trigger={"key": "event_seen", "names": ["Go"]}, steps=STEPS)
    people = range(1000, 2000)
    stream.put(*[stream.event("Go", contact=id_) for id_ in people])
    stream.run(until=NINE)
    due = NINE + HOUR
    stream.put(*[stream.event("Paid", contact=id_, at=due) for id_ in people if id_ % 2])
    stream.run(until=due + timedelta(microseconds=1))
    stream.put(*[stream.event("Paid", contact=id_, at=due) for id_ in people if not id_ % 2])
    stream.run(until=due + timedelta(seconds=1))
    found = tags(stream)
    assert found == {id_: "in time" if id_ % 2 else "too late" for id_ in people}
    moved = "select contact_id, event_seq is not null, count(*)::int from run_log where outcome = 'moved' group by 1, 2"
    assert {id_: (by_event, many) for id_, by_event, many in stream.rows(moved)} == {
        id_: (bool(id_ % 2), 1) for id_ in people
    }
    assert stream.rows("select state, count(*)::int from enrolment group by 1") == [("done", 1000)]
