"""Compiled workflow versions for reading; a version never changes, so each is compiled once a process."""

from collections.abc import Iterable

import msgspec

from perennia.core.error import Invalid
from perennia.core.workflow import Definition, Node, Plan, StopNode, compile_plan
from perennia.host.select import select

_kept: dict[int, Plan | None] = {}
_MOST = 1000


def compiled(versions: Iterable[int]) -> dict[int, Plan]:
    """The plans of these versions; one that does not compile any more is left out."""
    wanted = set(versions)
    if len(_kept) > _MOST:
        _kept.clear()
    if missing := sorted(wanted - _kept.keys()):
        _kept.update((id_, _plan(id_, text)) for id_, text in select(_pair, _VERSIONS, {"ids": missing}))
    return {id_: plan for id_ in wanted if (plan := _kept.get(id_)) is not None}


def node(plan: Plan, step: str) -> Node | None:
    """The node of a step, by the name under which the run log knows it."""
    return next((one for one in plan.nodes if one.step == step), None)


def length(plan: Plan | None) -> int:
    """How many steps there are."""
    return sum(not isinstance(one, StopNode) for one in plan.nodes) if plan else 0


def _plan(version: int, text: str) -> Plan | None:
    try:
        return compile_plan(msgspec.json.decode(text, type=Definition), version)
    except (Invalid, msgspec.ValidationError):
        return None


def _pair(id_: int, text: str) -> tuple[int, str]:
    return id_, text


_VERSIONS = "select id, definition::text from workflows_workflowversion where id = any(%(ids)s)"
