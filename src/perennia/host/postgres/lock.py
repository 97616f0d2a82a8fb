"""File locks that fall with their process, and who a process id really is."""

import fcntl
import os
import subprocess
from pathlib import Path


def open_lock(path: Path) -> int:
    """Opens (makes) a lock file; the descriptor is not handed on to programs started later."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def try_exclusive(descriptor: int) -> bool:
    """Takes the lock alone if nobody else holds it."""
    return _try(descriptor, fcntl.LOCK_EX)


def try_shared(descriptor: int) -> bool:
    """Takes the lock beside other sharers if nobody holds it alone."""
    return _try(descriptor, fcntl.LOCK_SH)


def wait_exclusive(descriptor: int) -> None:
    """Waits until everybody else has let go, and takes the lock."""
    fcntl.flock(descriptor, fcntl.LOCK_EX)


def start_of(pid: int) -> str | None:
    """When a process started, in a form to compare; None when there is no such process or only its corpse."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return None if Path("/proc/self/stat").exists() else _start_by_ps(pid)
    except ProcessLookupError:
        return None
    return None if fields[0] in "ZX" else fields[19]


def started_at(pid: int) -> float | None:
    """When a process started, in seconds since 1970; None where the system does not say."""
    try:
        boot = next(line for line in Path("/proc/stat").read_text().splitlines() if line.startswith("btime"))
        return int(boot.split()[1]) + int(start_of(pid) or "") / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError):
        return None


def name_of(pid: int) -> str:
    """The program a process runs, as far as the system says."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return "postgres"


def _start_by_ps(pid: int) -> str | None:
    said = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return said.stdout.strip() or None


def _try(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
