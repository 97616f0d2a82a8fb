"""A mail server in a process of its own, which writes down each mail before it says that it has it.

python -m tests.chaos.sink file port
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.chaos.rig import free_port


class Sink:
    def __init__(self, path: Path) -> None:
        self.file = path.open("a")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # the library's name
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        line = {"to": envelope.rcpt_tos[0], "id": str(message_from_bytes(content)["Message-ID"])}
        self.file.write(json.dumps(line) + "\n")
        self.file.flush()
        os.fsync(self.file.fileno())
        return "250 OK"


class Post:
    """The sink as a test sees it."""

    def __init__(self, path: Path, port: int) -> None:
        self.path, self.port = path, port

    def received(self) -> list[str]:
        """The Message-ID of each mail, in order."""
        return [json.loads(line)["id"] for line in self.path.read_text().splitlines()] if self.path.exists() else []


@contextmanager
def sink(folder: Path) -> Iterator[Post]:
    """A running mail server that takes everything."""
    post = Post(folder / "mails.jsonl", free_port())
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.chaos.sink", str(post.path), str(post.port)], stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        yield post
    finally:
        process.kill()
        process.wait(10)


def any_password(*_: object) -> AuthResult:
    """Lets everybody in."""
    return AuthResult(success=True)


def main() -> None:
    controller = Controller(
        Sink(Path(sys.argv[1])),
        hostname="127.0.0.1",
        port=int(sys.argv[2]),
        auth_require_tls=False,
        authenticator=any_password,
    )
    controller.start()
    print("open", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
