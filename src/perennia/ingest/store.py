"""Puts rows into the inbox: by binary COPY, in the caller's transaction or one of its own."""

from collections.abc import Sequence
from typing import cast

from django.db import connection, connections, transaction
from psycopg import Connection, Cursor

from perennia.ingest import wake
from perennia.ingest.row import COLUMNS, Row, pack

COPY = f"copy inbox ({COLUMNS}) from stdin (format binary)"
COPY_NUMBERED = f"copy inbox ({COLUMNS}, seq) from stdin (format binary)"
SEQS = "select nextval('inbox_seq') from generate_series(1, %s)"


def put(rows: Sequence[Row], conn: Connection | None = None) -> list[int]:
    """Stores rows and gives their places in the inbox, in order; the workers are woken once they are committed.

    Without `conn` it takes part in Django's transaction, if there is one. With it, the caller commits and then calls
    `wake.workers()`.
    """
    if not rows:
        return []
    seqs = _numbered(conn or session(), rows)
    if conn is None:
        transaction.on_commit(wake.workers)
    return seqs


def copy(conn: Connection, rows: Sequence[Row]) -> None:
    """Stores rows whose places nobody asks for, the fastest way."""
    with Cursor(conn).copy(COPY) as stream:
        stream.write(pack(rows))


def keep_apart() -> None:
    """Gives this thread a connection of its own, outside the pool pages draw from: it neither waits for them nor they for it."""
    mine = connections["default"]
    options = {name: value for name, value in mine.settings_dict["OPTIONS"].items() if name != "pool"}
    mine.settings_dict = {**mine.settings_dict, "OPTIONS": options}


def session() -> Connection:
    """Django's connection of this thread, as psycopg knows it."""
    connection.ensure_connection()
    return cast(Connection, connection.connection)


def _numbered(conn: Connection, rows: Sequence[Row]) -> list[int]:
    cursor = Cursor(conn)
    with conn.transaction():
        seqs = [number for (number,) in cursor.execute(SEQS, (len(rows),))]
        with cursor.copy(COPY_NUMBERED) as stream:
            stream.write(pack(rows, seqs))
    return seqs
