"""What providers report on our messages: told at once, or kept until our own commit says which message a name is of.

A provider may report before the process that sent has stored the name it was given. Whoever names and whoever reports
take the same lock, so that one of them sees what the other has kept.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b
from typing import cast

from django.db import connection

from perennia.core.channel import Mark, Told
from perennia.core.error import Invalid
from perennia.core.event import Properties
from perennia.messages import consent, marks, outbox, pausing, queries, report, rules, suppress
from perennia.messages.models import EarlyReport, Outside
from perennia.messages.outbox import Message
from perennia.messages.rules import House

_NAMES = {
    "delivered": "Message Delivered", "opened": "Message Opened", "clicked": "Message Clicked",
    "bounced": "Message Bounced", "failed": "Message Bounced", "complained": "Message Complained",
    "unsubscribed": "Message Unsubscribed",
}  # fmt: skip
_LONGEST = 200
_LOCK = "select pg_advisory_xact_lock(key) from (select unnest(%s::bigint[]) as key order by 1) as keys"


def take(medium: str, told: Sequence[Told], now: datetime, house: House) -> None:
    """Reports of one post, in the caller's transaction. What names no message of ours yet is kept for a while."""
    _lock(medium, [one.outside for one in told if one.outside])
    bounced: list[str] = []
    # Messages in one order, then workflows in one: two posts about the same never wait for each other.
    for one in sorted(told, key=lambda one: (one.message, one.outside)):
        message = _ours(one.message) or _named(medium, one.outside)
        if message is not None:
            bounced += _tell(message, one, now, house)
        elif one.outside:
            _keep(medium, one, now)
    pausing.bounced(bounced, now)


def name(medium: str, outside: str, message: Message, now: datetime) -> None:
    """Keeps the name a provider has for a message, before the message's own row is locked or with it."""
    one = Outside(
        medium=medium, name=outside[:_LONGEST], partition=message.partition, message=message.id, at=now
    )  # fmt: skip
    Outside.objects.bulk_create([one], ignore_conflicts=True)


def lock(medium: str, outside: str) -> None:
    """Holds off reports under this name until the caller's transaction has named the message."""
    _lock(medium, [outside])


def catch_up(medium: str, outside: str, now: datetime) -> None:
    """Tells what was reported under this name before it was known, once, in the caller's transaction."""
    early = list(EarlyReport.objects.filter(medium=medium, name=outside[:_LONGEST]).order_by("at", "id"))
    message = _named(medium, outside) if early else None
    if message is None:
        return
    house = rules.house(rules.conduct())
    bounced: list[str] = []
    for row in early:
        told = Told(cast(Mark, row.mark), row.at, row.key, "", row.name, row.address, row.detail, row.is_final)
        bounced += _tell(message, told, now, house)
    pausing.bounced(bounced, now)
    EarlyReport.objects.filter(pk__in=[row.pk for row in early]).delete()


def _lock(medium: str, names: Sequence[str]) -> None:
    """All at once and in order, so that two who want several never wait for each other."""
    keys = {
        int.from_bytes(blake2b(f"outside:{medium}:{one[:_LONGEST]}".encode(), digest_size=8).digest(), signed=True)
        for one in names
    }
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, [sorted(keys)])


def _keep(medium: str, told: Told, now: datetime) -> None:
    row = EarlyReport(
        medium=medium, name=told.outside[:_LONGEST], mark=told.mark, at=told.at, key=told.key[:_LONGEST],
        address=told.address[:300], detail=told.detail[:2000].replace("\x00", ""), is_final=told.is_final, heard_at=now,
    )  # fmt: skip
    EarlyReport.objects.bulk_create([row], ignore_conflicts=True)


def _tell(message: Message, told: Told, now: datetime, house: House) -> list[str]:
    """One report on one message of ours. Gives its workflow where it failed after all."""
    is_new = marks.put(message.partition, message.id, told.mark, told.at, told.detail)
    to = queries.sent(message.partition, message.id).to or told.address
    if to and told.mark in ("bounced", "failed") and told.is_final:
        suppress.suppress(to, "bounced", now)
    if to and told.mark == "complained":
        suppress.suppress(to, "complained", now)
    if message.audience != "customer":
        return []
    bounced = [pausing.whose(message)] if is_new and told.mark in ("bounced", "failed") and told.is_final else []
    said: Properties = {"detail": told.detail, "is_final": told.is_final}
    key: str = told.mark
    if told.mark == "clicked":
        if told.detail.startswith(f"{house.url}/c/"):
            return bounced  # it led over us, and was told then
        said, key = {"url": told.detail}, f"clicked:{blake2b(told.detail.encode(), digest_size=8).hexdigest()}"
    if told.mark == "unsubscribed":
        said = {"topic": message.topic, "source": "provider"}
        if message.contact is not None and message.topic in consent.OPEN_TOPICS:
            consent.say(message.contact, to, [message.topic], "withdrawn", told.at, "provider")
    report.heard(message, _NAMES[told.mark], said, key, told.at, now)
    return bounced


def _ours(public: str) -> Message | None:
    """The message of our own id."""
    if not public:
        return None
    try:
        return outbox.locked(*queries.parts_of(public))
    except Invalid:
        return None


def _named(medium: str, outside: str) -> Message | None:
    """The message a provider has this name for."""
    one = Outside.objects.filter(medium=medium, name=outside[:_LONGEST]).first() if outside else None
    return outbox.locked(one.partition, one.message) if one is not None else None
