"""A real HTTP server next door that keeps what it was sent and answers as told."""

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest
from typing_extensions import override

from perennia.host import config as configs


class Sent(NamedTuple):
    """One request as it arrived."""

    id: str
    timestamp: int
    signatures: list[str]
    body: bytes
    headers: dict[str, str]


class Receiver(http.server.ThreadingHTTPServer):
    """`answer` gives status, body and headers of the next reply."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen: list[Sent] = []
        self.answer: Callable[[], tuple[int, bytes, dict[str, str]]] = lambda: (200, b"thanks", {})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        told = {name.lower(): value for name, value in self.headers.items()}
        sent = Sent(
            told["webhook-id"], int(told["webhook-timestamp"]), told["webhook-signature"].split(" "), body, told
        )
        self.server.seen.append(sent)
        status, content, headers = self.server.answer()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    @override
    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def receiving(monkeypatch: pytest.MonkeyPatch, many: int = 1) -> Iterator[list[Receiver]]:
    """Receivers the operator has allowed by address and port."""
    servers = [Receiver() for _ in range(many)]
    allowed = ",".join(f"127.0.0.1:{one.server_port}" for one in servers)
    monkeypatch.setenv("PERENNIA_ALLOWED_PRIVATE_HOSTS", allowed)
    configs.current.cache_clear()
    for one in servers:
        threading.Thread(target=one.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield servers
    finally:
        for one in servers:
            one.shutdown()
            one.server_close()
        monkeypatch.undo()
        configs.current.cache_clear()
