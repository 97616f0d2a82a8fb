"""The one guarded client: every outgoing HTTP request goes through here, and none of them reaches the inside.

The name is resolved once, every address it has is checked, and the connection is made to the checked address itself,
so a name that changes its mind between check and call gains nothing. Redirects are not followed.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import certifi
import httpcore
from typing_extensions import override

from perennia.host import address as addresses
from perennia.host import config as configs
from perennia.host.address import Forbidden, Target

CONNECT, READ, TOTAL = 4.0, 30.0, 60.0
KEPT = 2048

_SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class Unreachable(Exception):
    """The address could not be reached or gave no proper answer in time. It may be tried again later.

    `was_sent`: something of the request had left, so the other side may have acted on it.
    """

    def __init__(self, *, was_sent: bool = False) -> None:
        super().__init__((self.__doc__ or "").partition("\n")[0])
        self.was_sent = was_sent


@dataclass(frozen=True)
class Reply:
    """What came back: the status, the wait the server asks for, and the text as far as it was kept; never its headers."""

    status: int
    text: str
    retry_after: str | None = None

    @property
    def is_success(self) -> bool:
        """Whether the server took it. A redirect is no success: it is not followed."""
        return 200 <= self.status < 300


def check(url: str) -> None:
    """The same judgement as a call, without the call: for saving an address. Raises Forbidden or Unreachable."""
    allowed = configs.current().allowed_private_hosts
    found = addresses.target(url, allowed)
    _resolve(found.host, found.port, allowed)


def check_server(host: str, port: int) -> None:
    """The same for a server that is not called by a web address, such as one for mail."""
    allowed = configs.current().allowed_private_hosts
    # On the usual port: which ports a mail server may have is its own matter.
    addresses.target(f"https://{host}", (*allowed, *([host] if f"{host}:{port}" in allowed else [])))
    _resolve(host, port, allowed)


def send(
    method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None, keep: int = KEPT
) -> Reply:
    """Makes one request, keeping so many bytes of the answer. Raises Forbidden (never try again) or Unreachable."""
    allowed = configs.current().allowed_private_hosts
    found = addresses.target(url, allowed)
    backend = _Pinned(found, allowed, deadline=time.monotonic() + TOTAL)
    with httpcore.ConnectionPool(ssl_context=_tls(), network_backend=backend, http2=False) as pool:
        try:
            return _exchange(pool, method, found, body, headers or {}, keep)
        except (
            httpcore.NetworkError,
            httpcore.TimeoutException,
            httpcore.ProtocolError,
            OSError,
            ssl.SSLError,
        ) as error:
            raise Unreachable(was_sent=backend.has_begun) from error


def _exchange(
    pool: httpcore.ConnectionPool, method: str, found: Target, body: bytes, headers: Mapping[str, str], keep: int
) -> Reply:
    url = httpcore.URL(scheme=found.scheme, host=found.host, port=found.port, target=found.path)
    sent = {"User-Agent": "Perennia", "Accept-Encoding": "identity", "Content-Length": str(len(body)), **headers}
    sent["Host"] = _host_header(found)
    limits = {"connect": CONNECT, "read": READ, "write": READ, "pool": CONNECT}
    pairs = [(name.encode("ascii"), value.encode("utf-8")) for name, value in sent.items()]
    with pool.stream(method, url, headers=pairs, content=body, extensions={"timeout": limits}) as response:
        kept = b""
        for part in response.iter_stream():
            kept += part
            if len(kept) >= keep:
                break
        wait = next((value for name, value in response.headers if name.lower() == b"retry-after"), None)
        return Reply(response.status, kept[:keep].decode(errors="replace"), wait.decode("latin-1") if wait else None)


def _host_header(found: Target) -> str:
    host = f"[{found.host}]" if ":" in found.host else found.host
    return host if found.port in {80, 443} else f"{host}:{found.port}"


@cache
def _tls() -> ssl.SSLContext:
    """The machine's own certificates and the well-known ones."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _resolve(host: str, port: int, allowed: Collection[str]) -> str:
    """The address to call. One forbidden address among several forbids the name: which would be called is chance."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable from error
    texts = [str(entry[4][0]) for entry in found]
    if host not in allowed and f"{host}:{port}" not in allowed:
        for text in texts:
            if not addresses.may_call(ipaddress.ip_address(text.partition("%")[0])):
                raise Forbidden
    return texts[0]


class _Pinned(httpcore.NetworkBackend):
    """Connects to the checked address and nothing else, within the time left."""

    def __init__(self, found: Target, allowed: Collection[str], deadline: float) -> None:
        self._target = found
        self._allowed = allowed
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()
        self.has_begun = False  # whether a byte of the request may have left

    @override
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[_SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        if (host, port) != (self._target.host, self._target.port):
            raise Forbidden
        pinned = _resolve(host, port, self._allowed)
        stream = self._plain.connect_tcp(pinned, port, _left(self._deadline, timeout), local_address, socket_options)
        return _Timed(stream, self._deadline, self)


class _Timed(httpcore.NetworkStream):
    """A stream that ends with the whole request's time, so that a byte a second does not hold a worker."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float, backend: _Pinned) -> None:
        self._stream = stream
        self._deadline = deadline
        self._backend = backend

    @override
    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    @override
    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._backend.has_begun = True
        self._stream.write(buffer, _left(self._deadline, timeout))

    @override
    def close(self) -> None:
        self._stream.close()

    @override
    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline, timeout))
        return _Timed(inner, self._deadline, self._backend)

    @override
    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _left(deadline: float, wanted: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left if wanted is None else min(left, wanted)
