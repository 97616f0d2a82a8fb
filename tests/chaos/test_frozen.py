"""Workers frozen for forty seconds wherever they may be: at each statement of a turn, within a COPY, with a letter in hand."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.chaos.judge import LOST, judge, nothing
from tests.chaos.rig import Rig, rig
from tests.chaos.sink import sink
from tests.chaos.stories import ADDED, MESSAGES, RUNS, WELCOME, sign_ups

FROZEN_FOR = 40.0
TURNS = [f"turn:{nth}" for nth in range(1, 28, 3)]
SENDING = [
    "copy",
    "send_claimed",
    "sent_outside",
    "statement:send_budget",
    "statement:update message",
    "statement:delete from effect",
]


@pytest.mark.chaos
@pytest.mark.number("A4", "R20")
@pytest.mark.parametrize("places", [TURNS[::2], TURNS[1::2], SENDING], ids=["turns", "other turns", "sending"])
def test_workers_frozen_at_every_statement_write_nothing_late_and_hold_up_nobody(
    places: list[str], tmp_path: Path
) -> None:
    with sink(tmp_path) as post, rig([WELCOME], smtp={"port": post.port}) as product:
        workers = {place: frozen(product, place) for place in places}
        for one in workers.values():
            product.until_works(one)
        people = send_until_frozen(product, workers)
        began = time.monotonic()
        product.until_works(product.worker())
        known = list(product.accepted)
        product.wait(lambda: not product.rows(LOST, known), 60, "the partitions of the frozen to move again")
        print(f"{len(places)} frozen, all partitions moving again after {time.monotonic() - began:.0f} s")
        product.wait(lambda: rested(product), 120, "all that the frozen held to be done by others")
        time.sleep(max(0.0, FROZEN_FOR - (time.monotonic() - began)))
        for one in workers.values():
            os.kill(one.pid, signal.SIGCONT)
        assert product.post(sign_ups(people, 50)) == 200  # what the woken do next is sound
        product.settle(90)
        judge(product)
        nothing("runs not done once", product.rows(RUNS))
        nothing("wrong points", product.rows(ADDED, 15))
        nothing("messages not ended once", product.rows(MESSAGES))
        received = Counter(post.received())
        nothing("letters received twice", [one for one in received.items() if one[1] > 1])
        assert all(one.poll() is None for one in workers.values()), "a frozen worker did not come back"


def frozen(product: Rig, place: str) -> "subprocess.Popen[bytes]":
    """A worker that will stand still at this place."""
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.chaos.frozen", place],
        env=product.environment,
        stdout=product.log,
        stderr=product.log,
    )
    product.workers.append(started)
    return started


def send_until_frozen(product: Rig, workers: "dict[str, subprocess.Popen[bytes]]") -> int:
    """Sends sign-ups until each of them stands still. Gives how many people signed up."""
    people, until = 0, time.monotonic() + 60
    while standing := [place for place, one in workers.items() if not is_stopped(one.pid)]:
        assert time.monotonic() < until, f"Never frozen: {standing}"
        assert product.post(sign_ups(people, 20)) == 200
        people += 20
        time.sleep(0.5)
    return people


def is_stopped(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def rested(product: Rig) -> bool:
    """Whether nothing waits but letters that nobody can know of while their sender is frozen."""
    return product.rows("select (select count(*) from inbox) + (select count(*) from effect) + (select count(*) from timer)"
                        " + (select count(*) from message where state = 'queued')") == [(0,)]  # fmt: skip
