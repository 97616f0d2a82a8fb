"""A wire to PostgreSQL that can be cut: while nobody looks, for good, or after COMMIT left and before its answer came."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from urllib.parse import quote

from psycopg.conninfo import conninfo_to_dict


class Wire:
    """Carries connections to the real server until it is told otherwise."""

    def __init__(self, target: Mapping[str, object]) -> None:
        self.target = target
        self.cut_after_commit = 0  # how many commits lose their answer
        self.lost = 0
        self.is_down = False
        self.open: set[socket.socket] = set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        user, password = (quote(str(self.target.get(name) or "")) for name in ("user", "password"))
        name = quote(str(self.target["dbname"]))
        return f"postgresql://{user}:{password}@127.0.0.1:{self.listener.getsockname()[1]}/{name}?sslmode=disable"

    def cut(self) -> None:
        """Ends every connection there is."""
        for one in list(self.open):
            _end(one)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                if self.is_down:
                    _end(client)
                    continue
                server = self._server()
                self.open |= {client, server}
                lost = threading.Event()
                threading.Thread(target=self._up, args=(client, server, lost), daemon=True).start()
                threading.Thread(target=self._down, args=(server, client, lost), daemon=True).start()

    def _server(self) -> socket.socket:
        host, port = str(self.target.get("host") or "localhost"), int(str(self.target.get("port") or 5432))
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        one = socket.socket(socket.AF_UNIX)
        one.connect(f"{host}/.s.PGSQL.{port}")
        return one

    def _up(self, client: socket.socket, server: socket.socket, lost: threading.Event) -> None:
        with suppress(OSError):
            while part := client.recv(65_536):
                if self.cut_after_commit and b"COMMIT" in part:
                    self.cut_after_commit -= 1
                    lost.set()
                server.sendall(part)
        _end(server)

    def _down(self, server: socket.socket, client: socket.socket, lost: threading.Event) -> None:
        with suppress(OSError):
            while part := server.recv(65_536):
                if lost.is_set():
                    self.lost += 1  # committed, and nobody will hear of it
                    break
                client.sendall(part)
        _end(client)
        _end(server)


def _end(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


@contextmanager
def wire(database_url: str) -> Iterator[Wire]:
    """A wire to the server of this address."""
    made = Wire(conninfo_to_dict(database_url))
    try:
        yield made
    finally:
        made.listener.close()
        made.cut()
