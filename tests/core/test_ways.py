"""Several ways, and ways by share: the first condition that holds, or the same group for the same person every time."""

from collections import Counter

import pytest

from perennia.core.error import Invalid
from perennia.core.node import SplitNode
from perennia.core.profile import CONTACT
from perennia.core.workflow import compile_plan
from tests.world import DAY, World, definition, did, points

GO = {"key": "event_seen", "names": ["Go"]}


def point(many: int) -> dict[str, object]:
    return {"id": f"p{many}", "key": "add_score", "points": many, "reason": "way"}


def is_plan(name: str) -> dict[str, object]:
    return {"field": "contact.trait.plan", "op": "is", "value": name}


WAYS = [
    {"label": "Solo", "if": is_plan("Solo"), "steps": [point(1)]},
    {"label": "Solo or Team", "if": {"any": [is_plan("Solo"), is_plan("Team")]},
     "steps": [point(2), {"id": "wait", "key": "wait", "for": "P1D"}, point(3)]},
    {"label": "Big", "if": is_plan("Big"), "steps": [{"key": "stop"}]},
]  # fmt: skip
CHOICE = {"id": "plan", "key": "choose", "ways": WAYS, "else": [point(4)]}


@pytest.mark.parametrize(
    ("plan", "earned", "way"),
    [("Solo", [1, 9], "Solo"), ("Team", [2, 3, 9], "Solo or Team"), ("Big", [], "Big"), ("Other", [4, 9], ""), (None, [4, 9], "")],
)  # fmt: skip
def test_the_first_way_that_holds_is_taken_and_all_meet_behind(plan: str, earned: list[int], way: str) -> None:
    world = World(definition(trigger=GO, steps=[CHOICE, point(9)]))
    world.happens("", kind="identify", traits={"plan": plan} if plan else {})
    out = world.happens("Go")
    world.passes(2 * DAY)
    assert [many for many, _ in points(world.everything)] == earned
    [chose, *_] = did(out)
    assert (chose["what"], chose["way"]) == ("choice", way)
    asked = {"Solo": 1, "Team": 2, "Big": 1}.get(plan, 4)  # of the one that held, else of all, with what they saw
    assert len(chose["why"]) == asked
    assert chose["why"][-1].get("seen") == plan


def split(*shares: float, hold_out: float = 0) -> dict[str, object]:
    ways = [{"percent": share, "steps": [point(place + 1)]} for place, share in enumerate(shares)]
    return {"id": "split", "key": "split", "ways": ways, "hold_out": hold_out}


def test_a_split_is_the_same_for_the_same_person_and_close_to_its_shares() -> None:
    plan = compile_plan(definition(trigger=GO, steps=[split(45, 45, hold_out=10), point(9)]), 1)
    node = next(one for one in plan.nodes if isinstance(one, SplitNode))
    found = Counter(way[0] if (way := node.way("tried", (CONTACT, id_))) else None for id_ in range(20_000))
    assert {label: round(many / 200) for label, many in found.items()} == {"A": 45, "B": 45, None: 10}
    assert [node.way("tried", (CONTACT, id_)) for id_ in range(99)] == [node.way("tried", (CONTACT, id_)) for id_ in range(99)]  # fmt: skip
    others = [node.way("another", (CONTACT, id_)) for id_ in range(999)]
    assert others != [node.way("tried", (CONTACT, id_)) for id_ in range(999)]  # not the same people in every workflow


def test_who_is_held_out_ends_there_and_is_counted() -> None:
    everybody = World(definition(trigger=GO, steps=[split(0, hold_out=100), point(9)]))
    out = everybody.happens("Go")
    assert not points(out)
    [one] = everybody.enrolments("tried")
    assert (one.state, one.reason) == ("done", "held_out")
    assert everybody.tallied("tried", "held_out") == 1
    nobody = World(definition(trigger=GO, steps=[split(100), point(9)]))
    assert [many for many, _ in points(nobody.happens("Go"))] == [1, 9]


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (split(50, 49), r"steps\[0\].ways: .* come to 99, not 100"),
        (split(50, 50, hold_out=10), "come to 110"),
        (split(-1, 101), r"ways\[0\].percent: give a percentage"),
        ({"key": "split", "ways": []}, "give 1 to 20 ways"),
        ({"key": "choose", "ways": [{"steps": []}]}, r"ways\[0\].if: give a table"),
        ({"key": "choose", "ways": [{"if": {"field": "x", "op": "is", "value": 1}}]}, r"ways\[0\].if"),
        ({"key": "choose", "ways": [{"if": is_plan("A"), "steps": [{"key": "nope"}]}]}, r"steps\[0\].ways\[0\].steps\[0\]"),
    ],
)  # fmt: skip
def test_ways_that_make_no_sense_are_refused_with_their_place(step: dict[str, object], says: str) -> None:
    with pytest.raises(Invalid, match=says):
        compile_plan(definition(trigger=GO, steps=[step]), 1)
