"""Sets up a channel by the form of its entry: what is secret is kept encrypted and never read back, each change is noted."""

import re
from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

import msgspec
from django.db import transaction

from perennia.core.catalogue import discover
from perennia.core.channel import Answer, Channel, Letter, Reading, media, medium_of
from perennia.core.error import Invalid, NotFound
from perennia.core.mail_service import MailService
from perennia.host import fetch, secrets
from perennia.host.address import Forbidden
from perennia.messages import breaker, layout, rules
from perennia.messages.models import ChannelSetting, ChannelState, NoticeWish
from perennia.messages.renew import renewed
from perennia.messages.rules import House
from perennia.messages.transport import Line
from perennia.team import setting_log
from perennia.team.models import Member

COMMON = ("from_address", "from_name", "reply_to", "per_minute", "is_on")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_OWN = re.compile(r"@[0-9]{1,18}")
_WORDS = {
    "en": ("A test from {house}", "This is a test from {house}. It arrives here."),
    "vi": ("Thử từ {house}", "Đây là tin thử từ {house}. Tin đến được nơi này."),
}
REFUSED = (
    "This address may not be called, or leads nowhere. Use a public address on its usual port; whoever runs the server can"
    " allow a private one by PERENNIA_ALLOWED_PRIVATE_HOSTS, such as crm.internal:8080."
)


class NoChannel(NotFound):
    """There is no such channel. It may have been removed."""

    code = "no_channel"


class Tried(msgspec.Struct, frozen=True):
    """What became of a test: what it means, and what the provider really said."""

    reading: Reading
    answer: Answer
    to: str


def named(name: str, *, own: bool = False) -> list[type[Channel]]:
    """The ways to send by a channel of this name. Raises NoChannel."""
    medium, colon, which = name.partition(":")
    entries = media().get(medium)
    if entries is None:
        raise NoChannel
    if colon and (entries[0].audience != "team" or not (_OWN if own else _NAME).fullmatch(which)):
        raise NoChannel
    return entries


@transaction.atomic
def set_up(
    name: str, transport: str, given: Mapping[str, object], common: Mapping[str, object], by: Member | None, at: datetime,
    *, own: bool = False,
) -> ChannelSetting:  # fmt: skip
    """Keeps how a channel sends; a secret left out stays. A door shut by failures opens again. Raises Invalid."""
    named(name, own=own)
    row = ChannelSetting.objects.select_for_update().filter(channel=name).first()
    was = _seen(row) if row is not None else {}
    row = written(name, transport, given, common, row)
    row.save()
    breaker.resume(name)
    hidden, _ = rules.hidden_of(transport)
    renewed_secrets = {field: "a new one" for field in hidden if given.get(field)}
    setting_log.note(by, at, f"channel {name}", was, {**_seen(row), **renewed_secrets})
    return row


def written(
    name: str, transport: str, given: Mapping[str, object], common: Mapping[str, object], row: ChannelSetting | None
) -> ChannelSetting:
    """The setting as it would be, checked, with every address it would call judged. Raises Invalid."""
    row = row or ChannelSetting(channel=name)
    is_same = row.transport == transport
    for field, value in common.items():
        if field in COMMON:
            setattr(row, field, value)
    row.transport = transport
    if transport == "mailbox":
        return row
    hidden, kept = rules.hidden_of(transport)
    known = rules.readable_secrets_of(row) if is_same else {}
    said = {field: str(value) for field, value in given.items() if field in hidden - kept and value is not None}
    if set(said) & set(known) and any(known[field] != said[field] for field in set(said) & set(known)):
        known = {field: value for field, value in known.items() if field not in kept}  # made with what was there before
    row.settings = {field: value for field, value in given.items() if field not in hidden}
    row.secrets = secrets.encrypt(msgspec.json.encode({**known, **said}).decode())
    entry = rules.entry_of(row)
    if isinstance(entry, MailService) and not row.from_address:
        raise Invalid("Name the address mails come from; the provider must allow it.", field="body.from_address")
    for url in entry.calls():
        _judge(url, entry)
    return row


@transaction.atomic
def forget(name: str, by: Member | None, at: datetime) -> None:
    """Takes a channel's setting away; a medium's own goes back to the local mailbox, a further one is gone."""
    if ChannelSetting.objects.filter(channel=name).delete()[0]:
        ChannelState.objects.filter(channel=name).delete()
        setting_log.note(by, at, f"channel {name}", {"set on screen": "yes"}, {"set on screen": "no"})
    if name.startswith("slack:@"):
        NoticeWish.objects.filter(member_id=int(name.removeprefix("slack:@")), by="slack").update(by="email")


def try_out(row: ChannelSetting, house: House, to: str, member: Member, at: datetime) -> Tried:
    """Sends one message by these settings, saved or not, at once and outside the outbox."""
    post, is_kept = rules.as_post(row, house), not row._state.adding
    if is_kept or (post.entry is not None and post.entry.borrows):
        post = renewed(row.channel, post, at)
    entry = post.entry
    if entry is None:
        raise Invalid(post.wrong or "Choose how the channel sends, then try it.", field="body.transport")
    if not is_kept and entry.renewal(at) is not None:
        raise Invalid("Save it first: the account's token is made once and has to be kept.", field="body.transport")
    subject, words = (text.format(house=house.name) for text in _WORDS.get(member.language, _WORDS["en"]))
    page = layout.page(subject, f"<p>{words}</p>", house, layout.Foot(""), member.language)
    headers = (("Auto-Submitted", "auto-generated"),)
    whom = member.email if entry.address == "email" else to.strip()
    letter = Letter(whom, member.name, subject, page, f"{words}\n", headers, short=words)
    with Line(post) as line:
        answer = line.send(entry.request(letter, post.sender, uuid4(), at), at)
    return Tried(entry.read(answer), answer, whom)


def hook(name: str, house: House) -> str:
    """Where a provider of this channel posts to us."""
    return f"{house.url}/hooks/{medium_of(name)}"


def _judge(url: str, entry: Channel) -> None:
    field = next((name for name in type(entry).model_fields if getattr(entry, name) == url), "url")
    try:
        fetch.check(url)
    except (Forbidden, fetch.Unreachable):
        raise Invalid(REFUSED, field=f"body.settings.{field}") from None


def _seen(row: ChannelSetting) -> dict[str, object]:
    """What of a setting may be noted."""
    return {"transport": row.transport, **{name: getattr(row, name) for name in COMMON}, **row.settings}


def ways_of(name: str) -> Mapping[str, type[Channel]]:
    """The entries one may choose for a channel, by key; a mail server has a form of its own."""
    known = discover(Channel)
    # One whose request is written by hand is for whoever finds no other.
    ways = sorted(named(name), key=lambda entry: "body" in entry.model_fields)
    return {entry.key: known[entry.key] for entry in ways if entry.key != "email"}
