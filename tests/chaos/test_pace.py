"""A hundred events a second, for as long as it takes: with fifty workflows on one core; beside an old snapshot."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx
import pytest

from tests.chaos.lateness import watched as waits_watched
from tests.chaos.rig import Event, Rig, kill, rig
from tests.chaos.test_company import MEMBER
from tests.chaos.test_lateness import SEEN, share, watched

PACE, BATCH = 100, 10
CUSTOMERS, WORKFLOWS = 10_000, 50
SECONDS = int(os.environ.get("CHAOS_SECONDS", "60"))
# Of those still out alone, along the index of what came in last: what measures must not be what is waited for.
WORKED = """
select h.message_id from history h where h.name = 'Watched' and h.place = 0 and h.message_id = any(%s)
and h.received_at > clock_timestamp() - make_interval(secs => %s)
and exists (select from tag t where t.partition = h.partition and t.kind = 1 and t.subject_id = h.contact_id and t.tag = 'Seen')
"""


def workflows() -> list[dict[str, object]]:
    """Fifty that are on: a fifth hear the event that comes, of these two wait two seconds; the others hear what else happens."""
    made: list[dict[str, object]] = [SEEN]
    for number in range(1, WORKFLOWS):
        heard = "Watched" if number % 5 == 0 else f"Something Else {number % 7}"
        wait = [{"key": "wait", "for": "PT2S"}] if number % 25 == 0 else []
        made.append(
            {
                **SEEN, "key": f"{'wait' if wait else 'plain'}_{number}", "label": f"W{number}",
                "trigger": {"key": "event_seen", "names": [heard]},
                "when": {"field": "contact.score", "op": "at_least", "value": 0},
                "steps": [*wait, {"key": "add_tag", "tag": f"By {number}"}],
            }
        )  # fmt: skip
    return made


@contextmanager
def on_one_core() -> Iterator[None]:
    """What is started inside stays on one core; we ourselves go back to all of them."""
    all_of_them = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(all_of_them)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, all_of_them)


def paced(product: Rig, seconds: int, users: Sequence[str], prefix: str) -> list[float]:
    """Sends at the pace; gives how long each event was on its way from its answer to its effect."""
    sent: dict[str, float] = {}
    took: list[float] = []
    number, begin = 0, time.monotonic()
    with product.database() as connection:
        while time.monotonic() < begin + seconds + 30 and (number < PACE * seconds or sent):
            if number < PACE * seconds and time.monotonic() >= begin + number / PACE:
                batch = [watched(users[(number + n) * 7 % len(users)], f"{prefix}-{number + n}") for n in range(BATCH)]
                assert product.post(batch) == 200
                sent |= dict.fromkeys((str(one["messageId"]) for one in batch), time.monotonic())
                number += BATCH
            oldest = time.monotonic() - min(sent.values(), default=time.monotonic())
            for (message,) in connection.execute(WORKED, [list(sent), oldest + 2]).fetchall():
                took.append(time.monotonic() - sent.pop(message))
            time.sleep(0.01)
    assert not sent, f"{len(sent)} events were not worked: {product.tail()}"
    print(f"{prefix}: p95 {share(took, 0.95):.2f} s, most {max(took):.2f} s, of {len(took)}")
    return took


def known(product: Rig, many: int) -> list[str]:
    """So many people who have been there before."""
    users = [f"person-{n}" for n in range(many)]
    for start in range(0, many, 500):
        assert product.post([identified(user) for user in users[start : start + 500]]) == 200
    product.settle(300)
    return users


def identified(user: str) -> Event:
    now = datetime.now(UTC).isoformat()
    return {"type": "identify", "userId": user, "messageId": f"i-{user}", "timestamp": now, "traits": {"name": user}}


@pytest.mark.chaos
@pytest.mark.number("R5")
def test_fifty_workflows_and_ten_thousand_customers_on_one_core() -> None:
    with on_one_core(), rig(workflows()) as product:
        product.until_works(product.worker())
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
        users = known(product, CUSTOMERS)
        with waits_watched(product, "wait\\_%", between=0.5) as watch:
            took = paced(product, SECONDS, users, "r5")
            product.settle(60)
        print(f"waits: the latest {watch.latest():.2f} s late, of {len(watch.seen)}")
    assert share(took, 0.95) < 1
    assert len(watch.seen) > 100
    assert watch.latest() <= 5


@pytest.mark.chaos
@pytest.mark.number("A12")
def test_a_report_that_stays_open_slows_nobody_and_is_named() -> None:
    """Thirty minutes with CHAOS_SECONDS=1800; dead rows of the inbox cannot be removed all the while."""
    with rig([SEEN], member=MEMBER) as product:
        product.until_works(product.worker())
        users = known(product, 1_000)
        before = paced(product, 15, users, "before")
        with product.database() as report, report.transaction():
            report.execute("set transaction isolation level repeatable read")
            report.execute("select set_config('application_name', 'a report', false), count(*) from history")
            took = paced(product, max(SECONDS, 75), users, "a12")
            [named] = product.get("/api/engine")["open_transactions"]
    assert (named["name"], named["seconds"] >= 60) == ("a report", True)
    # A slow machine is judged by what it did before.
    assert share(took, 0.95) < max(2.0, 2 * share(before, 0.95))


@pytest.mark.chaos
@pytest.mark.number("R27")
def test_with_the_worker_dead_the_health_page_is_red_within_a_minute_and_says_what_waits() -> None:
    with rig([SEEN]) as product:
        worker = product.worker()
        product.until_works(worker)
        product.wait(lambda: health(product)[0] == 200, 30, "all to be well")
        kill(worker)
        killed = time.monotonic()
        assert product.post([watched("anna", "r27-1")]) == 200
        product.wait(lambda: health(product)[0] == 503, 60, "the health page to be red")
        print(f"red after {time.monotonic() - killed:.0f} s")
        assert health(product)[1] == "event Watched"


def health(product: Rig) -> tuple[int, str]:
    """The status, and what has waited longest."""
    answer = httpx.get(f"http://127.0.0.1:{product.port}/healthz", timeout=5)
    return answer.status_code, (answer.json()["oldest_due"] or {}).get("what", "")
