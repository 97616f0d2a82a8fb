"""What the API says of tasks, and what it takes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from perennia.api import log
from perennia.api.actor import Actor
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Given, Id, Line, Lines, Moment, Named, NamedWorkflow, Text, named
from perennia.core.effect import Priority
from perennia.desk.models import Priority as Rank
from perennia.desk.models import State, Task
from perennia.team.models import Member
from perennia.team.roles import Role
from perennia.workflows import titles

StateWord = Literal["open", "done", "cancelled"]
RANKS: dict[int, Priority] = {Rank.URGENT: "urgent", Rank.HIGH: "high", Rank.NORMAL: "normal", Rank.LOW: "low"}
STATES: dict[str, StateWord] = {State.OPEN: "open", State.DONE: "done", State.CANCELLED: "cancelled"}


class TaskOut(Schema):
    """Something to do. Without an assignee it is for whoever of `role` takes it."""

    id: int
    title: str
    note: str
    customer: Named | None
    contact: Named | None
    assignee: Named | None
    role: str
    priority: Priority
    due_at: datetime | None
    snoozed_until: datetime | None
    state: StateWord
    origin: str
    workflow: NamedWorkflow | None
    created_at: datetime
    created_by: Named | None
    finished_at: datetime | None
    finished_by: Named | None
    may_change: bool


class Tasks(Schema):
    """A page of tasks."""

    items: list[TaskOut]
    next_cursor: Cursor
    total: int


class TaskNumbers(Schema):
    """How many open tasks there are."""

    mine: int
    overdue: Annotated[int, Field(description="Of mine.")]
    nobody: int
    all: int


class NewTask(Given):
    """A task to add. Without assignee and role it is the caller's own."""

    title: Annotated[Line, Field(min_length=1)]
    note: Lines = ""
    customer_id: Id | None = None
    contact_id: Id | None = None
    assignee_id: Id | None = None
    role: Role | None = None
    priority: Priority = "normal"
    due_at: Moment | None = None


class TaskChange(Given):
    """What to change of a task; what is left out stays."""

    title: Text | None = None
    note: Lines | None = None
    customer_id: Id | None = None
    assignee_id: Annotated[Id | None, Field(description="A member, or null: then whoever of the role takes it.")] = None
    role: Role | None = None
    priority: Priority | None = None
    due_at: Moment | None = None
    snoozed_until: Annotated[Moment | None, Field(description="Queues leave it out until then.")] = None


def shown(tasks: Sequence[Task], caller: Actor) -> list[TaskOut]:
    """These tasks as the API says them."""
    known = titles.titles() if any(task.workflow for task in tasks) else {}
    return [_shown(task, caller, known) for task in tasks]


def may_change(caller: Actor, task: Task) -> bool:
    """Anybody's with the wider permission; else what is theirs, their group's, nobody's, or what they asked for."""
    if caller.can(Permission.TASK_WRITE_ANY):
        return True
    member = caller.member
    if member is None or not caller.can(Permission.TASK_WRITE):
        return False
    assignee: Member | None = task.assignee
    is_nobodys = assignee is None and (task.role in ("", member.role) or caller.can(Permission.TASK_READ_ANY))
    is_ours = assignee is not None and (
        assignee.pk == member.pk or (member.group != "" and assignee.group == member.group)
    )
    return is_nobodys or is_ours or task.created_by_id == member.pk


def _shown(task: Task, caller: Actor, known: dict[str, titles.Title]) -> TaskOut:
    return TaskOut(
        id=task.pk,
        title=task.title,
        note=task.note,
        customer=named(task.customer_id, task.customer.name if task.customer else ""),
        contact=named(task.contact_id, task.contact.name if task.contact else ""),
        assignee=named(task.assignee_id, task.assignee.name if task.assignee else ""),
        role=task.role,
        priority=RANKS[task.priority],
        due_at=task.due_at,
        snoozed_until=task.snoozed_until,
        state=STATES[task.state],
        origin=task.origin,
        workflow=log.workflow(task.workflow, caller.language, known) if task.workflow else None,
        created_at=task.created_at,
        created_by=named(task.created_by_id, task.created_by.name if task.created_by else ""),
        finished_at=task.finished_at,
        finished_by=named(task.finished_by_id, task.finished_by.name if task.finished_by else ""),
        may_change=may_change(caller, task),
    )
