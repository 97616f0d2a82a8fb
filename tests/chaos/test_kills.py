"""Workers killed: at every named point, at random, many at once."""

import os
import random
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.chaos.judge import judge
from tests.chaos.ledger import remember
from tests.chaos.rig import kill, rig
from tests.chaos.stories import WELCOME, judge_welcomes, sign_ups

# Points a worker passes with mail into the local mailbox; those of a send to a server have their own tests.
POINTS = ["partition_taken", "run_created", "timer_claimed", "next_step_stored", "job_finished"]


@pytest.mark.brief
@pytest.mark.number("R7", "R1", "A3")
def test_a_worker_killed_at_every_point_does_nothing_twice_and_loses_nothing() -> None:
    people = 0
    with rig([WELCOME]) as product:
        for point in POINTS:
            crashing = product.worker(crash_at=f"{point}:2")
            product.until_works(crashing)  # else the waits of 2 s are over in the turn they begin in
            assert product.post(sign_ups(people, 12, copies=2)) == 200
            people += 12
            with suppress(subprocess.TimeoutExpired):
                crashing.wait(20)
            assert crashing.returncode == -9, f"no crash at {point}: {product.tail()}"
        product.worker()
        product.settle(90)
        judge_welcomes(product, people)


@pytest.mark.brief
@pytest.mark.number("R8")
def test_timers_due_in_one_second_fire_once_each_with_many_workers() -> None:
    with rig([WELCOME]) as product:
        assert product.post(sign_ups(0, 300)) == 200
        for _ in range(3):
            product.worker()
        product.settle(120)
        judge_welcomes(product, 300)


@pytest.mark.chaos
@pytest.mark.number("R7", "R20", "A3", "R8")
def test_workers_killed_at_random_under_load() -> None:
    """CHAOS_KILLS workers ended at any moment while sign-ups stream in, every message id twice."""
    kills = int(os.environ.get("CHAOS_KILLS", "20"))
    seed = int(os.environ.get("CHAOS_SEED", str(time.time_ns() % 10_000)))
    print(f"seed {seed} (CHAOS_SEED repeats it)")
    chance = random.Random(seed)
    people, survived = 0, 0
    with rig([WELCOME]) as product:
        alive = [product.worker(), product.worker()]
        while survived < kills:
            assert product.post(sign_ups(people, 20, copies=2)) == 200
            people += 20
            time.sleep(chance.uniform(0.2, 2.5))  # the moment of the kill is the random case, nothing is waited for
            victim = chance.randrange(len(alive))
            kill(alive[victim])
            alive[victim] = product.worker()
            survived += 1
        product.settle(120)
        judge_welcomes(product, people)
    remember(survived)


@pytest.mark.chaos
@pytest.mark.number("A4", "R20")
@pytest.mark.parametrize("after", [0.3, 0.6, 0.9])
def test_a_worker_frozen_in_the_middle_of_its_work_writes_nothing_late(after: float) -> None:
    """SIGSTOP for 40 s: the watchdog of the other worker ends its backend, and its late writes fail."""
    with rig([WELCOME]) as product:
        frozen = product.worker()
        product.wait(lambda: product.rows("select count(*) from engine_worker") != [(0,)], 30, "the worker")
        assert product.post(sign_ups(0, 2000)) == 200
        time.sleep(after)  # somewhere within its turns; whichever statement it stands at is a case
        os.kill(frozen.pid, 19)
        product.worker()
        product.settle(70)
        os.kill(frozen.pid, 18)
        product.wait(
            lambda: product.rows("select count(*) from engine_lease") != [(0,)], 20, "the frozen worker to come back"
        )
        product.settle(30)
        judge_welcomes(product, 2000)


@pytest.mark.chaos
@pytest.mark.number("A11", "A5")
def test_the_database_killed_under_load_comes_back_by_itself() -> None:
    with rig([WELCOME]) as product:
        product.worker()
        people = 0
        for _ in range(3):
            assert product.post(sign_ups(people, 50), tries=40) == 200
            people += 50
            [(pid,)] = product.rows("select pg_backend_pid()")
            postmaster = (
                int(Path(f"/proc/{pid}/stat").read_text().split(")")[-1].split()[1])
                if Path(f"/proc/{pid}").exists()
                else 0
            )
            if postmaster > 1:
                os.kill(postmaster, 9)
            product.wait(lambda: _is_up(product), 60, "the database")
        product.settle(90)
        judge(product)


def _is_up(product: object) -> bool:
    try:
        return bool(product.rows("select 1"))  # type: ignore[attr-defined]
    except Exception:  # noqa: BLE001 whatever keeps it from answering, it is not up
        return False
