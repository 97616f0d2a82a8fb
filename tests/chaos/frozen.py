"""A worker that stops dead once, as SIGSTOP does it, at a place that is named: `python -m tests.chaos.frozen PLACE`.

turn:N is before the Nth statement of a turn that holds its partition, copy is within a COPY, statement:WORD before the
first statement of its jobs that has the word, and any other place is one of the named crash points.
"""

import os
import signal
import sys
import threading
from typing import Any

import psycopg

from perennia import cli

has_stopped = False
counted = OUTSIDE = -(10**9)  # statements of the turn at hand


def stop() -> None:
    """Stands still until somebody sends SIGCONT; once."""
    global has_stopped  # of this process, which exists for it
    if not has_stopped:
        has_stopped = True
        os.kill(os.getpid(), signal.SIGSTOP)


def hook(place: str) -> None:
    """Sees that `stop` is called at the place."""
    from perennia.host import crash

    what, _, which = place.partition(":")
    if what == "turn":
        before_statement(int(which))
    elif what == "statement":
        before_job(which)
    elif what == "copy":
        within_copy()
    else:
        setattr(crash, "point", lambda name: stop() if name == place else None)  # noqa: B010  # as below


def before_statement(nth: int) -> None:
    from perennia.workflows import take, work

    begins_at = {take.LOCK: 0, work.READY: OUTSIDE}

    sound = psycopg.Cursor.execute

    def execute(self: psycopg.Cursor, query: Any, *args: Any, **kwargs: Any) -> psycopg.Cursor:
        global counted  # of this process
        if threading.current_thread() is threading.main_thread():
            counted = begins_at.get(str(query), counted + 1)
            if counted == nth:
                stop()
        return sound(self, query, *args, **kwargs)

    setattr(psycopg.Cursor, "execute", execute)  # noqa: B010  # the hook is what this process is for


def before_job(word: str) -> None:
    sound = psycopg.Cursor.execute

    def execute(self: psycopg.Cursor, query: Any, *args: Any, **kwargs: Any) -> psycopg.Cursor:
        if threading.current_thread() is not threading.main_thread() and word in str(query):
            stop()
        return sound(self, query, *args, **kwargs)

    setattr(psycopg.Cursor, "execute", execute)  # noqa: B010  # the hook is what this process is for


def within_copy() -> None:
    sound = psycopg.Copy.write

    def write(self: psycopg.Copy, *args: Any) -> None:
        stop()
        sound(self, *args)

    setattr(psycopg.Copy, "write", write)  # noqa: B010  # the hook is what this process is for


if __name__ == "__main__":
    cli.set_up()
    hook(sys.argv[1])
    from perennia import worker

    sys.exit(worker.main(None))  # type: ignore[arg-type]  # a worker has no options
