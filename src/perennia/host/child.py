"""One child process that is started again when it dies."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence

from perennia.host import parent

_CALM_AFTER = 30.0
_LONGEST_PAUSE = 10.0


class Child:
    """A program kept running; a death is followed by a new start after a pause that grows while it keeps dying."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.name = name
        self._command = command
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._pause = 0.5
        self._next_start = 0.0

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Starts it in a session of its own, so that Ctrl-C in the terminal reaches the parent alone."""
        self._process = subprocess.Popen(
            self._command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=parent.tie(signal.SIGTERM),
        )
        self._started = time.monotonic()

    def look(self) -> str | None:
        """Looks after it: gives a sentence when it has died, and starts it again when its pause is over."""
        if self._process is None:
            if time.monotonic() >= self._next_start:
                self.start()
            return None
        code = self._process.poll()
        if code is None:
            return None
        self._sweep_group()
        lived = time.monotonic() - self._started
        self._pause = 0.5 if lived > _CALM_AFTER else min(self._pause * 2, _LONGEST_PAUSE)
        self._process, self._next_start = None, time.monotonic() + self._pause
        return f"the {self.name} process ended ({_ending(code)}); it is started again in {self._pause:.0f} s"

    def ask_to_stop(self) -> None:
        """Sends SIGTERM; what is at hand is finished."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait_stopped(self, patience: float) -> None:
        """Waits for the end, and forces it when the patience is over."""
        if self._process is None:
            return
        try:
            self._process.wait(max(patience, 0.1))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._sweep_group()
        self._process = None

    def _sweep_group(self) -> None:
        """Ends what a killed child left behind in its session: it would keep the port."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)


def _ending(code: int) -> str:
    return f"code {code}" if code >= 0 else signal.Signals(-code).name
