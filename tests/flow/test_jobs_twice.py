"""Every job, found by itself: run again, and broken off at any statement and run again, it makes the same once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from perennia.pipeline import JOBS
from tests.emptying import empty_all

pytestmark = pytest.mark.usefixtures("transactional_db")

POINTS = 12  # statements at which a slice is broken off, spread over all it makes


class BrokenOff(Exception):
    """The worker was killed here."""


class Statements:
    """Counts statements, and breaks off at one."""

    def __init__(self, last: int | None = None) -> None:
        self.many = 0
        self.last = last

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.many += 1
        if self.many == self.last:
            raise BrokenOff(sql)
        return execute(sql, params, many, context)


@contextmanager
def counted(last: int | None) -> Iterator[Statements]:
    statements = Statements(last)
    with connection.execute_wrapper(statements):
        yield statements


def finish(name: str, row: int, last: int | None = None) -> int:
    """Works slice by slice to the end, or until it is broken off. Gives the number of statements."""
    with counted(last) as statements:
        for _ in range(1000):
            if not JOBS[name].work(row):
                return statements.many
    raise AssertionError(f"{name} never ends.")


@pytest.mark.number("A6")
@pytest.mark.parametrize("name", sorted(JOBS))
def test_a_job_run_twice_or_broken_off_and_run_again_makes_the_same_once(name: str) -> None:
    broken_off(name, POINTS)


def broken_off(name: str, points: int) -> int:
    """Runs a job twice, and breaks it off at so many statements spread over all it makes; gives at how many it was."""
    example = import_module(f"tests.jobs.{name}")
    empty_all()
    row = example.prepare()
    many = finish(name, row)
    whole = example.state()
    assert not JOBS[name].work(row)
    assert example.state() == whole, "run again after its end"
    chosen = sorted({1 + many * nth // min(points, many) for nth in range(min(points, many))})
    for point in chosen:
        empty_all()
        row = example.prepare()
        with pytest.raises(BrokenOff):
            finish(name, row, last=point)
        finish(name, row)
        assert example.state() == whole, f"broken off at statement {point} of {many}"
    empty_all()
    return len(chosen)
