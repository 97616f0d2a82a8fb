"""One endpoint in trouble holds up only itself."""

import threading
import time

import pytest

from perennia.webhooks.deliver import Courier
from tests.receiver import receiving
from tests.stations.webhooks.given import NOON, SECOND, endpoint, of, waiting

pytestmark = pytest.mark.django_db
HANGING = 30


def test_while_thirty_endpoints_hang_another_gets_all_that_is_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(monkeypatch, many=HANGING + 1) as (sound, *hanging):
        let_go = threading.Event()
        for each in hanging:
            each.answer = lambda: ((let_go.wait(90) and 200) or 200, b"", {})
        stuck = [endpoint(one.url, f"Stuck {place}")[0] for place, one in enumerate(hanging)]
        well, _ = endpoint(sound.url, "Sound")
        for one in stuck:
            for _ in range(5):
                waiting(one)
        ids = [waiting(well, at=NOON + SECOND) for _ in range(20)]
        courier, until = Courier(), time.monotonic() + 60
        while len(sound.seen) < 20 and time.monotonic() < until:
            courier.round(NOON + SECOND)
            courier.finish(0.1, NOON + SECOND)
        assert len(sound.seen) == 20
        assert all(len(one.seen) == 1 for one in hanging)  # one slot each, and none more while it is taken
        let_go.set()
        courier.finish(30, NOON + SECOND)
        courier.close()
        assert {of(id).state for id in ids} == {"delivered"}
