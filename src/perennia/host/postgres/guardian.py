"""The guardian: one small process that keeps one server up for as long as somebody uses its data folder.

Every user holds a shared lock on one file. The guardian waits for that lock alone: it gets it when the last user has
gone, however it went, and stops the server. So nothing is left behind by kill -9, and a second start joins the first.
"""

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from perennia.host.postgres import account as accounts
from perennia.host.postgres import cluster, lock, passage, programs, stale
from perennia.host.postgres.account import Account
from perennia.host.postgres.place import Place
from perennia.host.postgres.programs import Programs
from perennia.host.refusal import Refusal

_PATIENCE = 20.0
_LONGEST_LOG, _KEPT_LOG = 20_000_000, 1_000_000


@dataclass
class Guardian:
    """Starts the server, starts it again when it dies, stops it when asked."""

    place: Place
    programs: Programs
    account: Account | None
    server: "subprocess.Popen[bytes] | None" = None
    stopping: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)

    def keep(self) -> None:
        """Runs until told to stop. A server that dies (kill -9, a full disk) is started again, with growing pauses."""
        pause = 0.2
        while not self.stopping.is_set():
            started = time.monotonic()
            said = self._run_once()
            if self.stopping.is_set():
                break
            self._tell_trouble(said)
            pause = 0.2 if time.monotonic() - started > _PATIENCE else min(pause * 2, 5.0)
            self.stopping.wait(pause)
        self.stopped.set()

    def stop(self) -> None:
        """Asks for a fast, clean shutdown; insists if it takes over a minute."""
        self.stopping.set()
        for sign, patience in ((signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
            server = self.server
            if server is not None and server.returncode is None:
                server.send_signal(sign)
            if self.stopped.wait(patience):
                return

    def _run_once(self) -> str:
        """Runs the server to its end; gives what it said last."""
        stale.clear(self.place)
        start = self.place.log.stat().st_size if self.place.log.exists() else 0
        with self.place.open_log() as log:
            self.server = subprocess.Popen(
                [self.programs.folder / "postgres", "-D", self.place.data],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=cluster.environment(),
                preexec_fn=accounts.entry(self.account),
            )
        stale.remember(self.place, self.server.pid)
        threading.Thread(target=self._announce, args=(self.server,), daemon=True).start()
        if self.stopping.is_set():
            self.server.send_signal(signal.SIGINT)
        self.server.wait()
        with self.place.log.open("rb") as log:
            log.seek(start if start < self.place.log.stat().st_size else 0)
            return log.read(_KEPT_LOG).decode(errors="replace")

    def _announce(self, server: "subprocess.Popen[bytes]") -> None:
        """Takes back the note of trouble once the server says it is ready."""
        while server.returncode is None and not self.stopping.is_set():
            if is_ready(self.place, server.pid):
                self.place.trouble.unlink(missing_ok=True)
                return
            time.sleep(0.05)

    def _tell_trouble(self, said: str) -> None:
        with contextlib.suppress(OSError):
            self.place.trouble.write_text(cluster.explain(said, self.place))


def keep_log_short(place: Place, stopping: threading.Event) -> None:
    """Keeps the log's last megabyte when it has grown over twenty; the server goes on writing at its end."""
    while not stopping.wait(300):
        if place.log.stat().st_size > _LONGEST_LOG:
            cut(place.log)


def cut(log: Path) -> None:
    """Keeps the end of a file that others append to."""
    with log.open("rb") as file:
        file.seek(-_KEPT_LOG, os.SEEK_END)
        end = file.read()
    os.truncate(log, 0)
    with log.open("ab") as file:
        file.write(end)


def is_ready(place: Place, pid: int) -> bool:
    """Whether that server says in its own pid file that it takes connections."""
    try:
        lines = (place.data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def main() -> None:
    """Started by `leash`: takes its lock by inheritance, says on stdout how the start went."""
    os.umask(0o077)
    order = json.loads(sys.argv[1])
    place = Place(Path(order["home"]))
    users = lock.open_lock(place.users)
    place.trouble.unlink(missing_ok=True)
    try:
        guardian = _prepared(place, order)
    except Refusal as refusal:
        sys.exit(_say(place, str(refusal)))
    except OSError as error:
        reason = "No space left on device" if error.errno == errno.ENOSPC else f"error: {error}"
        sys.exit(_say(place, cluster.explain(reason, place)))
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: threading.Thread(target=guardian.stop, daemon=True).start())
    threading.Thread(target=_stop_after_last_user, args=(users, guardian), daemon=True).start()
    threading.Thread(target=keep_log_short, args=(place, guardian.stopping), daemon=True).start()
    guardian.keep()
    place.running.unlink(missing_ok=True)


def _prepared(place: Place, order: dict[str, str]) -> Guardian:
    found = programs.find(Path(order["programs"]) if order["programs"] else None)
    account = accounts.choose(order["account"], place.data)
    found, account = passage.open_way(place, found, account)
    if place.data.exists():
        stale.clear(place)
    cluster.prepare(place, found, account, fast=order["fast"] == "yes")
    return Guardian(place, found, account)


def _stop_after_last_user(users: int, guardian: Guardian) -> None:
    lock.wait_exclusive(users)
    guardian.stop()


def _say(place: Place, sentence: str) -> int:
    # With a full disk the starter still reads it from the pipe.
    with contextlib.suppress(OSError):
        place.trouble.write_text(sentence)
    print(sentence, flush=True)
    return 1


if __name__ == "__main__":
    main()
