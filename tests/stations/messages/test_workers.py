"""Several dispatchers at once, and dispatchers killed at every point: nothing twice, no cap passed."""

import os
import subprocess
import sys
import threading
import time
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection

from perennia.messages import dispatch
from perennia.messages.models import MailboxMessage
from perennia.workflows.connection import connect
from tests.stations.messages.given import NOON, an, message, state, words
from tests.stations.messages.post_office import opened

pytestmark = pytest.mark.django_db(transaction=True)

ONCE = """
import sys
from datetime import datetime
from perennia import cli
cli.set_up()
from perennia.messages import dispatch
while dispatch.dispatch(datetime.fromisoformat(sys.argv[1])):
    pass
"""


def at_once(workers: int) -> None:
    """Dispatchers in threads of their own, all starting together."""
    gate = threading.Barrier(workers)

    def work() -> None:
        try:
            gate.wait()
            for _ in range(6):
                dispatch.dispatch(NOON)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.number("R8", "R26")
def test_workers_at_once_pass_no_cap_and_send_nothing_twice() -> None:
    words()
    best = {}
    for n in range(20):
        contact = an(100 + n, customer=n % 4 + 1)
        ids = [message(contact, customer=n % 4 + 1, priority=priority) for priority in (90, 10, 50)]
        best[contact] = ids[1]
    at_once(4)
    received = list(MailboxMessage.objects.values_list("contact_id", "message"))
    assert dict(received) == best
    assert len(received) == 20


def test_workers_at_once_share_one_mail_server() -> None:
    words()
    ids = [message(an(100 + n)) for n in range(40)]
    with opened() as office:
        at_once(3)
        while dispatch.dispatch(NOON + timedelta(minutes=1)):
            pass
    assert sorted(to for to, _ in office.received) == sorted(f"an{100 + n}@acme.example" for n in range(40))
    assert {state(id)[0] for id in ids} == {"sent"}


@pytest.mark.number("R7", "A4")
def test_a_dispatcher_whose_connection_was_cut_sends_nothing_that_another_has_taken_over() -> None:
    """Its letters were given to another while it sent the first; it finds another connection, but they are not its own."""
    words()
    ids = [message(an(100 + n)) for n in range(4)]
    cut = threading.Event()
    other = threading.Thread(target=sends_after, args=(cut,))
    with opened() as office:
        office.on_data = partial(cut_off_dispatchers, cut)
        other.start()
        dispatch.dispatch(NOON)
        other.join()
        received = sorted(to for to, _ in office.received)
    assert received == [f"an{100 + n}@acme.example" for n in range(4)]
    assert [state(id)[0] for id in ids].count("sent") == 4


def cut_off_dispatchers(cut: threading.Event) -> None:
    """What a watchdog, a restart of the database or an administrator does; once."""
    if cut.is_set():
        return
    with connect(name="somebody") as fresh:
        fresh.execute(
            "select pg_terminate_backend(claimed_by) from message where state = 'sending' group by claimed_by"
        )
    cut.set()


def sends_after(cut: threading.Event) -> None:
    """Another dispatcher, as soon as the first has lost its connection."""
    cut.wait(60)
    try:
        for _ in range(20):
            dispatch.dispatch(NOON)
    finally:
        connection.close()


@pytest.mark.parametrize("point", ["send_claimed:3", "sent_outside:3", "result_stored:3"])
@pytest.mark.number("R7")
def test_a_dispatcher_killed_midway_leaves_one_in_doubt_at_most(
    process_environment: dict[str, str], point: str
) -> None:
    words()
    ids = [message(an(100 + n)) for n in range(8)]
    with opened() as office:
        killed = run({**process_environment, "CRASH_AT": point})
        assert killed.returncode == -9, killed.stderr
        until = time.monotonic() + 60
        # The server takes a moment to notice that a killed process is gone; until then its letters stay claimed.
        while dispatch.dispatch(NOON) or (any(state(id)[0] == "sending" for id in ids) and time.monotonic() < until):
            pass
        received = [to for to, _ in office.received]
    states = [state(id) for id in ids]
    assert len(received) == len(set(received))
    in_doubt = states.count(("unknown", "cut_off"))
    assert in_doubt == (0 if point.startswith("result") else 1)
    assert [one for one, _ in states].count("sent") == 8 - in_doubt
    assert len(received) == (7 if point.startswith("send_claimed") else 8)


def run(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """One real process that dispatches until nothing is due."""
    command = [sys.executable, "-c", ONCE, NOON.isoformat()]
    return subprocess.run(  # our own words
        command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=60, check=False
    )
