"""Jobs: queued with the transaction, worked slice by slice, alone with their row, taken up again after a death."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction

from perennia.host import jobs
from perennia.host.jobs import Job


@pytest.fixture(autouse=True)
def no_jobs(transactional_db: None) -> None:
    """The library's tables are not among those that are emptied after a test."""
    with connection.cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs, procrastinate_workers cascade")


@contextmanager
def a_worker(table: dict[str, Job]) -> Iterator[None]:
    stop = threading.Event()
    worker = threading.Thread(target=jobs.run, args=(stop, table))
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join()


def until(holds: Callable[[], bool]) -> None:
    """Waits for what must come; the time given is for a busy machine."""
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end, "It did not come about within 30 s."
        time.sleep(0.02)


def never(_row: int, reason: str) -> None:
    raise AssertionError(reason)


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where status in ('todo', 'doing')")
        return int(cursor.fetchone()[0])


def test_a_job_is_queued_with_its_transaction_or_not_at_all() -> None:
    with transaction.atomic():
        jobs.ask("count", 1)
        transaction.set_rollback(True)
    assert waiting() == 0
    with transaction.atomic():
        jobs.ask("count", 1)
    assert waiting() == 1


def test_a_job_is_worked_slice_by_slice_until_nothing_is_left() -> None:
    done: list[int] = []

    def work(row: int) -> bool:
        done.append(row)
        return len(done) < 3

    jobs.ask("count", 7)
    with a_worker({"count": Job(work, never)}):
        until(lambda: waiting() == 0)
    assert done == [7, 7, 7]


def test_a_job_that_fails_is_tried_again_and_then_given_up_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "TRIES", 2)
    tried: list[int] = []
    reasons: list[str] = []

    def work(row: int) -> bool:
        tried.append(row)
        raise ValueError("no such column")

    jobs.ask("broken", 3)
    with a_worker({"broken": Job(work, lambda row, reason: reasons.append(f"{row}: {reason}"))}):
        until(lambda: waiting() == 0)
    assert (tried, reasons) == ([3, 3], ["3: ValueError: no such column"])


def test_two_orders_for_one_row_are_never_worked_at_once() -> None:
    at_once: list[int] = []
    most: list[int] = []
    begun = threading.Event()

    def work(row: int) -> bool:
        at_once.append(row)
        most.append(len(at_once))
        begun.wait(0.5)  # gives the other order a chance to come in between
        at_once.pop()
        return False

    jobs.ask("alone", 5)
    jobs.ask("alone", 5)
    with a_worker({"alone": Job(work, never)}):
        until(lambda: waiting() == 0)
    assert most == [1, 1]


def test_a_job_of_another_version_waits_for_a_worker_that_knows_it() -> None:
    jobs.ask("of_tomorrow", 9)
    with a_worker({}), connection.cursor() as cursor:

        def was_put_off() -> bool:
            cursor.execute("select attempts, status::text from procrastinate_jobs")
            return bool(cursor.fetchall() == [(1, "todo")])

        until(was_put_off)


@pytest.mark.number("A6")
def test_what_a_killed_worker_held_is_taken_up_by_another() -> None:
    jobs.ask("count", 4)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour') returning id"
        )
        dead = cursor.fetchone()[0]
        cursor.execute("update procrastinate_jobs set status = 'doing', worker_id = %s", [dead])
    done: list[int] = []

    def work(row: int) -> bool:
        done.append(row)
        return False

    with a_worker({"count": Job(work, never)}):
        until(lambda: waiting() == 0)
    assert done == [4]


@pytest.mark.number("A2")
def test_no_job_holds_a_lock_that_one_of_a_later_time_could_keep_from_others() -> None:
    """A locked job that is put off holds up all later ones of its lock, so jobs have none; and are asked for here alone."""
    package = Path(jobs.__file__).parents[1]
    asking = [
        path
        for path in package.rglob("*.py")
        if re.search(r"configure_task|\bdefer(_async)?\((?![\"'])", path.read_text())
    ]
    assert asking == [Path(jobs.__file__)]
    jobs.ask("count", 1)
    with connection.cursor() as cursor:
        cursor.execute("select lock, queueing_lock from procrastinate_jobs")
        assert cursor.fetchall() == [(None, None)]
