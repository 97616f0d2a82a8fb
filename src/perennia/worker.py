"""Runs one worker: it takes partitions of the stream and works them until it is told to stop."""

import argparse
import importlib
import signal
import threading
from collections.abc import Callable


def main(options: argparse.Namespace) -> int:
    """Works until SIGTERM or Ctrl-C; the turn at hand is finished."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    work: Callable[[threading.Event], None] = importlib.import_module("perennia.pipeline").work
    work(stop)
    return 0
