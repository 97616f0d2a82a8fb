"""Who the server runs as: PostgreSQL refuses root, so root's server runs as an ordinary account."""

import ctypes
import os
import pwd
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from perennia.host import parent
from perennia.host.refusal import Refusal

_PR_SET_KEEPCAPS, _PR_SET_SECUREBITS, _PR_CAP_AMBIENT = 8, 28, 47
_AMBIENT_RAISE, _NO_SETUID_FIXUP = 2, 1 << 2
_CAP_DAC_READ_SEARCH, _CAP_SETPCAP = 2, 8
_CAPABILITY_VERSION_3 = 0x20080522


@dataclass(frozen=True)
class Account:
    """An account, and whether its processes need leave to pass through folders that only root may enter."""

    name: str
    uid: int
    gid: int
    needs_passage: bool = False


def choose(wanted: str, data: Path) -> Account | None:
    """The account for a server started by root; None when the caller is an ordinary user already."""
    if os.geteuid() != 0:
        return None
    if data.exists() and (found := data.stat()).st_uid != 0:
        return Account(f"number {found.st_uid}", found.st_uid, found.st_gid)
    for name in [wanted] if wanted else ["perennia", "nobody"]:
        if account := _named(name):
            return account
    raise Refusal(
        f"There is no system account {wanted or 'nobody'!r} for the database server, which may not run as root. "
        "Set PERENNIA_POSTGRES_ACCOUNT to an account that exists, or DATABASE_URL to a server of your own."
    )


def _named(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def closed_folder(account: Account, path: Path) -> Path | None:
    """The first folder on the way to `path` that the account may not pass, tried as the account itself."""
    for folder in [*reversed(path.parents), path]:
        if not _can_reach(account, folder):
            return folder.parent
    return None


def can_pass() -> bool:
    """Whether this process may hand on the capability to pass through closed folders."""
    if not sys.platform.startswith("linux"):
        return False
    status = Path("/proc/self/status").read_text()
    masks = [int(line.split()[1], 16) for line in status.splitlines() if line.startswith(("CapPrm", "CapBnd"))]
    needed = 1 << _CAP_DAC_READ_SEARCH | 1 << _CAP_SETPCAP
    return all(mask & needed == needed for mask in masks)


def entry(account: Account | None) -> Callable[[], None]:
    """What a child runs between fork and exec: becomes the account, and dies (orderly) with its parent."""
    # SIGINT is PostgreSQL's fast, clean shutdown.
    follow = parent.tie(signal.SIGINT)
    libc = ctypes.CDLL(None, use_errno=True)

    def enter() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if account is not None:
            _become(account, libc)
        # Last: a change of credentials undoes it.
        follow()

    return enter


def _become(account: Account, libc: ctypes.CDLL) -> None:
    if account.needs_passage:
        libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(account.gid)
    os.setuid(account.uid)
    if account.needs_passage:
        _raise_passage(libc)


def _raise_passage(libc: ctypes.CDLL) -> None:
    """Keeps the one capability to read and search, through exec too; the kernel took all the others with root."""
    only = 1 << _CAP_DAC_READ_SEARCH
    done = (
        _capabilities(libc, only | 1 << _CAP_SETPCAP)
        # access() would leave the capability out of account, and by access() PostgreSQL looks for its programs.
        and libc.prctl(_PR_SET_SECUREBITS, _NO_SETUID_FIXUP, 0, 0, 0) == 0
        and _capabilities(libc, only)
        and libc.prctl(_PR_CAP_AMBIENT, _AMBIENT_RAISE, _CAP_DAC_READ_SEARCH, 0, 0) == 0
    )
    if not done:
        raise OSError(ctypes.get_errno(), "the capability CAP_DAC_READ_SEARCH cannot be handed on")


def _capabilities(libc: ctypes.CDLL, mask: int) -> bool:
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    sets = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)
    return bool(libc.capset(header, sets) == 0)


def _can_reach(account: Account, path: Path) -> bool:
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(account.gid)
            os.setuid(account.uid)
            os.stat(path)
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0
