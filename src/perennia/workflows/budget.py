"""A second for each event: an event that takes longer fails instead of holding up its partition."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Protocol

SECONDS = 1.0


class OverBudget(Exception):
    """The event took longer than a second to work."""


class Budget(Protocol):
    def __call__(self) -> None: ...


def _expired(_signal: int, _frame: FrameType | None) -> None:
    raise OverBudget(f"The event took longer than {SECONDS:g} s to work.")


@contextmanager
def budget(seconds: float = SECONDS) -> Iterator[Budget]:
    """Gives a function to call before each event. Needs the main thread: elsewhere the time is not limited."""
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    before = signal.signal(signal.SIGALRM, _expired)

    def begin() -> None:
        signal.setitimer(signal.ITIMER_REAL, seconds)

    try:
        yield begin
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
