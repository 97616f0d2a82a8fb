"""How a workflow is written down, and how it is compiled into nodes an enrolment walks over."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

import msgspec

from perennia.core.catalogue import Trigger
from perennia.core.chain import BACK, MAX_NESTING, MAX_STEPS, chain
from perennia.core.condition import Condition, RollUp, needs
from perennia.core.error import Invalid
from perennia.core.event import Properties
from perennia.core.node import ActionNode, BranchNode, ChoiceNode, Node, SplitNode, StopNode, WaitNode, renumbered
from perennia.core.stored import MAX_WAIT, condition_of, entry_of, span_of, trigger_of

__all__ = [
    "MAX_NESTING", "MAX_STEPS", "MAX_WAIT", "ActionNode", "Audience", "BranchNode", "CatchUp", "ChoiceNode", "Definition",
    "Node", "Plan", "ReEntry", "SplitNode", "StopNode", "Text", "WaitNode", "compile_plan", "entry_of", "span_of",
    "trigger_of",
]  # fmt: skip

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
    subject: Literal[0, 1]  # customer, contact
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
    start = chain(definition.steps, 0, nodes, "steps")
    if any(step.get("key") == "again" for step in definition.steps) and not any(map(_always_waits, definition.steps)):
        raise Invalid(
            "steps: there is no wait before `again`. Put one in, or it goes round without end.", field="steps"
        )
    nodes[0], nodes[start] = nodes[start], nodes[0]
    swap = {0: start, start: 0, BACK: 0}
    placed = tuple(renumbered(node, swap) for node in nodes)
    when = condition_of(definition.when, "when") if definition.when else None
    conditions = [] if when is None else [when]
    conditions += [condition for node in placed for condition in _asked(node)]
    subject: Literal[0, 1] = 0 if definition.subject == "customer" else 1
    trigger = trigger_of(definition.trigger, "trigger")
    exits = tuple(trigger_of(exit_, f"exits[{i}]") for i, exit_ in enumerate(definition.exits))
    goal = trigger_of(definition.goal, "goal") if definition.goal else None
    awaited = [node.until for node in placed if isinstance(node, WaitNode) and node.until is not None]
    heard = (trigger, *exits, *((goal,) if goal else ()), *awaited)
    conditions += [asked for one in heard if (asked := one.asks(subject)) is not None]
    return Plan(
        key=definition.key,
        version=version,
        subject=subject,
        audience=definition.audience,
        trigger=trigger,
        when=when,
        re_entry=_re_entry(definition.re_entry),
        exits=exits,
        goal=goal,
        nodes=placed,
        hears=frozenset(name for one in (*exits, *((goal,) if goal else ())) for name in one.listens()),
        roll_ups=frozenset().union(*(needs(c) for c in conditions)),
        definition=definition,
    )


def _always_waits(step: Properties) -> bool:
    """Whether nobody comes through a step in no time."""
    return step.get("key") == "wait" and any(mark in step for mark in ("for", "until_day", "until", "until_time"))


def _asked(node: Node) -> tuple[Condition, ...]:
    match node:
        case BranchNode():
            return (node.condition,)
        case ChoiceNode():
            return tuple(condition for _, condition, _ in node.ways)
    return ()


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
