"""The demo cut off while it carries its history: the next start is whole, and half a demo is never called ready."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from perennia.host import config as configs
from perennia.host import database, up
from perennia.host.postgres.place import Place
from tests.chaos.judge import nothing
from tests.chaos.rig import below, free_port, new_home, without_settings

CUSTOMERS, CONTACTS, DAYS = 20, 120, 40
SIZE = ["--customers", str(CUSTOMERS), "--contacts", str(CONTACTS), "--days", str(DAYS)]
WHOLE = {
    "too few customers": f"select count(*) from customers_customer where kind = 'account' having count(*) < 0.9 * {CUSTOMERS}",
    "customers made twice": "select name from customers_customer where kind = 'account' group by 1 having count(*) > 1",
    "days without events": f"select count(distinct at::date) from history having count(distinct at::date) < {DAYS}",
    "a team made twice": "select email, count(*) from team_member group by 1 having count(*) > 1",
    "parked": "select * from parked",
    "profiles of nobody": "select id from profile p where kind = 1 and not exists (select from ingest_contact c where c.id = p.id)",
    "another mark": "select value from engine_constant where name = 'demo' and value <> 'loaded'",
}


class Demo:
    """`perennia demo` on a data folder of its own, started as often as one likes."""

    def __init__(self) -> None:
        self.home, self.port = new_home(), free_port()
        self.environment = without_settings() | {"PERENNIA_HOME": str(self.home), "PERENNIA_PORT": str(self.port)}
        self.process: subprocess.Popen[str] | None = None
        self.log = self.home / "said.log"

    def start(self) -> "subprocess.Popen[str]":
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "perennia", "demo", *SIZE],
                env=self.environment,
                stdout=log,
                stderr=log,
                text=True,
            )
        return self.process

    def said(self) -> str:
        return self.log.read_text()

    def wait(self, is_so: Callable[[], bool], what: str, seconds: float = 120) -> None:
        until = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < until, f"Waited {seconds:g} s for {what}:\n{self.said()}"
            time.sleep(0.02)

    def until_loading(self, share: str) -> None:
        """Until it says that it has carried so much of its history."""
        self.wait(lambda: f"engine:  {share}" in self.said(), f"{share} of the history")

    def is_ready(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.said()
        return (self.home / "demo.json").exists()

    def rows(self, statement: str) -> list[tuple]:  # type: ignore[type-arg]
        with database.connect(configs.read(self.environment)) as connection:
            return connection.execute(statement.encode()).fetchall()

    def judge(self) -> None:
        """All of it is there, once; it answers, and one may sign in."""
        for what, statement in WHOLE.items():
            nothing(what, self.rows(statement))
        self.wait(lambda: up.status("127.0.0.1", self.port) == 200, "a sound /healthz")

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)


@contextmanager
def demo() -> Iterator[Demo]:
    made = Demo()
    try:
        yield made
    finally:
        made.stop()


@pytest.mark.chaos
@pytest.mark.number("R47")
def test_a_demo_killed_while_it_loads_is_made_anew_by_the_next_start() -> None:
    """SIGKILL to the parent at several moments, the last time right before the end; the next start follows at once."""
    with demo() as one:
        for share in ("20%", "50%", "90%"):
            one.log.write_text("")
            killed = one.start()
            one.until_loading(share)
            time.sleep(random.uniform(0, 0.3))  # the moment of the kill is the random case
            killed.kill()
            killed.wait()
            assert not (one.home / "demo.json").exists()
        one.log.write_text("")
        one.start()
        one.wait(one.is_ready, "the demo")
        assert "it is made anew" in one.said()
        one.judge()


@pytest.mark.chaos
@pytest.mark.number("R47")
@pytest.mark.parametrize("who", ["database", "hand"])
def test_a_demo_whose_database_or_helper_is_killed_says_so_and_the_next_start_is_whole(who: str) -> None:
    with demo() as one:
        started = one.start()
        one.until_loading("30%")
        if who == "database":
            os.kill(int(Place(one.home).running.read_text().split()[0]), signal.SIGKILL)
        else:
            os.kill(below(started.pid, "multiprocessing")[-1], signal.SIGKILL)
        assert started.wait(60) == os.EX_CONFIG, one.said()
        said = one.said()
        reason = "The database went away" if who == "database" else "was ended from outside"
        assert reason in said
        assert "The next start begins it anew." in said
        assert "Traceback" not in said
        assert not (one.home / "demo.json").exists()
        one.start()
        one.wait(one.is_ready, "the demo")
        one.judge()


@pytest.mark.chaos
@pytest.mark.number("R47")
def test_a_demo_that_runs_outlives_the_death_of_each_of_its_processes() -> None:
    with demo() as one:
        started = one.start()
        one.wait(one.is_ready, "the demo")
        before = one.rows("select count(*) from history")
        for word in ("granian", "worker"):
            for pid in below(started.pid, word):
                os.kill(pid, signal.SIGKILL)
            one.wait(lambda: up.status("127.0.0.1", one.port) != 200, "the death to be seen", 10)
            one.wait(lambda: up.status("127.0.0.1", one.port) == 200, f"{word} to be back", 60)
        os.kill(int(Place(one.home).running.read_text().split()[0]), signal.SIGKILL)
        one.wait(lambda: up.status("127.0.0.1", one.port) == 200, "the database to be back", 60)
        assert one.rows("select count(*) from history") >= before
        assert one.is_ready()
        one.judge()


@pytest.mark.chaos
@pytest.mark.number("R47")
def test_a_whole_demo_without_its_sign_ins_is_not_thrown_away() -> None:
    with demo() as one:
        started = one.start()
        one.wait(one.is_ready, "the demo")
        one.stop()
        assert started.returncode == 0
        kept = one.home / "demo.loaded.json"
        words = kept.read_text()
        kept.unlink()
        assert one.start().wait(60) == os.EX_CONFIG
        assert "demo.loaded.json is missing" in one.said()
        kept.write_text(words)
        one.start()
        one.wait(one.is_ready, "the demo")
        one.judge()
