"""P8: from an event accepted to its effect committed, at a hundred events a second; and how late timers fire."""

import json
import os
import random
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg

from bench import crowd
from bench.measure import Measure
from bench.p2 import by_engine, switch_on
from perennia.ingest import source
from perennia.ingest.receive import receive
from perennia.workflows.compiled import Compiled
from perennia.workflows.connection import connect

AIM, TIMER_AIM = 1.0, 5.0
PACE, PEOPLE = 100, 500
# An event's history is kept by the transaction that commits its effects.
DONE = "select message_id from history where received_at > %s and place = 0 and message_id = any(%s)"
DELAY = "update enrolment set due_at = %s where partition = %s and id = %s"
TIMER = "update timer set due_at = %s where partition = %s and enrolment_id = %s"


def run(seconds: int = 30) -> Measure:
    """Measures with one worker beside us, in the empty database Django is connected to."""
    switch_on()
    with connect() as connection:
        crowd.put(connection, list(crowd.identified(list(crowd.contacts(PEOPLE)), crowd.now())))
        by_engine(connection, Compiled())
        _, key = source.create(f"Bench {time.time_ns()}")
        sender = source.sender(key)
        assert sender is not None
        worker = subprocess.Popen([sys.executable, "-m", "perennia", "worker"], env=os.environ)
        try:
            _wait_alive(connection)
            timers = _set_timers(connection, seconds)
            accepted, late = _drive(connection, sender, seconds, timers)
        finally:
            worker.terminate()
            worker.wait(30)
    p95, timer_p95 = _p95(accepted), _p95(late)
    return Measure(
        id="P8", value=round(p95, 3), aim=f"< {AIM:g} s; timers < {TIMER_AIM:g} s", met=p95 < AIM and timer_p95 < TIMER_AIM,
        size=f"{len(accepted):,} events at {PACE} a second for {seconds} s, {len(late)} timers, one worker, local server",
        how=f"p95 {p95:.3f} s, median {statistics.median(accepted):.3f} s, slowest {max(accepted):.3f} s; timers {timer_p95:.3f} s late",
    )  # fmt: skip


def _wait_alive(connection: psycopg.Connection) -> None:
    for _ in range(300):
        if connection.execute("select 1 from engine_worker").fetchone():
            return
        time.sleep(0.1)
    raise RuntimeError("The worker did not come up.")


def _set_timers(connection: psycopg.Connection, seconds: int) -> dict[tuple[int, str], datetime]:
    """Brings some waiting check-ins forward, one every half second."""
    rows = connection.execute(
        "select partition, enrolment_id::text from timer order by due_at limit %s", [seconds]
    ).fetchall()
    begin, due = datetime.now(UTC) + timedelta(seconds=2), dict[tuple[int, str], datetime]()
    for nth, (partition, enrolment) in enumerate(rows):
        at = begin + timedelta(seconds=seconds * nth / len(rows))
        with connection.transaction():
            connection.execute(DELAY, [at, partition, enrolment])
            connection.execute(TIMER, [at, partition, enrolment])
        due[partition, enrolment] = at
    return due


def _drive(
    connection: psycopg.Connection, sender: source.Sender, seconds: int, timers: dict[tuple[int, str], datetime]
) -> tuple[list[float], list[float]]:
    """Sends at the pace and watches; gives the seconds each event and each timer took."""
    sent, took, late = dict[str, float](), list[float](), list[float]()
    receive(sender, _batch([str(uuid4()) for _ in range(2 * PEOPLE)], random.Random(9)))  # who is who is known by then
    time.sleep(5)
    begin, since = time.monotonic(), datetime.now(UTC) - timedelta(seconds=5)
    number, rng = 0, random.Random(8)
    while time.monotonic() < begin + seconds + 15:
        while number < PACE * seconds and time.monotonic() >= begin + number / PACE:
            ids = [str(uuid4()) for _ in range(10)]
            receive(sender, _batch(ids, rng))
            sent |= dict.fromkeys(ids, time.monotonic())
            number += len(ids)
        for (message,) in connection.execute(DONE, [since, list(sent)]).fetchall():
            took.append(time.monotonic() - sent.pop(message))
        _look_at_timers(connection, timers, late)
        if number >= PACE * seconds and not sent and not timers:
            break
        time.sleep(0.02)
    if sent or timers:
        raise RuntimeError(f"{len(sent)} events and {len(timers)} timers were not done in time.")
    return took, late


def _look_at_timers(connection: psycopg.Connection, timers: dict[tuple[int, str], datetime], late: list[float]) -> None:
    now = datetime.now(UTC)
    waited = [key for key, at in timers.items() if at <= now]
    if not waited:
        return
    still = {
        (partition, enrolment)
        for partition, enrolment in connection.execute(
            "select partition, enrolment_id::text from timer where enrolment_id = any(%s) and due_at <= %s",
            [[enrolment for _, enrolment in waited], now],
        ).fetchall()
    }
    for key in waited:
        if key not in still:
            late.append((now - timers.pop(key)).total_seconds())


def _batch(ids: list[str], rng: random.Random) -> bytes:
    """Calls of the usual mix, by people of the crowd's size."""
    calls = []
    for id_ in ids:
        name, kind, properties = crowd.deed(rng)
        person = rng.randrange(PEOPLE)
        said = {"type": kind, "userId": f"user-{person}", "messageId": id_, "properties": properties,
                "context": {"groupId": f"account-{person // crowd.CONTACTS_EACH}"}}  # fmt: skip
        calls.append(said | ({"event": name} if kind == "track" else {}))
    return json.dumps({"batch": calls}).encode()


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)] if values else 0.0
