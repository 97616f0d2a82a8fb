"""E-mail: one letter as a MIME message, and what a mail server's answer to it means."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import ClassVar
from uuid import UUID

from typing_extensions import override

from perennia.core.calendar_entry import CalendarEntry
from perennia.core.channel import Answer, Channel, Letter, Mail, Reading, Sender
from perennia.core.error import Invalid

LONGEST_SUBJECT = 300
LONGEST_NAME = 120
LONGEST_HEADER = 900
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_NAME = re.compile(r"[A-Za-z][A-Za-z-]{0,60}")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")


class Email(Channel, frozen=True):
    """Written for mail clients of any age: HTML with its plain text beside it."""

    key: ClassVar[str] = "email"
    label: ClassVar[str] = "E-mail by a mail server"
    label_vi: ClassVar[str] = "Thư qua máy chủ thư"
    icon: ClassVar[str] = "mail"

    @override
    def request(self, letter: Letter, sender: Sender, id: UUID, at: datetime) -> Mail:
        mail = EmailMessage(policy=SMTP)
        mail["From"] = _named(sender.name, sender.address, "from")
        mail["To"] = _named(letter.to_name, letter.to, "to")
        if sender.reply_to:
            mail["Reply-To"] = _named("", sender.reply_to, "reply_to")
        mail["Subject"] = one_line(letter.subject, LONGEST_SUBJECT)
        mail["Message-ID"] = f"<{id}@{sender.address.rpartition('@')[2]}>"
        mail.set_content(letter.text, cte="quoted-printable")
        mail.add_alternative(letter.html, subtype="html", cte="quoted-printable")
        if letter.calendar is not None:
            _invite(mail, letter.calendar)
        # Written by hand: the library folds long addresses, which some mail clients then read wrongly.
        first = b"".join(_header(name, value) for name, value in letter.headers)
        return Mail(sender.address, letter.to, first + mail.as_bytes())

    @override
    def read(self, answer: Answer) -> Reading:
        said = one_line(f"{answer.code or ''} {answer.text}".strip(), 300)
        match answer.stage:
            case "done":
                return Reading("sent")
            case "cut_off":
                return Reading("unknown", "cut_off")
            case "connect" | "sender":
                return Reading("closed", f"server:{said}")
        # 4xx: greylisting, a full mailbox, too many at once. A lost connection before the end has no code.
        is_passing = answer.code < 500
        return Reading("again" if is_passing else "refused", f"provider:{said}")


def _invite(mail: EmailMessage, entry: CalendarEntry) -> None:
    """Twice, as calendars want it: the last way to read the letter, where it becomes buttons, and a file to open."""
    content = entry.content.encode()
    params = {"method": entry.method, "charset": "UTF-8", "component": "vevent"}
    mail.add_alternative(content, maintype="text", subtype="calendar", cte="base64", params=params, disposition=None)
    mail.add_attachment(content, maintype="application", subtype="ics", filename="invite.ics", cte="base64")


def one_line(text: str, longest: int) -> str:
    """The text as one header-safe line: controls and line breaks become a space, the rest is cut with an ellipsis."""
    # "=?" begins an encoded word, which the library would decode, line breaks and all.
    line = " ".join(_CONTROLS.sub(" ", text).split()).replace("=?", "= ?")
    return line if len(line) <= longest else line[: longest - 1] + "…"


def is_address(text: str) -> bool:
    """Whether the text is an address mail can be sent to; names beyond ASCII must come as punycode."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def _named(name: str, address: str, field: str) -> Address:
    if not is_address(address):
        raise Invalid(f"{one_line(address, 80)!r} is not an e-mail address.", field=field)
    return Address(display_name=one_line(name, LONGEST_NAME), addr_spec=address)


def _header(name: str, value: str) -> bytes:
    if not value.isascii() or _CONTROLS.search(value) or len(value) > LONGEST_HEADER or not _NAME.fullmatch(name):
        why = f"holds a line break, is beyond ASCII or is longer than {LONGEST_HEADER} characters"
        raise Invalid(f"The header {one_line(name, 40)} {why}.", field="headers")
    return f"{name}: {value}\r\n".encode("ascii")
