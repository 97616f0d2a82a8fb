"""What becomes of a message its channel cannot deliver: the next channel of its order, where it has one.

Only what surely did not leave goes on: nothing is sent by two channels, and what nobody knows the fate of stays.
"""

from datetime import datetime

import msgspec

from perennia.messages.outbox import Message, Ruled

# What another channel may do better. Consent, caps and a customer who left are the same by every channel.
_MOVES = frozenset(
    ["nobody", "no_address", "suppressed", "window_closed", "provider", "unwritable", "not_following", "away", "restricted",
     "too_many_to_them", "no_channel", "no_phone", "no_zalo", "template", "template_quota"]
)  # fmt: skip


def instead(ruled: Ruled, now: datetime) -> Ruled:
    """The ruling, or the same message waiting on its next channel."""
    code = ruled.reason.partition(":")[0]
    following = after(ruled.message) if ruled.state in ("held", "failed") and code in _MOVES else ""
    if not following:
        return ruled
    return msgspec.structs.replace(
        ruled, state="queued", reason=f"went_on:{following}", channel=following, next_at=now, sent=None, sent_at=None
    )


def after(message: Message) -> str:
    """The channel behind this one in the message's order; "" where there is none."""
    named = message.facts.fallback
    if message.channel not in named:
        return named[0] if named else ""
    behind = named[named.index(message.channel) + 1 :]
    return behind[0] if behind else ""
