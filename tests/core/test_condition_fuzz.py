"""A hundred thousand broken conditions: each is taken or refused by name, soon, and never anything else."""

import random
from collections.abc import Callable
from time import thread_time

import pytest

from perennia.core import condition
from perennia.core.condition import Condition, View
from perennia.core.condition.field import EVENT, FEATURE, PLAIN
from perennia.core.condition.parse import OPS
from perennia.core.error import Invalid
from perennia.core.event import Event, Value
from perennia.core.profile import CONTACT, CUSTOMER, FeatureUse, Known, Profile
from tests.core.any_condition import NAMES, NOW, NUMBERS, TIMES, TODAY, WORDS

INPUTS = 100_000
SLOWEST = 2.0  # seconds of the processor for one input

Tree = object
JUNK: tuple[Tree, ...] = (
    None, True, "", [], {}, (), object(), b"x", 1j, float("nan"), float("inf"), -(2**63) - 1, 10**400, 10**5000,
    "\0", "\ud800", "x" * 5_000,
    ["x"] * 300, [[]], [{}], {"all": []}, {"any": []}, {"not": None}, {1: 2}, {None: None}, {"key": "has_tag"}, *NUMBERS, *WORDS, *TIMES,
)  # fmt: skip
PARTS = (
    "customer",
    "contact",
    "event",
    *PLAIN,
    *EVENT,
    *FEATURE,
    "trait",
    "tag",
    "place",
    "feature",
    "recent",
    "7",
    "",
    '"',
    ".",
)


def trees(dice: random.Random, depth: int = 0) -> Tree:
    """A condition that is right but for what chance has broken in it."""
    if dice.random() < 0.1:
        return dice.choice(JUNK)
    if depth < 40 and dice.random() < 0.4:
        inner: list[Callable[[], Tree]] = [
            lambda: [trees(dice, depth + 1) for _ in range(dice.choice((0, 1, 2, 3)))],
            lambda: trees(dice, depth + 1),
        ]
        return {dice.choice(("all", "any", "not")): dice.choice(inner)()}
    tree: dict[Tree, Tree] = {
        "field": field(dice),
        "op": dice.choice(OPS),
        "value": dice.choice((*JUNK, *NUMBERS, 7, [1, "a"])),
    }
    if dice.random() < 0.1:
        tree[dice.choice(("field", "op", "value", "all", "not", "other"))] = dice.choice(JUNK)
    return tree


def field(dice: random.Random) -> str:
    return ".".join(dice.choice((*PARTS, *NAMES, "customer", "trait")) for _ in range(dice.choice((2, 2, 3, 3, 4, 40))))


def read(tree: Tree) -> Condition | Invalid:
    try:
        return condition.parse(tree)
    except Invalid as wrong:
        return wrong


def view() -> View:
    values: list[Value] = [
        "pro",
        7,
        1.5,
        True,
        None,
        [1, "A", None, [2]],
        {"x": {"y": 1}},
        "2026-03-01",
        "x" * 9_000,
        float("nan"),
    ]
    known = {name: Known(value, NOW) for name, value in zip(NAMES, values, strict=False)}
    body: dict[str, Value] = dict(zip(NAMES, values, strict=False))
    contact = Profile(
        CONTACT, 2, 1, traits=known, tags=known, stages=known, features={"plan": FeatureUse(1, 1, NOW, NOW)},
    )  # fmt: skip
    event = Event(
        seq=1,
        id="m",
        name="x",
        kind="track",
        customer=1,
        contact=2,
        at=NOW,
        received_at=NOW,
        source=101,
        properties=body,
    )
    return View(Profile(CUSTOMER, 1, 1, traits=known, renews_at=NOW), contact, event, NOW, TODAY)


@pytest.mark.number("S3")
def test_no_input_breaks_the_language() -> None:
    dice, seen, taken, slowest = random.Random(3), view(), 0, 0.0
    for _ in range(INPUTS):
        tree = trees(dice)
        begun = thread_time()
        asked = read(tree)
        if isinstance(asked, Invalid):
            assert 0 < len(asked.detail) < 1_000
        else:
            taken += 1
            verdict = condition.judge(asked, seen)
            assert verdict.holds is condition.compile(asked)(seen)
            condition.describe(asked)
        slowest = max(slowest, thread_time() - begun)
    assert taken > INPUTS / 100
    assert slowest < SLOWEST


@pytest.mark.number("S3")
def test_the_worst_that_is_taken_is_judged_at_once() -> None:
    long = {"field": "customer.trait.a.b", "op": "contains", "value": "x" * 1_000}
    tree: Tree = {"any": [{**long, "value": f"{place}" + "x" * 990} for place in range(500)]}
    for _ in range(30):
        tree = {"not": tree}
    seen = view()
    asked = condition.parse(tree)
    begun = thread_time()
    condition.judge(asked, seen)
    assert thread_time() - begun < SLOWEST
