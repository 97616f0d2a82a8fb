"""A real mail server in a thread, which can refuse, delay, hang up, or take a message and die before its reply."""

import socket
from asyncio import WriteTransport
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from perennia.messages.models import ChannelSetting


class Office:
    """What it received, and how it answers. `rcpt` may give another answer for an address."""

    def __init__(self) -> None:
        self.received: list[tuple[str, EmailMessage]] = []
        self.rcpt: dict[str, str] = {}
        self.answer = "250 OK"
        self.dies_after_data = False
        self.on_data: Callable[[], None] | None = None

    async def handle_RCPT(  # noqa: N802  # the library calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.rcpt:
            return self.rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.answer.startswith("2"):
            content = envelope.content if isinstance(envelope.content, bytes) else b""
            mail = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
            self.received.append((envelope.rcpt_tos[0], mail))
        if self.on_data is not None:
            self.on_data()
        if self.dies_after_data and isinstance(server.transport, WriteTransport):
            server.transport.abort()
        return self.answer


@contextmanager
def opened() -> Iterator[Office]:
    """An open office, with the e-mail channel sending through it."""
    office = Office()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        ChannelSetting.objects.update_or_create(
            channel="email",
            defaults={"transport": "smtp", "host": "127.0.0.1", "port": port, "security": "none",
                      "from_address": "success@acme.example", "from_name": "Acme", "reply_to": "help@acme.example"},
        )  # fmt: skip
        yield office
    finally:
        controller.stop(no_assert=True)
