"""The engine's own connection: psycopg without Django's wrapping, UTC, JSON as the bytes it is."""

import psycopg
from django.db import connections
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.pq import Format
from typing_extensions import override

WORKER = "perennia worker"  # what the connections of a worker's own jobs are called


class _Text(Loader):
    """jsonb in text results: the bytes, decoded where the shape is known."""

    format = Format.TEXT

    @override
    def load(self, data: Buffer) -> bytes:
        return bytes(data)


class _Binary(Loader):
    """jsonb in binary results: as above, behind one version byte."""

    format = Format.BINARY

    @override
    def load(self, data: Buffer) -> bytes:
        return bytes(data)[1:]


def connect(*, name: str = "perennia engine") -> psycopg.Connection:
    """A connection to the database Django uses, in autocommit: the engine says itself where a transaction begins."""
    params = connections["default"].get_connection_params()
    for word in ("cursor_factory", "context", "pool", "prepare_threshold", "isolation_level"):
        params.pop(word, None)
    made = psycopg.connect(**params, autocommit=True)
    made.adapters.register_loader("jsonb", _Text)
    made.adapters.register_loader("jsonb", _Binary)
    made.execute("select set_config('timezone', 'UTC', false), set_config('application_name', %s, false)", [name])
    return made


def name_this_worker() -> None:
    """From now on this process's connections through Django bear the worker's name, so that the watchdog knows them."""
    connections.settings["default"]["OPTIONS"]["application_name"] = WORKER
