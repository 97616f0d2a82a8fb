"""Runs one SELECT through Django's connection and gives each row a shape."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db import connection

T = TypeVar("T")
# What psycopg takes: Django's stubs leave out spans of time, for one.
Params = Mapping[str, Any]


def select(shape: Callable[..., T], sql: str, params: Params) -> list[T]:
    """The rows, each given to `shape` column by column. `sql` is a constant; values come as `params` only."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [shape(*row) for row in cursor.fetchall()]


def one(shape: Callable[..., T], sql: str, params: Params) -> T | None:
    """The first row, or None."""
    found = select(shape, sql, params)
    return found[0] if found else None
