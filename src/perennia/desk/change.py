"""Changes an open task: what it says, whose it is, when it is due, until when nobody wants to see it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from perennia.core.error import Conflict
from perennia.desk import told
from perennia.desk.models import State, Task
from perennia.desk.queries import NoTask
from perennia.team.models import Member


class TaskFinished(Conflict):
    """The task is finished. Open it again before you change it."""

    code = "task_finished"


@transaction.atomic
def change(task_id: int, changed: Mapping[str, object], at: datetime, *, by: Member | None) -> Task:
    """Changes the fields that are named. Whom it is given to is told. Raises NoTask, TaskFinished."""
    task = Task.objects.select_for_update().filter(pk=task_id).first()
    if task is None:
        raise NoTask
    if task.state != State.OPEN:
        raise TaskFinished
    before = task.assignee_id
    for field, value in changed.items():
        setattr(task, field, value)
    if "due_at" in changed:
        due = changed["due_at"]
        task.due(due if isinstance(due, datetime) else None, at)
    if changed.get("assignee_id") is not None:
        task.role = ""
    task.save()
    if task.assignee_id != before:
        told.given(task, at, by=by)
    return task
