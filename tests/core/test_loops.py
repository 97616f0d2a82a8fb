"""Nothing goes round for ever: a workflow cannot lead back into itself, and a run that does all the same is stopped."""

from collections.abc import Mapping

import msgspec
import pytest

from perennia.core.advance import MAX_STEPS_TAKEN
from perennia.core.error import Invalid
from perennia.core.index import Index, Live
from perennia.core.workflow import MAX_NESTING, MAX_STEPS, ActionNode, Plan, WaitNode, compile_plan
from tests.world import DAY, LONG_AGO, MONDAY, World, definition

POINT = {"key": "add_score", "points": 1, "reason": "round"}
DAY_LONG = {"key": "wait", "for": "P1D"}


def of(*steps: Mapping[str, object]) -> Plan:
    return compile_plan(definition(trigger={"key": "event_seen", "names": ["Go"]}, steps=list(steps)), 1)


@pytest.mark.number("R15")
@pytest.mark.parametrize("key", ["go_to", "goto", "repeat", "loop", "while"])
def test_a_step_that_would_lead_back_is_refused_at_save(key: str) -> None:
    """Steps lead on, into branches and out of them, never back: there is no word for it."""
    with pytest.raises(Invalid, match=rf"steps\[1\]: there is no action '{key}' here\."):
        of(POINT, {"key": key, "step": "steps[0]", "to": "steps[0]"})


@pytest.mark.number("R15")
def test_every_step_of_a_workflow_leads_forward() -> None:
    branch = {
        "key": "branch",
        "if": {"field": "contact.score", "op": "at_least", "value": 1},
        "then": [POINT],
        "else": [POINT],
    }
    wait = {"key": "wait", "until": {"key": "event_seen", "names": ["Paid"]}, "at_most": "P1D", "else": [POINT]}
    plan = of(POINT, branch, wait, DAY_LONG, {"key": "stop"}, POINT)
    seen: set[int] = set()

    def walk(place: int, above: tuple[int, ...]) -> None:
        assert place not in above, "a step leads back to one before it"
        seen.add(place)
        node = plan.nodes[place]
        for name in ("then", "otherwise", "on_timeout"):
            if (following := getattr(node, name, -1)) >= 0:
                walk(following, (*above, place))

    walk(0, ())
    assert len(seen) >= 6


@pytest.mark.number("R15")
def test_a_workflow_too_long_to_end_soon_is_refused_with_the_limit() -> None:
    with pytest.raises(Invalid, match=f"at most {MAX_STEPS} steps"):
        of(*[POINT] * (MAX_STEPS + 1))


@pytest.mark.number("R15")
def test_branches_in_branches_without_end_are_refused_with_the_limit() -> None:
    steps: list[Mapping[str, object]] = [POINT]
    for _ in range(300):
        steps = [
            {"key": "branch", "if": {"field": "contact.score", "op": "at_least", "value": 1}, "then": steps, "else": []}
        ]
    with pytest.raises(Invalid, match=f"at most {MAX_NESTING} deep"):
        of(*steps)


@pytest.mark.number("R15")
@pytest.mark.parametrize("waits", [False, True], ids=["in one turn", "over many days"])
def test_a_run_that_goes_round_in_circles_stops_at_a_thousand_steps_and_says_so(waits: bool) -> None:
    """No definition compiles to this: the guard behind the guard is shown by nodes tied into a ring by hand."""
    plan = of(POINT, DAY_LONG) if waits else of(POINT, POINT)
    nodes = list(plan.nodes)
    for place, node in enumerate(nodes):
        if isinstance(node, ActionNode | WaitNode) and node.then == _stop(plan):
            nodes[place] = msgspec.structs.replace(node, then=0)
    ring = msgspec.structs.replace(plan, nodes=tuple(nodes))
    world = World()
    world.index = Index([Live(ring, LONG_AGO)], [ring], world.index.zone)
    world.happens("Go", MONDAY)
    if waits:
        world.passes(600 * DAY)
    [run] = world.enrolments("tried")
    assert (run.state, run.steps_taken) == ("failed", MAX_STEPS_TAKEN)
    assert run.reason == "circles:1000"
    [said] = [log.detail for log in world.everything.logs if log.detail.get("state") == "failed"]
    assert said["reason"] == "circles:1000"
    assert world.profile().score == (MAX_STEPS_TAKEN // 2 if waits else MAX_STEPS_TAKEN)


def _stop(plan: Plan) -> int:
    return next(place for place, node in enumerate(plan.nodes) if not isinstance(node, ActionNode | WaitNode))


@pytest.mark.parametrize(
    ("key", "remedy"),
    [("ad_score", "Did you mean add_score?"), ("acme_dance", "Choose another, or install the package it came from.")],
)
def test_a_step_that_is_not_there_is_refused_with_what_to_do_and_no_list_of_all(key: str, remedy: str) -> None:
    with pytest.raises(Invalid) as refused:
        of({"key": key})
    assert refused.value.detail == f"steps[0]: there is no action '{key}' here. {remedy}"
