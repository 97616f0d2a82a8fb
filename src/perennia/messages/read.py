"""Marks what somebody has read."""

from perennia.messages.models import MailboxMessage


def mark_read(row: MailboxMessage) -> None:
    """A message of the local mailbox was opened."""
    if not row.is_read:
        MailboxMessage.objects.filter(pk=row.pk).update(is_read=True)
        row.is_read = True
