"""A source to send from."""

import json
from collections.abc import Callable, Iterator

import pytest

from perennia.ingest import source, wake
from perennia.ingest.receive import Answer, receive
from perennia.ingest.source import Sender
from tests.stations.ingest.calls import Json, empty

Send = Callable[..., Answer]


@pytest.fixture
def sender(transactional_db: None) -> Iterator[Sender]:
    empty()
    made, _ = source.create("Product")
    yield Sender(made.id)
    wake.stop()


@pytest.fixture
def send(sender: Sender) -> Send:
    """Sends calls as one batch."""

    def _send(*calls: Json, **envelope: object) -> Answer:
        return receive(sender, json.dumps({"batch": calls, **envelope}).encode())

    return _send
