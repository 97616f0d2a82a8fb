"""P7: events through two workers against through one, on two cores, the inbox filled beforehand."""

import random
import statistics
import subprocess
import sys
import time

import psycopg

from bench import crowd
from bench.measure import Measure
from bench.p2 import by_engine, switch_on
from perennia.ingest.row import Row
from perennia.workflows.compiled import Compiled
from perennia.workflows.connection import connect

AIM = 1.7


def run(people: int = 20_000, events: int = 40_000, rounds: int = 3) -> Measure:
    """Measures in the empty database Django is connected to, one worker and two in turn over the same people."""
    switch_on()
    everybody, rng, compiled = list(crowd.contacts(people)), random.Random(7), Compiled()
    pairs = []
    with connect() as connection:
        crowd.put(connection, list(crowd.identified(everybody, crowd.now())))
        crowd.put(connection, list(crowd.used(everybody, people, crowd.now(), rng)))
        by_engine(connection, compiled)
        connection.execute("analyze")
        for _ in range(rounds):
            took = []
            for many in (1, 2):
                took.append(_worked(connection, many, list(crowd.used(everybody, events, crowd.now(), rng))))
            pairs.append((events / took[0], events / took[1]))
    one, two = (statistics.median(rates) for rates in zip(*pairs, strict=True))
    value = statistics.median(both / alone for alone, both in pairs)
    return Measure(
        id="P7", value=round(value, 3), aim=f">= {AIM}", met=value >= AIM,
        size=f"{people:,} contacts, {events:,} events a round, {rounds} rounds, two cores",
        how=f"{two:,.0f} events/s by two workers / {one:,.0f} by one",
    )  # fmt: skip


def _worked(connection: psycopg.Connection, many: int, rows: list[Row]) -> float:
    """Seconds until so many workers, which stood ready when the inbox was filled, have emptied it."""
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(many)
    ]
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()
    crowd.put(connection, rows)
    begun = time.perf_counter()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.close()
    failed = [code for worker in workers if (code := worker.wait())]
    took = time.perf_counter() - begun
    left = connection.execute("select count(*) from inbox").fetchone()
    if failed or left != (0,):
        raise RuntimeError(f"Workers ended with {failed} and left {left} events.")
    return took
