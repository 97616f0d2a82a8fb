"""Connects a provider's account: its administrator allows us there, and the code they bring back makes the first tokens.

Proof Key for Code Exchange: who asks for the tokens must know the verifier whose sum began it. The provider's page sends
the browser back with our `state`, which is bound to the session that began.
"""

import hashlib
import secrets as chance
import string
from base64 import urlsafe_b64encode
from datetime import datetime

import msgspec
from django.db import transaction

from perennia.core.error import Invalid
from perennia.messages import breaker, renew, rules
from perennia.messages.channel_setup import NoChannel
from perennia.messages.models import ChannelSetting, ChannelState
from perennia.messages.transport import call
from perennia.team import setting_log
from perennia.team.models import Member

BACK = "/connected"
_LETTERS = string.ascii_letters + string.digits
_VERIFIER = 43


class Begun(msgspec.Struct, frozen=True):
    """A connection begun: where the browser goes, and what only the one who began knows."""

    url: str
    state: str
    verifier: str


def challenge(verifier: str) -> str:
    """The sum the provider is shown of a verifier."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def begin(name: str, house_url: str) -> Begun:
    """Where the account is connected, by the setting as it is kept. Raises NoChannel, Invalid."""
    row = ChannelSetting.objects.filter(channel=name).first()
    if row is None:
        raise NoChannel
    entry = rules.entry_of(row)
    if not entry.connects:
        raise Invalid("This channel has no account to connect. Fill in its form instead.", field="path")
    verifier = "".join(chance.choice(_LETTERS) for _ in range(_VERIFIER))
    state = chance.token_urlsafe(24)
    return Begun(entry.permission(f"{house_url}{BACK}", challenge(verifier), state), state, verifier)


@transaction.atomic
def finish(name: str, code: str, verifier: str, account: str, by: Member | None, at: datetime) -> bool:
    """Makes and keeps the first tokens of the account. Gives whether it is connected; else why stands in its health."""
    row = ChannelSetting.objects.select_for_update().filter(channel=name).first()
    if row is None:
        return False
    entry = rules.entry_of(row)
    try:
        made = entry.renewed(call(entry.exchange(code, verifier), at), at)
    except Invalid as wrong:
        breaker.noted(name, f"connect:{wrong.detail}", at)
        return False
    was = entry.connected()
    renew.keep(row, {**made, "account": account[:60]})
    ChannelState.objects.filter(channel=name).update(failures=0, shut_until=None, reason="", failure="", failed_at=None)
    setting_log.note(by, at, f"channel {name}", {"account": was or ""}, {"account": account or "connected"})
    return True
