"""P10: how long live events take beside an import of a million rows, and how much memory the import needs."""

import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from bench import crowd
from bench.measure import Measure
from bench.memory import Memory
from bench.p2 import by_engine, switch_on
from bench.p8 import PEOPLE, _drive, _p95, _wait_alive
from perennia.imports import actions, upload
from perennia.imports.models import AT_WORK, Import, State
from perennia.ingest import source
from perennia.workflows.compiled import Compiled
from perennia.workflows.connection import connect

AIM, GROWTH_AIM = 1.0, 1.3
ABOUT = 100_000  # people the file is about
HEAD = b"Event,When,User id,Account id,feature,seconds\r\n"


def run(rows: int = 1_000_000, seconds: int = 60) -> Measure:
    """Measures with one worker beside us, in the empty database Django is connected to."""
    switch_on()
    with connect() as connection:
        crowd.put(connection, list(crowd.identified(list(crowd.contacts(PEOPLE)), crowd.now())))
        by_engine(connection, Compiled())
        _, key = source.create(f"Bench {time.time_ns()}")
        sender = source.sender(key)
        assert sender is not None
        one = upload.upload(_file(rows), kind="events", file_name="events.csv", by=None, by_name="Bench")
        worker = subprocess.Popen([sys.executable, "-m", "perennia", "worker"], env=os.environ)
        memory = Memory(worker.pid)
        try:
            _wait_alive(connection)
            alone, _ = _drive(connection, sender, seconds // 2, {})
            resting = memory.highest
            actions.map_columns(one.pk, upload.guess(one))
            _until(one, lambda: one.state == State.CHECKED)
            begun = time.monotonic()
            actions.start(one.pk, is_historical=True)
            _until(one, lambda: one.taken > rows // 20)
            early = memory.highest
            beside, _ = _drive(connection, sender, seconds, {})
            was_beside = _now(one).state == State.RUNNING
            _until(one, lambda: one.state not in AT_WORK)
            took = time.monotonic() - begun
        finally:
            memory.stop()
            worker.terminate()
            worker.wait(30)
    if (one.state, one.taken) != (State.DONE, rows):
        raise RuntimeError(f"The import ended as {one.state} with {one.taken:,} rows: {one.trouble}")
    p95, growth = _p95(beside), memory.highest / early
    return Measure(
        id="P10", value=round(p95, 3), aim=f"< {AIM:g} s; memory grows <= {GROWTH_AIM:g}",
        met=p95 < AIM and growth <= GROWTH_AIM and was_beside,
        size=f"{rows:,} rows about {min(ABOUT, rows):,} people, {len(beside):,} live events beside it, one worker, local server",
        how=f"p95 {p95:.3f} s, median {statistics.median(beside):.3f} s beside it; alone {_p95(alone):.3f} s and"
        f" {statistics.median(alone):.3f} s; {rows / took:,.0f} rows a second, {took:.0f} s in all; worker {resting:.0f} MB before,"
        f" {early:.0f} MB at a twentieth, {memory.highest:.0f} MB at most",
    )  # fmt: skip


def _file(rows: int) -> Callable[[int], bytes]:
    """A file of so many events as a stream, none of it held."""
    parts, rest = _lines(rows), b""

    def read(size: int) -> bytes:
        nonlocal rest
        while len(rest) < size and (part := next(parts, b"")):
            rest += part
        given, rest = rest[:size], rest[size:]
        return given

    return read


def _lines(rows: int) -> Iterator[bytes]:
    rng, begin = random.Random(10), datetime.now(UTC) - timedelta(days=300)
    yield HEAD
    for start in range(0, rows, 1000):
        lines = []
        for number in range(start, min(rows, start + 1000)):
            person = rng.randrange(ABOUT)
            at = begin + timedelta(seconds=number * 20)
            feature = rng.choice(crowd.FEATURES)
            lines.append(
                f"Feature Used,{at:%Y-%m-%d %H:%M:%S},past-{person},old-{person // 20},{feature},{rng.randrange(600)}\r\n"
            )
        yield "".join(lines).encode()


def _now(one: Import) -> Import:
    one.refresh_from_db()
    return one


def _until(one: Import, holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 3000
    while not holds():
        if time.monotonic() > end:
            raise RuntimeError(f"The import stands still: {one.state}, {one.taken:,} rows.")
        time.sleep(0.2)
        one.refresh_from_db()
