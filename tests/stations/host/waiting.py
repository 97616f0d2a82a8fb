"""Waits for something to become true, for as long as it takes and no longer."""

import time
from collections.abc import Callable


def eventually(holds: Callable[[], bool], within: float = 30.0) -> bool:
    """Whether it became true in time."""
    until = time.monotonic() + within
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
