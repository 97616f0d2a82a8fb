"""What people here call segments, pipelines and stages, for sentences about them: keys stay, names change.

Whoever says something to a reader tells where the names come from; until then, in the engine and in tests, the key is said.
"""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import NamedTuple


class Names(NamedTuple):
    """Names by key; a stage's by pipeline and stage."""

    segments: Mapping[str, str] = {}
    pipelines: Mapping[str, str] = {}
    stages: Mapping[tuple[str, str], str] = {}


_read: ContextVar[Callable[[], Names]] = ContextVar("perennia_names", default=Names)


def use(read: Callable[[], Names]) -> None:
    """From here on in this context names come from `read`, which is asked only when one is needed."""
    _read.set(read)


def rest() -> None:
    """Nobody is spoken to any more: keys are said again."""
    _read.set(Names)


def segment(key: str) -> str:
    return _read.get()().segments.get(key, key)


def pipeline(key: str) -> str:
    return _read.get()().pipelines.get(key, key)


def stage(pipeline: str, key: str) -> str:
    return _read.get()().stages.get((pipeline, key), key)
