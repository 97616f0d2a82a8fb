"""The whole product in a folder of its own: web, database and workers that a test may kill, freeze and start again."""

import atexit
import json
import logging
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import psycopg

from perennia.host import config as configs
from perennia.host import database
from perennia.host.postgres.place import Place

Event = dict[str, object]
logging.getLogger("httpx").setLevel(logging.WARNING)
WAITING = """
select (select count(*) from inbox) + (select count(*) from effect)
     + (select count(*) from message where state in ('queued', 'sending') and next_at <= clock_timestamp() + (select ahead from host_clock))
     + (select count(*) from timer where due_at <= clock_timestamp() + (select ahead from host_clock) + interval '10 seconds')
"""


class Rig:
    """Runs `perennia serve --no-worker`; workers are started and ended one by one. Keeps the client's own log."""

    def __init__(self, home: Path, settings: Mapping[str, str]) -> None:
        self.home = home
        self.port = free_port()
        self.environment = {
            **without_settings(),
            "PERENNIA_HOME": str(home),
            "PERENNIA_PORT": str(self.port),
            **settings,
        }
        self.config = configs.read(self.environment)
        self.accepted: dict[str, Event] = {}
        self.workers: list[subprocess.Popen[bytes]] = []
        self.log = (home / "rig.log").open("ab")
        self._web: subprocess.Popen[bytes] | None = None
        self.write_key = self.api_key = ""

    def start(
        self,
        definitions: Sequence[Mapping[str, object]] | None,
        smtp: Mapping[str, object] | None = None,
        member: Mapping[str, object] | None = None,
    ) -> None:
        """Database, migrations, the web server; then these workflows and no others, or all that are shipped."""
        self.start_web()
        file = self.home / "wanted.json"
        file.write_text(json.dumps({"definitions": definitions, "smtp": smtp, "member": member}))
        done = subprocess.run(
            [sys.executable, "-m", "tests.chaos.prepare", str(file)],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=self.log,
            check=True,
        )
        file.unlink()
        made = json.loads(done.stdout.decode().splitlines()[-1])
        self.write_key, self.api_key = made["write_key"], made.get("api_key", "")

    def start_web(self) -> None:
        command = [sys.executable, "-m", "perennia", "serve", "--no-worker"]
        self._web = subprocess.Popen(command, env=self.environment, stdout=self.log, stderr=self.log)
        self.wait(lambda: _answers(self.port), 120, "the web server")

    def kill_web(self, chance: random.Random) -> int:
        """kill -9 for one process of the web server; it is started again by its supervisor. Gives how many were killed."""
        assert self._web is not None
        web = below(self._web.pid, "granian")
        if web:
            os.kill(chance.choice(web), signal.SIGKILL)
        return len(web[:1])

    def stop(self) -> None:
        for worker in self.workers:
            kill(worker)
        if self._web is not None:
            self._web.send_signal(signal.SIGTERM)
            try:
                self._web.wait(30)
            except subprocess.TimeoutExpired:
                self._web.kill()
                self._web.wait(10)
        self.log.close()

    def worker(self, *, crash_at: str = "", **settings: str) -> subprocess.Popen[bytes]:
        """Starts a worker; `crash_at` is name:nth of a crash point."""
        environment = {**self.environment, **settings, **({"CRASH_AT": crash_at} if crash_at else {})}
        started = subprocess.Popen(
            [sys.executable, "-m", "perennia", "worker"], env=environment, stdout=self.log, stderr=self.log
        )
        self.workers.append(started)
        return started

    def until_works(self, worker: "subprocess.Popen[bytes]") -> None:
        """Waits until a worker has said that it lives, or has met its end already."""
        said = "select 1 from engine_worker where pid = %s"
        self.wait(
            lambda: worker.poll() is not None or bool(self.rows(said, worker.pid)), 120, "a worker to say it lives"
        )

    def get(self, path: str, **query: str) -> Any:
        """What the API answers to the rig's own key."""
        answer = httpx.get(
            f"http://127.0.0.1:{self.port}{path}",
            params=query,
            headers={"Authorization": f"Bearer {self.api_key}"},
            timeout=30,
        )
        answer.raise_for_status()
        return answer.json()

    def post(self, events: Sequence[Event], *, tries: int = 1) -> int:
        """Sends a batch as a client would, and logs what was accepted. Gives the last status."""
        headers = {"Authorization": "Basic " + b64encode(f"{self.write_key}:".encode()).decode()}
        status = 0
        for _ in range(tries):
            try:
                answer = httpx.post(
                    f"http://127.0.0.1:{self.port}/v1/batch", json={"batch": list(events)}, headers=headers, timeout=30
                )
            except httpx.HTTPError:
                continue
            status = answer.status_code
            if status == 200:
                refused = {one["index"] for one in answer.json()["rejected"]}
                self.accepted |= {str(e["messageId"]): e for place, e in enumerate(events) if place not in refused}
                break
        return status

    @contextmanager
    def database(self) -> Iterator[psycopg.Connection]:
        with database.connect(self.config) as connection:
            connection.autocommit = True
            yield connection

    def rows(self, statement: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        with self.database() as connection:
            return connection.execute(statement, values).fetchall()

    def settle(self, seconds: float = 120) -> None:
        """Waits until nothing is left to do, and no wait is to end within seconds."""
        self.wait(lambda: self.rows(WAITING) == [(0,)], seconds, "the stream to come to rest")

    def wait(self, is_so: Callable[[], bool], seconds: float, what: str) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if is_so():
                return
            time.sleep(0.05)
        raise AssertionError(f"Waited {seconds:g} s for {what}. The log:\n{self.tail()}")

    def log_text(self) -> str:
        """All that web, workers and database have said."""
        self.log.flush()
        return "\n".join(one.read_text(errors="replace") for one in self.home.glob("*.log"))

    def tail(self) -> str:
        self.log.flush()
        return (self.home / "rig.log").read_text(errors="replace")[-6000:]


@contextmanager
def rig(
    definitions: Sequence[Mapping[str, object]] | None,
    *,
    smtp: Mapping[str, object] | None = None,
    member: Mapping[str, object] | None = None,
    **settings: str,
) -> Iterator[Rig]:
    """A rig with these workflows and no others (None: all that are shipped, on). All of it is removed behind it."""
    home = new_home()
    subprocess.run(["cp", "-a", f"{_seed()}/.", str(home)], check=True)  # the server's files stay its account's own
    made = Rig(home, settings)
    try:
        made.start(definitions, smtp, member)
        yield made
    finally:
        made.stop()
        shutil.rmtree(home, ignore_errors=True)


@cache
def _seed() -> Path:
    """A data folder with a new database in it, made once and copied for every rig of this process."""
    home = new_home()
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    environment = Rig(home, {}).environment
    subprocess.run([sys.executable, "-m", "perennia", "migrate", "--quiet"], env=environment, check=True)
    running = Place(home).data / "postmaster.pid"
    until = time.monotonic() + 30
    while running.exists() and time.monotonic() < until:
        time.sleep(0.05)
    return home


def without_settings() -> dict[str, str]:
    """The environment without anything that steers Perennia."""
    ours = ("PERENNIA_", "DATABASE_URL", "DJANGO_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def new_home() -> Path:
    """An empty data folder that a server of another account can reach."""
    home = Path(tempfile.mkdtemp(prefix="perennia-chaos-"))
    home.chmod(0o711)
    return home


def leap(product: Rig, ahead: timedelta) -> None:
    """Business time is the database's plus this; every process sees it with its next turn."""
    product.rows("update host_clock set ahead = %s returning 1", ahead)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """kill -9, and waits for the body."""
    if process.poll() is None:
        process.kill()
    process.wait(10)


def below(pid: int, word: str) -> list[int]:
    """The children of a process, and theirs, whose command line has the word."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent, command = int(stat.read_text().rpartition(")")[2].split()[1]), (stat.parent / "cmdline").read_text()
        except OSError:
            continue
        if parent == pid:
            child = int(stat.parent.name)
            found += [*([child] if word in command else []), *below(child, word)]
    return found


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=5).status_code in (200, 503)
    except httpx.HTTPError:
        return False
