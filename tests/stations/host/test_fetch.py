"""The guarded client: what may not be called, by name, number, disguise, redirect or change of mind."""

import http.server
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from typing_extensions import override

from perennia.host import config as configs
from perennia.host import fetch
from perennia.host.address import Forbidden

INSIDE = [
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "[fc00::1]", "[fd12:3456::1]", "[fe80::1]", "[fe80::1%25eth0]", "localhost", "localhost.", "LOCALHOST", "[::]",
    "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::127.0.0.1]", "224.0.0.1", "255.255.255.255", "metadata.internal",
    "printer.local", "intranet", "api.localhost", "192.0.2.1", "198.18.0.1", "[ff02::1]", "[100::1]", "0", "127.0.0.1.",
]  # fmt: skip


@pytest.mark.parametrize("host", INSIDE)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_inside_address_is_refused_when_saved_and_when_called(host: str, scheme: str) -> None:
    for attempt in (fetch.check, lambda url: fetch.send("POST", url)):
        with pytest.raises(Forbidden) as refused:
            attempt(f"{scheme}://{host}/hook")
        assert host not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "gopher://example.com/", "ftp://example.com/", "javascript:alert(1)", "//example.com/",
        "http://user@example.com/", "http://user:word@example.com/", "http://example.com@127.0.0.1/",
        "http://example.com:22/", "https://example.com:6379/", "http://example.com:99999/", "http://example.com:port/",
        "http://exa mple.com/", "http://example.com\\@127.0.0.1/", "http://example.com/\r\nX: y", "http:///path", "",
        "http://exämple.com/", "http://[::1/", "http://example..com/", "http://-example.com/", "http://\x00.com/",
        "http://127.0.0.1#@example.com/", "http://127.0.0.1?@example.com/",
    ],
)  # fmt: skip
def test_a_strange_address_is_refused(url: str) -> None:
    for attempt in (fetch.check, lambda url: fetch.send("GET", url)):
        with pytest.raises(Forbidden):
            attempt(url)


Resolver = Callable[..., list[tuple[int, int, int, str, tuple[str, int]]]]


def names(answers: list[list[str]]) -> Resolver:
    """A resolver that gives these addresses, call after call, whatever the name."""
    left = list(answers)

    def resolve(host: str, port: int, **_: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        found = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (text, port)) for text in found]

    return resolve


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fe80::1%2", "::ffff:10.0.0.1"])
def test_a_name_that_leads_inside_is_refused(inside: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", names([[inside]]))
    with pytest.raises(Forbidden):
        fetch.send("GET", "https://hooks.example.com/")


def test_one_inside_address_among_several_forbids_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", names([["93.184.216.34", "127.0.0.1"]]))
    with pytest.raises(Forbidden):
        fetch.check("https://hooks.example.com/")


def test_a_name_that_changes_its_mind_gains_nothing(monkeypatch: pytest.MonkeyPatch, listener: "Listener") -> None:
    """It is public when the address is saved and leads inside when it is called."""
    monkeypatch.setattr(socket, "getaddrinfo", names([["93.184.216.34"], ["127.0.0.1"]]))
    fetch.check("http://hooks.example.com/")
    with pytest.raises(Forbidden):
        fetch.send("GET", "http://hooks.example.com/")
    assert listener.seen == []


def test_the_checked_address_itself_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is asked once a call; the connection goes to the answer, not to the name."""
    called: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        called.append(address)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", names([["93.184.216.34"], ["127.0.0.1"]]))
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(fetch.Unreachable):
        fetch.send("GET", "http://hooks.example.com/")
    assert called == [("93.184.216.34", 80)]


class Listener(http.server.ThreadingHTTPServer):
    """A server next door that the operator has allowed by name; `reply` says how it behaves."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[str] = []
        self.reply: Callable[[Handler], None] = lambda handler: handler.answer(200, b"thanks")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"


class Handler(http.server.BaseHTTPRequestHandler):
    """Notes what came and answers as told."""

    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append(f"{self.path} {self.headers['Host']} {body.decode()}")
        self.server.reply(self)

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    server = Listener()
    monkeypatch.setenv("PERENNIA_ALLOWED_PRIVATE_HOSTS", f"127.0.0.1:{server.server_port}")
    configs.current.cache_clear()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    configs.current.cache_clear()


def test_an_allowed_host_is_called_with_what_was_given(listener: Listener) -> None:
    reply = fetch.send("POST", listener.url, body=b"hello", headers={"X-Event": "1"})
    assert (reply.status, reply.text, reply.is_success) == (200, "thanks", True)
    assert listener.seen == [f"/hook 127.0.0.1:{listener.server_port} hello"]


def test_an_allowed_port_does_not_open_the_others(listener: Listener) -> None:
    with pytest.raises(Forbidden):
        fetch.send("POST", "http://127.0.0.1:5432/")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int, listener: Listener) -> None:
    listener.reply = lambda handler: handler.answer(status, b"", Location="http://127.0.0.1:1/inside")
    reply = fetch.send("POST", listener.url)
    assert (reply.status, reply.is_success) == (status, False)
    assert len(listener.seen) == 1


def test_of_a_long_answer_two_kilobytes_are_kept(listener: Listener) -> None:
    listener.reply = lambda handler: handler.answer(500, b"x" * 5_000_000, Set_Cookie="secret=1")
    reply = fetch.send("POST", listener.url)
    assert reply.text == "x" * 2048
    assert "secret" not in repr(reply)


def test_the_wait_a_server_asks_for_is_passed_on(listener: Listener) -> None:
    listener.reply = lambda handler: handler.answer(503, b"", Retry_After="120")
    assert fetch.send("POST", listener.url).retry_after == "120"


def test_a_server_that_drips_is_given_up_when_the_time_is_over(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "TOTAL", 0.5)

    def drip(handler: Handler) -> None:
        with suppress(OSError):
            for _ in range(100):
                handler.wfile.write(b"H")
                handler.wfile.flush()
                time.sleep(0.1)

    listener.reply = drip
    began = time.monotonic()
    with pytest.raises(fetch.Unreachable):
        fetch.send("POST", listener.url)
    assert time.monotonic() - began < 8


def test_a_closed_port_and_a_broken_answer_sound_the_same(listener: Listener) -> None:
    def babble(handler: Handler) -> None:
        handler.wfile.write(b"not http at all\r\n\r\n")

    listener.reply = babble
    with pytest.raises(fetch.Unreachable) as broken:
        fetch.send("POST", listener.url)
    listener.shutdown()
    listener.server_close()
    with pytest.raises(fetch.Unreachable) as closed:
        fetch.send("POST", listener.url)
    assert str(broken.value) == str(closed.value)
