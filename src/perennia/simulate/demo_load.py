"""Loads the demo's history into its database, once: a load cut off midway is thrown away and begun anew."""

import argparse
import time

import psycopg
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection

from perennia.host import config as configs
from perennia.host.refusal import Refusal
from perennia.simulate import demo, hand
from perennia.simulate.load import Size, load, now
from perennia.simulate.outcome import refuse_unless_empty, summary
from perennia.simulate.progress import bar
from perennia.workflows import ready

# What a load that was cut off still has running in the server must not meet the new tables.
ALONE = """
select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and usename = current_user and pid <> pg_backend_pid()
"""
MARK = "insert into engine_constant (name, value) values ('demo', %s) on conflict (name) do update set value = excluded.value"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said on the command line: the demo's sizes."""
    demo.arguments(parser)


def main(options: argparse.Namespace) -> int:
    """Loads it; what an earlier start left behind half made goes first."""
    hand.hasten()
    if demo.mark(configs.current()) is None:
        refuse_unless_empty()
    else:
        print("An earlier start was cut off before its history was whole; it is made anew.", flush=True)
        _empty()
    try:
        _load(Size(options.customers, options.contacts, options.days, options.seed))
    except (psycopg.OperationalError, OperationalError, InterfaceError) as lost:
        raise Refusal(
            f"The database went away while the history was loaded: {str(lost).partition(chr(10))[0]}."
        ) from lost
    except (EOFError, BrokenPipeError, ConnectionResetError) as ended:
        raise Refusal(
            "A process that carried the history was ended from outside, perhaps for want of memory."
        ) from ended
    return 0


def _load(size: Size) -> None:
    began = time.monotonic()
    _set_mark(demo.LOADING)
    print(
        f"Making {size.customers:,} customers with {size.contacts:,} contacts and {size.days} days of their history.",
        flush=True,
    )
    with bar("Carrying the days through the engine") as tell:
        loaded, _ = load(size, now(), tell)
    demo.write_private(
        demo.kept(configs.current()),
        {"api_key": loaded.api_key, "write_key": loaded.write_key, "people": [one._asdict() for one in loaded.people]},
    )
    _set_mark(demo.LOADED)
    said = summary()
    print(
        f"{said['events']:,} events worked in {time.monotonic() - began:.0f} seconds; messages: {said['messages']}",
        flush=True,
    )


def _set_mark(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("set synchronous_commit = on")
        cursor.execute(MARK, [value])
        cursor.execute("set synchronous_commit = off")


def _empty() -> None:
    """Throws away everything in the demo's database and makes its tables anew."""
    with connection.cursor() as cursor:
        cursor.execute(ALONE)
        cursor.execute("drop schema public cascade")
        cursor.execute("create schema public")
    call_command("migrate", interactive=False, verbosity=0)
    ready.prepare()
