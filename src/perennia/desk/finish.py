"""Finishes a task, done or not to be done; opens one again."""

from datetime import datetime

from django.db import transaction

from perennia.desk import happened
from perennia.desk.models import State, Task
from perennia.desk.queries import NoTask
from perennia.team.models import Member


@transaction.atomic
def finish(task_id: int, at: datetime, *, by: Member | None, name: str, state: State = State.DONE) -> Task:
    """Finishes it; one that is finished already stays as it is. Raises NoTask."""
    task = _locked(task_id)
    if task.state != State.OPEN:
        return task
    task.state, task.finished_at, task.finished_by, task.snoozed_until = state, at, by, None
    task.unheard()
    if task.assignee_id is None and by is not None:
        task.assignee = by  # whoever did what waited for anybody of a role took it
    task.save()
    if state == State.DONE:
        happened.tell([happened.done(task, at, by=name)])
    return task


@transaction.atomic
def reopen(task_id: int, at: datetime) -> Task:
    """Opens it again; an open one stays as it is. Raises NoTask."""
    task = _locked(task_id)
    if task.state != State.OPEN:
        task.state, task.finished_at, task.finished_by = State.OPEN, None, None
        task.due(task.due_at, at)  # what was said of this date already is not said again
        task.save()
    return task


def _locked(task_id: int) -> Task:
    task = Task.objects.select_for_update().filter(pk=task_id).first()
    if task is None:
        raise NoTask
    return task
