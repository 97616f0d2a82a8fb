"""Which port the web server takes."""

import errno
import socket

from perennia.host.refusal import Refusal

FIRST, LAST = 8000, 8099


def choose(host: str, wanted: int | None) -> int:
    """The wanted port, or else the first free one from 8000 on. Raises Refusal if the wanted one is taken."""
    if wanted is not None:
        if reason := _trouble(host, wanted):
            raise Refusal(f"Port {wanted} on {host} cannot be used: {reason}. Free it or set PERENNIA_PORT to another.")
        return wanted
    for port in range(FIRST, LAST + 1):
        if not _trouble(host, port):
            return port
    raise Refusal(f"Ports {FIRST} to {LAST} on {host} are all busy. Set PERENNIA_PORT to a free one.")


def is_free(host: str, port: int) -> bool:
    """Whether a server could take the port now."""
    return not _trouble(host, port)


def _trouble(host: str, port: int) -> str:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # As the server does: a port whose old connections are only fading away is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return "another program uses it" if error.errno == errno.EADDRINUSE else (error.strerror or str(error))
    return ""
