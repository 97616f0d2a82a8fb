"""Works posts that wait for somebody once more, after settings changed or the connection goes on."""

from datetime import datetime

import msgspec

from perennia.integrations import take
from perennia.integrations.models import Connection, Received

AT_ONCE = 300
UNDECIDED = ("kept", "unclear", "waiting")


class Reworked(msgspec.Struct, frozen=True):
    """How many were worked, how many wait still, and behind which post it goes on; `next` is None at the end."""

    count: int
    left: int
    next: int | None


def all_again(row: Connection, now: datetime, after: int = 0) -> Reworked:
    """Those behind `after` that wait, the oldest first. What asks for somebody still does not stand before the others."""
    waiting = Received.objects.filter(connection=row, state__in=UNDECIDED)
    chosen = list(waiting.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    for one in chosen:
        take.again(row, one, now)
    return Reworked(len(chosen), waiting.count(), chosen[-1] if len(chosen) == AT_ONCE else None)
