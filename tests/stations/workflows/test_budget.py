"""The time an event may take is its own: nothing else is counted to it, and nothing is ended before one began."""

import signal
import time

import pytest

from perennia.workflows.budget import TICK, OverBudget, budget


def works(ticks: int) -> None:
    """Is busy for so many ticks by the clock on the wall."""
    until = time.monotonic() + ticks * TICK
    while time.monotonic() < until:
        pass


def test_what_comes_before_the_first_event_is_not_timed() -> None:
    assert time.thread_time() > 0.01, "the process itself has had longer than an event may"
    with budget(0.01):
        works(4)


def test_an_event_is_ended_and_the_next_has_time_of_its_own() -> None:
    with budget(1.0) as begin:
        for _ in range(8):  # each less than it may, all of them more
            begin()
            works(2)
        begin()
        with pytest.raises(OverBudget, match="longer than 1 s"):
            works(100)
        begin()
        works(2)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
