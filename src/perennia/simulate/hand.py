"""One of the processes that carry the days: works its partitions of a window, then helps with what follows from them."""

import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Literal, NamedTuple

import psycopg

from perennia.host import parent

Order = (
    tuple[Literal["turns"], datetime, Sequence[int]]
    | tuple[Literal["perform"]]
    | tuple[Literal["send"], datetime, datetime]
)


class Report(NamedTuple):
    """What was done for an order, or for all of them."""

    turns: int = 0
    events: int = 0
    failures: int = 0
    performed: int = 0
    settled: int = 0  # messages sent, held or put off

    def plus(self, other: "Report") -> "Report":
        """Both together."""
        return Report(*map(sum, zip(self, other, strict=True)))


def work(pipe: "Connection[Report | Exception, Order]", seed: int, end: datetime) -> None:
    """Follows orders from the pipe until it is closed."""
    # Ctrl-C is the parent's to answer: it ends this process with itself, however it ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent.follow(signal.SIGKILL)
    ready()
    from django.db import InterfaceError, OperationalError

    from perennia.simulate.turns import Follower

    follow = Follower(seed, end).follow
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):  # whoever gave the orders has gone
        while True:
            order = pipe.recv()
            try:
                said: Report | Exception = follow(order)
            except (psycopg.OperationalError, OperationalError, InterfaceError) as lost:
                said = lost
            except Exception as failure:  # told to the one who gave the order, who stops the whole
                pipe.send(failure)
                raise
            pipe.send(said)


def ready() -> None:
    """Readies a process of its own for the load."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perennia.settings")
    django.setup()
    hasten()


def hasten() -> None:
    """Commits of this process no longer wait for the disk: a load that is cut off is begun anew anyway."""
    from django.db import connection

    from perennia.workflows.work import collect_rarely

    os.environ["PGOPTIONS"] = f"{os.environ.get('PGOPTIONS', '')} -c synchronous_commit=off -c jit=off"
    collect_rarely()
    connection.close()
