"""The command line: one table, from a command's name to the module that does it.

A command's module has `main(options) -> int` and, if it takes options, `arguments(parser)`; its docstring is its help.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from types import ModuleType

from perennia.host.refusal import Refusal


@dataclass(frozen=True)
class Command:
    """A command; one that needs the database gets it started, held and Django set up before it runs."""

    module: str
    about: str
    needs_database: bool = True


COMMANDS = {
    "serve": Command("perennia.serve", "run web, worker and database in the foreground", needs_database=False),
    "worker": Command("perennia.worker", "run one worker in the foreground"),
    "migrate": Command("perennia.migrate", "bring the database to this version"),
    "demo": Command("perennia.simulate.demo", "load the demo company and serve it", needs_database=False),
    "demo-load": Command("perennia.simulate.demo_load", "load the demo company's history, once"),
    "simulate": Command("perennia.simulate.command", "make a company and carry its days through the engine"),
    "doctor": Command("perennia.host.doctor", "say what is wrong and how to mend it", needs_database=False),
    "administrator": Command("perennia.team.administrator", "make an administrator and print a password"),
    "openapi": Command("perennia.api.openapi", "print the API's description", needs_database=False),
    "docs": Command(
        "perennia.reference",
        "write the reference: events, entries, workflows, settings, permissions",
        needs_database=False,
    ),
    "django": Command("perennia.manage", "run one of Django's own commands"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; gives its exit code. A refusal is one sentence on stderr and code 78."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="perennia", description="Open-source customer success.")
    choices = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, command in _present().items():
        choices.add_parser(name, help=command.about, add_help=False)
    chosen, rest = parser.parse_known_args(given[:1])[0].command, given[1:]
    try:
        return _run(chosen, COMMANDS[chosen], rest)
    except Refusal as refusal:
        print(f"perennia: {refusal}", file=sys.stderr)
        return os.EX_CONFIG
    except KeyboardInterrupt:
        return 130


def set_up() -> None:
    """Starts or joins the database for the life of this process and readies Django."""
    from perennia.host import database

    database.hold_for_life()
    _ready_django()


def _ready_django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perennia.settings")
    django.setup()


def _present() -> dict[str, Command]:
    return {name: command for name, command in COMMANDS.items() if _exists(command.module)}


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _run(name: str, command: Command, rest: list[str]) -> int:
    asks_for_help = bool({"-h", "--help"} & set(rest[:1]))
    if command.needs_database and not asks_for_help:
        set_up()
    elif command.needs_database:
        _ready_django()
    module = importlib.import_module(command.module)
    options = _options(name, module, rest)
    perform: Callable[[argparse.Namespace], int | None] = module.main
    return perform(options) or 0


def _options(name: str, module: ModuleType, rest: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"perennia {name}", description=module.__doc__)
    declare: Callable[[argparse.ArgumentParser], None] | None = getattr(module, "arguments", None)
    if declare is not None:
        declare(parser)
    return parser.parse_args(rest)
