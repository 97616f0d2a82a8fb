"""What a hand does: turns of the real engine at a virtual moment, effects on cold tables, sending."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

import psycopg

from perennia.messages import dispatch
from perennia.simulate.hand import Order, Report
from perennia.workflows import perform
from perennia.workflows.compiled import Compiled
from perennia.workflows.connection import connect
from perennia.workflows.turn import turn


def follow(order: Order) -> Report:
    """Does what is asked and says how much it was."""
    match order:
        case ("turns", until, partitions):
            return turns(partitions, until)
        case ("perform",):
            return Report(done=_until_nothing(perform.perform))
        case ("dispatch", now):
            return Report(done=_until_nothing(lambda: dispatch.dispatch(now=now)))


def turns(partitions: Sequence[int], until: datetime) -> Report:
    """Works each partition until nothing is due before `until`."""
    many = events = failures = 0
    for partition in partitions:
        is_more = True
        while is_more:
            done = turn(_connection(), partition, _compiled(), until=until)
            if done is None:
                continue  # the mover of the other hand holds it for a moment
            many, events, failures = many + 1, events + done.events, failures + done.failures
            is_more = done.is_more
    return Report(many, events, 0, failures)


def _until_nothing(job) -> int:  # type: ignore[no-untyped-def]
    total = 0
    while found := job():
        total += found
    return total


@cache
def _connection() -> psycopg.Connection:
    return connect(name="perennia simulate")


@cache
def _compiled() -> Compiled:
    return Compiled()
