"""The whole stream on one screen: what a worker does, from the inbox to the outbox.

ingest.store -> inbox -> turn (dedupe, fold, triggers, enrolments, effects: one transaction a partition)
-> perform (cold tables) -> dispatch (outbox, channel, provider) -> report -> an event again
and, where endpoints hear of events, webhooks (written by the turn) -> deliver
"""

import logging
import os
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import psycopg
from django.db import close_old_connections
from psycopg import sql

from perennia.customers import files
from perennia.customers.empty_stage import EMPTY_STAGE
from perennia.desk.remind import remind
from perennia.host import clock, jobs
from perennia.host.jobs import Job
from perennia.imports import forget as forget_imports
from perennia.imports import run as imports
from perennia.ingest import wake
from perennia.integrations import forget as forget_posts
from perennia.integrations import sessions as booked_elsewhere
from perennia.messages import lanes, notices
from perennia.sessions import remind as sessions
from perennia.webhooks.deliver import Courier
from perennia.webhooks.forget import forget
from perennia.workflows import (
    ageing,
    bulk,
    high_value,
    perform,
    recalculate,
    recount,
    retag,
    retention,
    rounds,
    sweep,
    watch,
    watchdog,
)
from perennia.workflows.compiled import Compiled
from perennia.workflows.connection import connect, name_this_worker
from perennia.workflows.rehearsal import rehearse
from perennia.workflows.work import Worker, collect_rarely

logger = logging.getLogger(__name__)

# What may be asked for by `host.jobs.ask(name, row)`: each works a row of its own table, slice by slice.
JOBS: dict[str, Job] = {
    "take_file": Job(imports.work, imports.fail),
    "empty_stage": EMPTY_STAGE,
    retag.JOB: retag.RETAG,
    bulk.JOB: Job(bulk.work, bulk.fail),
    recount.JOB: Job(recount.recount, recount.given_up),
    watch.JOB: Job(watch.watch, watch.given_up),
    rehearse.JOB: rehearse.REHEARSE,
    recalculate.JOB: Job(recalculate.work, recalculate.given_up),
}
POLL = 1.0
HEARTBEAT = """
insert into engine_worker (name, pid, seen_at) values (%s, %s, clock_timestamp())
on conflict (name) do update set pid = excluded.pid, seen_at = excluded.seen_at
"""
SWEPT = "update engine_worker set swept_at = clock_timestamp() where name = %s"
INDEXED = """
select max(value) filter (where name = 'workflows'), coalesce((select zone from team_organisation where id = 1), 'UTC'),
       clock_timestamp() + (select ahead from host_clock) from engine_constant
"""


def work(stop: threading.Event) -> None:
    """Runs until `stop` is set: turns in this thread, everything else beside it."""
    name_this_worker()
    collect_rarely()
    courier, channels = Courier(), lanes.Lanes()
    beside = [
        threading.Thread(target=_repeat, args=(stop, name, every, job), name=name, daemon=True)
        for name, every, job in (
            ("effects", 0.2, perform.perform),
            ("dispatch", 0.5, lanes.home),
            ("channels", 0.5, channels.round),
            ("notices", 20.0, _remind),
            ("files", 3600.0, lambda: files.sweep(clock.now())),
            ("old imports", 3600.0, _forget_what_came_in),
            ("webhooks", 0.5, courier.round),
            ("high value", 3600.0, high_value.count),
        )
    ]
    beside += [
        threading.Thread(
            target=_repeat, args=(stop, name, every, partial(_connected, name, job)), name=name, daemon=True
        )
        for name, every, job in (
            ("sweeps", 20.0, _sweep),
            ("heartbeat", 5.0, _beat_and_watch),
            ("retention", 3600.0, _keep_bounded),
        )
    ]
    beside.append(threading.Thread(target=jobs.run, args=(stop, JOBS), name="jobs", daemon=True))
    for one in beside:
        one.start()
    _turns(stop)
    for one in beside:
        one.join(timeout=10)
    courier.close()
    channels.close()


def _remind() -> int:
    """What is said because time has passed, on one connection."""
    now = clock.now()
    return remind(now) + sessions.ask(now) + notices.mail() + booked_elsewhere.attend(now)


def _forget_what_came_in() -> int:
    return forget_imports.forget() + forget_posts.forget(clock.now())


def _turns(stop: threading.Event) -> None:
    """Works partitions that have something to do; between rounds waits for a wake-up, a second at most."""
    worker: Worker | None = None
    while not stop.is_set():
        try:
            with connect() as connection, connect(name="perennia listener") as listener:
                listener.execute(sql.SQL("listen {}").format(sql.Identifier(wake.CHANNEL)))
                worker = worker or Worker(connection, random.Random())
                worker.connection = connection
                while not stop.is_set():
                    if not worker.round(stop):
                        next(listener.notifies(timeout=POLL, stop_after=1), None)
        except psycopg.OperationalError as lost:
            logger.warning("The database is away: %s", lost)
            stop.wait(POLL)


def _repeat(stop: threading.Event, name: str, every: float, job: Callable[[], int]) -> None:
    """Runs a job again and again, at once while it finds work."""
    while not stop.is_set():
        try:
            while not stop.is_set():
                began = time.monotonic()
                found = job()
                if not found or every >= 5:
                    stop.wait(max(0.0, every - (time.monotonic() - began)))
        except psycopg.OperationalError as lost:
            logger.warning("%s: the database is away: %s", name, lost)
        except Exception:
            logger.exception("%s failed and is tried again.", name)
        with _closing():
            stop.wait(POLL)


def _connected(name: str, job: Callable[[psycopg.Connection], int]) -> int:
    """Runs a job that is seldom due on a connection opened for it, so that idle ones do not add up."""
    with connect(name=f"perennia {name}") as connection:
        return job(connection)


@contextmanager
def _closing() -> Iterator[None]:
    """Lets go of Django's connection of this thread where it broke."""
    close_old_connections()
    yield


def _sweep(connection: psycopg.Connection) -> int:
    row = connection.execute(INDEXED).fetchone()
    assert row is not None
    stamp, zone, now = row
    index = _compiled.current(connection, stamp, zone)
    found = sweep.sweep(connection, index, now) + rounds.rounds(connection, index, now)
    connection.execute(SWEPT, [_name()])
    return found


def _keep_bounded(connection: psycopg.Connection) -> int:
    return retention.keep_bounded(connection) + ageing.forget(connection) + forget(connection)


def _beat_and_watch(connection: psycopg.Connection) -> int:
    """Says that this worker lives, and sees to those that stand still."""
    watchdog.watch(connection)
    connection.execute(HEARTBEAT, [_name(), os.getpid()])
    return 0


def _name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


_compiled = Compiled()
