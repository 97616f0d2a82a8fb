"""Makes a channel's credentials anew, one process at a time: a token that can be used once must not be used twice."""

import logging
from datetime import datetime

import msgspec
from django.db import transaction

from perennia.core.channel import Channel, Reading, by_status
from perennia.core.error import Invalid
from perennia.host import secrets
from perennia.messages import breaker, rules
from perennia.messages.models import ChannelSetting
from perennia.messages.rules import Post
from perennia.messages.transport import call

logger = logging.getLogger(__name__)


def renewed(channel: str, post: Post, now: datetime, *, is_refused: bool = False) -> Post:
    """How the channel sends with credentials that are valid: as they are, as somebody else has just renewed them, or renewed
    here. The row is locked while the provider is asked, and both tokens are kept with the same commit."""
    entry = post.entry
    if entry is not None and entry.borrows:
        return _lent(entry, post, now, is_refused=is_refused)
    if entry is None or entry.renewal(now, is_refused=is_refused) is None:
        return post
    with transaction.atomic():
        row = ChannelSetting.objects.select_for_update().filter(channel=channel).first()
        if row is None:
            return post
        latest = rules.entry_of(row)
        is_ours = latest == entry  # else another process has renewed them since they were read
        request = latest.renewal(now, is_refused=is_refused and is_ours)
        if request is None:
            return msgspec.structs.replace(post, entry=latest)
        latest = _exchanged(row, latest, channel, now, is_refused=is_refused and is_ours)
        return msgspec.structs.replace(post, entry=latest)


def _lent(entry: Channel, post: Post, now: datetime, *, is_refused: bool) -> Post:
    """The same for a channel that sends with another's credentials: they are renewed there, once for both."""
    lender = ChannelSetting.objects.filter(channel=entry.borrows).first()
    if lender is None:
        return post
    known = rules.borrowed(type(entry))
    is_ours = all(getattr(entry, name) == value for name, value in known.items())  # else renewed since they were read
    lending = msgspec.structs.replace(post, entry=rules.entry_of(lender))
    renewed(entry.borrows, lending, now, is_refused=is_refused and is_ours)
    return msgspec.structs.replace(post, entry=entry.model_copy(update=rules.borrowed(type(entry))))


def _exchanged(row: ChannelSetting, entry: Channel, channel: str, now: datetime, *, is_refused: bool) -> Channel:
    request = entry.renewal(now, is_refused=is_refused)
    assert request is not None
    answer = call(request, now)
    try:
        changed = entry.renewed(answer, now)
    except Invalid as wrong:
        logger.error("The channel %s gets no new credentials: %s", channel, wrong.detail)
        reason = "renewal_lost:" if answer.stage == "cut_off" else "renewal:"
        breaker.noted(channel, f"{reason}{_said(by_status(answer))}", now)
        return entry
    keep(row, changed)
    return rules.entry_of(row)


def keep(row: ChannelSetting, changed: dict[str, str]) -> None:
    """Keeps new credentials with the setting's other secrets."""
    known = {**rules.secrets_of(row), **changed}
    row.secrets = secrets.encrypt(msgspec.json.encode(known).decode())
    row.save(update_fields=["secrets"])


def _said(reading: Reading) -> str:
    return reading.reason or reading.fate
