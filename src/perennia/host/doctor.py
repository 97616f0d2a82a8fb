"""Says what is wrong and how to mend it; changes nothing but to start the embedded database for the look."""

import argparse
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict

from perennia.host import config as configs
from perennia.host import database, examine
from perennia.host.config import Config
from perennia.host.finding import Finding, bad
from perennia.host.refusal import Refusal


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    parser.add_argument("--json", action="store_true", help="one JSON list instead of lines")


def main(options: argparse.Namespace) -> int:
    """Prints the findings; 1 when one of them is bad."""
    found = list(findings())
    if options.json:
        print(json.dumps([asdict(finding) for finding in found], indent=2))
    else:
        print("\n".join(finding.line() for finding in found))
    return 1 if any(finding.grade == "bad" for finding in found) else 0


def findings() -> Iterator[Finding]:
    """Looks everywhere; a place that cannot be looked at is a finding itself."""
    try:
        config = configs.read()
    except Refusal as refusal:
        yield bad("Settings", str(refusal), "Correct it and look again.")
        return
    yield examine.settings(config)
    yield from _look("Memory", examine.memory)
    yield from _look("Data folder", lambda: examine.folder(config))
    yield from _look("Key", lambda: examine.key(config))
    yield from _database(config)
    yield from _look("Web app", examine.web_app)
    yield from _look("Port", lambda: examine.web_port(config))
    yield from _look("Mail", lambda: examine.mail(config))


def _database(config: Config) -> Iterator[Finding]:
    try:
        held = database.hold(config)
    except Refusal as refusal:
        yield bad("Database", str(refusal), "Mend this first; the rest of the database was not looked at.")
        return
    try:
        with database.connect(config) as connection:
            yield from _look("Database", lambda: examine.server(config, connection))
            yield from _look("Durability", lambda: examine.durability(connection))
            yield from _look("Transactions", lambda: examine.transactions(connection))
            yield from _look("Clock", lambda: examine.clock(connection))
            yield from _look("Demo clock", lambda: examine.demo_clock(config, connection))
        yield from _look("Tables", _migrations)
    finally:
        if held is not None:
            held.release()


def _migrations() -> Finding:
    import django
    from django.db import connections

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perennia.settings")
    django.setup()
    try:
        return examine.migrations()
    finally:
        connections.close_all()


def _look(what: str, look: Callable[[], Finding]) -> Iterator[Finding]:
    try:
        yield look()
    except Refusal as refusal:
        yield bad(what, str(refusal), "Mend it and look again.")
    except Exception as error:  # noqa: BLE001  # the doctor must not fall ill itself
        yield bad(what, f"could not be looked at: {error}", "Please report this.")
