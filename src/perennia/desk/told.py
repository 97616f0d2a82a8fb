"""Tells members of their tasks in the bell: one given to them by somebody else, one due soon, one that is late."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from perennia.core.effect import Notify
from perennia.core.event import Properties
from perennia.core.outcome import key_of
from perennia.desk.models import Priority, Task
from perennia.messages import notices
from perennia.messages.notices import Telling
from perennia.team.models import Member

What = Literal["given", "soon", "late"]
_OF = "{% if facts.customer %} ({{ customer.name }}){% endif %}"
_DUE = "{% if facts.due_at != '' %}, due {{ facts.due_at | date }} {{ facts.due_at | time }}{% endif %}"
_DUE_VI = "{% if facts.due_at != '' %}, hạn {{ facts.due_at | date }} {{ facts.due_at | time }}{% endif %}"
_TEXTS: dict[What, tuple[str, str]] = {
    "given": (
        "{{ facts.by }} gave you a task: {{ facts.title }}" + _OF + _DUE + ".",
        "{{ facts.by }} giao cho bạn một việc: {{ facts.title }}" + _OF + _DUE_VI + ".",
    ),
    "soon": (
        "Due soon: {{ facts.title }}" + _OF + _DUE + ".",
        "Sắp đến hạn: {{ facts.title }}" + _OF + _DUE_VI + ".",
    ),
    "late": (
        "Late: {{ facts.title }}" + _OF + _DUE + ".",
        "Quá hạn: {{ facts.title }}" + _OF + _DUE_VI + ".",
    ),
}


def given(task: Task, at: datetime, *, by: Member | None) -> None:
    """Tells whom a task is given to, unless they took it themselves."""
    if task.assignee_id is not None and by is not None and by.pk != task.assignee_id:
        notices.tell([_telling("given", task, at, f"{at.isoformat()}", by.name)])


def due(what: What, tasks: Iterable[Task], at: datetime) -> None:
    """Tells of these whose they are: a member, or all of the role that may take it."""
    notices.tell([_telling(what, task, at, f"{task.due_at}") for task in tasks if task.assignee_id or task.role])


def _telling(what: What, task: Task, at: datetime, when: str, by: str = "") -> Telling:
    to = f"member:{task.assignee_id}" if task.assignee_id is not None else f"role:{task.role}"
    english, vietnamese = _TEXTS[what]
    text = f'{{% if language == "vi" %}}{vietnamese}{{% else %}}{english}{{% endif %}}'
    facts: Properties = {
        "title": task.title, "by": by, "due_at": task.due_at.isoformat() if task.due_at else "",
        "customer": task.customer_id is not None,
    }  # fmt: skip
    effect = Notify(f"task_{what}", text, to, is_urgent=what == "late" and task.priority == Priority.URGENT)
    key = key_of("task", what, task.pk, when)
    return Telling(effect, key, task.customer_id or 0, task.contact_id, at, task.workflow, facts)
