"""The first hour of somebody new: one command on an empty folder, a sign-in, an event, a workflow that acts, a restart."""

import json
import signal
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.chaos.rig import free_port, new_home, without_settings

MOST_MEMORY = 512 * 1024 * 1024
# Any size shows the way; the demo's own size is measured by the bench.
SIZE = ["--customers", "10", "--contacts", "40", "--days", "20"]


@contextmanager
def demo(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    environment = without_settings() | {"PERENNIA_HOME": str(home), "PERENNIA_PORT": str(port)}
    (home / "demo.json").unlink(missing_ok=True)  # what an earlier start said
    with (home / "said.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "perennia", "demo", *SIZE], env=environment, stdout=log, stderr=log
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def told(home: Path, process: "subprocess.Popen[bytes]") -> dict[str, str]:
    """What the demo writes when it is ready."""
    until = time.monotonic() + 240
    while not (home / "demo.json").exists():
        assert process.poll() is None, (home / "said.log").read_text()
        assert time.monotonic() < until, "The demo was not ready within 240 s."
        time.sleep(0.1)
    said: dict[str, str] = json.loads((home / "demo.json").read_text())
    return said


def family(process: "subprocess.Popen[bytes]", home: Path) -> set[int]:
    """Web, worker, database and supervisor."""
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.split()
    parents = {int(pid): int(parent) for pid, parent in zip(listed[::2], listed[1::2], strict=True)}
    # The database's guardian and server belong to nobody's family; they stand in the data folder.
    found = {process.pid, *(pid for pid in parents if _stands_in(pid, home))}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _stands_in(pid: int, home: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").resolve(strict=True).is_relative_to(home)
    except OSError:
        return False


def share(pid: int) -> int:
    """Its memory, what it shares with others divided among them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


@pytest.mark.brief
@pytest.mark.number("R47")
def test_from_one_command_to_a_workflow_that_acts_and_over_a_restart() -> None:
    home, port = new_home(), free_port()
    began = time.monotonic()
    with demo(home, port) as process:
        said = told(home, process)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as browser:
            csrf = browser.get("/api/session").cookies["csrftoken"]
            who = {"email": said["email"], "password": said["password"]}
            assert browser.post("/api/session", json=who, headers={"X-CSRFToken": csrf}).status_code == 200
            before = browser.get("/api/events", params={"q": "Account Created"}).raise_for_status()
            assert before.json()["items"] is not None
            event = {"event": "Account Created", "userId": "newcomer", "messageId": "first", "context": {"groupId": "newcomers"},
                     "properties": {"email": "newcomer@example.com", "name": "New Comer"}}  # fmt: skip
            traits = {"userId": "newcomer", "messageId": "second", "context": {"groupId": "newcomers"},
                      "traits": {"email": "newcomer@example.com", "name": "New Comer"}}  # fmt: skip
            key = {"Authorization": "Basic " + b64encode(f"{said['write_key']}:".encode()).decode()}
            assert browser.post("/v1/identify", json=traits, headers=key).json()["accepted"] == 1
            assert browser.post("/v1/track", json=event, headers=key).json()["accepted"] == 1
            until = time.monotonic() + 60
            while not (acted := log(browser)) and time.monotonic() < until:
                time.sleep(0.1)
            assert acted, "no workflow entered for the new account"
            print(f"{time.monotonic() - began:.0f} s from the command to a workflow that acted")
            memory = sum(share(pid) for pid in family(process, home))
            print(f"{memory / 2**20:.0f} MB in {len(family(process, home))} processes")
    with demo(home, port) as process:
        said = told(home, process)
        key = {"Authorization": f"Bearer {said['api_key']}"}
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, headers=key) as browser:
            assert set(log(browser)) >= set(acted)  # others may have entered it meanwhile
    assert memory <= MOST_MEMORY


def log(browser: httpx.Client) -> list[str]:
    """The workflows that took the newcomer in."""
    found = browser.get("/api/customers", params={"q": "newcomer"}).raise_for_status().json()["items"]
    if not found:
        return []
    lines = browser.get(f"/api/customers/{found[0]['id']}/log").raise_for_status().json()["items"]
    return sorted({line["workflow"]["key"] for line in lines if line["outcome"] == "entered"})
