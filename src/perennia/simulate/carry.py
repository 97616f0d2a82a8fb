"""Carries a made-up history through the real engine on a virtual clock, one window after the other.

In each window: what was said is put into the inbox together with the moments of the time rules, all in the order of
receipt; then the turns, in which timers fall due between the events, each at its own moment; then effects and sending.
"""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from typing import NamedTuple

import psycopg

from perennia.ingest.row import Row
from perennia.simulate import hand
from perennia.simulate.feed import Feed, put
from perennia.simulate.hand import Order, Report
from perennia.simulate.history import History
from perennia.simulate.said import Said
from perennia.workflows import rounds, sweep
from perennia.workflows.compiled import Compiled
from perennia.workflows.connection import connect

WINDOW = timedelta(days=1)
HANDS = 2
READY = """
select p.partition, (select count(*) from inbox i where i.partition = p.partition) as waiting from engine_partition p
where exists (select from inbox i where i.partition = p.partition)
   or exists (select from timer t where t.partition = p.partition and t.due_at < %s)
order by 2 desc
"""
SETTINGS = (
    "select max(value) filter (where name = 'workflows'), coalesce((select zone from team_organisation where id = 1), 'UTC')"
    " from engine_constant"
)


class Progress(NamedTuple):
    """How far it is: the virtual moment, and the share of the whole."""

    at: datetime
    share: float
    events: int


def carry(
    history: History,
    feed: Feed,
    tell: Callable[[Progress], None] = lambda _: None,
    people: Callable[[datetime], Sequence[Row]] = lambda _: (),
) -> Report:
    """Carries all of it. `people`: what members do in the window that begins then."""
    total, compiled, before = Report(), Compiled(), None
    with connect(name="perennia simulate") as connection, _dense_ids(connection), _hands(history) as hands:
        windows = history.windows(WINDOW)
        begin, end, said = next(windows)
        rows = _rows(connection, feed, said)
        while True:
            with connection.transaction():
                stamp, zone = connection.execute(SETTINGS).fetchone() or ("", "UTC")
                index = compiled.current(connection, stamp, zone)
                put(
                    connection,
                    [
                        *rows,
                        *people(begin),
                        *sweep.window(connection, index, end),
                        *rounds.window(connection, index, end),
                    ],
                )
            done = hands.turns(connection, end)
            # One hand sends what fell due before this window while the other performs what the window asked for.
            hands.give(0, ("send", *before) if before else ("perform",))
            hands.give(1, ("perform",))
            following = next(windows, None)
            rows = _rows(connection, feed, following[2]) if following else []
            total = total.plus(done).plus(hands.said(0)).plus(hands.said(1))
            tell(Progress(end, (end - history.start) / (history.end - history.start), total.events))
            before = (begin, end)
            if following is None:
                return total.plus(hands.last(connection, *before))
            begin, end, _ = following


def _rows(connection: psycopg.Connection, feed: Feed, said: Sequence[Said]) -> list[Row]:
    with connection.transaction():
        return feed.rows(connection, said)


@contextmanager
def _dense_ids(connection: psycopg.Connection) -> Iterator[None]:
    """Customers made meanwhile share few partitions, so that a day's turn has some dozens of events and not five.

    A partition is the Fibonacci hash of the id: ids a Fibonacci number apart lie beside each other.
    """
    connection.execute("alter sequence ingest_account_id_seq increment by 2584")
    try:
        yield
    finally:
        connection.execute("alter sequence ingest_account_id_seq increment by 1")


class Hands:
    """The processes that do the work, each over partitions of its own."""

    def __init__(self, pipes: list["Connection[Order, Report | Exception]"]) -> None:
        self.pipes = pipes

    def turns(self, connection: psycopg.Connection, until: datetime) -> Report:
        """Works every partition that has something, until none has."""
        total = Report()
        while ready := [partition for partition, _ in connection.execute(READY, [until]).fetchall()]:
            for nth, pipe in enumerate(self.pipes):
                pipe.send(("turns", until, ready[nth :: len(self.pipes)]))
            total = self._gathered(total)
        return total

    def last(self, connection: psycopg.Connection, begin: datetime, end: datetime) -> Report:
        """Sends what fell due in the last window, and works what comes back of it."""
        self.give(0, ("send", begin, end))
        sent = self.said(0)
        return sent.plus(self.turns(connection, end)).plus(self.all(("perform",)))

    def give(self, nth: int, order: Order) -> None:
        """Gives one hand an order; `said` waits for its report."""
        self.pipes[nth].send(order)

    def said(self, nth: int) -> Report:
        """What one hand reports."""
        said = self.pipes[nth].recv()
        if isinstance(said, Exception):
            raise said
        return said

    def all(self, order: Order) -> Report:
        """Gives every hand the same order."""
        for pipe in self.pipes:
            pipe.send(order)
        return self._gathered(Report())

    def _gathered(self, total: Report) -> Report:
        for nth in range(len(self.pipes)):
            total = total.plus(self.said(nth))
        return total


@contextmanager
def _hands(history: History) -> Iterator[Hands]:
    context = multiprocessing.get_context("spawn")
    pairs = [context.Pipe() for _ in range(HANDS)]
    processes = [
        context.Process(target=hand.work, args=(theirs, history.seed, history.end), daemon=True) for _, theirs in pairs
    ]
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
