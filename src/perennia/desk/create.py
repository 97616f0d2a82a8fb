"""Adds a task by hand."""

from datetime import datetime

import msgspec
from django.db import transaction

from perennia.desk import happened, told
from perennia.desk.models import Origin, Priority, Task
from perennia.team.models import Member


class New(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants done. Without an assignee it is for whoever of the role takes it."""

    title: str
    note: str = ""
    customer: int | None = None
    contact: int | None = None
    assignee: int | None = None
    role: str = ""
    priority: Priority = Priority.NORMAL
    due_at: datetime | None = None


@transaction.atomic
def create(new: New, at: datetime, *, by: Member | None, name: str) -> Task:
    """Adds it and tells the stream. `name` is who the record says did it: a member, or a key of the API."""
    task = Task(
        title=new.title, note=new.note, customer_id=new.customer, contact_id=new.contact, assignee_id=new.assignee,
        role="" if new.assignee is not None else new.role, priority=new.priority, origin=Origin.HAND, created_at=at,
        created_by=by,
    )  # fmt: skip
    task.due(new.due_at, at)
    task.save()
    happened.tell([happened.added(task, at, key=str(task.pk), by=name)])
    told.given(task, at, by=by)
    return task
