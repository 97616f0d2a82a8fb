"""How long an event waits for its effect: beside one very busy customer, and where events come just as a turn ends."""

import random
import time
from datetime import UTC, datetime

import pytest

from tests.chaos.rig import Event, Rig, rig

SEEN: dict[str, object] = {
    "key": "seen", "label": "Seen", "group": "chaos", "subject": "contact", "audience": "internal_notification",
    "re_entry": "every_time", "trigger": {"key": "event_seen", "names": ["Watched"]},
    "steps": [{"key": "add_tag", "tag": "Seen"}],
}  # fmt: skip


def watched(user: str, message: str) -> Event:
    return {
        "type": "track",
        "event": "Watched",
        "userId": user,
        "messageId": message,
        "timestamp": datetime.now(UTC).isoformat(),
    }


def effects(product: Rig, prefix: str) -> int:
    [(count,)] = product.rows(
        "select count(*) from tag t join history h on h.partition = t.partition and h.contact_id = t.subject_id"
        " where t.tag = 'Seen' and h.name = 'Watched' and h.place = 0 and h.message_id like %s", f"{prefix}-%"
    )  # fmt: skip
    return int(count)


@pytest.mark.chaos
@pytest.mark.number("A1")
def test_nobody_waits_for_a_busy_customer() -> None:
    """A thousand events of one customer in one moment, a thousand of a hundred others among them."""
    with rig([SEEN]) as product:
        product.worker()
        assert product.post([watched("warm", "warm-0")]) == 200
        product.settle(60)
        events = [
            one
            for n in range(1000)
            for one in (watched("busy", f"busy-{n}"), watched(f"other-{n % 100}", f"quiet-{n}"))
        ]
        began = time.monotonic()
        assert product.post(events) == 200
        product.wait(lambda: effects(product, "quiet") == 1000, 5, "the effects of a hundred customers")
        product.wait(
            lambda: product.rows("select count(*) from history where name = 'Watched' and message_id like 'busy-%%'") == [(1000,)],
            10, "the busy one to be through, at a hundred a second or more",
        )  # fmt: skip
        print(f"all through {time.monotonic() - began:.2f} s after the request began")


@pytest.mark.chaos
@pytest.mark.number("A1")
def test_an_event_that_comes_as_a_turn_ends_does_not_wait_for_the_poll() -> None:
    """Everything else is quiet; one partition gets an event every 20 to 200 ms."""
    chance = random.Random(1)
    waits: list[float] = []
    with rig([SEEN]) as product, product.database() as connection:
        product.worker()
        assert product.post([watched("warm", "warm-0")]) == 200
        product.settle(60)
        for n in range(150):
            began = time.monotonic()
            assert product.post([watched("same", f"same-{n}")]) == 200
            answered = time.monotonic()
            while not connection.execute("select 1 from history where message_id = %s", [f"same-{n}"]).fetchone():
                time.sleep(0.005)
            waits.append(time.monotonic() - answered)
            time.sleep(max(0.0, chance.uniform(0.02, 0.2) - (time.monotonic() - began)))  # the random case
    waits.sort()
    print(f"median {waits[75] * 1000:.0f} ms, p95 {waits[142] * 1000:.0f} ms, most {waits[-1] * 1000:.0f} ms")
    assert waits[142] < 1
    assert waits[-1] < 5
