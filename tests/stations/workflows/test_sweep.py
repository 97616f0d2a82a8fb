"""Sweeps: who crossed a moment, found once, by index, and believed only if it still holds."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from perennia.workflows import sweep as sweeps
from perennia.workflows.compiled import read
from perennia.workflows.models import Workflow
from perennia.workflows.sweep import sweep
from tests.driving import NINE, Stream


def quiet(stream: Stream) -> None:
    stream.workflow(
        trigger={"key": "inactive", "days": 7}, re_entry="every_time", steps=[{"key": "add_tag", "tag": "Inactive"}]
    )


def swept(stream: Stream, at: object) -> int:
    return sweep(stream.connection, read(stream.connection, ZoneInfo("UTC")), at)  # type: ignore[arg-type]


def test_a_quiet_contact_is_found_once_and_tagged(stream: Stream) -> None:
    quiet(stream)
    stream.put(stream.event("Signed In"))
    stream.run()
    assert swept(stream, NINE + timedelta(days=6, hours=23)) == 0
    assert swept(stream, NINE + timedelta(days=7, minutes=1)) == 1
    assert swept(stream, NINE + timedelta(days=7, minutes=2)) == 0
    stream.run()
    assert stream.rows("select kind, subject_id, tag, at from tag") == [(1, 11, "Inactive", NINE + timedelta(days=7))]


def test_who_came_back_before_the_proposal_was_worked_is_left_alone(stream: Stream) -> None:
    quiet(stream)
    stream.put(stream.event("Signed In"))
    stream.run()
    stream.put(stream.event("Signed In", at=NINE + timedelta(days=6)))
    swept(stream, NINE + timedelta(days=7, minutes=1))
    stream.run()
    assert stream.rows("select tag from tag") == []


def test_an_outage_is_caught_up(stream: Stream) -> None:
    quiet(stream)
    stream.put(*[stream.event("Signed In", contact=n, at=NINE + timedelta(hours=n)) for n in range(1, 30)])
    stream.run()
    swept(stream, NINE + timedelta(days=5))
    assert swept(stream, NINE + timedelta(days=40)) == 29


def test_switching_on_counts_from_that_moment(stream: Stream) -> None:
    stream.put(stream.event("Signed In"))
    stream.run()
    stream.workflow(
        since=NINE + timedelta(days=8),
        trigger={"key": "inactive", "days": 7},
        steps=[{"key": "add_tag", "tag": "Inactive"}],
    )
    assert swept(stream, NINE + timedelta(days=9)) == 0


def test_as_many_as_there_are_may_cross_in_one_moment(stream: Stream, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "BATCH", 4)
    quiet(stream)
    later = [stream.event("Signed In", contact=n, at=NINE + timedelta(hours=1)) for n in (40, 41)]
    stream.put(*[stream.event("Signed In", contact=n) for n in range(11, 22)], *later)
    stream.run()
    assert swept(stream, NINE + timedelta(days=7, minutes=1)) == 11
    stream.run()
    assert swept(stream, NINE + timedelta(days=8)) == 2
    stream.run()
    assert len(stream.rows("select subject_id from tag")) == 13


@pytest.mark.parametrize("is_on", [True, False])
@pytest.mark.parametrize("way_out", [
    {"exits": [{"key": "inactive", "days": 3}], "steps": [{"key": "wait", "for": "P30D"}]},
    {"goal": {"key": "inactive", "days": 3}, "steps": [{"key": "wait", "for": "P30D"}]},
    {"steps": [{"key": "wait", "until": {"key": "inactive", "days": 3}, "at_most": "P30D"}]},
], ids=["exit", "goal", "wait"])  # fmt: skip
def test_a_moment_in_time_ends_a_running_enrolment_too(stream: Stream, way_out: dict[str, object], is_on: bool) -> None:
    stream.workflow(trigger={"key": "event_seen", "names": ["Signed In"]}, **way_out)  # type: ignore[arg-type]  # as given
    stream.put(stream.event("Signed In"))
    stream.run(until=NINE)
    if not is_on:
        Workflow.objects.update(is_on=False)
        swept(stream, NINE + timedelta(days=1))
    assert swept(stream, NINE + timedelta(days=4)) == 1
    stream.run(until=NINE + timedelta(days=4))
    assert stream.rows("select state in ('left', 'done') from enrolment") == [(True,)]


def test_what_the_engine_has_yet_to_hear_is_waited_for(stream: Stream) -> None:
    stream.workflow(subject="customer", trigger={"key": "renewal_due", "days": 7}, re_entry="every_time",
                    steps=[{"key": "add_tag", "tag": "Renews"}])  # fmt: skip
    swept(stream, NINE)
    renews_at = (NINE + timedelta(days=7, hours=1)).isoformat()
    stream.put(stream.event("Subscription Changed", renews_at=renews_at))
    assert swept(stream, NINE + timedelta(hours=5)) == 0
    stream.run()
    assert swept(stream, NINE + timedelta(hours=5)) == 1


@pytest.mark.number("A14")
def test_after_a_day_without_workers_nothing_the_clock_should_have_found_is_missing_or_found_twice(
    stream: Stream,
) -> None:
    """No rule rests on a job that would have to run at its hour: each sweep goes on where the last one ended."""
    quiet(stream)
    stream.put(*[stream.event("Signed In", contact=n, at=NINE + timedelta(hours=n)) for n in range(1, 49)])
    stream.run()
    begin = NINE + timedelta(days=7)
    assert swept(stream, begin + timedelta(hours=2)) == 2
    stream.run()
    assert swept(stream, begin + timedelta(hours=27)) == 25
    stream.run()
    assert swept(stream, begin + timedelta(hours=27, seconds=20)) == 0
    assert sorted(at for (at,) in stream.rows("select at from tag")) == [
        begin + timedelta(hours=n) for n in range(1, 28)
    ]
