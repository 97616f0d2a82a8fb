"""What the clock says of tasks: that one is due soon, that one is late; once for each due date.

The row itself says when it is to be spoken of, and forgets that in the transaction that tells it: a worker killed at any
moment has either told it or not begun.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from perennia.desk import happened, told
from perennia.desk.models import State, Task

BATCH = 500


@transaction.atomic
def remind(now: datetime) -> int:
    """Tells of up to so many tasks whose moment has come, the stream and those whose they are. Gives how many."""
    late = _due("late_at", now)
    soon = [task for task in _due("soon_at", now) if task.late_at is None or task.late_at > now]
    for task in late:
        task.unheard()
    rows = [happened.due(happened.LATE, task, task.due_at, now) for task in late if task.due_at is not None]
    rows += [happened.due(happened.SOON, task, task.soon_at, now) for task in soon if task.soon_at is not None]
    happened.tell(rows)
    told.due("late", late, now)
    told.due("soon", soon, now)
    Task.objects.filter(pk__in=[task.pk for task in late]).update(late_at=None, soon_at=None)
    Task.objects.filter(pk__in=[task.pk for task in soon]).update(soon_at=None)
    return len(late) + len(soon)


def _due(column: str, now: datetime) -> Sequence[Task]:
    rows = Task.objects.select_for_update(skip_locked=True, of=("self",)).filter(state=State.OPEN)
    chosen = rows.filter(**{f"{column}__lte": now}).select_related("assignee").order_by(column, "pk")
    return list(chosen[:BATCH])
