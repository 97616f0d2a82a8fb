"""A worker is killed in the middle of an import: another goes on, nothing is lost and nothing comes twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from perennia.imports import actions, upload
from perennia.imports.models import Import
from perennia.workflows.work import Worker
from tests.stations.imports.files import a_file, rows, table

ROWS = 6_000
# What the dead worker held is given back half a minute after its last sign of life, which this test need not sit out.
LATER = "update procrastinate_workers set last_heartbeat = last_heartbeat - interval '1 minute'"


def a_worker(environment: dict[str, str], **settings: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "perennia", "worker"], env={**environment, **settings})


def until(holds: Callable[[], bool]) -> None:
    """Waits for what must come; the time given is for a busy machine."""
    end = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < end, "It did not come about within two minutes."
        time.sleep(0.1)


@pytest.mark.number("A6")
@pytest.mark.parametrize("nth", [1, 4])
def test_a_killed_import_goes_on_where_it_was(engine: Worker, process_environment: dict[str, str], nth: int) -> None:
    file = table(("Event", "When", "User id"), *(("Seen", "2026-01-05", f"u{number % 200}") for number in range(ROWS)))
    one = a_file(file, "events")
    actions.map_columns(one.pk, upload.guess(one))
    first = a_worker(process_environment, CRASH_AT=f"import_stored:{nth}")
    until(lambda: state(one) == "checked")
    actions.start(one.pk, is_historical=True)
    assert first.wait(60) == -signal.SIGKILL
    one.refresh_from_db()
    assert one.taken == 500 * (nth - 1)
    engine.connection.execute(LATER)
    second = a_worker(process_environment)
    try:
        until(lambda: state(one) == "done")
    finally:
        os.kill(second.pid, signal.SIGTERM)
        second.wait(60)
    one.refresh_from_db()
    assert (one.taken, one.refused) == (ROWS, 0)
    found = rows(
        engine.connection, "select count(*), count(distinct message_id), sum(duplicates) from history where source = 5"
    )
    assert found == [(ROWS, ROWS, 0)]
    ((counted,),) = rows(engine.connection, "select sum((state->'counts'->>'Seen')::int) from profile where kind = 1")
    assert counted == ROWS


def state(one: Import) -> str:
    one.refresh_from_db()
    return one.state
