"""Hands requests to providers; the only place that sends. Says how far each came and never tries twice."""

import smtplib
import ssl
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from types import TracebackType

from perennia.core.channel import Answer, Call, Mail, Request, Stage
from perennia.core.webhook import asked_wait
from perennia.host import fetch
from perennia.host.address import Forbidden
from perennia.messages import mail_services
from perennia.messages.rules import Post

CONNECT_SECONDS = 4.0
READ_SECONDS = 30.0


def call(request: Call, at: datetime) -> Answer:
    """Makes one call, at most once. An address that may not be called counts as one that is not there."""
    try:
        reply = fetch.send(request.method, request.url, body=request.body, headers=dict(request.headers))
    except Forbidden:
        return Answer("connect", 0, "the address may not be called")
    except fetch.Unreachable as lost:
        return Answer("cut_off" if lost.was_sent else "connect", 0, "no answer")
    return Answer("answered", reply.status, reply.text, asked_wait(reply.retry_after, at))


class Line:
    """A way to a provider: to a mail server a connection, opened with the first mail and kept for the next."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> "Line":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def send_several(self, requests: Sequence[Request], at: datetime) -> list[Answer]:
        """Sends each once; several to a web address at the same time."""
        if len(requests) == 1 or isinstance(requests[0], Mail):
            return [self.send(one, at) for one in requests]
        with ThreadPoolExecutor(len(requests), thread_name_prefix="sending") as threads:
            return list(threads.map(lambda one: self.send(one, at), requests))

    def send(self, request: Request, at: datetime) -> Answer:
        """Sends one, at most once."""
        if isinstance(request, Mail):
            return self._mail(request)
        if isinstance(request, Call):
            return call(request, at)
        return mail_services.send(self._post.entry, request)

    def _mail(self, mail: Mail) -> Answer:
        try:
            server = self._open()
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            return _failed("connect", error)
        try:
            return self._hand_over(server, mail)
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            return _failed("content", error)

    def _hand_over(self, server: smtplib.SMTP, mail: Mail) -> Answer:
        code, said = server.mail(mail.sender)
        if code != 250:
            return self._refused("sender", code, said)
        code, said = server.rcpt(mail.recipient)
        if code not in (250, 251):
            return self._refused("recipient", code, said)
        code, said = server.docmd("DATA")
        if code != 354:
            return self._refused("content", code, said)
        return self._hand_over_content(server, mail.content)

    def _refused(self, stage: Stage, code: int, said: bytes) -> Answer:
        """Clears the transaction; where that fails the next mail gets a new connection."""
        try:
            if self._server is not None:
                self._server.rset()
        except (OSError, smtplib.SMTPException):
            self._hang_up()
        return Answer(stage, code, said.decode("utf-8", "replace"))

    def _hand_over_content(self, server: smtplib.SMTP, content: bytes) -> Answer:
        """From the first byte on the server may have it all, so a lost connection leaves its fate unknown."""
        lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
        body = lines.replace(b"\r\n.", b"\r\n..")
        try:
            server.send(body + (b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n"))
            code, said = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            return Answer("cut_off", 0, str(error))
        return Answer("done" if code == 250 else "content", code, said.decode("utf-8", "replace"))

    def _open(self) -> smtplib.SMTP:
        if self._server is not None:
            try:
                if self._server.noop()[0] == 250:
                    return self._server
            except (OSError, smtplib.SMTPException):
                pass
            self._hang_up()
        post = self._post
        safe = ssl.create_default_context()
        if post.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(post.host, post.port, timeout=CONNECT_SECONDS, context=safe)
        else:
            server = smtplib.SMTP(post.host, post.port, timeout=CONNECT_SECONDS)
        self._server = server
        if server.sock is not None:
            server.sock.settimeout(READ_SECONDS)
        server.ehlo_or_helo_if_needed()
        if post.security == "starttls" or (post.security == "if_offered" and server.has_extn("starttls")):
            server.starttls(context=safe)
            server.ehlo()
        if post.user:
            server.login(post.user, post.password)
        return server

    def _hang_up(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (OSError, smtplib.SMTPException):
                server.close()


def _failed(stage: Stage, error: Exception) -> Answer:
    code = error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0
    return Answer(stage, code, str(error))
