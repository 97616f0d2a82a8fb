"""Which other workflows a rehearsal must run: those whose doings the rehearsed one looks at, and so on from them.

A fact is a kind with a name, such as `tag:VIP` or `stage:User Milestone` (a pipeline); `*` stands for any name.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from perennia.core.apply import FIELD_CHANGED, STARTED, STOPPED
from perennia.core.catalogue import EVERY, Trigger
from perennia.core.condition.field import read
from perennia.core.condition.language import Condition, predicates
from perennia.core.effect import (
    AddScore,
    AddTag,
    Effect,
    LeaveStage,
    MoveStage,
    RemoveTag,
    SetField,
    StartWorkflow,
    StopWorkflow,
)
from perennia.core.index import Index, Live
from perennia.core.profile import Profile
from perennia.core.segment import ENTERED, LEFT
from perennia.core.workflow import ActionNode, BranchNode, ChoiceNode, Plan

EVERYTHING = frozenset({"tag:*", "stage:*", "score:*", "trait:*", "segment:*"})
# What an event that follows from such a change is about.
_FOLLOWS = {
    "Tag Added": "tag", "Tag Removed": "tag", "Stage Moved": "stage", "Score Changed": "score",
    "Milestone Reached": "score", FIELD_CHANGED: "trait", ENTERED: "segment", LEFT: "segment",
}  # fmt: skip
_NOUNS = {"tag": "tag", "stage": "stage", "place": "stage", "score": "score", "own_score": "score", "trait": "trait",
          "segment": "segment"}  # fmt: skip
_NAMED_BY = {"tag": "tag", "stage": "pipeline", "trait": "field", "segment": "segment"}  # the parameter of a trigger


def stage(plan: Plan, index: Index, since: datetime) -> Index:
    """The index a rehearsal of `plan` runs on: the plan from `since` on, and what it depends on as it runs today."""
    others = {live.plan.key: live for live in index.live if live.plan.key != plan.key}
    changes = {key: changed_by(live.plan) for key, live in others.items()}
    chosen: dict[str, Live] = {}
    wanted = looks_at(plan) | {_asking(plan.key)}
    while True:
        if any(fact.startswith("segment:") for fact in wanted):
            wanted = wanted | EVERYTHING
        fresh = [key for key in others if key not in chosen and _meet(changes[key], wanted)]
        if not fresh:
            break
        for key in fresh:
            chosen[key] = others[key]
            wanted = wanted | looks_at(others[key].plan) | {_asking(key)}
    segments = [one for kind in index.segments.values() for one in kind.every] if "segment:*" in wanted else []
    live = [Live(plan, since), *chosen.values()]
    return Index(live, [one.plan for one in live], index.zone, (), segments, index.policy)


def looks_at(plan: Plan) -> frozenset[str]:
    """The facts it asks about that a workflow may have changed."""
    found = {fact for condition in _conditions(plan) for fact in _facts(condition)}
    for trigger in (plan.trigger, *plan.listening()):
        names = [name for name in trigger.listens() if name not in (STARTED, STOPPED)]
        if EVERY in names:
            found |= EVERYTHING if trigger.hears_derived else set()
        found |= {_of_trigger(trigger, _FOLLOWS[name]) for name in names if name in _FOLLOWS}
        # One that names a tag, a stage, a segment or a score in its parameters asks about it whatever it hears.
        found |= {_of_trigger(trigger, _NOUNS[name]) for name in type(trigger).model_fields if name in _NOUNS}
    return frozenset(found)


def changed_by(plan: Plan) -> frozenset[str]:
    """The facts its steps change."""
    found: set[str] = set()
    for node in plan.nodes:
        if isinstance(node, ActionNode):
            try:
                effects = node.action.effects(Profile(kind=plan.subject, id=0, customer=0))
            except Exception:  # noqa: BLE001  # a plug-in's action that cannot say without a real profile may do anything
                return EVERYTHING
            found |= {fact for one in effects for fact in _changed(one)}
    return frozenset(found)


def _changed(effect: Effect) -> Iterator[str]:
    match effect:
        case AddTag(name, among):
            yield from (_fact("tag", one) for one in (name, *among))
        case RemoveTag(name):
            yield _fact("tag", name)
        case MoveStage(pipeline) | LeaveStage(pipeline):
            yield _fact("stage", pipeline)
        case AddScore():
            yield "score:*"
        case SetField(field):
            yield _fact("trait", field)
        case StartWorkflow(workflow) | StopWorkflow(workflow):
            yield _asking(workflow)


def _fact(kind: str, name: object) -> str:
    """A name that is filled in for each of them may be any."""
    return f"{kind}:{name}" if isinstance(name, str) and name and "{{" not in name else f"{kind}:*"


def _of_trigger(trigger: Trigger, kind: str) -> str:
    name = getattr(trigger, _NAMED_BY.get(kind, ""), "")
    return _fact(kind, name.removeprefix("trait.") if isinstance(name, str) else "")


def _meet(changed: Iterable[str], wanted: frozenset[str]) -> bool:
    """Whether one of these facts is asked about."""
    kinds = {fact.partition(":")[0] for fact in wanted}
    return any(
        fact in wanted or f"{kind}:*" in wanted or (name == "*" and kind in kinds)
        for fact in changed
        for kind, _, name in [fact.partition(":")]
    )


def _asking(workflow: str) -> str:
    """Starting and stopping a workflow, as a kind of fact it goes by."""
    return f"workflow:{workflow}"


def _conditions(plan: Plan) -> Iterator[Condition]:
    if plan.when is not None:
        yield plan.when
    for node in plan.nodes:
        if isinstance(node, BranchNode):
            yield node.condition
        elif isinstance(node, ChoiceNode):
            yield from (condition for _, condition, _ in node.ways)
    heard = (one.asks(plan.subject) for one in (plan.trigger, *plan.listening()))
    yield from (asked for asked in heard if asked is not None)


def _facts(condition: Condition) -> Iterator[str]:
    for field in (read(one.field) for one in predicates(condition)):
        if field.noun in _NOUNS:
            yield _fact(_NOUNS[field.noun], field.args[0] if field.args else "")
