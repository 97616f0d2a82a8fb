"""The users' side of the embedded server: hold on to it, start it if nobody has, let go at the end."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from perennia.host.postgres import lock
from perennia.host.postgres.place import Place
from perennia.host.refusal import Refusal

_TROUBLE_AFTER = 10.0


@dataclass(frozen=True)
class Order:
    """How the server shall be started: programs (None: the wheel's), root's account for it, and fast for tests only."""

    programs: Path | None = None
    account: str = ""
    is_fast: bool = False


class Leash:
    """While it is held, the server of one data folder is kept up. It is let go by `release` or by any death."""

    def __init__(self, place: Place, order: Order, users: int) -> None:
        self._place = place
        self._order = order
        self._users = users
        self._guardian: subprocess.Popen[bytes] | None = None

    def renew(self) -> None:
        """Starts a guardian if there is none (the first time, or it was killed). Cheap: one system call."""
        guardian = lock.open_lock(self._place.guardian)
        try:
            if lock.try_exclusive(guardian):
                self._start(guardian)
        finally:
            os.close(guardian)

    def wait_ready(self, is_up: Callable[[], bool], patience: float = 300.0) -> None:
        """Waits until the server takes connections. Raises Refusal with the reason when it does not."""
        began = time.monotonic()
        while not is_up():
            waited = time.monotonic() - began
            self._raise_if_refused()
            # In trouble it is started again and again; a start that only recovers from a crash leaves no note.
            if waited > patience or (waited > _TROUBLE_AFTER and self._place.trouble.exists()):
                raise Refusal(self._why())
            self.renew()
            time.sleep(0.03)

    def release(self) -> None:
        """Lets go. The last one to do so ends the server, and waits until it has ended."""
        if self._users < 0:
            return
        os.close(self._users)
        self._users = -1
        if self._is_last():
            self._wait_gone()

    def _is_last(self) -> bool:
        probe = lock.open_lock(self._place.users)
        try:
            # Nobody holds it (the guardian is about to), or the guardian holds it alone already.
            return lock.try_exclusive(probe) or not lock.try_shared(probe)
        finally:
            os.close(probe)

    def _wait_gone(self, patience: float = 90.0) -> None:
        until = time.monotonic() + patience
        while time.monotonic() < until and not self._is_free():
            if self._guardian is not None:
                self._guardian.poll()
            time.sleep(0.02)

    def _is_free(self) -> bool:
        guardian = lock.open_lock(self._place.guardian)
        try:
            return lock.try_exclusive(guardian)
        finally:
            os.close(guardian)

    def _start(self, guardian: int) -> None:
        order = {
            "home": str(self._place.home),
            "programs": str(self._order.programs or ""),
            "account": self._order.account,
            "fast": "yes" if self._order.is_fast else "no",
        }
        with self._place.open_log() as log:
            self._guardian = subprocess.Popen(
                [sys.executable, "-I", "-m", "perennia.host.postgres.guardian", json.dumps(order)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd="/",
                pass_fds=[guardian],
                start_new_session=True,
            )

    def _raise_if_refused(self) -> None:
        # One that was killed has another sign, and is replaced by `renew`.
        if self._guardian is None or self._guardian.poll() != 1 or self._guardian.stdout is None:
            return
        said = self._guardian.stdout.read().decode().strip()
        raise Refusal(said or self._why())

    def _why(self) -> str:
        try:
            return self._place.trouble.read_text()
        except FileNotFoundError:
            return f"The database server does not answer. Its log is {self._place.log}."


def take(place: Place, order: Order, patience: float = 90.0) -> Leash:
    """Takes hold of the data folder's server; waits while a former one is still going down."""
    users = lock.open_lock(place.users)
    until = time.monotonic() + patience
    while not lock.try_shared(users):
        if time.monotonic() > until:
            raise Refusal(f"The former database server in {place.home} is still stopping. Try again in a minute.")
        time.sleep(0.05)
    leash = Leash(place, order, users)
    leash.renew()
    return leash
