"""One customer's events in order, and all that follows: entries, loops, history, batches of any size."""

import random
from collections.abc import Mapping
from datetime import UTC, timedelta

import pytest

from perennia.core.effect import Describe, Notify
from perennia.core.index import Index
from perennia.core.outcome import Outcome
from perennia.core.profile import CUSTOMER
from perennia.core.shipped import shipped
from perennia.core.stream import Arrived, run
from perennia.core.workflow import Definition
from tests.world import ANNA, BOB, DAY, MONDAY, World, definition, messages, notices, points

LETTER = {"key": "send_message", "template": "hello"}
TEXT = {"hello": {"subject": "Hello", "body": "Hello"}}


def on(name: str, *steps: Mapping[str, object], key: str = "tried", **parts: object) -> Definition:
    return definition(key, trigger={"key": "event_seen", "names": [name]}, steps=list(steps), templates=TEXT, **parts)


def score(points: int) -> Mapping[str, object]:
    return {"key": "add_score", "points": points, "reason": "x"}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("once", 1), ("every_time", 4), ("after P2D", 2), ("per properties.invoice", 2)],
)
@pytest.mark.number("R14")
def test_each_rule_of_re_entry_lets_in_as_often_as_it_says(rule: str, expected: int) -> None:
    world = World(on("Paid", LETTER, re_entry=rule))
    for day, invoice in enumerate(("A", "A", "B", "B")):
        world.happens("Paid", MONDAY + day * DAY, invoice=invoice)
    assert len(messages(world.everything)) == expected


@pytest.mark.number("R14")
def test_once_holds_for_each_contact_and_for_ever() -> None:
    world = World(on("Paid", LETTER))
    for contact in (ANNA, BOB, ANNA):
        world.happens("Paid", contact=contact)
    world.passes(3000 * DAY)
    world.happens("Paid")
    assert [row.contact for row in world.everything.messages] == [ANNA, BOB]


@pytest.mark.number("R15")
def test_two_workflows_that_start_each_other_are_stopped_and_it_is_said() -> None:
    step = {"key": "branch", "if": {"field": "contact.tag.odd", "op": "is", "value": True}}
    odd, even = {"key": "remove_tag", "tag": "odd"}, {"key": "add_tag", "tag": "odd"}
    world = World(
        definition(
            "ping", trigger={"key": "tag_added", "tag": "odd"}, re_entry="every_time", steps=[{**step, "then": [odd]}]
        ),
        definition(
            "pong",
            trigger={"key": "tag_removed", "tag": "odd"},
            re_entry="every_time",
            steps=[{**step, "else": [even]}],
        ),
        on("Go", even, key="start", re_entry="every_time"),
    )
    out = world.happens("Go")
    assert [one.event.name for one in out.happened if one.event.name.startswith("Tag")] == [
        "Tag Added",
        "Tag Removed",
    ] * 5
    stopped = [log.detail for log in out.logs if log.outcome == "failed"]
    assert len(stopped) == 1
    assert stopped[0]["reason"] == "chain:10"
    assert world.happens("Signed In").happened, "the customer goes on"


def test_twenty_entries_a_day_are_enough() -> None:
    world = World(on("Paid", LETTER, re_entry="every_time"))
    for minute in range(30):
        world.happens("Paid", MONDAY + timedelta(minutes=minute))
    assert len(world.everything.messages) == 20
    world.happens("Paid", MONDAY + DAY)
    assert len(world.everything.messages) == 21


@pytest.mark.number("two years late")
def test_history_folds_and_starts_nothing_nor_does_what_follows_from_it() -> None:
    world = World(
        on("Paid", score(400)),
        definition("big", trigger={"key": "milestone_reached", "milestone": 1}, steps=[LETTER], templates=TEXT),
        definition("back", trigger={"key": "logged_in"}, steps=[LETTER], templates=TEXT),
    )
    out = world.happens("Paid", MONDAY - 700 * DAY, historical=True)
    assert not (out.messages)
    assert not (out.points)
    assert not (out.enrolments)
    assert not (notices(out))
    assert world.profile().counts["Paid"] == 1
    assert world.profile().started_at is None


def test_two_steps_upwards_pass_a_milestone_once() -> None:
    world = World(
        on("Paid", score(200), score(200)),
        definition(
            "big",
            trigger={"key": "milestone_reached", "milestone": 300},
            re_entry="every_time",
            steps=[LETTER],
            templates=TEXT,
        ),
    )
    assert len(world.happens("Paid").messages) == 1


def test_what_happened_before_it_was_switched_on_starts_nothing() -> None:
    world = World(on("Paid", LETTER), since=MONDAY)
    assert not world.happens("Paid", MONDAY - timedelta(seconds=1), received_at=MONDAY).messages
    assert world.happens("Paid", MONDAY).messages


def test_a_visitor_starts_nothing() -> None:
    world = World(on("Paid", LETTER))
    assert not world.happens("Paid", hidden=True).messages


def test_a_contact_does_not_hear_what_a_colleague_did() -> None:
    wait = {"key": "wait", "until": {"key": "event_seen", "names": ["Paid"]}, "at_most": "P1D", "else": [score(-1)]}
    world = World(on("Go", wait, score(1)), on("Return", LETTER, key="w"))
    world.happens("Go", contact=ANNA)
    world.happens("Paid", contact=BOB)
    assert points(world.everything) == []
    world.happens("Paid", contact=ANNA)
    assert points(world.everything) == [(1, "x")]


def test_a_login_of_one_is_not_the_goal_of_another() -> None:
    wait = {"key": "wait", "for": "P9D"}
    world = World(
        definition("w", trigger={"key": "event_seen", "names": ["Go"]}, goal={"key": "logged_in"}, steps=[wait])
    )
    for name in ("Signed In", "Go"):
        world.happens(name, contact=ANNA)
        world.happens(name, contact=BOB)
    world.happens("Signed In", MONDAY + DAY, contact=BOB)
    assert world.tallied("w", "goal") == 1
    assert [one.subject for one in world.enrolments("w") if one.is_running] == [ANNA]


def test_a_timer_due_before_an_event_was_received_goes_first() -> None:
    world = World(
        on("Go", {"key": "wait", "for": "PT1H"}, {"key": "branch", "if": {"field": "contact.count.Paid", "op": "at_least", "value": 1},
           "then": [score(1)], "else": [score(2)]})
    )  # fmt: skip
    arrived = [world.event("Go", MONDAY), world.event("Paid", MONDAY + timedelta(hours=2))]
    world.work(arrived, MONDAY + timedelta(hours=3))
    assert points(world.everything) == [(2, "x")]


def test_an_exit_ends_the_enrolment_and_its_timer() -> None:
    world = World(on("Go", {"key": "wait", "for": "P1D"}, LETTER, exits=[{"key": "event_seen", "names": ["Stop"]}]))
    world.happens("Go")
    world.happens("Stop")
    assert not world.passes(9 * DAY).messages
    assert world.tallied("tried", "left") == 1
    assert not world.loaded.timers


def test_a_place_in_braces_is_filled_and_without_its_word_the_step_is_left_out() -> None:
    world = World(on("Used", {"key": "add_tag", "tag": "On {feature}"}, score(1), re_entry="every_time"))
    world.happens("Used", feature="Boards")
    world.happens("Used")
    world.happens("Used", feature={"not": "a word"})
    assert world.tags() == {"On Boards"}
    assert len(points(world.everything)) == 3


def story(world: World, length: int) -> list[Arrived]:
    """A lively life: logins, use, payments, plans and silences, with events that come late."""
    told, rng = world.event("Signed Up"), random.Random(7)
    arrived, at = [told], MONDAY
    for number in range(length):
        at += timedelta(minutes=rng.choice([1, 5, 40, 600, 3000]))
        late = timedelta(hours=rng.choice([0, 0, 0, 0, 1, 20]))
        name = rng.choice(
            ["Signed In", "Feature Used", "Feature Used", "Payment Succeeded", "Payment Failed", "Check-in Answered"]
        )
        rest: dict[str, object] = {"invoice": f"I-{number // 3}"}
        if name == "Feature Used":
            rest = {"feature": rng.choice(["Reports", "Boards"]), "seconds": rng.randint(1, 1800)}
        contact = None if name.startswith("Payment") else rng.choice([ANNA, BOB])
        if contact == ANNA and name == "Check-in Answered":
            name = "Signed In"
        arrived.append(world.event(name, at - late, contact=contact, received_at=at, **rest))  # type: ignore[arg-type]  # its properties
    return arrived


def told_by(out: Outcome) -> dict[str, list[str]]:
    """Everything that came of it, but the refreshing of rows people look at, which is once a batch."""
    lists = {name: [repr(row) for row in getattr(out, name)] for name in Outcome.LISTS}
    lists["effects"] = [repr(row) for row in out.effects if not isinstance(row.effect, Describe)]
    lists["gone"] = sorted({*lists["gone"]})  # a timer given up may be met once more in the batch that gave it up
    return lists


@pytest.mark.number("batches")
def test_batches_of_1_7_and_2000_come_to_the_same() -> None:
    keys = [one.key for one in shipped() if one.trigger["key"] != "inactive"]
    outcomes = []
    for size in (1, 7, 2000):
        world = World(*keys)
        arrived = story(world, 400)
        for start in range(0, len(arrived), size):
            batch = arrived[start : start + size]
            world.work(batch, batch[-1].event.received_at)
        outcomes.append((told_by(world.everything), world.loaded.profiles, world.loaded.enrolments))
    assert len(outcomes[0][0]["messages"]) > 20
    assert len(outcomes[0][0]["gone"]) > 5
    assert outcomes[0] == outcomes[1] == outcomes[2]


def test_the_same_events_again_from_the_same_state_give_the_same_keys() -> None:
    seen = []
    for _ in range(2):
        world = World("check_ins", "payment_succeeded_team")
        world.work(story(world, 50), MONDAY + 60 * DAY)
        seen.append(told_by(world.everything))
    assert seen[0] == seen[1]


def test_an_event_that_fails_keeps_what_came_before_it() -> None:
    world = World(on("Paid", score(1), re_entry="every_time"))
    arrived = [world.event("Paid") for _ in range(3)]
    calls = iter([None, None, RuntimeError("too slow")])

    def budget() -> None:
        if (error := next(calls, None)) is not None:
            raise error

    out = Outcome()
    run(world.loaded, arrived, world.index, MONDAY, out, budget)
    assert [failure.seq for failure in out.failures] == [arrived[2].event.seq]
    assert len(out.points) == 2
    assert len(out.happened) == len({(h.event.id) for h in out.happened})


def test_what_a_step_sets_after_a_wait_reaches_the_lists() -> None:
    later = definition(
        trigger={"key": "event_seen", "names": ["Signed In"]},
        steps=[{"key": "wait", "for": "P1D"}, {"key": "set_field", "field": "plan", "value": "Gold", "on": "customer"}],
    )
    world = World(later)
    world.happens("Signed In")
    described = [one.effect for one in world.passes(2 * DAY).effects]
    assert [(one.kind, one.traits) for one in described if isinstance(one, Describe)] == [(CUSTOMER, {"plan": "Gold"})]


def test_what_happened_before_an_entry_and_is_told_after_it_does_not_end_it() -> None:
    world = World(
        on(
            "Payment Failed",
            {"key": "wait", "for": "P3D"},
            score(1),
            subject="customer",
            exits=[{"key": "payment_succeeded"}],
        )
    )
    world.happens("Payment Failed", MONDAY)
    world.happens("Payment Succeeded", MONDAY - timedelta(hours=2), received_at=MONDAY + timedelta(hours=1))
    assert [one.state for one in world.enrolments("tried")] == ["waiting"]
    world.happens("Payment Succeeded", MONDAY + timedelta(hours=2))
    assert [one.state for one in world.enrolments("tried")] == ["left"]


def test_who_waits_in_a_workflow_that_cannot_be_read_for_a_time_goes_on_when_it_can() -> None:
    world = World(on("Signed In", {"key": "wait", "for": "P1D"}, score(1)))
    world.happens("Signed In")
    readable, world.index = world.index, Index((), (), UTC)
    world.passes(3 * DAY)
    assert [one.state for one in world.enrolments("tried")] == ["waiting"]
    world.index = readable
    world.passes(timedelta(hours=2))
    assert [one.state for one in world.enrolments("tried")] == ["done"]
    assert points(world.everything) == [(1, "x")]
    assert not world.loaded.timers


def test_what_a_caller_sent_never_becomes_liquid() -> None:
    told = {"key": "notify_team", "kind": "x", "text": "Uses {feature}, {{ event.feature }}"}
    world = World(on("Feature Used", told, {"key": "add_tag", "tag": "On {feature}"}))
    out = world.happens("Feature Used", feature="{{ owner.email }}")
    assert [one.effect.text for one in out.effects if isinstance(one.effect, Notify)] == [told["text"]]
    assert world.tags() == {"On {{ owner.email }}"}
