"""Takes in what providers post: reports on our messages, and what people write to us. Each is an event, once."""

from datetime import datetime
from hashlib import blake2b
from typing import TypeVar

import msgspec
from django.db import connection, transaction

from perennia.core import sms
from perennia.core.channel import Heard, Incoming, Told, Wrote
from perennia.core.error import Invalid, NotFound
from perennia.core.mail_service import MailService
from perennia.ingest import link, wake
from perennia.ingest.receive import receive
from perennia.ingest.row import REPORTS
from perennia.ingest.source import Sender
from perennia.messages import mail_services, once, reported, rules, suppress
from perennia.messages.models import ChannelSetting, Correspondent
from perennia.messages.rules import House

One = TypeVar("One", Told, Wrote)
LARGEST = 1_000_000  # bytes of a post
_DONE = {
    "message": "Message Received", "opt_out": "Opted Out", "opt_in": "Opted In", "follow": "Channel Followed",
    "unfollow": "Channel Unfollowed", "about": "Details Given", "withdraw": "Consent Withdrawn", "other": "Channel Event",
}  # fmt: skip
_SUPPRESSED = {"opt_out": "opted_out", "withdraw": "withdrawn", "unfollow": "unfollowed"}
_LIFTED = {"opt_in": "opted_out", "follow": "unfollowed"}
# Looked up by its last nine digits, compared whole: countries write the same number in several ways.
_BY_PHONE = """
select distinct person_id, phone from customers_contact
where phone <> '' and right(regexp_replace(phone, '\\D', '', 'g'), 9) = %s and person_id is not null limit 20
"""


class NoProvider(NotFound):
    """No provider that reports to us is set up for this channel."""

    code = "no_provider"


def hear(medium: str, incoming: Incoming, house: House) -> Heard:
    """Believes a post or not, and stores what it tells before it is answered. Raises Denied, Invalid, NoProvider."""
    row = ChannelSetting.objects.filter(channel=medium, is_on=True).first()
    post = rules.as_post(row, house) if row is not None else None
    if post is None or post.entry is None or not post.entry.hears:
        raise NoProvider
    entry = post.entry
    if len(incoming.body) > LARGEST:
        raise Invalid("The post is too large.", field="body")
    heard = mail_services.hear(entry, incoming) if isinstance(entry, MailService) else entry.hear(incoming)
    seal = entry.seal(incoming) if isinstance(entry, MailService) else None
    country = str(getattr(entry, "country", ""))
    with transaction.atomic():
        if seal is not None:
            once.unbroken(medium, seal, incoming.at)
        reported.take(medium, [_storable(one, incoming.at) for one in heard.told], incoming.at, house)
        for wrote in heard.wrote:
            _take(medium, _storable(wrote, incoming.at), incoming.at, country)
    return heard


def _storable(one: One, now: datetime) -> One:
    """Without signs the database cannot keep, and no later than now: a provider passes on what others wrote."""
    plain = {name: _plain(value) for name, value in msgspec.structs.asdict(one).items()}
    return msgspec.structs.replace(one, **{**plain, "at": min(one.at, now)})


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return value.replace("\x00", "").encode(errors="replace").decode() if isinstance(value, str) else value


def _take(medium: str, wrote: Wrote, now: datetime, country: str) -> None:
    """What somebody did at an address outside: an event of the person it belongs to, who is made known where they are not."""
    if not wrote.address or (wrote.key and not once.is_first(medium, f"{wrote.kind}:{wrote.key}", now)):
        return  # an old word said again, be it a START from before their STOP, changes nothing
    key = f"{medium}:{wrote.address}"
    if wrote.kind in _SUPPRESSED:
        suppress.suppress(wrote.address, _SUPPRESSED[wrote.kind], now)
    if wrote.kind in _LIFTED:
        suppress.lift(wrote.address, _LIFTED[wrote.kind])
    is_known = _known(medium, key, wrote, country)
    if not is_known and wrote.kind in ("opt_out", "opt_in", "unfollow", "withdraw"):
        return  # nobody is made known by leaving
    events: list[dict[str, object]] = []
    traits = {**wrote.traits, **_traits(medium, wrote.address)}
    if not is_known or wrote.traits:
        events.append({"type": "identify", "traits": traits, "messageId": f"{key}:{wrote.key}:who"[:100]})
    said = {"channel": medium, "text": wrote.text, **wrote.properties}
    events.append({"type": "track", "event": _DONE[wrote.kind], "properties": said, "messageId": _id(medium, wrote)})
    at = wrote.at.isoformat()
    batch = [{**one, "userId": key, "timestamp": at, "context": {"active": False}} for one in events]
    receive(Sender(REPORTS), msgspec.json.encode({"batch": batch}), now=now)
    if wrote.opens:
        _opened(medium, wrote)
    transaction.on_commit(wake.workers)


def _known(medium: str, key: str, wrote: Wrote, country: str) -> bool:
    """Whether the address names somebody; a number we know of exactly one person is made theirs."""
    if link.is_known(key):
        return True
    phone = wrote.address if medium == "sms" else wrote.traits.get("phone", "")
    wanted = sms.number(phone, country)
    if not wanted:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_BY_PHONE, [wanted[-9:]])
        people = {int(person) for person, text in cursor.fetchall() if sms.number(str(text), country) == wanted}
    return len(people) == 1 and link.link(key, people.pop())


def _opened(medium: str, wrote: Wrote) -> None:
    one, is_new = Correspondent.objects.get_or_create(
        medium=medium, address=wrote.address, defaults={"wrote_at": wrote.at}
    )
    if not is_new:
        Correspondent.objects.filter(pk=one.pk, wrote_at__lt=wrote.at).update(wrote_at=wrote.at)


def _traits(medium: str, address: str) -> dict[str, str]:
    return {"zalo_user_id": address} if medium == "zalo" else {"phone": address}


def _id(medium: str, wrote: Wrote) -> str:
    whole = f"{medium}:{wrote.kind}:{wrote.key}"
    return whole if len(whole) <= 100 else f"{medium}:{blake2b(whole.encode(), digest_size=16).hexdigest()}"
