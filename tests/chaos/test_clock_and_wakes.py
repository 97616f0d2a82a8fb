"""Time: wake-ups that never come, waits over restarts and leaps of 400 days, a clock that is wrong."""

import os
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg
import pytest

from tests.chaos.lateness import watched
from tests.chaos.rig import Rig, kill, rig
from tests.chaos.stories import WELCOME, judge_welcomes, sign_ups

WAITS = {
    "PT1S": 1,
    "PT64S": 64,
    "PT66S": 66,
    "PT90M": 5400,
    "P40D": 40 * 86400,
    "P90D": 90 * 86400,
    "P400D": 400 * 86400,
}
NOW = "select extract(epoch from clock_timestamp() + ahead)::float from host_clock"
SHORTLY_BEFORE = """
update host_clock set ahead = greatest(ahead, (select min(due_at) from enrolment where workflow = %s and state = 'waiting')
    - clock_timestamp() - interval '2 seconds') returning ahead
"""
LATEST = 5.0  # seconds
STALLED = 60.0  # seconds
SILENT = 1000
PUT_SILENTLY = """
insert into inbox (partition, lane, customer_id, contact_id, source, kind, name, message_id, message_hash, at, received_at, body)
select c.partition, 0, c.customer_id, c.id, 101, 'track', 'Silent', %s, gen_random_uuid(), clock_timestamp(), clock_timestamp(), '{}'
from ingest_key k join ingest_contact c on c.person_id = k.person_id where k.kind = 'user' and k.key = %s
"""
WORKED_SILENTLY = "select message_id from history where name = 'Silent' and place = 0 and message_id <> all(%s)"


def waiting(span: str) -> dict[str, object]:
    return {
        **WELCOME, "key": f"wait_{span.lower()}", "steps": [{"key": "wait", "for": span}, {"key": "add_tag", "tag": span}],
    }  # fmt: skip


@pytest.mark.brief
@pytest.mark.number("A5")
def test_a_lost_wake_up_costs_a_second_and_no_event() -> None:
    """A thousand rows come in at random moments without any NOTIFY, as if each wake-up had been lost."""
    chance = random.Random(5)
    with rig([WELCOME]) as product, product.database() as looking:
        product.worker()
        assert product.post(sign_ups(0, 200)) == 200
        with watched(product) as watch:  # their waits of two seconds: due timers in partitions without any event
            product.settle()
        assert len(watch.seen) == 200
        assert watch.latest() < STALLED
        came: dict[str, float] = {}
        silent = threading.Thread(target=put_silently, args=(product, came, chance), daemon=True)
        silent.start()
        waits = first_seen(looking, came, silent)
    assert len(waits) == SILENT
    print(f"median {sorted(waits)[SILENT // 2]:.2f} s, most {max(waits):.2f} s")
    # A machine that does other things for a while makes some wait longer; a wake-up nobody makes good, most of them.
    assert sorted(waits)[SILENT * 9 // 10] < LATEST
    assert max(waits) < STALLED


def put_silently(product: Rig, came: dict[str, float], chance: random.Random) -> None:
    """Puts events of people there are into the inbox, each in a commit of its own, and wakes nobody."""
    with product.database() as connection:
        for n in range(SILENT):
            connection.execute(PUT_SILENTLY, [f"silent-{n}", f"u{n % 200}"])
            came[f"silent-{n}"] = time.monotonic()
            time.sleep(chance.expovariate(100))  # the random moment is the case, nothing is waited for


def first_seen(connection: psycopg.Connection, came: dict[str, float], putting: threading.Thread) -> list[float]:
    """How long each waited until it was seen in the history."""
    seen: dict[str, float] = {}
    until = time.monotonic() + 120
    while (putting.is_alive() or len(seen) < len(came)) and time.monotonic() < until:
        found = [message for (message,) in connection.execute(WORKED_SILENTLY, [list(seen)])]
        now = time.monotonic()
        seen |= dict.fromkeys(found, now)
        time.sleep(0.05)
    return [max(0.0, at - came[message]) for message, at in seen.items()]


@pytest.mark.chaos
@pytest.mark.number("R22")
def test_waits_of_seconds_and_of_years_end_on_time_with_a_restart_in_each() -> None:
    """One person's partition is busy all the while; in those of the others nothing happens but the end of a wait."""
    with rig([waiting(span) for span in WAITS]) as product, watched(product, "wait_%") as watch:
        worker = product.worker()
        assert product.post(sign_ups(0, 5)) == 200
        product.wait(
            lambda: product.rows("select count(*) from enrolment") == [(5 * len(WAITS),)], 30, "the enrolments"
        )
        works: dict[str, float] = {}
        with busy(product, "u0"):
            for span, seconds in WAITS.items():
                kill(worker)
                worker = product.worker()
                product.until_works(worker)
                [(works[f"wait_{span.lower()}"],)] = product.rows(NOW)
                product.rows(SHORTLY_BEFORE, f"wait_{span.lower()}")
                product.wait(partial(all_tagged, product, span), 30, f"the wait of {span}")
                longer = [other for other, length in WAITS.items() if length > seconds + 30]
                assert sum(tagged(product, other) for other in longer) == 0
    # Those of a second or two more were over before the restart that fell into them was: they count from its end.
    late = [seen - max(due, works[workflow]) for (workflow, _), (due, seen) in watch.seen.items()]
    print(f"{len(late)} waits, the latest {max(late):.2f} s late")
    assert len(late) == 5 * len(WAITS)
    assert max(late) < LATEST


@contextmanager
def busy(product: Rig, user: str) -> Iterator[None]:
    """Events of one person, some twenty a second, until the block ends."""
    ended = threading.Event()

    def send() -> None:
        n = 0
        while not ended.wait(0.05):
            n += 1
            product.post([{"type": "track", "event": "Worked", "userId": user, "messageId": f"busy-{n}"}])

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(30)


def all_tagged(product: Rig, span: str) -> bool:
    return tagged(product, span) == 5


def tagged(product: Rig, span: str) -> int:
    [(count,)] = product.rows("select count(*) from tag where tag = %s", span)
    return int(count)


@pytest.mark.chaos
@pytest.mark.number("A13")
@pytest.mark.parametrize("wrong", ["+120s", "-120s"])
def test_a_worker_whose_clock_is_two_minutes_off_works_by_the_databases(wrong: str) -> None:
    library = faked_clock()
    if library is None:
        pytest.skip("libfaketime is not here and could not be installed: a wrong clock cannot be made")
    # The library makes waiting for an answer slower, whatever time it tells: so the same is done with the right time too.
    rightly, wrongly = (latest_by_the_clock(library, told) for told in ("+0s", wrong))
    print(f"latest: {rightly:.2f} s late by the right time, {wrongly:.2f} s by the wrong one")
    assert wrongly < max(LATEST, 2 * rightly)


def latest_by_the_clock(library: Path, told: str) -> float:
    """How late the latest wait was where one worker is told another time, and then a second one the right one."""
    with rig([WELCOME]) as product, watched(product) as watch:
        faked = product.worker(LD_PRELOAD=str(library), FAKETIME=told, FAKETIME_DONT_FAKE_MONOTONIC="1")
        product.until_works(faked)
        assert product.post(sign_ups(0, 60)) == 200
        product.settle()
        product.until_works(product.worker())
        assert product.post([*sign_ups(0, 60), *sign_ups(60, 60)]) == 200  # the first sixty are known
        product.settle()
        judge_welcomes(product, 120)
        [(ahead,)] = product.rows(
            "select extract(epoch from max(entered_at) - clock_timestamp())::float from enrolment"
        )
        assert ahead <= 0
        return watch.latest()


def faked_clock() -> Path | None:
    """The library that fakes a process's clock, installed where that is allowed."""
    found = list(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-q", "faketime"], capture_output=True, check=False)
        found = list(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    return found[0] if found else None
