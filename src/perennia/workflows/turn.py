"""The engine's turn: one transaction that works up to some 2,000 events of one customer partition."""

import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import psycopg

from perennia.core.index import Index
from perennia.core.outcome import Outcome, Timer
from perennia.core.standing import Loaded, Unforeseen
from perennia.core.stream import run
from perennia.host import crash
from perennia.workflows import move, take_back, trouble
from perennia.workflows.budget import budget
from perennia.workflows.compiled import Compiled
from perennia.workflows.keep import keep
from perennia.workflows.piles import TAKE_BACK, Piles, put_away
from perennia.workflows.take import Known, Row, arrived, first_look, fresh_and_loaded, read_all

LIMIT = 2000
SECONDS = 5.0  # after that what is left waits for the next turn, so that nobody takes us for dead
# Committed without waiting for the disk: who would read it after a crash finds no backend of that start either.
LEASE = """
insert into engine_lease (pid, backend_start, partition, taken_at)
select pid, backend_start, %s, clock_timestamp()
from pg_stat_get_activity(pg_backend_pid()), set_config('synchronous_commit', 'off', true)
on conflict (pid) do update set backend_start = excluded.backend_start, partition = excluded.partition,
    taken_at = excluded.taken_at
"""


class Done(NamedTuple):
    """What a turn did. `is_more`: something is left to do in this partition now."""

    events: int = 0
    duplicates: int = 0
    timers: int = 0
    failures: int = 0
    is_more: bool = False


def turn(
    connection: psycopg.Connection,
    partition: int,
    compiled: Compiled,
    *,
    limit: int = LIMIT,
    until: datetime | None = None,
) -> Done | None:
    """Works one turn. None: another worker holds the partition. `until` is the virtual time of the demo."""
    connection.execute(LEASE, [partition])
    with connection.transaction():
        known = first_look(connection, partition, limit, until)
        if known is None:
            return None
        crash.point("partition_taken")
        piles = Piles(known)
        if piles.control is None:
            done = _work(connection, partition, compiled, known, piles)
            crash.point("next_step_stored")
        elif piles.control.kind == "resume":
            trouble.resume(connection, partition, piles.control)
            done = Done(is_more=True)
        elif piles.control.kind == TAKE_BACK:
            take_back.take_back(connection, partition, piles.control, known.zone)
            done = Done(is_more=True)
        else:
            done = None
    crash.point("job_finished")
    if done is None and piles.control is not None:
        move.move(connection, partition, piles.control.seq)
        return Done(is_more=True)
    return done


def _work(connection: psycopg.Connection, partition: int, compiled: Compiled, known: Known, piles: Piles) -> Done:
    index = compiled.current(connection, known.stamp, known.zone)
    timers = [timer for timer in known.timers if not known.troubled.get(timer.customer, (0, 0, False))[2]]
    today = known.now.astimezone(index.zone).date()
    fresh, loaded = fresh_and_loaded(connection, partition, piles.work, timers, index, today)
    work = [row for row in piles.work if row.seq in fresh]
    try:
        out, left = _run(loaded, work, index, known, piles)
    except Unforeseen:
        read_all(connection, partition, piles.work, timers, index, loaded)
        out, left = _run(loaded, work, index, known, piles)
    if known.timers:
        crash.point("timer_claimed")
    if out.enrolments:
        crash.point("run_created")
    parked = trouble.record(connection, partition, out.failures, known, known.now)
    piles.park += [row for row in left if row.customer in parked]
    untouched = {row.seq for row in left}
    worked = [row for row in piles.work if row.seq not in untouched]
    duplicates = [row.seq for row in worked if row.seq not in fresh]
    trouble.forget_keys(connection, partition, left)
    trouble.recovered(connection, partition, _through(worked, timers, left, out), known)
    keep(connection, partition, worked, duplicates, out)
    put_away(connection, partition, piles, known)
    is_more = piles.is_cut or bool(left) or bool(piles.burst or known.bursting)
    return Done(len(worked) - len(duplicates), len(duplicates), len(out.gone), len(out.failures), is_more)


def _through(worked: Sequence[Row], timers: Sequence[Timer], left: Sequence[Row], out: Outcome) -> set[int]:
    """The customers whose events and timers all went through."""
    behind = {row.customer for row in left} | {failure.customer for failure in out.failures}
    return ({row.customer for row in worked} | {timer.customer for timer in timers}) - behind


def _run(
    loaded: dict[int, Loaded], rows: Sequence[Row], index: Index, known: Known, piles: Piles
) -> tuple[Outcome, list[Row]]:
    """Runs every customer's events. Gives the outcome and the rows not worked: failed, behind a failure, or out of time."""
    by_customer: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_customer[row.customer].append(row)
    for customer in loaded:
        by_customer.setdefault(customer, [])
    out, left = Outcome(), list[Row]()
    deadline = time.monotonic() + SECONDS
    with budget() as begin:
        for customer, own in by_customer.items():
            if time.monotonic() > deadline:
                left += own
                continue
            until = own[-1].received_at if customer in piles.held_back and own else piles.horizon
            events = [arrived(row) for row in own]
            begin()  # what the customer before took is no matter of this one's
            run(loaded[customer], events, index, min(until, piles.horizon), out, begin, known.present)
    failed = {failure.customer: failure.seq for failure in out.failures}
    left += [row for row in rows if row.customer in failed and row.seq >= failed[row.customer]]
    return out, left
