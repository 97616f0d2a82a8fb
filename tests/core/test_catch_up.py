"""After a standstill the workflow's own rule decides: the last step that came due, none of them, or all."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest

from perennia.core.outcome import Outcome
from tests.world import DAY, MONDAY, World, definition

HOUR = timedelta(hours=1)
BEGIN = {"key": "event_seen", "names": ["Trial Began"]}


def letters(*waits: Mapping[str, object], catch_up: str) -> World:
    """A world in which Anna has begun a series: each wait with a letter behind it, named by its place."""
    steps: list[dict[str, object]] = []
    for place, wait in enumerate(waits, 1):
        steps += [{"key": "wait", **wait}, {"key": "add_tag", "tag": f"letter {place}"}]
    world = World(definition(trigger=BEGIN, steps=steps, catch_up=catch_up))
    world.happens("Trial Began")
    return world


def sent(out: Outcome) -> Sequence[str]:
    return [change.tag for change in out.tags]


DAYS = ({"until_day": 1}, {"until_day": 7}, {"until_day": 14}, {"until_day": 21})
HOURS = ({"for": "PT1H"}, {"for": "PT1H"}, {"for": "PT1H"})


@pytest.mark.number("R21")
def test_of_three_days_missed_only_the_last_letter_goes_and_the_next_comes_on_its_day() -> None:
    world = letters(*DAYS, catch_up="once")
    assert sent(world.stands_still(15 * DAY)) == ["letter 3"]
    assert sent(world.passes(5 * DAY)) == []
    assert sent(world.passes(1 * DAY + HOUR)) == ["letter 4"]


@pytest.mark.number("R21")
def test_a_workflow_that_skips_leaves_out_what_came_due_and_goes_on_with_the_next_day() -> None:
    world = letters(*DAYS, catch_up="skip")
    assert sent(world.stands_still(15 * DAY)) == []
    assert sent(world.passes(6 * DAY + HOUR)) == ["letter 4"]


@pytest.mark.number("R21")
def test_a_workflow_that_does_all_sends_every_letter_missed() -> None:
    world = letters(*DAYS, catch_up="all")
    assert sent(world.stands_still(15 * DAY)) == ["letter 1", "letter 2", "letter 3"]


@pytest.mark.number("R21")
def test_three_hours_of_standstill_do_not_bring_three_hourly_letters_at_once() -> None:
    world = letters(*HOURS, catch_up="once")
    assert sent(world.stands_still(3 * HOUR + HOUR / 2)) == ["letter 1"]
    assert sent(world.passes(HOUR / 2)) == []
    assert sent(world.passes(HOUR)) == ["letter 2"]


def test_a_wait_that_is_seconds_late_is_no_standstill() -> None:
    world = letters(*HOURS, catch_up="skip")
    assert sent(world.stands_still(HOUR + timedelta(seconds=4))) == ["letter 1"]


def test_the_log_says_what_was_left_out() -> None:
    world = letters(*DAYS, catch_up="once")
    told = [did for line in world.stands_still(15 * DAY).logs for did in line.detail["did"]]  # type: ignore[union-attr]
    assert [did["what"] for did in told if isinstance(did, dict) and did["what"] == "missed"] == ["missed", "missed"]


def test_the_rule_holds_for_waits_only_and_a_run_that_never_stood_still_is_the_same_under_each() -> None:
    runs = []
    for rule in ("once", "skip", "all"):
        world = letters(*DAYS, catch_up=rule)
        runs.append([sent(world.passes(DAY)) for _ in range(22)])
    assert runs[0] == runs[1] == runs[2]
    assert world.now == MONDAY + 22 * DAY
