"""How a workflow is written down, and how it is compiled into nodes an enrolment walks over."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

import msgspec
from pydantic import ValidationError

from perennia.core.catalogue import Action, ConditionEntry, EntryT, Trigger, discover
from perennia.core.condition import Condition, RollUp, needs, parse
from perennia.core.error import Invalid
from perennia.core.event import Properties, Value

MAX_STEPS = 200
MAX_NESTING = 20
MAX_WAIT = timedelta(days=3650)
_BACK = -2  # where `again` leads, until it is known where the workflow begins
Audience = Literal["customer_touch", "internal_notification"]
CatchUp = Literal["once", "skip", "all"]


class Text(msgspec.Struct, frozen=True):
    """A message text in one language, see docs/how-to/templates.md; `short` is for channels of a few lines (SMS, Zalo)."""

    subject: str
    body: str
    short: str = ""


class Definition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A workflow as data: a shipped TOML file or one drawn by hand, checked by the same rules."""

    key: str
    label: str
    group: str
    subject: Literal["customer", "contact"]
    audience: Audience
    trigger: Properties
    steps: list[Properties]
    description: str = ""
    description_vi: str = ""
    label_vi: str = ""
    when: Properties | None = None
    re_entry: str = "once"  # once | every_time | after P30D | per properties.invoice
    exits: list[Properties] = []
    goal: Properties | None = None
    catch_up: CatchUp = "once"  # what becomes of waits that ended while nobody worked: the last of them, none, all
    templates: dict[str, Properties] = {}
    everyday: bool = False  # its runs are so many and so plain that lists leave them out unless asked for them

    def text(self, template: str, language: str) -> Text | None:
        """The shipped text of a template in a language, else in English."""
        found = self.templates.get(template)
        if found is None:
            return None
        words = found.get(language, found)
        return msgspec.convert(words if isinstance(words, dict) else found, Text)


class ActionNode(msgspec.Struct, frozen=True):
    step: str
    action: Action
    then: int


class WaitNode(msgspec.Struct, frozen=True):
    """Waits for a span, until a day since the subject's start, or for an event with a time-out."""

    step: str
    then: int
    span: timedelta | None = None
    until_day: int | None = None
    until: Trigger | None = None
    on_timeout: int = -1


class BranchNode(msgspec.Struct, frozen=True):
    step: str
    condition: Condition
    then: int
    otherwise: int


class StopNode(msgspec.Struct, frozen=True):
    step: str = ""


Node = ActionNode | WaitNode | BranchNode | StopNode


class ReEntry(msgspec.Struct, frozen=True):
    """When a subject may enter again. `once` and `per` keep their keys for ever, `after` its last entry."""

    rule: Literal["once", "every_time", "after", "per"]
    span: timedelta = timedelta(0)
    path: str = ""

    @property
    def is_sticky(self) -> bool:
        return self.rule != "every_time"


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A compiled workflow version. Node 0 is where an enrolment begins."""

    key: str
    version: int  # id of the stored version
    subject: int  # 0 customer, 1 contact
    audience: Audience
    trigger: Trigger
    when: Condition | None
    re_entry: ReEntry
    exits: tuple[Trigger, ...]
    goal: Trigger | None
    nodes: tuple[Node, ...]
    hears: frozenset[str]  # names of the events a running enrolment must hear, whatever step it stands at
    roll_ups: frozenset[RollUp]
    definition: Definition

    def listening(self) -> Iterator[Trigger]:
        """What a running enrolment of this plan may hear: its exits, its goal, what it waits for."""
        yield from self.exits
        if self.goal is not None:
            yield self.goal
        yield from (node.until for node in self.nodes if isinstance(node, WaitNode) and node.until is not None)


def compile_plan(definition: Definition, version: int) -> Plan:
    """Checks a definition and compiles it. Raises Invalid naming the step, the field and the remedy."""
    nodes: list[Node] = [StopNode()]
    start = _chain(definition.steps, 0, nodes, "steps")
    keys = [step.get("key") for step in definition.steps]
    if "again" in keys and "wait" not in keys:
        raise Invalid(
            "steps: there is no wait before `again`. Put one in, or it goes round without end.", field="steps"
        )
    nodes[0], nodes[start] = nodes[start], nodes[0]
    swap = {0: start, start: 0, _BACK: 0}
    placed = tuple(_renumber(node, swap) for node in nodes)
    when = _condition(definition.when, "when") if definition.when else None
    conditions = [c for c in (when, *(n.condition for n in placed if isinstance(n, BranchNode))) if c is not None]
    exits = tuple(trigger_of(exit_, f"exits[{i}]") for i, exit_ in enumerate(definition.exits))
    goal = trigger_of(definition.goal, "goal") if definition.goal else None
    return Plan(
        key=definition.key,
        version=version,
        subject=0 if definition.subject == "customer" else 1,
        audience=definition.audience,
        trigger=trigger_of(definition.trigger, "trigger"),
        when=when,
        re_entry=_re_entry(definition.re_entry),
        exits=exits,
        goal=goal,
        nodes=placed,
        hears=frozenset(name for one in (*exits, *((goal,) if goal else ())) for name in one.listens()),
        roll_ups=frozenset().union(*(needs(c) for c in conditions)),
        definition=definition,
    )


def span_of(text: Value, where: str) -> timedelta:
    """An ISO 8601 duration of weeks, days, hours, minutes and seconds: P2W, P1D, PT30M, P1DT12H."""
    match = re.fullmatch(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", str(text))
    if not match or not any(match.groups()):
        raise Invalid(f"{where}: {text!r} is not a duration. Write it like P3D or PT30M.", field=where)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    if max(weeks, days, hours, minutes, seconds) > 10**9:
        raise Invalid(f"{where}: the longest wait is {MAX_WAIT.days} days.", field=where)
    span = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    if not timedelta(seconds=1) <= span <= MAX_WAIT:
        raise Invalid(f"{where}: a wait lasts from 1 second to {MAX_WAIT.days} days.", field=where)
    return span


def trigger_of(params: Properties, where: str) -> Trigger:
    return entry_of(Trigger, params, where)


def entry_of(kind: type[EntryT], params: Properties, where: str) -> EntryT:
    """Makes a catalogue entry from its stored parameters. Raises Invalid with place, reason and remedy."""
    known: dict[str, type[EntryT]] = discover(kind)
    key = params.get("key")
    if not isinstance(key, str) or key not in known:
        raise Invalid(
            f"{where}: there is no {kind.__name__.lower()} {key!r}. Known: {', '.join(sorted(known))}.", field=where
        )
    try:
        return known[key].model_validate({name: value for name, value in params.items() if name != "key"})
    except ValidationError as wrong:
        first = wrong.errors()[0]
        field = ".".join([where, *map(str, first["loc"])])
        raise Invalid(f"{field}: {first['msg']}.", field=field) from wrong


def _chain(steps: list[Properties], after: int, nodes: list[Node], where: str) -> int:
    """Compiles steps from the last to the first, so that each knows where it leads. Returns the first node."""
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
        return _BACK
    if key == "branch":
        node: Node = BranchNode(
            name,
            _condition(_tree(step.get("if"), f"{where}.if"), f"{where}.if"),
            _chain(_steps(step.get("then"), f"{where}.then"), then, nodes, f"{where}.then"),
            _chain(_steps(step.get("else"), f"{where}.else"), then, nodes, f"{where}.else"),
        )
    elif key == "wait":
        node = _wait(step, then, nodes, name, where)
    else:
        params = {k: v for k, v in step.items() if k != "id"}
        node = ActionNode(name, entry_of(Action, params, where), then)
    if len(nodes) > MAX_STEPS:
        raise Invalid(f"{where}: a workflow has at most {MAX_STEPS} steps. Split it in two.", field=where)
    nodes.append(node)
    return len(nodes) - 1


def _wait(step: Properties, then: int, nodes: list[Node], name: str, where: str) -> WaitNode:
    if "for" in step:
        return WaitNode(name, then, span=span_of(step["for"], f"{where}.for"))
    day = step.get("until_day")
    if isinstance(day, int) and not isinstance(day, bool):
        if not 0 <= day <= MAX_WAIT.days:
            raise Invalid(f"{where}.until_day: give a day from 0 to {MAX_WAIT.days}.", field=f"{where}.until_day")
        return WaitNode(name, then, until_day=day)
    if "until" in step:
        late = _chain(_steps(step.get("else"), f"{where}.else"), then, nodes, f"{where}.else")
        return WaitNode(
            name,
            then,
            until=trigger_of(_tree(step["until"], f"{where}.until"), f"{where}.until"),
            span=span_of(step.get("at_most"), f"{where}.at_most"),
            on_timeout=late,
        )
    raise Invalid(f"{where}: a wait needs `for`, `until_day` or `until` with `at_most`.", field=where)


def _renumber(node: Node, swap: dict[int, int]) -> Node:
    def at(place: int) -> int:
        return swap.get(place, place)

    match node:
        case BranchNode():
            return msgspec.structs.replace(node, then=at(node.then), otherwise=at(node.otherwise))
        case WaitNode():
            return msgspec.structs.replace(node, then=at(node.then), on_timeout=at(node.on_timeout))
        case ActionNode():
            return msgspec.structs.replace(node, then=at(node.then))
        case StopNode():
            return node


def _condition(tree: Properties, where: str) -> Condition:
    """A condition in the language itself; a catalogue entry by its key may stand wherever a predicate may."""
    return parse(tree, entry=lambda chosen, place: entry_of(ConditionEntry, chosen, place).condition(), where=where)


def _re_entry(text: str) -> ReEntry:
    match text.split():
        case ["once"]:
            return ReEntry("once")
        case ["every_time"]:
            return ReEntry("every_time")
        case ["after", span]:
            return ReEntry("after", span=span_of(span, "re_entry"))
        case ["per", path]:
            return ReEntry("per", path=path)
    raise Invalid(
        f"re_entry: {text!r} is not known. Use once, every_time, after P30D or per properties.x.", field="re_entry"
    )


def _steps(value: Value, where: str) -> list[Properties]:
    if value is None:
        return []
    if isinstance(value, list):
        return [_tree(step, f"{where}[{place}]") for place, step in enumerate(value)]
    raise Invalid(f"{where}: give a list of steps.", field=where)


def _tree(value: Value, where: str) -> Properties:
    if isinstance(value, dict):
        return value
    raise Invalid(f"{where}: give a table with a `key`.", field=where)
