"""Time: wake-ups that never come, waits over restarts and leaps of 400 days, a clock that is wrong."""

import os
import shutil
import subprocess
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from perennia.workflows.work import READY
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
LATE = """
select count(*) from run_log where workflow = %s and outcome = 'moved'
"""


def waiting(span: str) -> dict[str, object]:
    return {
        **WELCOME, "key": f"wait_{span.lower()}", "steps": [{"key": "wait", "for": span}, {"key": "add_tag", "tag": span}],
    }  # fmt: skip


@pytest.mark.brief
@pytest.mark.number("A5")
def test_a_lost_wake_up_costs_a_second_and_no_event() -> None:
    """Rows come in without any NOTIFY, one at a time, as if each wake-up had been lost."""
    with rig([WELCOME]) as product:
        product.worker()
        assert product.post(sign_ups(0, 1)) == 200
        product.settle(60)
        with product.database() as connection:
            for n in range(20):
                connection.execute(
                    "insert into inbox (partition, lane, customer_id, contact_id, source, kind, name, message_id, message_hash, at,"
                    " received_at, body) select partition, 0, customer_id, contact_id, source, kind, 'Silent', %s, gen_random_uuid(),"
                    " clock_timestamp(), clock_timestamp(), '{}' from history where place = 0 limit 1",
                    [f"silent-{n}"],
                )
                product.wait(lambda: connection.execute(READY).fetchall() == [], 5, "an event nobody announced")
        assert product.rows("select count(*) from history where name = 'Silent'") == [(20,)]


@pytest.mark.chaos
@pytest.mark.number("R22")
def test_waits_of_seconds_and_of_years_end_on_time_with_a_restart_in_each() -> None:
    with rig([waiting(span) for span in WAITS]) as product:
        worker = product.worker()
        assert product.post(sign_ups(0, 5)) == 200
        product.wait(
            lambda: product.rows("select count(*) from enrolment") == [(5 * len(WAITS),)], 30, "the enrolments"
        )
        for span, seconds in WAITS.items():
            kill(worker)
            leap(product, timedelta(seconds=seconds + 1))
            worker = product.worker()
            product.wait(partial(all_tagged, product, span), 15, f"the wait of {span}")
            longer = [other for other, length in WAITS.items() if length > seconds + 30]
            assert sum(tagged(product, other) for other in longer) == 0


def all_tagged(product: Rig, span: str) -> bool:
    return tagged(product, span) == 5


def tagged(product: Rig, span: str) -> int:
    [(count,)] = product.rows("select count(*) from tag where tag = %s", span)
    return int(count)


def leap(product: Rig, ahead: timedelta) -> None:
    """Business time is the database's plus this; every process sees it with its next turn."""
    product.rows("update host_clock set ahead = %s returning 1", ahead)


@pytest.mark.chaos
@pytest.mark.number("A13")
@pytest.mark.parametrize("wrong", ["+120s", "-120s"])
def test_a_worker_whose_clock_is_two_minutes_off_works_by_the_databases(wrong: str) -> None:
    library = faked_clock()
    if library is None:
        pytest.skip("libfaketime is not here and could not be installed: a wrong clock cannot be made")
    with rig([WELCOME]) as product:
        product.worker(LD_PRELOAD=str(library), FAKETIME=wrong, FAKETIME_DONT_FAKE_MONOTONIC="1")
        product.worker()
        assert product.post(sign_ups(0, 60)) == 200
        product.settle(40)
        judge_welcomes(product, 60)
        late = product.rows("select max(extract(epoch from moved_at - entered_at)) from enrolment")
        assert float(late[0][0]) < 7


def faked_clock() -> Path | None:
    """The library that fakes a process's clock, installed where that is allowed."""
    found = list(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-q", "faketime"], capture_output=True, check=False)
        found = list(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    return found[0] if found else None
