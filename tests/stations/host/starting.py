"""Starts embedded servers in processes of their own, under the rights a test wants to see."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from perennia.host.postgres import programs
from perennia.host.postgres.account import Account
from perennia.host.postgres.leash import Order

# Starts the server, says "up" or the refusal, waits for a line, lets go.
PROGRAM = """
import sys
from pathlib import Path
from perennia.host import database
from perennia.host.postgres.leash import Order
from perennia.host.postgres.place import Place
from perennia.host.refusal import Refusal

try:
    held = database.start(Place(Path(sys.argv[1])), Order(Path(sys.argv[2]), is_fast=True))
except Refusal as refusal:
    print(refusal, flush=True)
    sys.exit(1)
print("up", flush=True)
sys.stdin.readline()
held.release()
"""

Starter = subprocess.Popen[str]


def order(*, is_fast: bool = True) -> Order:
    """How this run of the tests wants servers started: by the version it is about."""
    return Order(_programs(), is_fast=is_fast)


def _programs() -> Path:
    named = os.environ.get("PERENNIA_POSTGRES_BIN")
    return Path(named) if named else programs.find().folder


def starter(home: Path, folder: Path | None = None, rights: Callable[[], None] | None = None) -> Starter:
    """A process that starts or joins the server of a data folder."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(home), str(folder or _programs())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=rights,
        cwd="/",
    )


def first_words(process: Starter) -> str:
    """What it says first: "up", or why not."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def let_go(process: Starter) -> None:
    """Tells it to let go of the server, and waits for its end."""
    process.communicate("go\n", timeout=60)


def nobody() -> Account:
    """The ordinary user of these tests."""
    import pwd

    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def can_run_python(account: Account) -> bool:
    """Whether the account reaches this interpreter, which may lie in root's own home."""
    command = [sys.executable, "-c", "import perennia"]
    try:
        done = subprocess.run(command, user=account.uid, group=account.gid, extra_groups=[], cwd="/", check=False)
        return done.returncode == 0
    except PermissionError:
        return False


def without_the_capability() -> None:
    """Drops CAP_DAC_READ_SEARCH for good, as a container without it does."""
    drop, dac_read_search = 24, 2
    assert ctypes.CDLL(None).prctl(drop, dac_read_search, 0, 0, 0) == 0
