"""The places the doctor looks at, one function each."""

import os
import shutil
import socket
import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from perennia.host import claim, database, port, secrets, up
from perennia.host.config import Config
from perennia.host.finding import Finding, bad, ok, warn
from perennia.host.postgres.place import Place

_LEAST_DISK_MB, _LEAST_MEMORY_MB = 500, 512
_CLOCK_SLACK_SECONDS = 5
_LONG_SECONDS = 60
_LONGEST = """
SELECT pid, application_name, extract(epoch FROM clock_timestamp() - xact_start)::integer, left(query, 120)
FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'
AND xact_start < clock_timestamp() - make_interval(secs => %s) ORDER BY xact_start LIMIT 1
"""


def settings(config: Config) -> Finding:
    """What is set; a wrong value has been refused before."""
    kind = "production" if config.is_production else "this machine"
    return ok("Settings", f"for {kind}, address {config.public_url}, Python {sys.version.split()[0]}")


def folder(config: Config) -> Finding:
    """The data folder and the room in it."""
    database.make_home(config.home)
    free = shutil.disk_usage(config.home).free // 1_000_000
    if free < _LEAST_DISK_MB:
        return bad(
            "Data folder",
            f"{config.home} has {free} MB left",
            "Free some space, or set PERENNIA_HOME to a larger disk.",
        )
    return ok("Data folder", f"{config.home}, {free // 1000} GB free")


def key(config: Config) -> Finding:
    """The key that signs and encrypts."""
    secrets.signing_key(config)
    return ok("Key", "from PERENNIA_SECRET_KEY" if config.secret_key else str(secrets.key_file(config)))


def server(config: Config, connection: psycopg.Connection) -> Finding:
    """Which server it is."""
    version = connection.info.server_version
    kind = "embedded" if config.is_embedded else "named by DATABASE_URL"
    trouble = Place(config.home).trouble
    if config.is_embedded and trouble.exists():
        return warn("Database", trouble.read_text(), "It is up again; look into the log for how often this happens.")
    return ok("Database", f"PostgreSQL {version // 10_000}.{version % 10_000}, {kind}")


def durability(connection: psycopg.Connection) -> Finding:
    """Whether a commit survives a power cut: nothing we promise holds without."""
    off = [name for name in ("fsync", "synchronous_commit", "full_page_writes") if _setting(connection, name) == "off"]
    if off:
        return bad(
            "Durability",
            f"{' and '.join(off)} off: a power cut loses accepted events",
            f"Turn on {', '.join(off)} in PostgreSQL.",
        )
    return ok("Durability", "fsync, synchronous_commit and full_page_writes are on")


def transactions(connection: psycopg.Connection) -> Finding:
    """Whether a transaction is open so long that dead rows pile up: polling grows slow, whoever it belongs to."""
    row = connection.execute(_LONGEST, [_LONG_SECONDS]).fetchone()
    if row is None:
        return ok("Transactions", "none is open for long")
    pid, name, seconds, statement = row
    said = f"{name or 'an unnamed program'} (pid {pid}) has one open for {seconds} s, last with: {statement}"
    return warn("Transactions", said, f"End it there, or with: select pg_terminate_backend({pid})")


def clock(connection: psycopg.Connection) -> Finding:
    """Whether this machine and the database agree on the time."""
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    apart = abs((row[0] - datetime.now(UTC)).total_seconds()) if row else 0.0
    if apart > _CLOCK_SLACK_SECONDS:
        return warn("Clock", f"this machine and the database are {apart:.0f} s apart", "Set both by NTP.")
    return ok("Clock", "agrees with the database's")


def demo_clock(config: Config, connection: psycopg.Connection) -> Finding:
    """Whether the demo's clock runs ahead."""
    if _missing(connection, "host_clock"):
        return ok("Demo clock", "not there yet")
    row = connection.execute("SELECT ahead, ahead = interval '0' FROM host_clock").fetchone()
    if row is None or row[1]:
        return ok("Demo clock", "at the present")
    grade = bad if config.is_production else warn
    return grade("Demo clock", f"runs {row[0]} ahead", "This is demo data. For real work take a fresh database.")


def migrations() -> Finding:
    """Whether the tables belong to this program."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return bad("Tables", f"{len(missing)} migrations are missing", "Run: perennia migrate")
    return ok("Tables", "up to date")


def web_app() -> Finding:
    """Whether the app for the browser has been built."""
    package = find_spec("perennia")
    here = Path(package.origin).parent if package and package.origin else Path()
    if not (here / "web_dist" / "index.html").exists():
        return warn("Web app", "not built: there are no screens", "Run: make web")
    return ok("Web app", "built")


def web_port(config: Config) -> Finding:
    """Whether the port is free, or already ours."""
    chosen = config.port or port.FIRST
    noted = claim.noted_port(config.home) if config.port is None else None
    if noted and up.answers(
        config.host, noted
    ):  # it took another than the first, or was told to by its own environment
        chosen = noted
    status = up.status(config.host, chosen)
    if status == 200:
        return ok("Port", f"{chosen} answers: Perennia is running")
    if status == 503:
        return bad(
            "Port", f"{chosen} answers that something is wrong", f"Read http://localhost:{chosen}/healthz and the log."
        )
    if port.is_free(config.host, chosen):
        return ok("Port", f"{chosen} is free")
    if config.port is None:
        return warn(
            "Port", f"{chosen} is taken by another program", "The next free one will be used; PERENNIA_PORT chooses."
        )
    return bad("Port", f"{chosen} is taken by another program", "Free it or set PERENNIA_PORT to another.")


def mail(config: Config) -> Finding:
    """Whether mail can leave."""
    if not config.smtp_url:
        said = "goes to the local mailbox; nothing leaves this machine"
        mend = "Set PERENNIA_SMTP_URL to send for real."
        return warn("Mail", said, mend) if config.is_production else ok("Mail", said)
    parts = urlsplit(config.smtp_url)
    where = parts.hostname or "", parts.port or (465 if parts.scheme == "smtps" else 587)
    try:
        socket.create_connection(where, timeout=5).close()
    except OSError as error:
        reason = error.strerror or str(error)
        return bad(
            "Mail", f"{where[0]}:{where[1]} cannot be reached ({reason})", "Check PERENNIA_SMTP_URL and the firewall."
        )
    return ok("Mail", f"leaves by {where[0]}:{where[1]}")


def memory() -> Finding:
    """Whether there is room to run."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return ok("Memory", f"not measured on {os.uname().sysname}")
    free = next(int(line.split()[1]) // 1000 for line in lines if line.startswith("MemAvailable"))
    if free < _LEAST_MEMORY_MB:
        return warn("Memory", f"{free} MB available", f"Perennia wants {_LEAST_MEMORY_MB} MB with its database.")
    return ok("Memory", f"{free} MB available")


def _setting(connection: psycopg.Connection, name: str) -> str:
    row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    return str(row[0]) if row else ""


def _missing(connection: psycopg.Connection, table: str) -> bool:
    row = connection.execute("SELECT to_regclass(%s)", [table]).fetchone()
    return row is None or row[0] is None
