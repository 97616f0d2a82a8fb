"""What happens now is worked before the rows of imports, however many of these wait."""

import random

import pytest

from perennia.core import partition
from perennia.ingest.row import BULK
from perennia.workflows import work
from perennia.workflows.take import BULK_ROWS
from perennia.workflows.work import Worker
from tests.driving import Stream


def put(stream: Stream, customer: int, many: int, lane: int) -> None:
    rows = [stream.event("Seen", customer=customer, contact=None) for _ in range(many)]
    for row in rows:
        row.lane = lane
    stream.put(*rows)


def test_a_turn_takes_only_some_of_an_import_and_says_that_more_is_left(stream: Stream) -> None:
    for customer in (1, *(other for other in range(2, 20_000) if partition.of(other) == partition.of(1))):
        put(stream, customer, 100, BULK)
        if customer > 2000:
            break
    done = stream.run(1)
    assert [one.events for one in done][:2] == [BULK_ROWS, BULK_ROWS]
    assert done[0].is_more


def test_an_event_that_comes_amid_an_import_is_worked_next(stream: Stream, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "LOOK", 0.0)
    for customer in range(1, 60):
        put(stream, customer, 3, BULK)
    worker = Worker(stream.connection, random.Random(1))
    order: list[int] = []
    once = worker.partition

    def partition_of(number: int) -> object:
        order.append(number)
        if len(order) == 3:
            put(stream, 100_003, 1, 0)
        return once(number)

    monkeypatch.setattr(worker, "partition", partition_of)
    worker.round()
    assert order[3] == partition.of(100_003)
