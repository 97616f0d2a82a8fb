"""Compiles a list of steps into nodes, from the last to the first, so that each knows where it leads."""

from perennia.core.catalogue import Action
from perennia.core.error import Invalid
from perennia.core.event import Properties, Value
from perennia.core.node import PARTS, ActionNode, BranchNode, ChoiceNode, Node, SplitNode, WaitNode
from perennia.core.stored import MAX_WAIT, condition_of, entry_of, span_of, steps_of, table_of, target_of, trigger_of
from perennia.core.target import TARGETS

MAX_STEPS = 200
MAX_NESTING = 20
MOST_WAYS = 20
BACK = -2  # where `again` leads, until it is known where the workflow begins
WAITS = ("for", "until_day", "until", *TARGETS)


def chain(steps: list[Properties], after: int, nodes: list[Node], where: str) -> int:
    """Adds the nodes of these steps to `nodes`; behind the last it goes on at `after`. Returns the first node."""
    if where.count("[") > MAX_NESTING:
        raise Invalid(f"{where}: branches lie at most {MAX_NESTING} deep in each other.", field=where)
    for place in reversed(range(len(steps))):
        after = _step(steps[place], after, nodes, f"{where}[{place}]")
    return after


def _step(step: Properties, then: int, nodes: list[Node], where: str) -> int:
    key, name = step.get("key"), str(step.get("id") or where)
    if key == "stop":
        return 0
    if key == "again":  # only behind a wait everybody comes through, or it would go round without end
        if "." in where:
            raise Invalid(f"{where}: `again` stands last in the workflow, not in a branch.", field=where)
        return BACK
    if key == "branch":
        node: Node = _branch(step, then, nodes, name, where)
    elif key == "choose":
        node = _choice(step, then, nodes, name, where)
    elif key == "split":
        node = _split(step, then, nodes, name, where)
    elif key == "wait":
        node = _wait(step, then, nodes, name, where)
    else:
        params = {k: v for k, v in step.items() if k != "id"}
        node = ActionNode(name, entry_of(Action, params, where), then)
    if len(nodes) > MAX_STEPS:
        raise Invalid(f"{where}: a workflow has at most {MAX_STEPS} steps. Split it in two.", field=where)
    nodes.append(node)
    return len(nodes) - 1


def _branch(step: Properties, then: int, nodes: list[Node], name: str, where: str) -> BranchNode:
    return BranchNode(
        name,
        condition_of(table_of(step.get("if"), f"{where}.if"), f"{where}.if"),
        chain(steps_of(step.get("then"), f"{where}.then"), then, nodes, f"{where}.then"),
        chain(steps_of(step.get("else"), f"{where}.else"), then, nodes, f"{where}.else"),
    )


def _choice(step: Properties, then: int, nodes: list[Node], name: str, where: str) -> ChoiceNode:
    ways = []
    for place, way in enumerate(_ways(step, where)):
        at = f"{where}.ways[{place}]"
        condition = condition_of(table_of(way.get("if"), f"{at}.if"), f"{at}.if")
        start = chain(steps_of(way.get("steps"), f"{at}.steps"), then, nodes, f"{at}.steps")
        ways.append((_label(way, place), condition, start))
    otherwise = chain(steps_of(step.get("else"), f"{where}.else"), then, nodes, f"{where}.else")
    return ChoiceNode(name, tuple(ways), otherwise, then)


def _split(step: Properties, then: int, nodes: list[Node], name: str, where: str) -> SplitNode:
    """The shares and the hold-out are all there is: they come to a hundred."""
    held = _share(step.get("hold_out", 0), f"{where}.hold_out")
    ways = []
    for place, way in enumerate(_ways(step, where)):
        at = f"{where}.ways[{place}]"
        share = _share(way.get("percent"), f"{at}.percent")
        start = chain(steps_of(way.get("steps"), f"{at}.steps"), then, nodes, f"{at}.steps")
        ways.append((_label(way, place), share, start))
    total = held + sum(share for _, share, _ in ways)
    if total != PARTS:
        said = f"{total / 100:g}"
        raise Invalid(
            f"{where}.ways: the shares and the hold-out come to {said}, not 100 percent.", field=f"{where}.ways"
        )
    return SplitNode(name, tuple(ways), then)


def _ways(step: Properties, where: str) -> list[Properties]:
    ways = steps_of(step.get("ways"), f"{where}.ways")
    if not 1 <= len(ways) <= MOST_WAYS:
        raise Invalid(f"{where}.ways: give 1 to {MOST_WAYS} ways.", field=f"{where}.ways")
    return ways


def _label(way: Properties, place: int) -> str:
    return str(way.get("label") or chr(ord("A") + place))[:80]


def _share(value: Value, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 100:
        raise Invalid(f"{where}: give a percentage from 0 to 100.", field=where)
    return round(value * 100)


def _wait(step: Properties, then: int, nodes: list[Node], name: str, where: str) -> WaitNode:
    if "for" in step:
        return WaitNode(name, then, span=span_of(step["for"], f"{where}.for"))
    day = step.get("until_day")
    if isinstance(day, int) and not isinstance(day, bool):
        if not 0 <= day <= MAX_WAIT.days:
            raise Invalid(f"{where}.until_day: give a day from 0 to {MAX_WAIT.days}.", field=f"{where}.until_day")
        return WaitNode(name, then, until_day=day)
    if "until" in step:
        late = chain(steps_of(step.get("else"), f"{where}.else"), then, nodes, f"{where}.else")
        return WaitNode(
            name,
            then,
            until=trigger_of(table_of(step["until"], f"{where}.until"), f"{where}.until"),
            span=span_of(step.get("at_most"), f"{where}.at_most"),
            on_timeout=late,
        )
    target = target_of(step, where)
    if target is None:
        raise Invalid(f"{where}: a wait needs one of {', '.join(WAITS)}; `until` with `at_most`.", field=where)
    return WaitNode(name, then, target=target)
