"""Carries a made-up history through the real engine on a virtual clock, one window after the other.

In each window: what was said is put into the inbox together with the moments of the time rules, all in the order of
receipt; then the turns, in which timers fall due between the events, each at its own moment; then effects and sending.
"""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from typing import NamedTuple

import psycopg

from perennia.simulate import hand
from perennia.simulate.feed import Feed, put
from perennia.simulate.hand import Order, Report
from perennia.simulate.history import History
from perennia.workflows import sweep
from perennia.workflows.compiled import Compiled
from perennia.workflows.connection import connect

WINDOW = timedelta(days=1)
STEP = timedelta(minutes=30)  # sending is looked at so often
HANDS = 2
READY = """
select p.partition, (select count(*) from inbox i where i.partition = p.partition) as waiting from engine_partition p
where exists (select from inbox i where i.partition = p.partition)
   or exists (select from timer t where t.partition = p.partition and t.due_at < %s)
order by 2 desc
"""
NEXT_MESSAGE = "select min(next_at) from message where state = 'queued'"
SETTINGS = "select max(value) filter (where name = 'workflows'), max(value) filter (where name = 'zone') from engine_constant"


class Carried(NamedTuple):
    """How much was done."""

    events: int
    turns: int
    sent: int
    failures: int


class Progress(NamedTuple):
    """How far it is: the virtual moment, and the share of the whole."""

    at: datetime
    share: float
    events: int


def carry(history: History, feed: Feed, tell: Callable[[Progress], None] = lambda _: None) -> Carried:
    """Carries all of it."""
    total = Carried(0, 0, 0, 0)
    compiled = Compiled()
    with connect(name="perennia simulate") as connection, _hands() as hands:
        for begin, end, said in history.windows(WINDOW):
            with connection.transaction():
                stamp, zone = connection.execute(SETTINGS).fetchone() or ("", "UTC")
                index = compiled.current(connection, stamp, zone)
                put(connection, [*feed.rows(connection, said), *sweep.window(connection, index, end)])
            done = hands.turns(connection, end)
            hands.all(("perform",))
            sent = _send(connection, hands, begin, end)
            total = Carried(total.events + done.events, total.turns + done.turns, total.sent + sent, total.failures + done.failures)
            tell(Progress(end, (end - history.start) / (history.end - history.start), total.events))
    return total


def _send(connection: psycopg.Connection, hands: "Hands", begin: datetime, end: datetime) -> int:
    """Sends what falls due in the window, half an hour at a time, so that each leaves at its own time of day."""
    sent, now = 0, begin
    while now < end:
        (due,) = connection.execute(NEXT_MESSAGE).fetchone() or (None,)
        if due is None or due > end:
            break
        steps = max(1, -((now - due) // STEP)) if due > now else 1
        now = min(now + steps * STEP, end)
        sent += hands.all(("dispatch", now)).done
    return sent


class Hands:
    """The processes that do the work, each over partitions of its own."""

    def __init__(self, pipes: list["Connection[Order, Report]"]) -> None:
        self.pipes = pipes

    def turns(self, connection: psycopg.Connection, until: datetime) -> Report:
        """Works every partition that has something, until none has."""
        total = Report()
        while ready := [partition for partition, _ in connection.execute(READY, [until]).fetchall()]:
            for nth, pipe in enumerate(self.pipes):
                pipe.send(("turns", until, ready[nth :: len(self.pipes)]))
            total = self._gathered(total)
        return total

    def all(self, order: Order) -> Report:
        """Gives every hand the same order."""
        for pipe in self.pipes:
            pipe.send(order)
        return self._gathered(Report())

    def _gathered(self, total: Report) -> Report:
        for pipe in self.pipes:
            said = pipe.recv()
            if isinstance(said, Exception):
                raise said
            total = Report(*(one + other for one, other in zip(total, said, strict=True)))
        return total


@contextmanager
def _hands() -> Iterator[Hands]:
    context = multiprocessing.get_context("spawn")
    pairs = [context.Pipe() for _ in range(HANDS)]
    processes = [context.Process(target=hand.work, args=(theirs,), daemon=True) for _, theirs in pairs]
    for process in processes:
        process.start()
    for _, theirs in pairs:
        theirs.close()
    try:
        yield Hands([ours for ours, _ in pairs])
    finally:
        for ours, _ in pairs:
            ours.close()
        for process in processes:
            process.join(timeout=10)
