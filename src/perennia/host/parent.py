"""Ties a process to its parent: when the parent dies, however it dies, the kernel ends the child."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def tie(sign: signal.Signals) -> Callable[[], None]:
    """What a child runs between fork and exec to get `sign` when this process dies (on Linux; elsewhere nothing)."""
    parent = os.getpid()
    # Loaded before the fork: a child of a threaded process must not import.
    libc = ctypes.CDLL(None)

    def follow() -> None:
        if not sys.platform.startswith("linux"):
            return
        libc.prctl(_PR_SET_PDEATHSIG, int(sign), 0, 0, 0)
        # It may have died before the line above.
        if os.getppid() != parent:
            os._exit(1)

    return follow


def follow(sign: signal.Signals) -> None:
    """The same from within: ties this process to the one that started it."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(sign), 0, 0, 0)
