"""Tells the workers that something lies in the inbox. A hint, sent after the commit; their poll covers a lost one."""

import threading
import time

from django.db import connection

CHANNEL = "perennia_inbox"
PAUSE = 0.05  # seconds between two hints of one process: a NOTIFY in each commit costs half the throughput
IDLE = 10.0  # seconds until the thread ends when nothing calls it


class _Waker:
    """One thread a process sends the hints, so that no request waits for them."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.called = threading.Event()
        self.thread: threading.Thread | None = None
        self.is_stopping = False

    def call(self) -> None:
        if self.called.is_set():
            return
        with self.lock:
            self.called.set()
            if self.thread is None:
                self.thread = threading.Thread(target=self._run, name="wake", daemon=True)
                self.thread.start()

    def stop(self) -> None:
        with self.lock:
            thread, self.is_stopping = self.thread, True
            self.called.set()
        if thread is not None:
            thread.join()
        self.called.clear()
        self.is_stopping = False

    def _run(self) -> None:
        try:
            while self._is_wanted():
                self.called.clear()
                _notify()
                time.sleep(PAUSE)
        finally:
            connection.close()

    def _is_wanted(self) -> bool:
        self.called.wait(IDLE)
        with self.lock:
            if self.called.is_set() and not self.is_stopping:
                return True
            self.thread = None
            return False


def _notify() -> None:
    try:
        connection.ensure_connection()
        connection.connection.execute(f"notify {CHANNEL}")
    except Exception:  # noqa: BLE001  # whatever it was: the poll covers it, and the next hint begins with a new connection
        connection.close()


_waker = _Waker()


def workers() -> None:
    """Wakes the workers soon, at most twenty times a second. Call it after the commit."""
    _waker.call()


def stop() -> None:
    """Ends the thread and its connection. The next call starts them again."""
    _waker.stop()
