"""How each channel is doing: what left, what waits, what did not arrive, and whether it rests."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from django.db import connection

from perennia.messages.models import ChannelState

MOST = 1000  # counted up to here
# One refused message may be that message's fault; so many in a row are the channel's.
REFUSALS = 3
_COUNTS = """
select t.c, s.n, s.last,
    (select count(*) from (select 1 from message m where m.state = 'queued' and m.channel = t.c limit %(most)s) q),
    (select count(*) from (select 1 from message m where m.state in ('failed', 'unknown') and m.channel = t.c limit %(most)s) d)
from unnest(%(channels)s::text[]) as t (c) cross join lateral (
    select count(*) as n, max(r.sent_at) as last from (
        select m.sent_at from message m where m.state = 'sent' and m.channel = t.c and m.asked_at > %(since)s
        order by m.asked_at desc limit %(most)s) r) s
"""


class Health(msgspec.Struct, frozen=True):
    """Of one channel. `dead`: messages that failed or whose fate nobody knows."""

    sent: int = 0
    waiting: int = 0
    dead: int = 0
    sent_at: datetime | None = None
    failed_at: datetime | None = None
    failure: str = ""
    failures: int = 0
    refusals: int = 0
    failing_since: datetime | None = None
    rests: str = ""
    rests_until: datetime | None = None

    @property
    def is_failing(self) -> bool:
        """Whether nothing of late was taken. Where nothing has left in a day, the very first refusal says so."""
        return self.failures > 0 or self.refusals >= (REFUSALS if self.sent else 1)


def health(channels: Sequence[str], now: datetime) -> dict[str, Health]:
    """How these do, in two statements."""
    states = {row.channel: row for row in ChannelState.objects.filter(channel__in=channels)}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"since": now - timedelta(days=1), "most": MOST, "channels": list(channels)})
        counts = {
            channel: Health(sent, waiting, dead, sent_at) for channel, sent, sent_at, waiting, dead in cursor.fetchall()
        }
    return {name: _health(counts.get(name, Health()), states.get(name), now) for name in channels}


def _health(counted: Health, state: ChannelState | None, now: datetime) -> Health:
    if state is None:
        return counted
    rests = state.shut_until is not None and state.shut_until > now
    # The mailbox on screen keeps no state of its own: what left says when.
    last = max((at for at in (counted.sent_at, state.sent_at) if at is not None), default=None)
    return msgspec.structs.replace(
        counted, sent_at=last, failed_at=state.failed_at, failure=state.failure, failures=state.failures,
        refusals=state.refusals, failing_since=state.failing_since,
        rests=state.reason if rests else "", rests_until=state.shut_until if rests else None,
    )  # fmt: skip
