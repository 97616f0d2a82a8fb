"""The local mailbox: takes letters in place of a provider, so that nothing leaves the machine by mistake."""

from collections.abc import Sequence
from datetime import datetime

from perennia.core.channel import Sender
from perennia.messages import account_mail
from perennia.messages.judging import Ready
from perennia.messages.models import MailboxMessage

_SNIPPET = 160


def receive(letters: Sequence[Ready], sender: Sender, at: datetime) -> None:
    """Puts letters into the mailbox, in the transaction that marks them as sent."""
    MailboxMessage.objects.bulk_create([_row(one, sender, at) for one in letters], batch_size=500)


def _row(ready: Ready, sender: Sender, at: datetime) -> MailboxMessage:
    message, letter = ready.message, ready.letter
    words = " ".join(letter.text.partition("\n-- \n")[0].split())
    return MailboxMessage(
        partition=message.partition,
        message=message.id,
        audience=message.audience,
        at=at,
        from_address=sender.address,
        to_address=letter.to,
        to_name=letter.to_name,
        subject=letter.subject,
        snippet=words[:_SNIPPET],
        customer_id=message.customer or None,
        contact_id=ready.contact,
        workflow=message.workflow,
        is_private=message.template == account_mail.TEMPLATE,
    )
