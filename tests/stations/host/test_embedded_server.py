"""The embedded PostgreSQL under its guardian: real servers, real kills."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from perennia.host import database
from perennia.host.config import Config
from perennia.host.postgres import lock
from perennia.host.postgres.leash import Leash
from perennia.host.postgres.place import Place
from tests.stations.host.starting import first_words, let_go, order, starter
from tests.stations.host.waiting import eventually


@pytest.fixture
def place() -> Iterator[Place]:
    """A data folder that any account may reach; its server is gone at the end."""
    with TemporaryDirectory(prefix="perennia-host-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        yield Place(Path(folder) / "home")


def start(place: Place) -> Leash:
    return database.start(place, order())


def ask(place: Place, statement: str) -> object:
    with database.connect(Config(home=place.home)) as connection:
        row = connection.execute(statement.encode()).fetchone()
    return row[0] if row else None


def server_pid(place: Place) -> int:
    return int(place.running.read_text().split()[0])


def answers(place: Place) -> bool:
    try:
        return ask(place, "SELECT 1") == 1
    except psycopg.OperationalError:
        return False


def test_a_first_start_makes_a_database_for_utf8_by_code_point(place: Place) -> None:
    held = start(place)
    try:
        assert ask(place, "SHOW server_encoding") == "UTF8"
        assert ask(place, "SELECT datcollate FROM pg_database WHERE datname = current_database()") in {"C", "C.UTF-8"}
        assert ask(place, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    finally:
        held.release()


def test_the_server_never_runs_as_root(place: Place) -> None:
    held = start(place)
    try:
        assert Path(f"/proc/{server_pid(place)}").stat().st_uid != 0
    finally:
        held.release()


def test_the_last_user_to_let_go_ends_the_server(place: Place) -> None:
    first, second = start(place), start(place)
    pid = server_pid(place)
    first.release()
    assert ask(place, "SELECT 1") == 1
    second.release()
    assert lock.start_of(pid) is None


def test_starts_at_the_same_moment_share_one_server(place: Place) -> None:
    starters = [starter(place.home) for _ in range(3)]
    assert [first_words(each) for each in starters] == ["up"] * 3
    assert place.log.read_text().count("starting PostgreSQL") == 1
    for each in starters:
        let_go(each)


def test_a_killed_server_is_started_again_with_what_was_committed(place: Place) -> None:
    held = start(place)
    try:
        with database.connect(Config(home=place.home)) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        os.kill(server_pid(place), signal.SIGKILL)
        assert eventually(lambda: answers(place))
        assert ask(place, "SELECT number FROM kept") == 7
    finally:
        held.release()


def test_nothing_is_left_running_when_the_only_user_is_killed(place: Place) -> None:
    user = starter(place.home)
    assert first_words(user) == "up"
    pid = server_pid(place)
    user.kill()
    user.wait()
    assert eventually(lambda: lock.start_of(pid) is None)
    start(place).release()


def test_a_killed_guardian_takes_the_server_along_and_is_replaced(place: Place) -> None:
    held = start(place)
    try:
        pid = server_pid(place)
        guardian = held._guardian
        assert guardian is not None
        guardian.kill()
        guardian.wait()
        held.renew()
        held.wait_ready(lambda: answers(place) and server_pid(place) != pid)
        assert lock.start_of(pid) is None
    finally:
        held.release()


def test_a_pid_file_whose_number_is_somebody_elses_does_not_stop_the_start(place: Place) -> None:
    held = start(place)
    pid = server_pid(place)
    assert held._guardian is not None
    held._guardian.kill()
    os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: lock.start_of(pid) is None)
    held.release()
    file = place.data / "postmaster.pid"
    with subprocess.Popen(["sleep", "600"], user=place.data.stat().st_uid if os.geteuid() == 0 else None) as stranger:
        try:
            rest = file.read_text().partition("\n")[2] if file.exists() else f"{place.data}\n1\n"
            file.write_text(f"{stranger.pid}\n{rest}")
            start(place).release()
        finally:
            stranger.kill()
