"""One worker for a measure: says that it is ready, waits for its input to close, works until nothing is left."""

import random
import sys


def main() -> None:
    """Works as `perennia worker` does, with nothing beside the turns."""
    from perennia import cli

    cli.set_up()
    from perennia.workflows.connection import connect
    from perennia.workflows.work import Worker, collect_rarely

    collect_rarely()
    with connect(name="perennia worker") as connection:
        worker = Worker(connection, random.Random())
        worker.round()  # there is nothing yet, but what it needs is loaded
        print("ready", flush=True)
        sys.stdin.read()
        while worker.round() or connection.execute("select exists (select 1 from inbox)").fetchone() == (True,):
            pass


if __name__ == "__main__":
    main()
