"""A provider next door that speaks real HTTP: it keeps each request whole and answers as told."""

import http.server
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import NamedTuple, TypeVar
from urllib.parse import parse_qs

import pytest
from typing_extensions import override

from perennia.host import config as configs


class Asked(NamedTuple):
    """One request as it arrived; header names are small letters."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, object]:
        said = json.loads(self.body)
        assert isinstance(said, dict)
        return said

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode(), keep_blank_values=True).items()}


Answering = Callable[[Asked], tuple[int, str] | None]  # None: hangs up after it took all
Reply = tuple[int, bytes, Mapping[str, str]]


class NextDoor(http.server.ThreadingHTTPServer):
    """A server at this machine that keeps what it was asked."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.asked: list[Asked] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def reply(self, asked: Asked) -> Reply | None:
        """What comes back; None: hangs up after it took all."""
        raise NotImplementedError


class Provider(NextDoor):
    """`answer` says what comes back for each request."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.answer: Answering = lambda _: (200, "ok")
        self.headers: dict[str, str] = {}

    @override
    def reply(self, asked: Asked) -> Reply | None:
        answer = self.answer(asked)
        return (answer[0], answer[1].encode(), self.headers) if answer is not None else None


class _Handler(http.server.BaseHTTPRequestHandler):
    server: NextDoor

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        asked = Asked("POST", self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        self.server.asked.append(asked)
        reply = self.server.reply(asked)
        if reply is None:
            self.connection.close()
            return
        status, content, headers = reply
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    @override
    def log_message(self, *_: object) -> None:
        """Quiet."""


ServerT = TypeVar("ServerT", bound=NextDoor)


@contextmanager
def serving(monkeypatch: pytest.MonkeyPatch, servers: list[ServerT]) -> Iterator[list[ServerT]]:
    """These, allowed by the operator by address and port, until the block ends."""
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


def provided(monkeypatch: pytest.MonkeyPatch, many: int = 1) -> AbstractContextManager[list[Provider]]:
    """Providers next door."""
    return serving(monkeypatch, [Provider() for _ in range(many)])
