"""Takes back tasks workflows gave and that are not to be done any more, such as when what was said before was wrong."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.db.models import Q

from perennia.core import partition
from perennia.core.effect import CloseTask
from perennia.core.event import Properties
from perennia.desk import add
from perennia.desk.models import State, Task
from perennia.messages import recipients, rules


class Asked(msgspec.Struct, frozen=True):
    """The tasks of one workflow to take back, by the name it knows them by."""

    effect: CloseTask
    customer: int
    contact: int | None
    at: datetime
    workflow: str
    facts: Properties


def close(several: Sequence[Asked]) -> int:
    """Closes those that are open still; what was asked for after it, or is done already, stays. Gives how many."""
    if not several:
        return 0
    house = rules.house(rules.conduct())
    known = recipients.known((partition.of(one.customer), one.customer, one.contact or 0) for one in several)
    return sum(
        _closed(one, known_as)
        for one in several
        if (known_as := add.name(one.effect.known_as, one.customer, one.contact, one.facts, known, house))
    )


def _closed(one: Asked, known_as: str) -> int:
    whose = Q(contact_id=one.contact) if one.contact is not None else Q(contact=None)
    rows = Task.objects.select_for_update().filter(
        whose,
        customer_id=one.customer,
        workflow=one.workflow,
        known_as=known_as,
        state=State.OPEN,
        created_at__lte=one.at,
    )
    for task in rows:
        task.state, task.finished_at, task.snoozed_until = State.CANCELLED, one.at, None
        task.unheard()
        task.save()
    return len(rows)
