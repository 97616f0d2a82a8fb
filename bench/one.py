"""Runs one measure in an empty database of its own and prints it as one line of JSON."""

import importlib
import json
import os
import sys

import msgspec


def main(name: str, sizes: dict[str, int]) -> None:
    """Starts the server of PERENNIA_HOME, makes its tables, measures."""
    if name == "p9":  # it starts the whole product itself
        print(msgspec.json.encode(importlib.import_module("bench.p9").run(**sizes)).decode(), flush=True)
        return
    from perennia import cli

    cli.set_up()
    from django.core.management import call_command

    from perennia.workflows import ready

    call_command("migrate", interactive=False, verbosity=0)
    ready.prepare()
    module = importlib.import_module(f"bench.{name}")
    found = module.run(dict(os.environ), **sizes) if name == "p1" else module.run(**sizes)
    print(msgspec.json.encode(found).decode(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]) if len(sys.argv) > 2 else {})
