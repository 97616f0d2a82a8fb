"""Leaves no row of the hot tables to the tests behind one that really commits."""

from collections.abc import Iterator

import pytest

from tests.stations.conftest import HOT


@pytest.fixture
def emptied(transactional_db: None) -> Iterator[None]:
    from perennia.ingest import wake
    from perennia.workflows.connection import connect
    from tests.emptying import empty

    with connect() as connection:
        empty(connection, HOT)
        yield
        wake.stop()
        empty(connection, HOT)
