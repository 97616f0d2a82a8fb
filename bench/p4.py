"""P4: one round of all sweeps over a million contacts of whom a thousand cross, against over those thousand alone."""

import statistics
from datetime import datetime, timedelta

import psycopg

from bench import crowd
from bench.measure import Measure
from bench.p2 import by_engine, switch_on
from perennia.core.index import Index
from perennia.workflows.compiled import Compiled
from perennia.workflows.connection import connect
from perennia.workflows.sweep import sweep

AIM = 3
ROUND = timedelta(seconds=20)  # between two sweeps
STEP = 50_000
# Made from one that the engine folded; no one of them comes near a moment of any rule while this runs.
RESTING = """
insert into profile (partition, kind, id, customer_id, is_hidden, score, started_at, last_seen_at, state)
select n %% 256, p.kind, n + 10000000, 10000000 + n / 20, false, p.score, p.started_at,
       %s - interval '1 minute' * (1 + n %% 1000), p.state
from generate_series(%s::bigint, %s::bigint) n, (select * from profile where kind = 1 limit 1) p
"""
# One after the other they come past each rule's moment, an equal share at each.
CROSSING = """
update profile set last_seen_at = %(now)s - (%(afters)s::interval[])[1 + id %% %(rules)s] - %(round)s * (id %% 97) / 100.0
where kind = %(kind)s and id < 10000000
"""
BACK = "update engine_sweep set swept_to = %s"


def run(contacts: int = 1_000_000, crossing: int = 1_000, rounds: int = 25) -> Measure:
    """Measures in the empty database Django is connected to: first those who cross alone, then among all."""
    switch_on()
    compiled, now = Compiled(), crowd.now()
    with connect() as connection:
        crowd.put(connection, list(crowd.identified(list(crowd.contacts(crossing)), now)))
        by_engine(connection, compiled)
        index = _index(connection, compiled)
        _bring_near(connection, index, now)
        sweep(connection, index, now)
        alone = [_round(connection, index, now, crossing) for _ in range(rounds + 1)][1:]
        for start in range(1, contacts - crossing + 1, STEP):
            connection.execute(RESTING, [now, start, min(contacts - crossing, start + STEP - 1)])
        connection.execute("vacuum analyze")
        among = [_round(connection, index, now, crossing) for _ in range(rounds + 1)][1:]
    with_them, without = statistics.fmean(among), statistics.fmean(alone)
    value = with_them / without
    rules = len(list(index.crossings()))
    return Measure(
        id="P4", value=round(value, 3), aim=f"<= {AIM}", met=value <= AIM,
        size=f"{contacts:,} contacts of whom {crossing:,} cross, {rules} time rules, {rounds} rounds each",
        how=f"{1e3 * with_them:.0f} ms of processor a round of all sweeps among them / {1e3 * without:.0f} ms alone",
    )  # fmt: skip


def _index(connection: psycopg.Connection, compiled: Compiled) -> Index:
    row = connection.execute("select value from engine_constant where name = 'workflows'").fetchone()
    assert row is not None
    return compiled.current(connection, row[0], "UTC")


def _bring_near(connection: psycopg.Connection, index: Index, now: datetime) -> None:
    """Gives each of the few a last sight that lies one of the contacts' rules back, within the last round."""
    afters = [one.after for one, _ in index.crossings() if one.kind == 1 and one.column == "last_seen_at"]
    connection.execute(CROSSING, {"now": now, "afters": afters, "rules": len(afters), "round": ROUND, "kind": 1})


def _round(connection: psycopg.Connection, index: Index, now: datetime, crossing: int) -> float:
    """Seconds of the processor for one round in which all of the few cross; the server's are counted in hundredths,
    so that only the mean of many rounds says something."""
    connection.execute("truncate inbox")
    connection.execute(BACK, [now - ROUND])
    begun = crowd.spent(connection)
    found = sweep(connection, index, now)
    took = crowd.spent(connection) - begun
    if found != crossing:
        raise RuntimeError(f"{crossing} crossed a moment and {found} were found.")
    return took
