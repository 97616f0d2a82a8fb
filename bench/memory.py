"""What a process holds while it is measured."""

import threading
from pathlib import Path


class Memory:
    """Watches what a process holds, in megabytes."""

    def __init__(self, pid: int) -> None:
        self.highest = 0.0
        self._status = Path(f"/proc/{pid}/status")
        self._over = threading.Event()
        self._look()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """The last look at it."""
        self._over.set()
        self._thread.join()
        self._look()

    def _watch(self) -> None:
        while not self._over.wait(0.5):
            self._look()

    def _look(self) -> None:
        try:
            line = next(line for line in self._status.read_text().splitlines() if line.startswith("VmRSS"))
        except (OSError, StopIteration):
            return  # it has ended
        self.highest = max(self.highest, int(line.split()[1]) / 1024)
