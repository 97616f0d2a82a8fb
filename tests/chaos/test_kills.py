"""R7, A3, A5, R8: workers killed at every named point; timers due in one second; wake-ups lost."""

import subprocess
from contextlib import suppress

import pytest

from tests.chaos.rig import kill, rig
from tests.chaos.stories import WELCOME, judge_welcomes, sign_ups

POINTS = [
    "partition_taken",
    "run_created",
    "timer_claimed",
    "next_step_stored",
    "job_finished",
    "send_claimed",
    "sent_outside",
    "result_stored",
]


def test_a_worker_killed_at_every_point_does_nothing_twice_and_loses_nothing() -> None:
    people = 0
    with rig([WELCOME]) as product:
        for point in POINTS:
            for nth in (1, 3):
                crashing = product.worker(crash_at=f"{point}:{nth}")
                assert product.post(sign_ups(people, 12, copies=2)) == 200
                people += 12
                with suppress(subprocess.TimeoutExpired):
                    crashing.wait(6)  # a point this story does not reach leaves the worker alive
                kill(crashing)
        product.worker()
        product.settle(90)
        judge_welcomes(product, people)


@pytest.mark.parametrize("workers", [4])
def test_timers_due_in_one_second_fire_once_each_with_many_workers(workers: int) -> None:
    with rig([WELCOME]) as product:
        assert product.post(sign_ups(0, 300)) == 200
        for _ in range(workers):
            product.worker()
        product.settle(60)
        judge_welcomes(product, 300)
