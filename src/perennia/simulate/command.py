"""Makes a company of customers and carries its days through the real engine; the same seed makes the same company."""

import argparse
import json
import sys
import time
from contextlib import nullcontext
from datetime import UTC, datetime


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    parser.add_argument("--customers", type=_some, default=300, metavar="N", help="customers (300)")
    parser.add_argument(
        "--contacts", type=_some, default=3000, metavar="M", help="contacts, at least one a customer (3000)"
    )
    parser.add_argument("--days", type=_some, default=120, metavar="D", help="days, the last of them now (120)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="another seed, another company (1)")
    parser.add_argument(
        "--until", type=_moment, default=None, metavar="TIME", help="the moment it ends at, ISO 8601 (now)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object with what was made, and no progress")


def main(options: argparse.Namespace) -> int:
    """Makes it in the empty database of the current settings."""
    # Django must be ready before these are read.
    from django.core.management import call_command

    from perennia.simulate import hand
    from perennia.simulate.load import Size, load, now
    from perennia.simulate.outcome import refuse_unless_empty, summary
    from perennia.simulate.progress import bar
    from perennia.workflows import ready

    call_command("migrate", interactive=False, verbosity=0)
    ready.prepare()
    hand.hasten()
    refuse_unless_empty()
    began = time.monotonic()
    size = Size(options.customers, options.contacts, options.days, options.seed)
    with nullcontext(lambda _: None) if options.json else bar("Carrying the days") as tell:
        loaded, carried = load(size, options.until or now(), tell)
    said = summary() | {
        "turns": carried.turns,
        "failures": carried.failures,
        "seconds": round(time.monotonic() - began, 1),
    }
    if options.json:
        json.dump(said, sys.stdout)
        print()
        return 0
    for name, value in said.items():
        print(f"{name:>12}  {value}")
    first = loaded.people[0]
    print(f"Sign in as {first.email} with the password {first.password}")
    return 0


def _some(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return value


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
