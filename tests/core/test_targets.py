"""Waits until a moment: a time of the day, an open hour, a date, a date of theirs; in their zone, over both changes of the clocks."""

from datetime import UTC, datetime, timedelta

import pytest

from perennia.core.error import Invalid
from perennia.core.outcome import Outcome
from perennia.core.workflow import compile_plan
from tests.world import ANNA, DAY, MONDAY, World, definition, did, points

GO = {"key": "event_seen", "names": ["Go"]}
POINT = {"id": "point", "key": "add_score", "points": 1, "reason": "came through"}
LATER = {"id": "later", "key": "add_score", "points": 2, "reason": "later"}
# A week each: winter, over the spring change (Berlin 29 March, New York 8 March), over the autumn change (25 October).
MARCH_2, MARCH_28, OCTOBER_24 = MONDAY, datetime(2026, 3, 28, 9, tzinfo=UTC), datetime(2026, 10, 24, 9, tzinfo=UTC)
SATURDAY = datetime(2026, 3, 7, 9, tzinfo=UTC)


def waits(wait: dict[str, object], begins: datetime, zone: str = "Europe/Berlin", **said: object) -> datetime | None:
    """Until when somebody in the zone waits; None where they go on at once."""
    world = World(definition(trigger=GO, steps=[{"id": "wait", "key": "wait", **wait}, POINT]))
    world.now = begins
    world.happens("", kind="identify", traits={"timezone": zone, **said})
    world.happens("Go", begins, **said)
    [one] = world.enrolments("tried")
    if one.due_at is None:
        assert points(world.everything)
    return one.due_at


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("wait", "begins", "zone", "until"),
    [
        ({"until_time": "09:30"}, MARCH_2, "Europe/Berlin", "2026-03-03T08:30"),  # it was 10:00 there already
        ({"until_time": "10:30"}, MARCH_2, "Europe/Berlin", "2026-03-02T09:30"),
        ({"until_time": "10:30"}, MARCH_28, "Europe/Berlin", "2026-03-28T09:30"),
        ({"until_time": "09:30"}, MARCH_28, "Europe/Berlin", "2026-03-29T07:30"),  # the next day the clocks sprang
        ({"until_time": "02:30"}, MARCH_28, "Europe/Berlin", "2026-03-29T01:00"),  # in the gap: when the gap ends
        ({"until_time": "02:30"}, OCTOBER_24, "Europe/Berlin", "2026-10-25T00:30"),  # twice: the first
        ({"until_time": "09:00", "days": ["mon"]}, MARCH_2, "America/New_York", "2026-03-02T14:00"),
        ({"until_time": "09:00", "days": ["mon"]}, SATURDAY, "America/New_York", "2026-03-09T13:00"),  # behind the change
        ({"until_time": "09:00", "days": ["sun"]}, MARCH_2, "Asia/Ho_Chi_Minh", "2026-03-08T02:00"),
        ({"window_from": "11:00", "window_until": "15:00"}, MARCH_2, "Europe/Berlin", "2026-03-02T10:00"),
        ({"window_from": "09:00", "window_until": "17:00"}, MARCH_2, "Europe/Berlin", None),
        ({"window_from": "22:00", "window_until": "06:00"}, MARCH_2, "Europe/Berlin", "2026-03-02T21:00"),
        ({"window_from": "09:00", "window_until": "17:00", "days": ["tue", "wed"]}, MARCH_2, "UTC", "2026-03-03T09:00"),
        ({"business_hours": True}, MARCH_2, "Europe/Berlin", None),
        ({"business_hours": True}, MARCH_2, "America/New_York", "2026-03-02T14:00"),
        ({"business_hours": True}, SATURDAY, "America/New_York", "2026-03-09T13:00"),
        ({"until_date": "2026-12-24"}, MARCH_2, "Europe/Berlin", "2026-12-24T08:00"),
        ({"until_date": "2026-07-01", "at": "18:30"}, MARCH_2, "Europe/Berlin", "2026-07-01T16:30"),
        ({"until_time": "10:30"}, MARCH_2, "Nowhere/At_All", "2026-03-02T10:30"),  # the organisation's zone
    ],
)  # fmt: skip
def test_a_wait_ends_by_the_clock_where_they_are(
    wait: dict[str, object], begins: datetime, zone: str, until: str
) -> None:
    assert waits(wait, begins, zone) == (utc(until) if until else None)


@pytest.mark.parametrize(
    ("wait", "starts_at", "until"),
    [
        ({"before": "P1D"}, "2026-03-10T15:00:00Z", "2026-03-09T15:00"),
        ({"before": "PT1H"}, "2026-03-10T15:00:00+01:00", "2026-03-10T13:00"),
        ({"before": "P1D", "at": "09:00"}, "2026-03-30T15:00:00Z", "2026-03-29T07:00"),  # the day the clocks sprang
        ({"after": "PT2H"}, "2026-03-10T15:00:00Z", "2026-03-10T17:00"),
        ({"at": "08:00"}, "2026-03-10", "2026-03-10T07:00"),
        ({}, "2026-03-10", "2026-03-09T23:00"),  # a mere day begins where they are
    ],
)
def test_a_wait_ends_by_a_date_of_the_event(wait: dict[str, object], starts_at: str, until: str) -> None:
    told = {"until_field": "event.properties.starts_at", **wait}
    assert waits(told, MARCH_2, starts_at=starts_at) == utc(until)


def test_what_belongs_to_a_date_that_is_past_or_not_known_is_left_out() -> None:
    steps = [
        {"id": "day", "key": "wait", "until_field": "event.properties.starts_at", "before": "P1D"}, POINT,
        {"id": "hour", "key": "wait", "until_field": "event.properties.starts_at", "before": "PT1H"}, LATER,
    ]  # fmt: skip

    def given(**said: object) -> Outcome:
        world = World(definition(trigger=GO, steps=steps))
        world.work([world.event("Go", **said)], world.now)  # type: ignore[arg-type]  # handed on as they came
        world.passes(10 * DAY)
        return world.everything

    soon = given(starts_at=(MONDAY + timedelta(hours=5)).isoformat())
    assert points(soon) == [(2, "later")]
    assert did(soon)[0] == {"step": "day", "what": "date_passed"}
    assert points(given(starts_at="soon")) == []
    assert points(given()) == []
    assert did(given())[0] == {"step": "day", "what": "no_date"}


def test_or_is_done_at_once_where_the_step_says_so() -> None:
    wait = {"id": "wait", "key": "wait", "until_field": "contact.trait.born_on", "if_past": "go_on"}
    world = World(definition(trigger=GO, steps=[wait, POINT]))
    world.happens("", kind="identify", traits={"born_on": "1990-01-01"})
    assert points(world.happens("Go")) == [(1, "came through")]


def test_a_date_put_off_meanwhile_is_waited_for() -> None:
    wait = {"id": "wait", "key": "wait", "until_field": "contact.trait.trial_ends_on", "before": "P3D"}
    world = World(definition(trigger=GO, steps=[wait, POINT]))
    world.happens("", kind="identify", traits={"trial_ends_on": "2026-03-15"})
    world.happens("Go")
    world.happens("", kind="identify", traits={"trial_ends_on": "2026-03-25"})
    assert not points(world.passes(datetime(2026, 3, 21, tzinfo=UTC) - MONDAY))
    assert did(world.everything)[-1]["what"] == "put_off"
    assert points(world.passes(2 * DAY)) == [(1, "came through")]


@pytest.mark.number("R11")
def test_a_condition_behind_a_delay_is_judged_by_what_is_true_then() -> None:
    """Whatever kind of wait it stands behind, and by the fields, the daily sums and the event of that moment."""
    asked = {"field": "contact.trait.plan", "op": "is", "value": "Team"}
    recent = {"field": "contact.recent.Seen.3", "op": "at_least", "value": 1}
    for wait in ({"for": "P2D"}, {"until_time": "09:00"}, {"until_field": "event.properties.then"}):
        for condition, makes_true in ((asked, "identify"), (recent, "track")):
            branch = {"id": "if", "key": "branch", "if": condition, "then": [POINT], "else": [LATER]}
            world = World(definition(trigger=GO, steps=[{"id": "wait", "key": "wait", **wait}, branch]))
            world.happens("Go", then=(MONDAY + 2 * DAY).isoformat())
            world.passes(timedelta(hours=5))
            if makes_true == "identify":
                world.happens("", kind="identify", traits={"plan": "Team"})
            else:
                world.happens("Seen")
            world.passes(3 * DAY)
            assert points(world.everything) == [(1, "came through")]
            other = World(definition(trigger=GO, steps=[{"id": "wait", "key": "wait", **wait}, branch]))
            other.happens("", kind="identify", traits={"plan": "Team"})
            other.happens("Seen", MONDAY - 10 * DAY)
            other.happens("Go", then=(MONDAY + 2 * DAY).isoformat())
            other.happens("", kind="identify", traits={"plan": "Solo"})
            other.passes(3 * DAY)
            assert points(other.everything) == [(2, "later")]


@pytest.mark.parametrize(
    ("wait", "says"),
    [
        ({"until_time": "25:00"}, r"steps\[0\].until_time"),
        ({"until_time": "09:00", "days": ["someday"]}, r"steps\[0\].days.0"),
        ({"until_date": "soon"}, r"steps\[0\].until_date"),
        ({"until_field": "customer.nothing"}, "there is no field"),
        ({"until_field": "customer.score"}, "holds no date"),
        ({"until_field": "customer.renews_at", "before": "P1D", "after": "P1D"}, "not both"),
        ({"until_field": "customer.renews_at", "if_past": "guess"}, r"steps\[0\].if_past"),
        ({"until": GO, "at_most": "soon"}, "not a duration"),
        ({}, "a wait needs one of"),
    ],
)
def test_a_wait_that_makes_no_sense_is_refused_with_its_place(wait: dict[str, object], says: str) -> None:
    with pytest.raises(Invalid, match=says):
        compile_plan(definition(trigger=GO, steps=[{"key": "wait", **wait}]), 1)


def test_going_round_needs_a_wait_nobody_comes_through_at_once() -> None:
    again = {"key": "again"}
    for wait in ({"window_from": "09:00", "window_until": "17:00"}, {"business_hours": True}):
        with pytest.raises(Invalid, match="no wait before"):
            compile_plan(definition(trigger=GO, steps=[{"key": "wait", **wait}, again]), 1)
    world = World(definition(trigger=GO, steps=[{"id": "wait", "key": "wait", "until_time": "09:00"}, POINT, again]))
    world.happens("Go")
    assert len(points(world.passes(10 * DAY + timedelta(hours=1)))) == 10
    assert world.profile(ANNA).score == 10
