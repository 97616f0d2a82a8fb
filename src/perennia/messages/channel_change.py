"""Sets how a channel sends: into the local mailbox, or by a mail server. Its password is kept encrypted and never shown."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from perennia.catalogue.channels.email import Email, is_address
from perennia.core.channel import Answer, Letter
from perennia.core.error import Invalid
from perennia.host import fetch, secrets
from perennia.host.address import Forbidden
from perennia.messages import breaker, layout
from perennia.messages.models import ChannelSetting, ChannelState
from perennia.messages.rules import House, Post
from perennia.messages.transport import Line
from perennia.team import setting_log
from perennia.team.models import Member

FIELDS = (
    "transport", "host", "port", "security", "user", "from_address", "from_name", "reply_to", "per_minute", "is_on",
)  # fmt: skip
_WORDS = {
    "en": ("A test from {house}", "This is a test. The mail server takes our letters."),
    "vi": ("Thư thử từ {house}", "Đây là thư thử. Máy chủ thư đã nhận thư của chúng tôi."),
}


@transaction.atomic
def change(
    channel: str, said: Mapping[str, object], password: str | None, by: Member | None, at: datetime
) -> ChannelSetting:
    """Keeps the setting; a password left out stays. A door shut by failures opens again. Raises Invalid."""
    row = ChannelSetting.objects.select_for_update().filter(channel=channel).first() or ChannelSetting(channel=channel)
    was = {} if row._state.adding else {name: getattr(row, name) for name in said}
    for name, value in said.items():
        setattr(row, name, value)
    if password is not None:
        row.password = secrets.encrypt(password) if password else b""
    check(row)
    row.save()
    breaker.resume(channel)
    now = dict(said) if password is None else {**said, "password": "a new one" if password else ""}
    setting_log.note(by, at, f"channel {channel}", was, now)
    return row


@transaction.atomic
def forget(channel: str, by: Member | None, at: datetime) -> None:
    """Back to how the deployment sends: its mail server, else the local mailbox."""
    if ChannelSetting.objects.filter(channel=channel).delete()[0]:
        setting_log.note(by, at, f"channel {channel}", {"set on screen": "yes"}, {"set on screen": "no"})


def check(row: ChannelSetting) -> None:
    """Raises Invalid, naming the field."""
    for field in ("from_address", "reply_to"):
        if (address := getattr(row, field)) and not is_address(address):
            raise Invalid("Write an e-mail address like success@example.com.", field=f"body.{field}")
    if row.transport != "smtp":
        return
    if not row.host:
        raise Invalid("Name the mail server, such as smtp.example.com.", field="body.host")
    if not row.from_address:
        raise Invalid("Name the address mails come from; the mail server must allow it.", field="body.from_address")
    try:
        fetch.check_server(row.host, row.port)
    except Forbidden as error:
        told = "This server is inside the network. Have it named in PERENNIA_ALLOWED_PRIVATE_HOSTS, then save again."
        raise Invalid(told, field="body.host") from error
    except fetch.Unreachable as error:
        raise Invalid("No server of this name is found. Check how it is written.", field="body.host") from error


def try_out(post: Post, house: House, to: Member, at: datetime) -> Answer:
    """Sends one letter to whoever asks, at once and outside the outbox; gives how far it came."""
    subject, words = (text.format(house=house.name) for text in _WORDS.get(to.language, _WORDS["en"]))
    page = layout.page(subject, f"<p>{words}</p>", house, layout.Foot(""), to.language)
    letter = Letter(to.email, to.name, subject, page, f"{words}\n", (("Auto-Submitted", "auto-generated"),))
    with Line(post) as line:
        return line.send(Email().request(letter, post.sender, uuid4(), at), at)


def state(channel: str, at: datetime) -> tuple[str, datetime] | None:
    """Why and until when a channel rests; None while it sends."""
    row = ChannelState.objects.filter(channel=channel).first()
    return (
        (row.reason, row.shut_until) if row is not None and row.shut_until is not None and row.shut_until > at else None
    )
