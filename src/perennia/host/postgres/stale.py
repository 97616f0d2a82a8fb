"""What kill -9 leaves behind: a pid file that names a process which is gone, or is somebody else by now."""

import os
import signal
import time

from perennia.host.postgres import lock
from perennia.host.postgres.place import Place
from perennia.host.refusal import Refusal

_PATIENCE = 20.0
_CLOCK_SLACK = 10.0


def remember(place: Place, pid: int) -> None:
    """Notes which process the server is, start time included, since numbers are used again."""
    try:
        place.running.write_text(f"{pid} {lock.start_of(pid)}")
    except OSError:
        # A full disk. The server's own pid file still tells, less surely.
        place.running.unlink(missing_ok=True)


def clear(place: Place) -> None:
    """Makes way for a start: waits for a dying server, disarms a pid file whose number is somebody else's by now.

    PostgreSQL believes the number alone and would refuse to start. The file is not removed but given a number that is
    surely dead: its other lines let PostgreSQL see whether the old server's memory is still in use.
    """
    pid = _noted(place)
    if pid is None or lock.start_of(pid) is None:
        return
    if _is_ours(place, pid):
        _see_off(place, pid)
    elif _is_a_server_of(place, pid):
        raise Refusal(f"Another PostgreSQL server (process {pid}) already works on {place.data}. Stop it first.")
    else:
        _disarm(place)


def _noted(place: Place) -> int | None:
    try:
        first = (place.data / "postmaster.pid").read_text().partition("\n")[0].strip()
    except OSError:
        return None
    return int(first) if first.isdigit() else None


def _is_ours(place: Place, pid: int) -> bool:
    try:
        noted, _, start = place.running.read_text().partition(" ")
    except OSError:
        return False
    return noted == str(pid) and lock.start_of(pid) == start


def _is_a_server_of(place: Place, pid: int) -> bool:
    if lock.name_of(pid) != "postgres":
        return False
    lines = (place.data / "postmaster.pid").read_text().splitlines()
    began = lock.started_at(pid)
    return began is None or len(lines) < 3 or abs(began - int(lines[2])) < _CLOCK_SLACK


def _see_off(place: Place, pid: int) -> None:
    """Waits for the server of a killed guardian, which is shutting down; hurries it after a while."""
    until = time.monotonic() + _PATIENCE
    while _is_ours(place, pid):
        if time.monotonic() > until:
            os.kill(pid, signal.SIGQUIT)
            until += _PATIENCE
        time.sleep(0.05)


def _disarm(place: Place) -> None:
    corpse = os.fork()
    if corpse == 0:
        os._exit(0)
    os.waitpid(corpse, 0)
    path = place.data / "postmaster.pid"
    rest = path.read_text().partition("\n")[2]
    path.write_text(f"{corpse}\n{rest}")
