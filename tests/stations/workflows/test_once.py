"""An event counts once: at the turn of the month, from all sides, and for as long as its id is remembered."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from perennia.workflows import retention
from tests.driving import Stream

MIDNIGHT = datetime(2026, 4, 1, tzinfo=UTC)
MOMENT = timedelta(milliseconds=1)
TABLES = "select tableoid::regclass::text, message_id, duplicates from history where place = 0 order by received_at"


@pytest.fixture
def months(stream: Stream) -> Iterator[Stream]:
    """A stream whose history has a table of its own for March 2026 and one for April."""
    before = {name for (name,) in stream.rows("select inhrelid::regclass::text from pg_inherits")}
    retention.make_months(stream.connection, date(2026, 3, 1))
    yield stream
    for (name,) in stream.rows(
        "select inhrelid::regclass::text from pg_inherits where inhparent = 'history'::regclass"
    ):
        if name not in before:
            stream.connection.execute(f"drop table {name}")


@pytest.mark.number("R1")
@pytest.mark.parametrize("in_one_batch", [True, False], ids=["one batch", "two batches"])
def test_the_same_id_on_both_sides_of_midnight_counts_once(months: Stream, in_one_batch: bool) -> None:
    """History lies in another table from midnight on; the key of an event does not."""
    months.workflow(trigger={"key": "event_seen", "names": ["Signed In"]}, re_entry="every_time",
                    steps=[{"key": "add_score", "points": 1, "reason": "seen"}])  # fmt: skip
    for at in (MIDNIGHT - MOMENT, MIDNIGHT + MOMENT):
        months.put(months.event("Signed In", id="same", at=MIDNIGHT - MOMENT, received_at=at))
        months.put(months.event("Signed In", id=f"own-{at.day}", at=at, received_at=at))
        if not in_one_batch:
            months.run()
    months.run()
    assert months.rows(TABLES) == [
        ("history_2026_03", "same", 1),
        ("history_2026_03", "own-31", 0),
        ("history_2026_04", "own-1", 0),
    ]
    assert months.rows("select sum(count)::int from daily where kind = 1 and name = 'Signed In'") == [(3,)]
    assert months.rows("select sum(points)::int from points where kind = 1") == [(3,)]


@pytest.mark.number("R1")
def test_an_id_is_remembered_for_thirty_days_and_not_for_ever(stream: Stream) -> None:
    [(now,)] = stream.rows("select clock_timestamp()")
    for days in (29, 31):
        at = now - timedelta(days=days)
        stream.put(stream.event("Signed In", id=f"{days}-days-ago", at=at, received_at=at))
    stream.run(until=now)
    retention.keep_bounded(stream.connection)
    for days in (29, 31):
        stream.put(stream.event("Signed In", id=f"{days}-days-ago", at=now, received_at=now))
    stream.run(until=now)
    assert stream.rows("select message_id, count(*), sum(duplicates)::int from history where place = 0 group by 1 order by 1") == [
        ("29-days-ago", 1, 1),
        ("31-days-ago", 2, 0),
    ]  # fmt: skip
