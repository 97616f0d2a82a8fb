"""Brings the database to the version of this program."""

import argparse

from django.core.management import call_command

from perennia.host import config as configs
from perennia.host.refusal import Refusal


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    parser.add_argument("--quiet", action="store_true", help="say only what goes wrong")
    parser.add_argument("--greet", action="store_true", help="say how to set up a server nobody administers yet")
    parser.add_argument("--check", action="store_true", help="change nothing; fail if a migration is missing")


def main(options: argparse.Namespace) -> int:
    """Applies the migrations that are missing, then readies what the engine needs."""
    from perennia.workflows import ready  # models: only once Django is set up

    if options.check:
        _refuse_if_missing()
        ready.check()
    else:
        call_command("migrate", interactive=False, verbosity=0 if options.quiet else 1)
        ready.prepare()
    if options.greet:
        _greet()
    return 0


def _greet() -> None:
    """Prints the one-time code of the first administrator: who reads this terminal owns the server, a stranger does not."""
    from perennia.team import set_up

    if code := set_up.new_code():
        address = f"{configs.current().public_url}/set-up"
        print(f"Nobody administers this Perennia yet. Set it up at {address} with the code {code}", flush=True)


def _refuse_if_missing() -> None:
    try:
        call_command("migrate", check_unapplied=True, verbosity=0)
    except SystemExit as error:
        raise Refusal("The database belongs to another version: run `perennia migrate` and start again.") from error
