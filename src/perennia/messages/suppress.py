"""Takes an address out of all sending."""

import re
from datetime import datetime

from perennia.core.channel import Answer, Reading
from perennia.messages.models import Suppression
from perennia.team.models import fold_address

# Only what says that the mailbox does not exist: a bare 550 may as well mean that we are not welcome.
_GONE = re.compile(r"\b5\.1\.(1|2|3|10)\b")


def suppress(address: str, reason: str, at: datetime, until: datetime | None = None) -> None:
    """Nothing is sent to this address any more."""
    Suppression.objects.update_or_create(
        address=fold_address(address), defaults={"reason": reason[:200], "at": at, "until": until}
    )


def refused(address: str, reading: Reading, answer: Answer | None, at: datetime) -> bool:
    """Suppresses an address whose provider says there is nobody to reach. Gives whether it did."""
    reason = reading.gone
    if answer is not None and answer.stage == "recipient" and answer.code >= 500 and _GONE.search(answer.text):
        reason = reason or "bounced"
    if reason:
        suppress(address, reason, at)
    return bool(reason)


def lift(address: str, reason: str) -> None:
    """Lets an address be written to again, where this was the reason it was not."""
    Suppression.objects.filter(address=fold_address(address), reason=reason).delete()
