"""The service as a whole: real processes, killed one after the other."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from perennia.host import port, up
from perennia.host.postgres import lock
from perennia.host.postgres.place import Place
from perennia.host.refusal import Refusal
from tests.stations.host.waiting import eventually

pytestmark = pytest.mark.database


class Service:
    """`perennia serve` on a data folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.process = self.start()

    def start(self) -> "subprocess.Popen[str]":
        environment = {**os.environ, "PERENNIA_HOME": str(self.home), "PERENNIA_PORT": str(self.port)}
        environment.pop("DATABASE_URL", None)
        return subprocess.Popen(
            [sys.executable, "-m", "perennia", "serve"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def answers(self) -> bool:
        return up.status("127.0.0.1", self.port) is not None

    def child(self, what: str) -> int | None:
        """The process of a child whose command line has the word."""
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(stat.read_text().rpartition(")")[2].split()[1])
                command = (stat.parent / "cmdline").read_text()
            except OSError:
                continue
            if parent == self.process.pid and what in command:
                return int(stat.parent.name)
        return None

    def is_gone(self) -> bool:
        pid = Place(self.home).running
        server = int(pid.read_text().split()[0]) if pid.exists() else 0
        return port.is_free("127.0.0.1", self.port) and (not server or lock.start_of(server) is None)


@contextmanager
def running() -> Iterator[Service]:
    with TemporaryDirectory(prefix="perennia-serve-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        started = Service(Path(folder) / "home")
        try:
            assert eventually(started.answers, within=90)
            yield started
        finally:
            started.process.terminate()
            started.process.communicate(timeout=60)


@pytest.fixture
def service() -> Iterator[Service]:
    """One that the test may end."""
    with running() as started:
        yield started


@pytest.fixture(scope="module")
def shared() -> Iterator[Service]:
    """One that must outlive the test."""
    with running() as started:
        yield started


def test_neither_a_stop_nor_a_kill_leaves_a_process_behind_and_it_starts_again_at_once(service: Service) -> None:
    service.process.kill()
    service.process.communicate()
    service.process = service.start()
    assert eventually(service.answers, within=60)
    service.process.kill()
    service.process.communicate()
    assert eventually(service.is_gone, within=60)
    service.process = service.start()
    assert eventually(service.answers, within=60)
    service.process.terminate()
    said, _ = service.process.communicate(timeout=60)
    assert service.process.returncode == 0
    assert "Stopping" in said
    assert service.is_gone()


@pytest.mark.parametrize("what", ["granian", "worker"])
def test_a_killed_child_is_started_again(what: str, shared: Service) -> None:
    assert eventually(lambda: shared.child(what) is not None)
    killed = shared.child(what)
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    assert eventually(lambda: shared.child(what) not in {None, killed})
    assert eventually(shared.answers)


def test_a_second_service_on_the_same_data_is_told_where_the_first_one_runs(shared: Service) -> None:
    second = shared.start()
    _, said = second.communicate(timeout=60)
    assert second.returncode == os.EX_CONFIG
    assert f"http://localhost:{shared.port}" in said
    assert "PERENNIA_HOME" in said


def test_of_two_starts_at_the_same_moment_on_an_empty_folder_one_runs_and_the_other_says_why() -> None:
    with TemporaryDirectory(prefix="perennia-serve-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        first = Service(Path(folder) / "home")
        both = [first.process, first.start()]
        try:
            assert eventually(lambda: any(one.poll() is not None for one in both), within=60)
            refused, running = sorted(both, key=lambda one: one.poll() is None)
            assert refused.returncode == os.EX_CONFIG
            assert "Perennia runs already with the data in" in refused.communicate()[1]
            assert eventually(first.answers, within=90)
            assert running.poll() is None
        finally:
            for one in both:
                one.terminate()
                one.communicate(timeout=60)


def test_a_busy_port_that_was_asked_for_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        with pytest.raises(Refusal, match=f"Port {number} .* another program uses it"):
            port.choose("127.0.0.1", number)


def test_a_busy_port_nobody_asked_for_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        monkeypatch.setattr(port, "FIRST", number)
        monkeypatch.setattr(port, "LAST", number + 20)
        assert port.choose("127.0.0.1", None) > number
