"""Compiled workflow versions for reading; a version never changes, so each is compiled once a process."""

from collections.abc import Iterable
from functools import lru_cache

import msgspec

from perennia.core.error import Invalid
from perennia.core.workflow import Definition, Node, compile_plan
from perennia.host.select import select

_kept: dict[int, tuple[Node, ...]] = {}
_MOST = 1000


def compiled(versions: Iterable[int]) -> dict[int, tuple[Node, ...]]:
    """The nodes of these versions; a version that does not compile any more has none."""
    wanted = set(versions)
    missing = sorted(wanted - _kept.keys())
    if len(_kept) > _MOST:
        _kept.clear()
    if missing:
        _kept.update((id_, _nodes(id_, text)) for id_, text in select(_pair, _VERSIONS, {"ids": missing}))
    return {id_: _kept[id_] for id_ in wanted if id_ in _kept}


@lru_cache(maxsize=64)
def _nodes(version: int, text: str) -> tuple[Node, ...]:
    try:
        return compile_plan(msgspec.json.decode(text, type=Definition), version).nodes
    except (Invalid, msgspec.ValidationError):
        return ()


def _pair(id_: int, text: str) -> tuple[int, str]:
    return id_, text


_VERSIONS = "select id, definition::text from workflows_workflowversion where id = any(%(ids)s)"
