"""The real product with a small demo company, in a folder of its own, as `perennia demo` runs it."""

import json
import logging
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import httpx

ROOT = Path(__file__).resolve().parents[2]
SIZE = ["--customers", "25", "--contacts", "200", "--days", "45", "--seed", "1"]
PATIENCE = 60.0
NEXT_DOOR = 8499 + int(re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "")) or 0)
logging.getLogger("httpx").setLevel(logging.WARNING)
T = TypeVar("T")
Json = dict[str, object]


class Product:
    """A running product: where it is, who may sign in, and a door for events."""

    def __init__(self, told: Mapping[str, object]) -> None:
        self.url = str(told["url"])
        self._write_key = str(told["write_key"])
        self._api_key = str(told["api_key"])
        people = told["people"]
        assert isinstance(people, list)
        self.people: dict[str, dict[str, str]] = {str(one["role"]): one for one in people}

    @classmethod
    def of(cls, file: Path) -> "Product":
        """The one that a `demo.json` tells about."""
        return cls(json.loads(file.read_text()))

    def track(self, kind: str, **said: object) -> Json:
        """Posts one call of the tracking protocol, as a product would; gives the answer."""
        key = b64encode(f"{self._write_key}:".encode()).decode()
        answer = httpx.post(
            f"{self.url}/v1/batch",
            json={"batch": [{"type": kind, **said}]},
            headers={"Authorization": f"Basic {key}"},
            timeout=30,
        )
        answer.raise_for_status()
        body: Json = answer.json()
        return body

    def read(self, path: str) -> Json:
        """What the API says to the demo's key."""
        answer = httpx.get(self.url + path, headers={"Authorization": f"Bearer {self._api_key}"}, timeout=30)
        answer.raise_for_status()
        body: Json = answer.json()
        return body

    def first(self, path: str) -> Json:
        """The first of a list."""
        return items(self.read(path))[0]


class Empty:
    """A running product without a demo: where it is, and how to fill its list of customers."""

    EMAIL = "first@perennia.example"

    def __init__(self, url: str, password: str, environment: dict[str, str]) -> None:
        self.url, self.password = url, password
        self._environment = environment

    def fill(self, customers: int) -> None:
        """Puts rows of customers into the database, as if they had been there for long."""
        command = [sys.executable, "-m", "tests.browser.crowd", str(customers)]
        subprocess.run(command, cwd=ROOT, env=self._environment, check=True, timeout=300)


def items(body: Json) -> list[Json]:
    """The rows of a list's answer."""
    found = body["items"]
    assert isinstance(found, list)
    return found


def eventually(ask: Callable[[], T | None], what: str) -> T:
    """Asks until there is an answer; the engine works beside the test."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if answer := ask():
            return answer
        time.sleep(0.2)
    raise AssertionError(f"{what} did not happen within {PATIENCE:.0f} s.")


def build_web_app() -> None:
    """Brings the built app up to date, which takes no time when it is."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "hatch_build.py")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"The browser tests need the built web app.\n{done.stdout}{done.stderr}"


@contextmanager
def running() -> Iterator[Product]:
    """The demo, until the block ends."""
    with _started("demo", *SIZE) as (home, process, _):
        yield Product(_told(home, process))


@contextmanager
def untouched() -> Iterator[tuple[str, str]]:
    """A server nobody has set up, until the block ends: its address, and the code it printed."""
    with _started("serve") as (home, process, environment):
        url = f"http://localhost:{environment['PERENNIA_PORT']}"
        _wait(home, process, lambda: _answers(f"{url}/healthz"))
        code = re.search(r"with the code (\S+)", (home / "said.log").read_text())
        assert code, (home / "said.log").read_text()
        yield url, code[1]


@contextmanager
def empty() -> Iterator[Empty]:
    """A new organisation with nothing in it but its administrator, until the block ends."""
    with _started("serve") as (home, process, environment):
        url = f"http://localhost:{environment['PERENNIA_PORT']}"
        _wait(home, process, lambda: _answers(f"{url}/healthz"))
        words = ["administrator", Empty.EMAIL, "--name", "Ada First"]
        command = [sys.executable, "-m", "perennia", *words]
        said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=120).stdout
        yield Empty(url, said.split("Password: ")[1].splitlines()[0], environment)


@contextmanager
def _started(*words: str) -> Iterator[tuple[Path, "subprocess.Popen[bytes]", dict[str, str]]]:
    """A command of the product in a folder of its own: the folder, the process, its environment."""
    # Not below pytest's own temporary folder: root's server runs as another account and must get in.
    home = Path(tempfile.mkdtemp(prefix="perennia-browser-"))
    home.chmod(0o711)
    foreign = ("PERENNIA_", "DATABASE_URL", "DJANGO_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    environment |= {"PERENNIA_HOME": str(home), "PERENNIA_PORT": str(_free_port())}
    # Where a test may put a provider next door; the operator's word lets the product call it.
    environment["PERENNIA_ALLOWED_PRIVATE_HOSTS"] = f"127.0.0.1:{NEXT_DOOR}"
    with (home / "said.log").open("w+") as log:
        process = subprocess.Popen([sys.executable, "-m", "perennia", *words], env=environment, stdout=log, stderr=log)
        try:
            yield home, process, environment
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)
            shutil.rmtree(home, ignore_errors=True)


def _told(home: Path, process: "subprocess.Popen[bytes]") -> Mapping[str, object]:
    """What `demo.json` says, which appears when all is there."""
    file = home / "demo.json"
    _wait(home, process, file.exists)
    told: Mapping[str, object] = json.loads(file.read_text())
    return told


def _wait(home: Path, process: "subprocess.Popen[bytes]", ready: Callable[[], bool]) -> None:
    until = time.monotonic() + 240
    while not ready():
        if process.poll() is not None or time.monotonic() > until:
            raise AssertionError(f"The product did not start.\n{(home / 'said.log').read_text()}")
        time.sleep(0.2)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
