"""`perennia simulate` and `perennia demo`, run as a user runs them."""

import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

SMALL = ["--customers", "12", "--contacts", "60", "--days", "6"]
END = ["--until", "2026-06-03T14:00:00+00:00"]


@pytest.fixture
def home() -> Iterator[Path]:
    """A data folder of its own, whose server ends with its last user."""
    folder = Path(tempfile.mkdtemp(prefix="perennia-simulate-"))
    folder.chmod(0o711)
    yield folder
    subprocess.run(["rm", "-rf", str(folder)], check=False)


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "perennia", *arguments]
    return subprocess.run(command, env=environment(home), capture_output=True, text=True, timeout=240, check=False)


def environment(home: Path) -> dict[str, str]:
    inherited = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "PERENNIA_POSTGRES_DB")}
    return inherited | {"PERENNIA_HOME": str(home)}


def test_the_same_seed_makes_the_same_company_with_the_same_record(home: Path) -> None:
    said = []
    for name in ("first", "second"):
        done = run(home / name, "simulate", *SMALL, *END, "--seed", "3", "--json")
        assert done.returncode == 0, done.stderr
        said.append(json.loads(done.stdout))
    first, second = said
    _is_not_mixed_with_another(home / "first")
    assert first["digest"] == second["digest"]
    assert {**first, "seconds": 0} == {**second, "seconds": 0}
    assert first["customers"] >= 12
    assert first["messages"]["sent"] > 0
    assert first["enrolments"] > 0
    assert first["failures"] == first["parked"] == 0


def _is_not_mixed_with_another(home: Path) -> None:
    again = run(home, "simulate", *SMALL, *END, "--json")
    assert again.returncode == os.EX_CONFIG
    assert "not empty" in again.stderr


def test_a_demo_cut_off_while_loading_is_made_anew_and_a_whole_one_is_kept(home: Path) -> None:
    cut = subprocess.Popen(
        [sys.executable, "-m", "perennia", "demo", "--customers", "12", "--contacts", "60", "--days", "30"],
        env=environment(home), stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert cut.stdout is not None
    for line in cut.stdout:
        if line.startswith("Carrying"):
            break
    os.killpg(cut.pid, signal.SIGKILL)
    cut.wait()
    assert not (home / "demo.json").exists()

    said, sign = served(home)
    assert "made anew" in said
    assert {one["role"] for one in sign["people"]} == {
        "administrator", "head_of_cs", "cs_ops", "cs_staff", "technical_staff", "viewer",
    }  # fmt: skip
    assert all(sign[name] for name in ("url", "email", "password", "api_key", "write_key"))
    assert not (home / "demo.json").exists(), "it says that the demo runs, and it does not any more"

    said, again = served(home)
    assert "from before" in said
    assert again["password"] == sign["password"]


def served(home: Path) -> tuple[str, dict[str, list[dict[str, str]]]]:
    """Runs the demo until its sign is there; what it said, and the sign."""
    log = home / "said.txt"
    with log.open("w") as out:
        running = subprocess.Popen(
            [sys.executable, "-m", "perennia", "demo", "--customers", "12", "--contacts", "60", "--days", "6"],
            env=environment(home), stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            until = time.monotonic() + 200
            while not (home / "demo.json").exists():
                assert running.poll() is None, log.read_text()
                assert time.monotonic() < until, log.read_text()
                time.sleep(0.05)
            sign = json.loads((home / "demo.json").read_text())
            mode = stat.S_IMODE((home / "demo.json").stat().st_mode)
            assert mode == 0o600
            return log.read_text(), sign
        finally:
            running.terminate()
            running.wait(60)
