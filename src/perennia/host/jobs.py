"""Jobs for what lies outside the stream and the outbox, queued in the transaction that wants them.

The row is the order, the job carries its id. A job works one *slice* of it, some seconds long, commits where it got to
and says whether more is left: so a worker may be stopped or killed between any two statements, and a long job keeps
no other waiting. What runs may run again, so a slice must find out from the row what is done already.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import psycopg
from django.db import OperationalError, connection
from procrastinate import App, exceptions
from procrastinate.contrib.django import DjangoApp, app
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job as Queued
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from typing_extensions import override

logger = logging.getLogger(__name__)

SLICE_SECONDS = 5.0  # about how long a slice should work before it gives way
TRIES = 6
AT_ONCE = 2
STALLED = 30  # seconds without a sign of life from the worker that holds a job
RESCUE = 10.0
KEEP_FAILED_HOURS = 30 * 24
NAME = "slice"


class Job(NamedTuple):
    """What is done for a row, by its id.

    `work`: one slice; whether more is left. `fail`: tells the row that it was given up, and why.
    """

    work: Callable[[int], bool]
    fail: Callable[[int, str], None]


class UnknownJob(Exception):
    """This worker is of another version: one that knows the job will take it."""


class Busy(Exception):
    """Another worker is at this row now."""


class _Again(BaseRetryStrategy):
    """Tries a failing slice again, ever later; one that only met the wrong worker or the wrong moment without end."""

    @override
    def get_retry_decision(self, *, exception: BaseException, job: Queued) -> RetryDecision | None:
        if isinstance(exception, UnknownJob):
            return RetryDecision(retry_in={"seconds": 20})
        if isinstance(exception, Busy):
            return RetryDecision(retry_in={"seconds": 2})
        if job.attempts + 1 >= TRIES and not isinstance(exception, OperationalError):
            return None
        return RetryDecision(retry_in={"seconds": min(60, 2 ** (job.attempts + 1))})


def ask(name: str, row: int) -> None:
    """Queues the work on a row in the transaction at hand; `pipeline.JOBS` says what each name does."""
    app.configure_task(NAME, allow_unknown=True).defer(job=name, row=row)


def run(stop: threading.Event, table: Mapping[str, Job]) -> None:
    """Works jobs in this thread until `stop` is set; goes on by itself after the database was away."""
    while not stop.is_set():
        try:
            asyncio.run(_run(stop, table))
        except (exceptions.ConnectorException, psycopg.OperationalError) as lost:
            logger.warning("Jobs: the database is away: %s", lost)
        except Exception:
            logger.exception("The jobs' worker failed and is started again.")
        stop.wait(1.0)


async def _run(stop: threading.Event, table: Mapping[str, Job]) -> None:
    async with _app(table).open_async() as here:
        await here.job_manager.delete_old_jobs(
            nb_hours=KEEP_FAILED_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
        )
        worker = asyncio.create_task(
            here.run_worker_async(
                concurrency=AT_ONCE,
                fetch_job_polling_interval=1.0,
                shutdown_graceful_timeout=SLICE_SECONDS * 2,
                delete_jobs="successful",
                install_signal_handlers=False,
            )
        )
        try:
            await _watch(stop, here, worker)
        finally:
            worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)


def _app(table: Mapping[str, Job]) -> App:
    """The worker's own: it waits for work on connections of its own, where `ask` uses the transaction at hand."""
    params = connection.get_connection_params()
    for word in ("cursor_factory", "context", "pool"):
        params.pop(word, None)
    made = DjangoApp(connector=PsycopgConnector(kwargs=params, min_size=1, max_size=3))

    @made.task(name=NAME, pass_context=True, retry=_Again())
    def work_slice(context: JobContext, *, job: str, row: int) -> None:
        try:
            _work_slice(table, job, row, context.job.attempts)
        finally:
            connection.close()  # this thread belongs to a pool: nothing it leaves open is ever closed

    return made


async def _watch(stop: threading.Event, here: App, worker: "asyncio.Task[None]") -> None:
    """Until `stop` is set: gives back what a dead worker held, since the library leaves it to us."""
    rescued_at = -RESCUE
    while not stop.is_set() and not worker.done():
        if time.monotonic() - rescued_at > RESCUE:
            rescued_at = time.monotonic()
            for stalled in await here.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
                await here.job_manager.retry_job(stalled)
        await asyncio.wait({worker}, timeout=0.25)
    if worker.done() and not worker.cancelled() and (error := worker.exception()):
        raise error


def _work_slice(table: Mapping[str, Job], job: str, row: int, tries: int) -> None:
    """Works one slice and queues the next where more is left."""
    if job not in table:
        raise UnknownJob(job)
    with _alone(job, row):
        try:
            more = table[job].work(row)
        except OperationalError:  # the database is away, or had enough: not the row's fault
            raise
        except Exception as failure:
            if tries + 1 >= TRIES:
                table[job].fail(row, f"{type(failure).__name__}: {failure}"[:500])
            raise
        if more:
            ask(job, row)


@contextmanager
def _alone(job: str, row: int) -> Iterator[None]:
    """Keeps others from the row; a killed worker's lock falls with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(hashtext(%s), %s)", [job, row % 2**31])
        if cursor.fetchone() != (True,):
            raise Busy(job)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(hashtext(%s), %s)", [job, row % 2**31])
