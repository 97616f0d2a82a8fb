"""Marks what somebody has read."""

from datetime import datetime

from perennia.messages.models import MailboxMessage, Notice


def mark_read(row: MailboxMessage) -> None:
    """A message of the local mailbox was opened."""
    if not row.is_read:
        MailboxMessage.objects.filter(pk=row.pk).update(is_read=True)
        row.is_read = True


def mark_notices_read(member: int, upto: int, at: datetime) -> int:
    """A member has seen their notices up to this one. Gives how many were new."""
    return Notice.objects.filter(member_id=member, pk__lte=upto, read_at=None).update(read_at=at)
