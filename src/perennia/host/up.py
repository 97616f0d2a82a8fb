"""Asks our own web server, next door, whether it is up."""

import http.client

TIMEOUT = 5.0
_HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}


def status(host: str, port: int, path: str = "/healthz") -> int | None:
    """The status of the answer; None when there is none."""
    connection = http.client.HTTPConnection(_HERE.get(host, host), port, timeout=TIMEOUT)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def answers(host: str, port: int) -> bool:
    """Whether the web server answers and says that all is well."""
    return status(host, port) == 200
