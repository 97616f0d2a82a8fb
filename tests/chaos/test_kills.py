"""Workers killed: at every named point, at random, many at once."""

import os
import random
import subprocess
import time
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.chaos.judge import LOST, judge, nothing
from tests.chaos.lateness import watched
from tests.chaos.ledger import remember
from tests.chaos.rig import Rig, kill, leap, rig
from tests.chaos.stories import WELCOME, judge_welcomes, sign_ups

# Points a worker passes with mail into the local mailbox; those of a send to a server have their own tests.
POINTS = ["partition_taken", "run_created", "timer_claimed", "next_step_stored", "job_finished"]


AWAY: dict[str, object] = {
    "key": "chaos_away", "label": "Away", "group": "chaos", "subject": "contact", "audience": "internal_notification",
    "trigger": {"key": "inactive", "days": 1}, "steps": [{"key": "add_score", "points": 1, "reason": "missed"}],
}  # fmt: skip
TIMERS = "select count(*), coalesce(max(due_at) - min(due_at) < interval '1 second', false) from timer"
SWEPT_SINCE = (
    "select bool_and(swept_to > clock_timestamp() + ahead - interval '1 minute') from engine_sweep, host_clock"
)
AWAY_POINTS = (
    "select subject_id, sum(points) from points where kind = 1 and reason = 'missed' group by 1 having sum(points) <> 1"
)


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
                crashing.wait(60)
            assert crashing.returncode == -9, f"no crash at {point}: {product.tail()}"
        product.worker()
        product.settle()
        judge_welcomes(product, people)


@pytest.mark.brief
@pytest.mark.number("R8")
def test_timers_due_in_one_second_fire_once_each_with_many_workers() -> None:
    with rig([waits_longer("PT10S")]) as product:
        due_at_once(product, workers=3, people=300)


@pytest.mark.chaos
@pytest.mark.number("R8")
def test_a_thousand_timers_and_crossings_of_one_second_are_each_taken_once_by_ten_workers() -> None:
    """Each worker is a scheduler too: ten sweep at once for those who have been away for a day."""
    people = 1000
    with rig([waits_longer("PT60S"), AWAY]) as product:
        due_at_once(product, workers=10, people=people)
        leap(product, timedelta(days=1, seconds=5))
        product.wait(lambda: runs(product, "chaos_away") == people, 120, "everybody to be missed")
        leap(product, timedelta(days=1, minutes=5))  # and swept again and again
        product.wait(lambda: product.rows(SWEPT_SINCE) == [(True,)], 90, "a sweep behind it")
        product.settle()
        assert runs(product, "chaos_away") == people
        nothing("missed twice", product.rows(AWAY_POINTS))
        judge(product)


def waits_longer(span: str) -> dict[str, object]:
    """The welcome with a wait long enough for everybody to be in it at once."""
    steps = WELCOME["steps"]
    assert isinstance(steps, list)
    return {**WELCOME, "steps": [{"key": "wait", "for": span} if one["key"] == "wait" else one for one in steps]}


def due_at_once(product: Rig, *, workers: int, people: int) -> None:
    """Everybody waits, all their timers fall due in one second, all workers are there: each fires once."""
    for _ in range(workers):
        product.until_works(product.worker())
    assert product.post(sign_ups(0, people)) == 200
    product.wait(lambda: product.rows(TIMERS) == [(people, True)], 60, "everybody to wait for one and the same second")
    with watched(product, "chaos_welcome") as watch:
        product.wait(lambda: runs(product, "chaos_welcome") == people, 180, "everybody's wait to end")
        product.settle()
        judge_welcomes(product, people)
    print(f"{people} timers, the latest {watch.latest():.2f} s late")


def runs(product: Rig, workflow: str) -> int:
    [(count,)] = product.rows("select count(*) from enrolment where workflow = %s and state = 'done'", workflow)
    return int(count)


@pytest.mark.chaos
@pytest.mark.number("A3", "R20")
@pytest.mark.parametrize("point", ["partition_taken", "next_step_stored"])
def test_a_partition_whose_worker_is_killed_moves_again_within_a_minute(point: str) -> None:
    """Another worker lives; the one that holds the partition dies, again and again."""
    with rig([WELCOME]) as product:
        product.until_works(product.worker())
        took: list[float] = []
        for round_ in range(5):
            dying = product.worker(crash_at=f"{point}:1")
            product.until_works(dying)
            first = 200 * round_
            while dying.poll() is None:
                assert product.post(sign_ups(first, 10)) == 200
                first += 10
                assert first < 200 * (round_ + 1), f"no crash at {point}: {product.tail()}"
                time.sleep(0.2)
            died = time.monotonic()
            product.wait(partial(all_worked, product), 60, "every event of the dead one's partition")
            took.append(time.monotonic() - died)
        print(f"moving again after {max(took):.1f} s at most")
        product.settle()
        judge_welcomes(product, len(product.accepted))


def all_worked(product: Rig) -> bool:
    return product.rows(LOST, list(product.accepted)) == []


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
        product.settle()
        judge(product)


def _is_up(product: object) -> bool:
    try:
        return bool(product.rows("select 1"))  # type: ignore[attr-defined]
    except Exception:  # noqa: BLE001 whatever keeps it from answering, it is not up
        return False
