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
TICK = 0.1  # between two looks: by so much an event may be longer than it should


class OverBudget(Exception):
    """The event took longer than it may."""


class Budget(Protocol):
    def __call__(self) -> None: ...


class _Watch:
    """Looks at each tick whether the event at hand has had its time. To begin one costs no more than to count it."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._number = self._seen = 0
        self._began = self._spent = 0.0

    def begin(self) -> None:
        self._number += 1

    def look(self, _signal: int, _frame: FrameType | None) -> None:
        if self._number == 0:  # nothing has begun
            return
        if self._number != self._seen:  # it began since the last look
            self._seen, self._began, self._spent = self._number, time.monotonic(), time.thread_time()
            return
        is_spent = time.thread_time() - self._spent >= self._seconds
        if not is_spent and time.monotonic() - self._began < SECONDS_AT_MOST:
            return
        self._seen = 0  # what is done about it is no part of the event
        if is_spent:
            raise OverBudget(f"The event took longer than {self._seconds:g} s to work.")
        raise OverBudget(f"The event was not worked after {SECONDS_AT_MOST:g} s.")


@contextmanager
def budget(seconds: float = SECONDS) -> Iterator[Budget]:
    """Gives a function to call before each event. Needs the main thread: elsewhere the time is not limited."""
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    watch = _Watch(seconds)
    before = signal.signal(signal.SIGALRM, watch.look)
    signal.setitimer(signal.ITIMER_REAL, TICK, TICK)
    try:
        yield watch.begin
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
