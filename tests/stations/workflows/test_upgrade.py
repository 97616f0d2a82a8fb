"""A workflow is changed while people run in it: they keep their version until somebody moves them."""

from datetime import timedelta

import pytest

from perennia.workflows.upgrade import older, upgrade
from tests.driving import NINE, Stream

DAY = timedelta(days=1)
BEGIN = {"key": "event_seen", "names": ["Trial Began"]}


def wait(step: str, span: str) -> dict[str, object]:
    return {"id": step, "key": "wait", "for": span}


def tag(name: str) -> dict[str, object]:
    return {"key": "add_tag", "tag": name}


FIRST = [wait("think", "P3D"), tag("asked"), wait("rest", "P10D"), tag("asked again")]


def series(stream: Stream, *steps: dict[str, object], is_first: bool = False) -> None:
    stream.workflow(key="series", trigger=BEGIN, steps=list(steps))
    if is_first:
        stream.put(stream.event("Trial Began"))
        stream.run(until=NINE + timedelta(minutes=1))


def tags(stream: Stream) -> set[str]:
    return {name for (name,) in stream.rows("select tag from tag")}


@pytest.mark.number("R12")
@pytest.mark.parametrize("changed", [
    [wait("think", "P30D"), tag("asked much later")],
    [tag("nothing is waited for any more")],
    [{"id": "which", "key": "branch", "if": {"field": "contact.score", "op": "at_least", "value": 5}, "then": [tag("rich")]}],
])  # fmt: skip
def test_who_runs_keeps_their_version_whatever_becomes_of_the_workflow(
    stream: Stream, changed: list[dict[str, object]]
) -> None:
    series(stream, *FIRST, is_first=True)
    series(stream, *changed)
    stream.rows("update workflows_workflow set is_on = false returning 1")  # and it is put away besides
    stream.run(until=NINE + 14 * DAY)
    assert tags(stream) == {"asked", "asked again"}
    assert stream.rows("select state from enrolment") == [("done",)]


@pytest.mark.number("R12")
def test_moving_is_said_before_and_takes_along_who_waits_at_a_step_that_still_stands(stream: Stream) -> None:
    series(stream, *FIRST, is_first=True)
    stream.put(stream.event("Trial Began", contact=12, at=NINE + 2 * DAY))
    stream.run(until=NINE + 4 * DAY)  # the first rests, the second thinks
    series(stream, wait("think", "P1D"), tag("asked"), tag("thanked"))
    assert [(one.number, one.step, one.count, one.moves) for one in older("series", "en")] == [
        (1, "Wait 3 days", 1, True), (1, "Wait 10 days", 1, False),
    ]  # fmt: skip
    assert upgrade("series", NINE + 4 * DAY, "Ada") == 2
    assert upgrade("series", NINE + 4 * DAY, "Ada") == 2, "asked again"
    stream.run(until=NINE + 4 * DAY + timedelta(minutes=1))
    assert set(stream.rows("select subject_id, tag from tag")) == {(11, "asked"), (12, "asked"), (12, "thanked")}
    stream.run(until=NINE + 14 * DAY)
    assert (11, "asked again") in stream.rows("select subject_id, tag from tag"), "nobody is stranded"
    assert set(stream.rows("select state from enrolment")) == {("done",)}
    assert older("series", "en") == []


def test_a_move_is_a_line_of_the_log_and_happens_once(stream: Stream) -> None:
    series(stream, *FIRST, is_first=True)
    series(stream, wait("think", "P5D"), tag("asked"))
    for _ in range(2):
        upgrade("series", NINE + DAY, "Ada")
        stream.run(until=NINE + DAY)
    assert stream.rows("select count(*) from run_log where outcome = 'upgraded'") == [(1,)]
    assert stream.rows("select due_at from timer") == [(NINE + 5 * DAY,)]
