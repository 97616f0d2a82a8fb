"""What a contact says about being written to, topic by topic."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from perennia.core.conduct import TOPICS, TRANSACTIONAL
from perennia.core.error import Invalid
from perennia.messages.models import Consent
from perennia.team.models import fold_address

OPEN_TOPICS = tuple(topic for topic in TOPICS if topic != TRANSACTIONAL)


@transaction.atomic
def say(contact: int, address: str, topics: Iterable[str], state: str, at: datetime, source: str) -> None:
    """Keeps the contact's word on these topics: `given` or `withdrawn`. An older word never replaces a newer one."""
    for topic in topics:
        if topic not in OPEN_TOPICS:
            raise Invalid(f"One cannot subscribe to {topic!r}. Topics: {', '.join(OPEN_TOPICS)}.", field="topic")
        said = {"state": state, "at": at, "source": source, "address": fold_address(address)}
        row, is_new = Consent.objects.get_or_create(contact_id=contact, topic=topic, defaults=said)
        if not is_new:
            Consent.objects.filter(pk=row.pk, at__lte=at).update(**said)


def states(contact: int, address: str) -> dict[str, str]:
    """The latest word by topic: given, withdrawn or unknown."""
    rows = Consent.objects.filter(contact_id=contact)
    if address:
        rows = rows | Consent.objects.filter(address=fold_address(address))
    said = {row.topic: row.state for row in rows.order_by("at")}
    return {topic: said.get(topic, "unknown") for topic in OPEN_TOPICS}


def carry(source: int, target: int) -> None:
    """Takes the words of a contact that became another one along."""
    for row in Consent.objects.filter(contact_id=source):
        say(target, row.address, [row.topic], row.state, row.at, row.source)
