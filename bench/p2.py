"""P2: events through the engine with the full shipped catalogue, against the bare SQL of the same turns.

The floor takes, dedupes, keeps as history, loads and stores the profiles by the engine's own statements, and no rule is
asked. Both are taken in turn over the same people, several rounds in one run, so that a busy machine slows both.
"""

import random
import statistics
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import psycopg

from bench import crowd
from bench.measure import Measure
from perennia.core.outcome import Outcome
from perennia.workflows import keep, take
from perennia.workflows.compiled import Compiled
from perennia.workflows.connection import connect
from perennia.workflows.models import Workflow
from perennia.workflows.publish import changed, install
from perennia.workflows.switch import switch
from perennia.workflows.turn import LIMIT, turn
from perennia.workflows.work import collect_rarely

AIM = 0.5
LOGGED = "select count(*), pg_total_relation_size('run_log') from run_log"


def run(people: int = 100_000, events: int = 50_000, rounds: int = 3) -> Measure:
    """Measures in the empty database Django is connected to."""
    switch_on()
    everybody, rng, compiled = list(crowd.contacts(people)), random.Random(2), Compiled()
    with connect() as connection:
        crowd.put(connection, list(crowd.identified(everybody, crowd.now())))
        by_engine(connection, compiled)
        # Habits: what was known of somebody is loaded and stored too.
        crowd.put(connection, list(crowd.used(everybody, people, crowd.now(), rng)))
        by_engine(connection, compiled)
        connection.execute("analyze")
        pairs = []
        for _ in range(rounds):
            crowd.put(connection, list(crowd.used(everybody, events, crowd.now(), rng)))
            took = by_engine(connection, compiled)
            crowd.put(connection, list(crowd.used(everybody, events, crowd.now(), rng)))
            with _no_log():
                silent = by_engine(connection, compiled)
            crowd.put(connection, list(crowd.used(everybody, events, crowd.now(), rng)))
            pairs.append((events / took, events / by_floor(connection), 1 - silent / took))
        lines, size = connection.execute(LOGGED).fetchone() or (0, 0)
    engine, floor, log = (statistics.median(found) for found in zip(*pairs, strict=True))
    value = statistics.median(fast / bare for fast, bare, _ in pairs)
    return Measure(
        id="P2", value=round(value, 3), aim=f">= {AIM}", met=value >= AIM,
        size=f"{people:,} contacts, {events:,} events a round, {rounds} rounds, one worker, {Workflow.objects.count()} workflows on",
        how=f"{engine:,.0f} events/s through the engine / {floor:,.0f} by the bare SQL of the same turns; of the engine's time"
        f" {log:.1%} goes into storing why and why not, {lines:,} lines of {size / max(lines, 1):,.0f} bytes with their indexes",
    )  # fmt: skip


def switch_on(*keys: str) -> None:
    """Every shipped workflow, or those named, in a process that is ready for turns as a worker's is."""
    collect_rarely()
    install(crowd.now())
    for workflow in Workflow.objects.filter(trouble="", is_on=False):
        switch(workflow.key, crowd.now(), on=True)
    if keys:
        Workflow.objects.exclude(key__in=keys).update(is_on=False)
        changed()


def by_engine(connection: psycopg.Connection, compiled: Compiled) -> float:
    """Seconds until the inbox is empty."""
    begun = time.perf_counter()
    for partition in crowd.partitions(connection):
        while (done := turn(connection, partition, compiled)) is not None and done.is_more:
            pass
    return time.perf_counter() - begun


@contextmanager
def _no_log() -> Iterator[None]:
    """The engine without keeping its run log: what comes of an event is worked out all the same."""
    whole = keep._writes

    def some(out: Outcome) -> Iterable[tuple[str, keep.Columns, bool]]:
        return (one for one in whole(out) if one[0] != keep.LOGS)

    keep._writes = some
    try:
        yield
    finally:
        keep._writes = whole


def by_floor(connection: psycopg.Connection) -> float:
    """Seconds until the inbox is empty, with no rule asked."""
    begun = time.perf_counter()
    for partition in crowd.partitions(connection):
        while _floor_turn(connection, partition) == LIMIT:
            pass
    return time.perf_counter() - begun


def _floor_turn(connection: psycopg.Connection, partition: int) -> int:
    with connection.transaction():
        connection.execute(take.LOCK, [partition])
        rows = [
            take.Row(*row)
            for row in connection.cursor(binary=True).execute(take.ROWS, [partition, take.LIVE, LIMIT]).fetchall()
        ]
        if not rows:
            return 0
        subjects = sorted({(1, row.contact) for row in rows} | {(0, row.customer) for row in rows})
        firsts = sorted(rows, key=lambda row: (row.source, row.message_hash))
        with connection.pipeline():
            connection.execute(take.DEDUPE, [partition, *([getattr(row, name) for row in firsts] for name in DEDUPED)])
            loaded = connection.cursor(binary=True).execute(
                PROFILES, [[k for k, _ in subjects], [i for _, i in subjects], partition]
            )
            profiles = loaded.fetchall()
        with connection.pipeline():
            seqs = [row.seq for row in rows]
            connection.execute(keep.HISTORY, [
                partition, take.LIVE, min(seqs), max(seqs), seqs, seqs, ["no_match"] * len(rows), [False] * len(rows),
            ])  # fmt: skip
            *columns, states = zip(*profiles, strict=True)
            connection.execute(
                keep.PROFILES, [partition, *map(list, columns), "[" + ",".join(s.decode() for s in states) + "]"]
            )
    return len(rows)


DEDUPED = ("source", "message_hash", "seq", "received_at")
PROFILES = """
select p.kind, p.id, p.customer_id, p.is_hidden, p.score, p.started_at, p.last_seen_at, p.renews_at,
       p.features_due_at, p.state
from unnest(%s::smallint[], %s::bigint[]) as t (kind, id)
join profile p on p.partition = %s and p.kind = t.kind and p.id = t.id
"""
