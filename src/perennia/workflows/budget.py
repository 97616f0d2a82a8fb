"""A second for each event: an event that takes longer fails instead of holding up its partition.

The second is of the processor: a busy machine, or one put to sleep, makes no event fail. One that waits for something
is ended by the clock on the wall.
"""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Protocol

SECONDS = 1.0  # of the processor, in this thread
SECONDS_AT_MOST = 4.0  # by the clock on the wall; less than a turn has


class OverBudget(Exception):
    """The event took longer than it may."""


class Budget(Protocol):
    def __call__(self) -> None: ...


class _Watch:
    """Looks by an alarm whether the event at hand has had its time; if not, looks again when it may have."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._began = self._spent = 0.0

    def begin(self) -> None:
        self._began, self._spent = time.monotonic(), time.thread_time()
        signal.setitimer(signal.ITIMER_REAL, self._seconds)

    def look(self, _signal: int, _frame: FrameType | None) -> None:
        left = self._seconds - (time.thread_time() - self._spent)
        if left <= 0:
            raise OverBudget(f"The event took longer than {self._seconds:g} s to work.")
        if time.monotonic() - self._began >= SECONDS_AT_MOST:
            raise OverBudget(f"The event was not worked after {SECONDS_AT_MOST:g} s.")
        signal.setitimer(signal.ITIMER_REAL, max(left, 0.01))


@contextmanager
def budget(seconds: float = SECONDS) -> Iterator[Budget]:
    """Gives a function to call before each event. Needs the main thread: elsewhere the time is not limited."""
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    watch = _Watch(seconds)
    before = signal.signal(signal.SIGALRM, watch.look)
    try:
        yield watch.begin
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
