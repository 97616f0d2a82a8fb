"""What a person decides about a message that did not leave, or may have: send it again, discard it, or it has arrived."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from perennia.core.error import Conflict
from perennia.messages import outbox, report
from perennia.messages.outbox import Ruled

SPAN = timedelta(days=3)
_AGAIN = """
update message set state = 'queued', reason = '', next_at = %s, expires_at = greatest(expires_at, %s), attempts = 0, sent = null,
    sent_at = null, claimed_by = null, claimed_start = null
where partition = %s and id = %s and state in ('failed', 'unknown')
"""


MOST = 10_000
_ALL_AGAIN = """
update message m set state = 'queued', reason = '', next_at = %s, expires_at = greatest(expires_at, %s), attempts = 0, sent = null,
    sent_at = null, claimed_by = null, claimed_start = null
from (select partition, id from message where state = 'failed' and channel = %s order by asked_at desc limit %s
    for update skip locked) f
where m.partition = f.partition and m.id = f.id
"""


class NotToBeSent(Conflict):
    """Only a message that failed, or whose fate is not known, can be sent again."""

    code = "not_to_be_sent"


class NotWaiting(Conflict):
    """This message has left already, or has ended. Nothing is left to discard."""

    code = "not_waiting"


class NotUnknown(Conflict):
    """The fate of this message is known. Reload to see it."""

    code = "not_unknown"


@transaction.atomic
def retry(partition: int, id: UUID, at: datetime) -> None:
    """Puts it back into the outbox; rules of conduct are judged anew. Raises NotToBeSent."""
    with connection.cursor() as cursor:
        cursor.execute(_AGAIN, [at, at + SPAN, partition, id])
        if not cursor.rowcount:
            raise NotToBeSent


@transaction.atomic
def discard(partition: int, id: UUID, at: datetime) -> None:
    """It will never leave. Raises NotWaiting."""
    message = outbox.locked(partition, id)
    if message is None or message.state not in ("queued", "failed", "unknown"):
        raise NotWaiting
    ruled = [Ruled(message, "held", "discarded", contact=message.contact)]
    outbox.rule(ruled)
    report.report(ruled, at)


@transaction.atomic
def arrived(partition: int, id: UUID, at: datetime) -> None:
    """Somebody found out that a message of unknown fate has arrived. Raises NotUnknown."""
    message = outbox.locked(partition, id)
    if message is None or message.state != "unknown":
        raise NotUnknown
    ruled = [Ruled(message, "sent", contact=message.contact, sent_at=at)]
    outbox.rule(ruled)
    report.report(ruled, at)


@transaction.atomic
def retry_all(channel: str, at: datetime) -> int:
    """Puts what failed by this channel back into the outbox. Gives how many; what may have arrived is left to a person."""
    with connection.cursor() as cursor:
        cursor.execute(_ALL_AGAIN, [at, at + SPAN, channel, MOST])
        return int(cursor.rowcount)
