"""A real web server in a process of its own, on the database of the test."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import Request, urlopen


@contextmanager
def served(environment: Mapping[str, str], *, workers: int = 1) -> Iterator[str]:
    """The address of a server that runs until the block ends."""
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "asginl",
        "--no-ws",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += ["--workers", str(workers), "--log-level", "warning", "perennia.asgi:application"]
    extra = {"PERENNIA_POOL_SIZE": "16", "PERENNIA_PORT": str(port), "DJANGO_SETTINGS_MODULE": "perennia.settings"}
    process = subprocess.Popen(command, env={**os.environ, **environment, **extra})
    try:
        _wait(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=60)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        try:
            urlopen(Request(f"http://127.0.0.1:{port}/v1/batch", data=b"{}"), timeout=30)
        except URLError as error:
            if hasattr(error, "code"):
                return  # refused for want of a key, so it is there
            time.sleep(0.1)
    raise AssertionError("The web server did not start; its output stands above.")
