"""Who is in a segment follows what happens and the clock; out and in again within one event is no change."""

from datetime import UTC, timedelta

import pytest

from perennia.core.condition import parse
from perennia.core.index import Index, Live
from perennia.core.outcome import Outcome, Timer, key_of
from perennia.core.profile import CONTACT, CUSTOMER
from perennia.core.segment import ANEW, Segment, compiled
from perennia.core.workflow import Definition
from tests.world import ACME, ANNA, DAY, LONG_AGO, MONDAY, World, definition

BIG = {"field": "customer.score", "op": "at_least", "value": 100}
QUIET = {"field": "contact.last_seen_at", "op": "more_than_days_ago", "value": 14}
EAGER = {"field": "contact.recent.Signed In.7", "op": "at_least", "value": 2}
TAG = {"key": "add_tag", "tag": "Heard"}


def world(condition: dict[str, object], *workflows: Definition, kind: int = CONTACT) -> World:
    made = World(*workflows)
    plans = [live.plan for live in made.index.live]
    segment = compiled("seg", kind, parse(condition))
    made.index = Index([Live(plan, LONG_AGO) for plan in plans], plans, UTC, segments=[segment])
    for of, name in made.index.roll_ups:
        made.loaded.days[of, ANNA if of == CONTACT else ACME, name] = {}
    return made


def moves(out: Outcome) -> list[str]:
    return [one.event.name for one in out.happened if one.event.name.startswith("Segment")]


def on_enter() -> Definition:
    return definition(trigger={"key": "segment_entered", "segment": "seg"}, steps=[TAG])


def scoring(points: int, name: str, key: str) -> Definition:
    return definition(
        key, subject="customer", trigger={"key": "event_seen", "names": [name]}, re_entry="every_time",
        steps=[{"key": "add_score", "points": points, "reason": "x"}],
    )  # fmt: skip


def test_a_renewal_in_no_years_of_ours_stops_no_customers_events() -> None:
    one = world({"field": "customer.renews_at", "op": "in_next_days", "value": 60}, kind=CUSTOMER)
    for at in ("0001-01-01", "0001-01-01T00:00:00Z", "9999-12-31", "9999-12-31T23:59:59-12:00", 99_999_999_999):
        assert moves(one.happens("Subscription Started", renews_at=at)) == []
    assert moves(one.happens("Subscription Changed", renews_at=(MONDAY + 30 * DAY).isoformat())) == ["Segment Entered"]


def test_a_segment_is_entered_and_left_by_what_happens() -> None:
    one = world(BIG, scoring(100, "Up", "up"), scoring(-50, "Down", "down"), kind=CUSTOMER)
    assert moves(one.happens("Up")) == ["Segment Entered"]
    assert one.profile(None).segments == {"seg": one.now}
    assert moves(one.happens("Up")) == []
    assert moves(one.happens("Down")) == []
    assert moves(one.happens("Down")) == []
    assert moves(one.happens("Down")) == ["Segment Left"]
    assert one.profile(None).segments == {}


@pytest.mark.number("R13")
def test_out_and_in_again_within_one_event_is_no_change() -> None:
    stays = definition(
        "stays", subject="customer", trigger={"key": "segment_entered", "segment": "seg"}, re_entry="every_time",
        exits=[{"key": "segment_left", "segment": "seg"}], steps=[{"key": "wait", "for": "P3D"}, TAG],
    )  # fmt: skip
    one = world(
        BIG, stays, scoring(100, "Up", "up"), scoring(-100, "Both", "down"), scoring(100, "Both", "over"), kind=CUSTOMER
    )
    one.happens("Up")
    out = one.happens("Both")
    assert (moves(out), [row.points for row in out.points]) == ([], [-100, 100])
    assert [run.state for run in one.enrolments("stays")] == ["waiting"]
    one.passes(4 * DAY)
    assert one.tags(None) == {"Heard"}


def test_time_alone_makes_somebody_enter_and_activity_makes_them_leave() -> None:
    one = world(QUIET, on_enter())
    one.happens("Signed In")
    assert one.profile().flips_at == MONDAY + 14 * DAY
    assert moves(one.passes(14 * DAY - timedelta(seconds=1))) == []
    assert moves(one.passes(timedelta(seconds=2))) == ["Segment Entered"]
    assert one.tags() == {"Heard"}
    assert moves(one.happens("Signed In")) == ["Segment Left"]
    assert one.profile().flips_at == one.now + 14 * DAY


def test_a_timer_that_comes_too_early_moves_on_and_there_is_only_one() -> None:
    one = world(QUIET, on_enter())
    for day in range(10):
        one.happens("Signed In", MONDAY + day * DAY)
    assert [timer.due_at for timer in one.loaded.timers] == [MONDAY + 14 * DAY]
    assert moves(one.passes(6 * DAY)) == []
    assert [timer.due_at for timer in one.loaded.timers] == [MONDAY + 23 * DAY]
    assert moves(one.passes(9 * DAY)) == ["Segment Entered"]
    assert one.loaded.timers == []


def test_daily_sums_count_and_fall_out_of_their_window() -> None:
    one = world(EAGER, on_enter())
    assert moves(one.happens("Signed In")) == []
    assert moves(one.happens("Signed In", MONDAY + DAY)) == ["Segment Entered"]
    assert moves(one.passes(9 * DAY)) == ["Segment Left"]


@pytest.mark.number("R13")
def test_a_new_definition_is_learnt_in_silence_and_starts_nothing() -> None:
    one = world({"field": "contact.trait.plan", "op": "is", "value": "pro"}, on_enter())
    one.happens("Identify", kind="identify", traits={"plan": "free"})
    wider: Segment = compiled("seg", CONTACT, parse({"field": "contact.trait.plan", "op": "is_present"}))
    one.index = Index(one.index.live, one.index.versions.values(), UTC, segments=[wider])
    one.loaded.timers.append(Timer(one.now, key_of("x"), ANEW, CONTACT, ANNA, ACME))
    out = one.work([], one.now + DAY)
    assert (moves(out), one.tags()) == ([], set())
    assert [(row.segment, row.is_in) for row in out.segments] == [("seg", True)]
    assert list(one.profile().segments) == ["seg"]


def test_the_past_moves_people_and_starts_nothing() -> None:
    one = world({"field": "contact.trait.plan", "op": "is", "value": "pro"}, on_enter())
    out = one.happens("Identify", kind="identify", traits={"plan": "pro"}, historical=True)
    assert moves(out) == ["Segment Entered"]
    assert (one.tags(), list(one.profile().segments)) == (set(), ["seg"])


def test_somebody_new_enters_with_their_first_event() -> None:
    one = world({"field": "contact.trait.plan", "op": "is", "value": "pro"}, on_enter())
    assert moves(one.happens("Identify", kind="identify", traits={"plan": "pro"})) == ["Segment Entered"]
    assert one.tags() == {"Heard"}


def test_a_visitor_is_in_no_segment_until_they_are_known() -> None:
    one = world({"field": "contact.count.Page Viewed", "op": "at_least", "value": 1}, on_enter())
    assert moves(one.happens("Page Viewed", hidden=True)) == []
    assert moves(one.happens("Identify", kind="identify", traits={"email": "a@b.test"})) == ["Segment Entered"]


def test_two_workflows_that_push_each_other_in_and_out_come_to_rest() -> None:
    tagged = {"field": "contact.tag.odd", "op": "is", "value": True}
    out_again = definition(
        "out", trigger={"key": "segment_entered", "segment": "seg"}, re_entry="every_time",
        steps=[{"key": "remove_tag", "tag": "odd"}],
    )  # fmt: skip
    in_again = definition(
        "in", trigger={"key": "segment_left", "segment": "seg"}, re_entry="every_time",
        steps=[{"key": "add_tag", "tag": "odd"}],
    )  # fmt: skip
    start = definition("go", trigger={"key": "event_seen", "names": ["Go"]}, steps=[{"key": "add_tag", "tag": "odd"}])
    one = world(tagged, out_again, in_again, start)
    assert 2 <= len(moves(one.happens("Go"))) <= 12
