"""P5: waking due timers while a million others wait, against while none does."""

import statistics
from datetime import datetime, timedelta

import psycopg

from bench import crowd
from bench.measure import Measure
from bench.p2 import by_engine, switch_on
from perennia.workflows.compiled import Compiled
from perennia.workflows.connection import connect
from perennia.workflows.turn import turn

AIM = 1.2
MARKS = (1, 7, 14, 21, 28, 40, 60)  # the days of the check-ins: each wakes everybody once
WAITING = """
insert into enrolment (partition, subject_kind, subject_id, workflow, entry_key, id, customer_id, version_id, state, is_sticky,
                       node, entered_at, moved_at, due_at, entry)
select n % 256, 1, 10000000 + n, e.workflow, '', md5(n::text)::uuid, 10000000 + n / 20, e.version_id, 'waiting', true, e.node,
       e.entered_at, e.moved_at, now() + interval '2 years' + n * interval '1 second', e.entry
from generate_series(1, {many}) n, (select * from enrolment where workflow = 'check_ins' limit 1) e
"""
TIMERS = """
insert into timer (partition, due_at, enrolment_id, node, subject_kind, subject_id, customer_id)
select partition, due_at, id, node, subject_kind, subject_id, customer_id from enrolment where subject_id > 10000000
"""
DUE = "select distinct partition from timer where due_at < %s order by 1"


def run(due: int = 10_000, waiting: int = 1_000_000, rounds: int = 3) -> Measure:
    """Measures in the empty database Django is connected to: first with none waiting, then beside the others."""
    switch_on("check_ins")  # alone: others wait thirty days, and their timers would come due with the check-ins'
    compiled, begin = Compiled(), crowd.now()
    with connect() as connection:
        crowd.put(connection, list(crowd.identified(list(crowd.contacts(due)), begin)))
        by_engine(connection, compiled)
        marks = [begin + timedelta(days=day, hours=1) for day in MARKS]
        _woken(connection, compiled, marks[0], due)
        alone = [_woken(connection, compiled, mark, due) for mark in marks[1 : 1 + rounds]]
        with connection.transaction():
            connection.execute(WAITING.replace("{many}", str(int(waiting))))
            connection.execute(TIMERS)
        connection.execute("vacuum analyze")
        beside = [_woken(connection, compiled, mark, due) for mark in marks[1 + rounds : 1 + 2 * rounds]]
    with_them, without = statistics.median(beside), statistics.median(alone)
    value = with_them / without
    return Measure(
        id="P5", value=round(value, 3), aim=f"<= {AIM}", met=value <= AIM,
        size=f"{due:,} timers due, {waiting:,} waiting, {len(beside)} rounds each",
        how=f"{1e6 * with_them / due:.0f} µs of processor a timer beside them / {1e6 * without / due:.0f} µs alone",
    )  # fmt: skip


def _woken(connection: psycopg.Connection, compiled: Compiled, now: datetime, due: int) -> float:
    """Seconds of the processor until nothing is due at `now`."""
    begun, woken = crowd.spent(connection), 0
    while partitions := [number for (number,) in connection.execute(DUE, [now]).fetchall()]:
        for partition in partitions:
            done = turn(connection, partition, compiled, until=now)
            woken += done.timers if done is not None else 0
    took = crowd.spent(connection) - begun
    if woken != due:
        raise RuntimeError(f"{due} timers were due and {woken} woke.")
    return took
