"""Takes back tasks workflows gave and that are not to be done any more, such as when what was said before was wrong."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import reduce
from operator import or_

import msgspec
from django.db.models import Q
from django.utils import timezone

from perennia.core import partition
from perennia.core.effect import CloseTask
from perennia.core.event import Properties
from perennia.desk import add
from perennia.desk.models import State, Task
from perennia.messages import recipients, rules

Key = tuple[int | None, int | None, str, str]  # customer, contact, workflow, the name the task is known by


class Asked(msgspec.Struct, frozen=True):
    """The tasks of one workflow to take back, by the name it knows them by."""

    effect: CloseTask
    customer: int
    contact: int | None
    at: datetime
    workflow: str
    facts: Properties


def close(several: Sequence[Asked]) -> int:
    """Closes those that are open still, in a fixed number of statements. Gives how many.

    What was asked for after it, or is done already, stays.
    """
    if not several:
        return 0
    house = rules.house(rules.conduct())
    known = recipients.known((partition.of(one.customer), one.customer, one.contact or 0) for one in several)
    ends: dict[Key, list[datetime]] = {}
    for one in several:
        if known_as := add.name(one.effect.known_as, one.customer, one.contact, one.facts, known, house):
            ends.setdefault((one.customer, one.contact, one.workflow, known_as), []).append(one.at)
    closed, now = [], timezone.now()
    for task in _open(ends):
        after = [at for at in ends[_key(task)] if at >= task.created_at]
        if after:
            task.state, task.finished_at, task.snoozed_until = State.CANCELLED, min(after), None
            task.changed_at = now
            task.unheard()
            closed.append(task)
    Task.objects.bulk_update(closed, ["state", "finished_at", "snoozed_until", "soon_at", "late_at", "changed_at"])
    return len(closed)


def _open(keys: Iterable[Key]) -> Iterable[Task]:
    wanted = [
        Q(customer_id=customer, contact_id=contact, workflow=workflow, known_as=known_as)
        for customer, contact, workflow, known_as in keys
    ]
    if not wanted:
        return ()
    return Task.objects.select_for_update().filter(reduce(or_, wanted), state=State.OPEN).order_by("pk")


def _key(task: Task) -> Key:
    return task.customer_id, task.contact_id, task.workflow, task.known_as
