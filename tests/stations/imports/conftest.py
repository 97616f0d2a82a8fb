"""An engine for the tests of imports; its imports wait until Django is ready."""

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.emptying import empty
from tests.stations.conftest import HOT

if TYPE_CHECKING:
    from perennia.workflows.work import Worker

TABLES = (
    f"{HOT}, rejected, ingest_key, ingest_person, ingest_contact, ingest_account, imports_subject, procrastinate_jobs"
)


@pytest.fixture
def engine(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator["Worker"]:
    """A worker on a connection of its own."""
    from perennia.host import jobs
    from perennia.ingest import wake
    from perennia.ingest.recall import memory
    from perennia.workflows import publish
    from perennia.workflows.connection import connect
    from perennia.workflows.work import Worker

    monkeypatch.setattr(jobs, "SLICE_SECONDS", 0.2)
    publish.changed()
    with connect() as connection:
        empty(connection, TABLES)
        memory.forget()
        yield Worker(connection, random.Random(1))
        wake.stop()
        empty(connection, TABLES)
