"""A full disk: one clear sentence, nothing lost, and it goes on when there is room again."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from perennia.host import database
from perennia.host.config import Config
from perennia.host.postgres.place import Place
from tests.stations.host.starting import first_words, order, starter
from tests.stations.host.waiting import eventually

pytestmark = pytest.mark.database


@pytest.fixture
def disk(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A disk of its own, as many megabytes large as the test says."""
    megabytes: int = request.param
    with TemporaryDirectory(prefix="perennia-disk-") as folder:
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "perennia-test", folder]
        if os.geteuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode != 0:
            pytest.skip("needs root with the right to mount a small disk")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


def fill(disk: Path) -> Path:
    """Fills the disk to its last byte; gives the file that does."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 65_536)
    with filler.open("ab", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x")
    return filler


@pytest.mark.parametrize("disk", [25], indirect=True)
def test_a_first_start_on_a_full_disk_says_so_and_leaves_nothing_half_made(disk: Path) -> None:
    process = starter(disk / "home")
    said = first_words(process)
    assert "is full" in said
    assert "PERENNIA_HOME" in said
    assert process.wait(30) == 1
    assert not (disk / "home" / "postgres" / "data").exists()


@pytest.mark.parametrize("disk", [400], indirect=True)
def test_what_was_committed_before_the_disk_filled_up_is_there_afterwards(disk: Path) -> None:
    place = Place(disk / "home")
    config = Config(home=place.home)
    held = database.start(place, order(is_fast=False))
    try:
        with database.connect(config) as connection:
            connection.execute("CREATE TABLE kept (number bigint, padding text)")
        filler = fill(disk)
        committed = write_until_it_fails(config)
        filler.unlink()
        assert eventually(lambda: answers(config), within=60)
        with database.connect(config) as connection:
            row = connection.execute("SELECT count(*) FROM kept").fetchone()
            connection.execute("INSERT INTO kept VALUES (-1, '')")
        assert row is not None
        # The commit that failed may have reached the disk before its answer was lost; none that was answered is gone.
        assert row[0] in {committed, committed + 1}
    finally:
        held.release()


@pytest.mark.parametrize("disk", [400], indirect=True)
def test_a_later_start_on_a_full_disk_says_so_and_keeps_the_data(disk: Path) -> None:
    place = Place(disk / "home")
    held = database.start(place, order(is_fast=False))
    held.release()
    filler = fill(disk)
    process = starter(place.home)
    assert "is full" in first_words(process)
    process.wait(60)
    filler.unlink()
    database.start(place, order(is_fast=False)).release()


def answers(config: Config) -> bool:
    try:
        database.connect(config).close()
    except psycopg.OperationalError:
        return False
    return True


def write_until_it_fails(config: Config) -> int:
    """Commits rows one by one; gives how many were answered."""
    committed = 0
    with suppress(psycopg.Error), database.connect(config) as connection:
        connection.autocommit = True
        while committed < 100_000:
            connection.execute("INSERT INTO kept VALUES (%s, repeat('x', 5000))", [committed])
            committed += 1
    assert committed < 100_000
    return committed
