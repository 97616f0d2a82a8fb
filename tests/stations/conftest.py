"""The stream as a fixture; its imports wait until Django is ready."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.driving import Stream


HOT = (
    "inbox, history, profile, daily, daily_contact, tag, segment_member, stage, points, enrolment, timer, effect, run_log,"
    " trouble, parked, burst, tally, dedupe, message, message_mark, send_budget, moved, engine_sweep, engine_round, engine_lease"
)


@pytest.fixture
def stream(transactional_db: None) -> Iterator["Stream"]:
    from perennia.ingest import wake
    from perennia.workflows.connection import connect
    from tests.driving import Stream
    from tests.emptying import empty

    with connect() as connection:
        empty(connection, HOT)
        yield Stream(connection)
        wake.stop()
        empty(connection, HOT)
