"""One `serve` a data folder: the second one is told where the first one runs."""

import os
import time
from contextlib import suppress
from pathlib import Path

from perennia.host import port as ports
from perennia.host.postgres import lock
from perennia.host.refusal import Refusal

_PATIENCE = 15.0
_FILE = "serve.lock"


def noted_port(home: Path) -> int | None:
    """Where a service with these data said it runs, or ran until it was killed."""
    try:
        said = (home / _FILE).read_text().strip().rpartition(":")[2]
    except OSError:
        return None
    return int(said) if said.isdigit() else None


class Claim:
    """Held while a service runs; falls with its process. The file keeps the address, for whoever comes second."""

    def __init__(self, home: Path) -> None:
        self._path = home / _FILE
        self._descriptor = lock.open_lock(self._path)
        if not lock.try_exclusive(self._descriptor):
            raise Refusal(
                f"Perennia runs already with the data in {home}, at {self._read() or 'an address not yet chosen'}. "
                "Stop it first, or set PERENNIA_HOME to another folder."
            )

    def choose_port(self, host: str, wanted: int | None) -> int:
        """The port to take. One that a killed predecessor still holds is waited for."""
        former = self._read().rpartition(":")[2]
        if former.isdigit() and wanted in {None, int(former)}:
            until = time.monotonic() + _PATIENCE
            while not ports.is_free(host, int(former)) and time.monotonic() < until:
                time.sleep(0.1)
        return ports.choose(host, wanted)

    def note(self, url: str) -> None:
        """Writes down where the service runs."""
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, url.encode(), 0)

    def release(self) -> None:
        """Ended in good order: nobody need wait for the port."""
        with suppress(OSError):
            self.note("")
        os.close(self._descriptor)

    def _read(self) -> str:
        return self._path.read_text().strip()
