"""Tells the stream what became of tasks: added, done, due soon, late. Such an event can start workflows like any other."""

from collections.abc import Sequence
from datetime import datetime

from perennia.core.event import Properties
from perennia.desk.models import Priority, Task
from perennia.ingest import store
from perennia.ingest.row import CLOCK, PEOPLE, Row, body

ADDED, DONE, SOON, LATE = "Task Added", "Task Done", "Task Due Soon", "Task Overdue"


def tell(rows: Sequence[Row | None]) -> None:
    """Stores them on the live lane, in the transaction that changed the tasks."""
    store.put([row for row in rows if row is not None])


def added(task: Task, at: datetime, *, key: str, by: str = "", depth: int = 0) -> Row | None:
    """A task is there. `key` keeps it from being told twice."""
    return _row(ADDED, task, at, key, by, depth)


def done(task: Task, at: datetime, *, by: str) -> Row | None:
    """A task is done; told again where it was opened and is done again."""
    return _row(DONE, task, at, f"{task.pk}:{at.isoformat()}", by, 0)


def due(name: str, task: Task, at: datetime, now: datetime) -> Row | None:
    """The clock's word about a due date, once for a task and that date. `at`: the moment it became true."""
    assert task.due_at is not None
    row = _row(name, task, at, f"{task.pk}:{task.due_at.isoformat()}", "", 0)
    if row is not None:
        row.source, row.kind, row.received_at = CLOCK, "clock", now
    return row


def _row(name: str, task: Task, at: datetime, key: str, by: str, depth: int) -> Row | None:
    """None for a task of no customer: the stream is of customers."""
    if task.customer_id is None:
        return None
    said: Properties = {"task": task.pk, "title": task.title, "priority": Priority(task.priority).label}
    if task.due_at is not None:
        said["due_at"] = task.due_at.isoformat()
    if task.assignee is not None:
        said |= {"assignee": task.assignee_id, "member": task.assignee.email, "assignee_name": task.assignee.name}
    elif task.role:
        said["role"] = task.role
    if task.workflow:
        said["workflow"] = task.workflow
    if by:
        said["by"] = by
    return Row(
        customer=task.customer_id, contact=task.contact_id, source=PEOPLE, kind="person", name=name,
        message_id=f"{name}:{key}", at=at, received_at=at, body=body(dict(said)), depth=depth,
    )  # fmt: skip
