"""Who stands still in the middle of a worker's transaction is ended; who works, and who is no worker, is not."""

import threading
import time
from collections.abc import Callable

import psycopg
import pytest

from perennia.workflows import watchdog
from perennia.workflows.connection import WORKER, connect
from tests.driving import Stream

LONG = 0.3


def stands_still(one: psycopg.Connection) -> None:
    one.execute("begin")
    one.execute("select 1")


def within_copy(one: psycopg.Connection) -> None:
    one.execute("begin")
    one.pgconn.exec_(b"copy inbox (partition) from stdin")


@pytest.mark.number("A4")
@pytest.mark.parametrize("name", [WORKER, "perennia sweeps", "perennia engine"])
@pytest.mark.parametrize("how", [stands_still, within_copy])
def test_a_workers_connection_that_says_nothing_more_is_ended(
    stream: Stream, name: str, how: Callable[[psycopg.Connection], None]
) -> None:
    frozen = connect(name=name)
    how(frozen)
    time.sleep(2 * LONG)  # the time itself is the case
    watchdog.watch(stream.connection, LONG)
    until = time.monotonic() + 60
    while there := stream.rows("select state from pg_stat_activity where pid = %s", frozen.info.backend_pid):
        assert time.monotonic() < until, there
        time.sleep(0.02)
    frozen.pgconn.finish()


@pytest.mark.number("A4")
def test_who_works_or_is_no_worker_is_left_alone(stream: Stream) -> None:
    with connect(name=WORKER) as busy, connect(name="perennia") as page:
        stands_still(page)
        working = threading.Thread(target=busy.execute, args=("select pg_sleep(1.5)",))
        working.start()
        time.sleep(2 * LONG)
        watchdog.watch(stream.connection, LONG)
        working.join()
        assert busy.execute("select 2").fetchone() == (2,)
        assert page.execute("select 3").fetchone() == (3,)
