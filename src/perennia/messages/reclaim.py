"""Takes over messages whose sender died: not begun, they wait again; begun, nobody knows, and a person decides."""

from datetime import datetime

from django.db import connection, transaction

from perennia.core.channel import media, medium_of
from perennia.core.conduct import TRANSACTIONAL
from perennia.messages import outbox, report
from perennia.messages.outbox import COLUMNS, Message, Ruled

_ORPHANS = f"""
select {COLUMNS}, sent_at, sent::text from message m
where state = 'sending' and not exists (
    select 1 from pg_stat_activity a where a.pid = m.claimed_by and a.backend_start = m.claimed_start
) order by asked_at limit 500 for update skip locked
"""  # noqa: S608  # only a constant is put in


@transaction.atomic
def reclaim(now: datetime) -> list[Ruled]:
    """Settles what dead dispatchers left behind; gives what became of it."""
    with connection.cursor() as cursor:
        cursor.execute(_ORPHANS)
        rows = cursor.fetchall()
    if not rows:
        return []
    ruled = [_settled(outbox.message(row[:-2]), row[-2], row[-1], now) for row in rows]
    outbox.rule(ruled)
    report.report(ruled, now)
    return ruled


def _settled(message: Message, claimed_at: datetime | None, sent: str | None, now: datetime) -> Ruled:
    if sent is not None and not _is_idempotent(message):
        return Ruled(message, "unknown", "cut_off", message.contact, sent_at=now, sent=sent.encode(), tried=1)
    if message.contact is not None and claimed_at is not None and message.topic != TRANSACTIONAL:
        outbox.give_back(message.partition, message.contact, claimed_at)
    return Ruled(message, "queued", "taken_over", next_at=now)


def _is_idempotent(message: Message) -> bool:
    """Whether sending it again cannot make two of it: every way of its channel takes our id as its key."""
    entries = media().get(medium_of(message.channel), [])
    return bool(entries) and all(entry.is_idempotent for entry in entries)
