"""Which other workflows a rehearsal must run: those whose doings the rehearsed one looks at, and so on from them."""

from collections.abc import Iterator
from datetime import datetime

from perennia.core.apply import FIELD_CHANGED, STARTED, STOPPED
from perennia.core.catalogue import EVERY, Trigger
from perennia.core.condition.field import read
from perennia.core.condition.language import Condition, predicates
from perennia.core.effect import StartWorkflow, StopWorkflow
from perennia.core.index import Index, Live
from perennia.core.profile import Profile
from perennia.core.segment import ENTERED, LEFT
from perennia.core.workflow import ActionNode, BranchNode, ChoiceNode, Plan

EVERYTHING = frozenset({"tag", "stage", "score", "trait", "segment"})
# What an effect changes that others may look at.
_CHANGES = {
    "AddTag": "tag", "RemoveTag": "tag", "MoveStage": "stage", "LeaveStage": "stage", "AddScore": "score",
    "SetField": "trait",
}  # fmt: skip
# What an event that follows from such a change is about.
_FOLLOWS = {
    "Tag Added": "tag", "Tag Removed": "tag", "Stage Moved": "stage", "Score Changed": "score",
    "Milestone Reached": "score", FIELD_CHANGED: "trait", ENTERED: "segment", LEFT: "segment",
}  # fmt: skip
_NOUNS = {"tag": "tag", "stage": "stage", "place": "stage", "score": "score", "own_score": "score", "trait": "trait",
          "segment": "segment"}  # fmt: skip


def stage(plan: Plan, index: Index, since: datetime) -> Index:
    """The index a rehearsal of `plan` runs on: the plan from `since` on, and what it depends on as it runs today."""
    others = {live.plan.key: live for live in index.live if live.plan.key != plan.key}
    changes = {key: changed_by(live.plan) for key, live in others.items()}
    chosen: dict[str, Live] = {}
    wanted = looks_at(plan) | {_asking(plan.key)}
    while True:
        if "segment" in wanted:
            wanted = wanted | EVERYTHING
        fresh = [key for key in others if key not in chosen and not changes[key].isdisjoint(wanted)]
        if not fresh:
            break
        for key in fresh:
            chosen[key] = others[key]
            wanted = wanted | looks_at(others[key].plan) | {_asking(key)}
    segments = [one for kind in index.segments.values() for one in kind.every] if "segment" in wanted else []
    live = [Live(plan, since), *chosen.values()]
    return Index(live, [one.plan for one in live], index.zone, (), segments, index.policy)


def looks_at(plan: Plan) -> frozenset[str]:
    """The kinds of facts it asks about that a workflow may have changed."""
    found = {_NOUNS[noun] for condition in _conditions(plan) for noun in _nouns(condition) if noun in _NOUNS}
    for trigger in (plan.trigger, *plan.listening()):
        names = [name for name in trigger.listens() if name not in (STARTED, STOPPED)]
        found |= EVERYTHING if EVERY in names else {_FOLLOWS[name] for name in names if name in _FOLLOWS}
        found |= _asked_by(trigger)
    return frozenset(found)


def changed_by(plan: Plan) -> frozenset[str]:
    """The kinds of facts its steps change."""
    found: set[str] = set()
    for node in plan.nodes:
        if isinstance(node, ActionNode):
            try:
                effects = node.action.effects(Profile(kind=plan.subject, id=0, customer=0))
            except Exception:  # noqa: BLE001  # a plug-in's action that cannot say without a real profile may do anything
                return EVERYTHING
            found |= {_CHANGES[type(one).__name__] for one in effects if type(one).__name__ in _CHANGES}
            found |= {_asking(one.workflow) for one in effects if isinstance(one, StartWorkflow | StopWorkflow)}
    return frozenset(found)


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


def _nouns(condition: Condition) -> Iterator[str]:
    return (read(one.field).noun for one in predicates(condition))


def _asked_by(trigger: Trigger) -> set[str]:
    """A trigger that names a tag, a stage, a segment or a score in its parameters asks about it whatever it hears."""
    return {_NOUNS[name] for name in type(trigger).model_fields if name in _NOUNS}
