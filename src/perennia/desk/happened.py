"""Tells the stream what became of tasks: a task added, a task done. Such an event can start workflows like any other."""

from collections.abc import Sequence
from datetime import datetime

from perennia.core.event import Properties
from perennia.desk.models import Priority, Task
from perennia.ingest import store
from perennia.ingest.row import PEOPLE, Row, body

ADDED, DONE = "Task Added", "Task Done"


def tell(rows: Sequence[Row | None]) -> None:
    """Stores them on the live lane, in the transaction that changed the tasks."""
    store.put([row for row in rows if row is not None])


def added(task: Task, at: datetime, *, key: str, by: str = "", depth: int = 0) -> Row | None:
    """A task is there. `key` keeps it from being told twice."""
    return _row(ADDED, task, at, key, by, depth)


def done(task: Task, at: datetime, *, by: str) -> Row | None:
    """A task is done; told again where it was opened and is done again."""
    return _row(DONE, task, at, f"{task.pk}:{at.isoformat()}", by, 0)


def _row(name: str, task: Task, at: datetime, key: str, by: str, depth: int) -> Row | None:
    """None for a task of no customer: the stream is of customers."""
    if task.customer_id is None:
        return None
    said: Properties = {"task": task.pk, "title": task.title, "priority": Priority(task.priority).label}
    if task.due_at is not None:
        said["due_at"] = task.due_at.isoformat()
    if task.workflow:
        said["workflow"] = task.workflow
    if by:
        said["by"] = by
    return Row(
        customer=task.customer_id, contact=task.contact_id, source=PEOPLE, kind="person", name=name,
        message_id=f"{name}:{key}", at=at, received_at=at, body=body(dict(said)), depth=depth,
    )  # fmt: skip
