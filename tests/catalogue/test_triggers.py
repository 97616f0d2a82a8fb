"""Triggers that no shipped workflow shows in full: filters and counts, fields that pass a value, days, by hand."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from perennia.core.catalogue import Trigger
from perennia.core.stored import trigger_of
from tests.world import ANNA, BOB, DAY, MONDAY, World, definition, points

POINT = {"id": "point", "key": "add_score", "points": 0, "reason": "x"}


def begun(trigger: dict[str, object], **rest: Any) -> World:
    tag = {"id": "tag", "key": "set_field", "field": "begun", "value": True}
    return World(definition(trigger=trigger, re_entry="every_time", steps=[tag], **rest))


def many(world: World) -> int:
    return len(world.enrolments("tried"))


def test_an_event_is_filtered_by_all_it_must_say() -> None:
    where = [
        {"property": "amount", "op": "at_least", "value": 100},
        {"property": "card.brand", "op": "is", "value": "Visa"},
    ]
    world = begun({"key": "event_seen", "names": ["Paid", "Renewed"], "where": where})
    for said in (
        {},
        {"amount": 100},
        {"amount": 99.5, "card": {"brand": "visa"}},
        {"amount": "100", "card": {"brand": "visa"}},
    ):
        world.work([world.event("Paid", **said)], world.now)
    assert many(world) == 0
    assert not world.everything.logs  # what does not start it is not worth a line
    world.happens("Paid", amount=100, card={"brand": "VISA"})
    world.happens("Renewed", amount=2.5e6, card={"brand": "Visa"})
    world.happens("Other", amount=500, card={"brand": "Visa"})
    assert many(world) == 2


def test_an_event_is_counted_in_a_window_for_whom_the_workflow_is_about() -> None:
    three = {"key": "event_seen", "names": ["Export Failed"], "times": 3, "within_days": 7}
    world = begun(three)
    for who in (ANNA, ANNA, BOB):
        world.happens("Export Failed", contact=who)
    assert many(world) == 0
    world.happens("Export Failed")
    assert many(world) == 1
    world.happens("Export Failed")  # the fourth
    world.passes(20 * DAY)
    for _ in range(3):
        world.happens("Export Failed")
        world.passes(2 * DAY)
    assert many(world) == 2
    world.passes(20 * DAY)
    for _ in range(4):
        world.happens("Export Failed")
        world.passes(5 * DAY)  # never three in seven days
    assert many(world) == 2
    whole = World(definition(trigger=three, re_entry="every_time", subject="customer", steps=[POINT]))
    whole.loaded.days[0, 1, "Export Failed"] = {}
    for who in (ANNA, ANNA, BOB):
        whole.happens("Export Failed", contact=who)
    assert many(whole) == 1


def test_a_count_without_a_window_is_of_the_whole_life_and_the_past_counts_but_starts_nothing() -> None:
    world = begun({"key": "event_seen", "names": ["Invite Sent"], "times": 3})
    for _ in range(2):
        world.happens("Invite Sent", MONDAY - 100 * DAY, historical=True)
    assert many(world) == 0
    world.happens("Invite Sent")
    world.happens("Invite Sent")
    assert many(world) == 1


def test_filters_and_counts_hold_for_exits_goals_and_waits_too() -> None:
    big = {"key": "event_seen", "names": ["Paid"], "where": [{"property": "amount", "op": "above", "value": 10}]}
    twice = {"key": "event_seen", "names": ["Seen"], "times": 2, "within_days": 3}
    steps = [{"id": "w", "key": "wait", "until": twice, "at_most": "P9D"}, POINT]
    for extra in ({"exits": [big]}, {"goal": big}, {}):
        world = World(definition(trigger={"key": "event_seen", "names": ["Go"]}, steps=steps, **extra))
        world.happens("Go")
        world.happens("Paid", amount=5)
        world.happens("Seen")
        assert [one.state for one in world.enrolments("tried")] == ["waiting"]
        world.happens(*(("Paid",) if extra else ("Seen",)), amount=50)
        [one] = world.enrolments("tried")
        assert (one.state, one.reason) == {"exits": ("left", "exit:0"), "goal": ("done", "goal")}.get(
            next(iter(extra), ""), ("done", "")
        )


@pytest.mark.parametrize(
    ("trigger", "told", "fires"),
    [
        ({"field": "trait.plan", "op": "is", "value": "Team"}, [{"plan": "Solo"}, {"plan": "team"}, {"plan": "Team", "x": 1}], 1),
        ({"field": "trait.seats", "op": "at_least", "value": 10},
         [{"seats": 9}, {"seats": 12}, {"seats": 20}, {"seats": 1}, {"seats": 10}], 2),
        ({"field": "trait.plan", "op": "is_missing", "value": None}, [{"plan": "Solo"}, {"plan": None}], 1),
        ({"field": "trait.title", "op": "contains", "value": "chief"}, [{"title": "Chief of Staff"}], 1),
    ],
)  # fmt: skip
def test_a_field_passes_a_value_only_as_it_does(
    trigger: dict[str, object], told: list[dict[str, object]], fires: int
) -> None:
    world = begun({"key": "field_becomes", **trigger})
    for traits in told:
        world.happens("", kind="identify", traits=traits)
    assert many(world) == fires


def test_a_field_set_by_hand_or_by_a_step_counts_as_well() -> None:
    world = World(
        definition("tried", trigger={"key": "field_becomes", "field": "trait.health", "op": "is", "value": "Struggling"},
                   subject="customer", re_entry="every_time", steps=[POINT]),
        definition("sets", trigger={"key": "event_seen", "names": ["Alarm"]}, subject="customer", re_entry="every_time",
                   steps=[{"id": "set", "key": "set_field", "field": "health", "value": "Struggling"}]),
    )  # fmt: skip
    world.happens("Signed In")
    world.happens("Field Set By Hand", kind="person", contact=None, field="health", value="Struggling")
    world.happens("Field Set By Hand", kind="person", contact=None, field="health", value="Struggling")
    assert many(world) == 1
    world.happens("Field Set By Hand", kind="person", contact=None, field="health", value="Steady")
    world.happens("Alarm")
    assert many(world) == 2
    said = [one.event.properties for one in world.everything.happened if one.event.name == "Field Changed"]
    assert [(one["from"], one["to"]) for one in said] == [
        (None, "Struggling"), ("Struggling", "Steady"), ("Steady", "Struggling"),
    ]  # fmt: skip


def test_scores_counts_and_features_are_heard_by_their_own_events() -> None:
    for field, value, listens in (
        ("score", 50, ["Score Changed"]), ("count.Export", 2, ["Export"]), ("feature.Reports.uses", 3, ["Feature Used"]),
        ("tag.vip", True, ["Tag Added", "Tag Removed"]),
    ):  # fmt: skip
        op = "is" if value is True else "at_least"
        assert (
            list(trigger_of({"key": "field_becomes", "field": field, "op": op, "value": value}, "").listens())
            == listens
        )
    world = begun({"key": "field_becomes", "field": "feature.Reports.uses", "op": "at_least", "value": 3})
    for _ in range(5):
        world.happens("Feature Used", feature="Reports", seconds=5)
        world.happens("Feature Used", feature="Boards", seconds=5)
    assert many(world) == 1


def test_days_since_they_began_count_from_the_first_live_event() -> None:
    world = begun({"key": "days_since_start", "days": 10})
    world.happens("Signed In", MONDAY - 300 * DAY, historical=True)
    assert not world.passes(20 * DAY).logs
    world.happens("Signed In")
    world.passes(10 * DAY - timedelta(minutes=1))
    assert many(world) == 0
    world.passes(timedelta(minutes=2))
    assert many(world) == 1
    world.happens("Signed In")
    world.passes(50 * DAY)
    assert many(world) == 1


def test_a_feature_s_tenth_use_fires_once() -> None:
    world = begun({"key": "feature_uses", "uses": [2, 4]})
    for feature in ("Reports", "Boards", "Reports", "Reports", "Reports", "Reports"):
        world.happens("Feature Used", feature=feature)
    assert many(world) == 2


@pytest.mark.parametrize(
    ("days", "when", "fires_on"), [(7, "before", 13), (0, "before", 20), (0, "after", 20), (3, "after", 23)]
)
def test_a_date_they_have_fires_days_before_on_and_after_it(days: int, when: str, fires_on: int) -> None:
    world = begun({"key": "date_reached", "field": "trait.trial_ends_at", "days": days, "when": when})
    world.happens("", kind="identify", traits={"trial_ends_at": (MONDAY + 20 * DAY).isoformat()})
    world.passes(fires_on * DAY - timedelta(minutes=1))
    assert many(world) == 0
    world.passes(timedelta(minutes=2))
    assert many(world) == 1
    world.passes(100 * DAY)
    assert many(world) == 1
    world.happens("", kind="identify", traits={"trial_ends_at": (world.now + 20 * DAY).isoformat()})
    world.passes(30 * DAY)
    assert many(world) == 2  # another date


def test_a_date_put_off_fires_at_its_new_moment_and_one_set_too_late_never() -> None:
    world = begun({"key": "date_reached", "field": "trait.trial_ends_at", "days": 7})
    world.happens("", kind="identify", traits={"trial_ends_at": (MONDAY + 20 * DAY).isoformat()})
    world.passes(5 * DAY)
    world.happens("", kind="identify", traits={"trial_ends_at": (MONDAY + 40 * DAY).isoformat()})
    world.passes(20 * DAY)
    assert many(world) == 0
    world.passes(10 * DAY)
    assert many(world) == 1
    late = begun({"key": "date_reached", "field": "trait.trial_ends_at", "days": 7})
    late.happens("", kind="identify", traits={"trial_ends_at": (MONDAY + 3 * DAY).isoformat()})
    late.passes(30 * DAY)
    assert many(late) == 0
    late.happens("", kind="identify", traits={"trial_ends_at": "soon"})
    late.happens("Date Reached", field="trait.trial_ends_at", days=-7, of="contact")  # somebody outside says so
    assert many(late) == 0


def test_one_started_by_hand_begins_in_no_other_way() -> None:
    world = World(
        definition(trigger={"key": "by_hand"}, steps=[{"id": "p", "key": "add_score", "points": 3, "reason": "x"}])
    )
    world.happens("Signed In")
    world.happens("Enrolled By Hand")  # somebody outside says so
    assert not world.enrolments("tried")
    assert points(world.happens("Enrolled By Hand", kind="person", workflow="tried")) == [(3, "x")]


@pytest.mark.parametrize(
    "said",
    [
        {"key": "event_seen", "names": []},
        {"key": "event_seen", "names": ["Feature Used"], "times": 3},
        {"key": "event_seen", "names": ["A", "B"], "times": 2},
        {"key": "event_seen", "names": ["A"], "where": [{"property": "x", "op": "above", "value": True}]},
        {"key": "event_seen", "names": ["A"], "where": [{"property": "", "op": "is", "value": 1}]},
        {"key": "event_seen", "names": ["A"], "times": 2, "within_days": 367},
        {"key": "field_becomes", "field": "nonsense"},
        {"key": "field_becomes", "field": "recent.Paid.7", "op": "at_least", "value": 3},
        {"key": "field_becomes", "field": "score", "op": "contains", "value": "x"},
        {"key": "feature_uses", "uses": []},
    ],
)
def test_what_could_never_be_answered_is_refused(said: dict[str, object]) -> None:
    known = {one.key: one for one in {*_triggers()}}
    with pytest.raises(ValidationError):
        known[str(said["key"])].model_validate({name: value for name, value in said.items() if name != "key"})


def _triggers() -> list[type[Trigger]]:
    from perennia.core.catalogue import discover

    return [*discover(Trigger).values()]
