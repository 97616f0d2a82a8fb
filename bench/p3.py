"""P3: what an event of the same active contacts costs beside a million resting ones, against beside none."""

import random
import statistics

import psycopg

from bench import crowd
from bench.measure import Measure
from bench.p2 import by_engine, switch_on
from perennia.workflows.compiled import Compiled
from perennia.workflows.connection import connect

AIM = 1.3
RESTING = """
insert into profile (partition, kind, id, customer_id, is_hidden, score, started_at, last_seen_at, state)
select n %% 256, p.kind, n + 10000000, 10000000 + n / 20, false, p.score, p.started_at,
       clock_timestamp() - interval '2 days' * random(), p.state
from generate_series(%s::bigint, %s::bigint) n, (select * from profile where kind = 1 limit 1) p
"""
ENROLLED = """
insert into enrolment (partition, subject_kind, subject_id, workflow, entry_key, id, customer_id, version_id, state, is_sticky,
                       node, entered_at, moved_at, entry)
select partition, kind, id, 'check_ins', '', gen_random_uuid(), customer_id, 1, 'done', true, 0, now(), now(), '{}'
from profile where id > 10000000 and kind = 1
"""
GONE = (
    "delete from profile where id > 10000000",
    "delete from enrolment where subject_id > 10000000",
    "vacuum analyze",
)
STEP = 50_000


def run(active: int = 1_000, resting: int = 1_000_000, events: int = 40_000, rounds: int = 4) -> Measure:
    """Measures in the empty database Django is connected to: first alone, then beside the resting ones."""
    switch_on()
    everybody, rng, compiled = list(crowd.contacts(active)), random.Random(3), Compiled()
    with connect() as connection:
        crowd.put(connection, list(crowd.identified(everybody, crowd.now())))
        by_engine(connection, compiled)

        def some_rounds(many: int) -> list[float]:
            """The first of them only warms up."""
            return [_round(connection, compiled, everybody, events, rng) for _ in range(many + 1)][1:]

        # Alone before and after, since what was worked meanwhile makes the tables larger too.
        alone = some_rounds(rounds // 2)
        _rest(connection, resting)
        beside = some_rounds(rounds)
        for statement in GONE:
            connection.execute(statement)
        alone += some_rounds(rounds // 2)
    with_them, without = statistics.median(beside), statistics.median(alone)
    value = with_them / without
    return Measure(
        id="P3", value=round(value, 3), aim=f"<= {AIM}", met=value <= AIM,
        size=f"{active:,} active contacts, {resting:,} resting, {events:,} events a round, {rounds} rounds each",
        how=f"{1e6 * with_them / events:.0f} µs of processor an event beside them / {1e6 * without / events:.0f} µs alone",
    )  # fmt: skip


def _rest(connection: psycopg.Connection, resting: int) -> None:
    """Makes so many contacts that do nothing."""
    for start in range(1, resting + 1, STEP):
        connection.execute(RESTING, [start, min(resting, start + STEP - 1)])
    connection.execute(ENROLLED)
    connection.execute("vacuum analyze")


def _round(
    connection: psycopg.Connection,
    compiled: Compiled,
    everybody: list[tuple[int, int]],
    events: int,
    rng: random.Random,
) -> float:
    """Seconds of the processor for so many events."""
    crowd.put(connection, list(crowd.used(everybody, events, crowd.now(), rng)))
    begun = crowd.spent(connection)
    by_engine(connection, compiled)
    return crowd.spent(connection) - begun
