"""Tasks of people: lists, adding, changing, doing."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from perennia.api import needs
from perennia.api.actor import Actor
from perennia.api.days import today_ends
from perennia.api.needs import Needs
from perennia.api.paging import Window, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Id
from perennia.api.task_shapes import NewTask, TaskChange, TaskNumbers, TaskOut, Tasks, may_change, shown
from perennia.core.effect import Priority
from perennia.core.error import Denied, Invalid
from perennia.customers.models import Contact, Customer
from perennia.desk import change as changes
from perennia.desk import create as creation
from perennia.desk import finish as finishing
from perennia.desk import queries
from perennia.desk.models import Priority as Rank
from perennia.desk.models import State, Task
from perennia.desk.queries import Due, Filter, Sort, Whose
from perennia.host import clock
from perennia.team.models import Member

router = Router()
READ, WRITE = Needs(Permission.TASK_READ), Needs(Permission.TASK_WRITE)
_SET = {"title": "title", "note": "note", "role": "role", "due_at": "due_at", "snoozed_until": "snoozed_until"}


class NotYours(Denied):
    """This task is somebody else's. Its assignee, their group, or the Head of CS can change it."""

    code = "not_yours"


class WhichTasks(Schema):
    """Which tasks, and in which order."""

    whose: Whose = "all"
    state: Literal["open", "done", "cancelled"] = "open"
    due: Due | None = None
    customer: Id | None = None
    assignee: Annotated[str | None, Field(pattern=r"^(none|[1-9][0-9]{0,17})$", description="An id, or `none`.")] = None
    priority: Priority | None = None
    q: Annotated[str | None, Field(max_length=200)] = None
    snoozed: Annotated[bool, Field(description="Also those put off until later.")] = False
    sort: Sort = "due"


class Wanted(Window, WhichTasks):
    """A page of these."""


@router.get("", auth=READ, response=Tasks)
def listing(request: HttpRequest, wanted: Query[Wanted]) -> Tasks:
    """Tasks, a page at a time."""
    caller = needs.caller(request)
    chosen = chosen_by(request, wanted)
    name = f"tasks.{wanted.sort}"
    mark = mark_of(wanted, name)
    rows = queries.page(chosen, wanted.sort, mark[:-1] if mark else None, wanted.limit + 1)
    total = int(str(mark[-1])) if mark else queries.count(chosen)  # counted once: the cursor takes the number along
    page = rows[: wanted.limit]
    last = (*queries.mark(page[-1], wanted.sort), total) if len(rows) > len(page) else None
    return Tasks(items=shown(page, caller), next_cursor=cursor_of(last, name), total=total)


@router.get("/numbers", auth=READ, response=TaskNumbers)
def numbers(request: HttpRequest) -> TaskNumbers:
    """How many open tasks there are, by whose they are."""
    caller, now = needs.caller(request), clock.now()
    chosen = Filter(now=now, today_ends=now, member=caller.member, only=_only(caller))
    found = queries.numbers(chosen)
    return TaskNumbers(mine=found.mine, overdue=found.overdue, nobody=found.nobody, all=found.all)


@router.get("/{int:task_id}", auth=READ, response=TaskOut)
def read(request: HttpRequest, task_id: Id) -> TaskOut:
    """One task."""
    caller = needs.caller(request)
    return shown([queries.find(task_id, _only(caller))], caller)[0]


@router.post("", auth=WRITE, response={201: TaskOut})
def add(request: HttpRequest, given: NewTask) -> Status[TaskOut]:
    """Adds a task. The customer's history says so, and workflows may hear it."""
    caller = needs.caller(request)
    nobody = given.assignee_id is None and given.role is None
    new = creation.New(
        title=given.title,
        note=given.note,
        customer=_customer(given.customer_id, given.contact_id),
        contact=given.contact_id,
        assignee=caller.member.pk if nobody and caller.member else _member(given.assignee_id),
        role=given.role or "",
        priority=Rank[given.priority.upper()],
        due_at=given.due_at,
    )
    task = creation.create(new, clock.now(), by=caller.member, name=caller.name)
    return Status(201, shown([queries.find(task.pk)], caller)[0])


@router.patch("/{int:task_id}", auth=WRITE, response=TaskOut)
def change(request: HttpRequest, task_id: Id, given: TaskChange) -> TaskOut:
    """Changes an open task: gives it to somebody, sets its due date, puts it off."""
    caller = needs.caller(request)
    _mine(caller, task_id)
    said = given.model_dump(exclude_unset=True)
    changed: dict[str, object] = {column: said[name] for name, column in _SET.items() if name in said}
    if changed.get("role", "") is None:
        changed["role"] = ""
    for name in ("title", "note"):
        if changed.get(name, "") is None:
            raise Invalid("This cannot be left empty by null.", field=f"body.{name}")
    if said.get("priority") is not None:
        changed["priority"] = Rank[said["priority"].upper()]
    if "assignee_id" in said:
        changed["assignee_id"] = _member(said["assignee_id"])
    if "customer_id" in said:
        changed["customer_id"], changed["contact_id"] = _customer(said["customer_id"], None), None
    changes.change(task_id, changed, clock.now(), by=caller.member)
    return shown([queries.find(task_id)], caller)[0]


@router.post("/{int:task_id}/done", auth=WRITE, response=TaskOut)
def done(request: HttpRequest, task_id: Id) -> TaskOut:
    """The task is done."""
    return _finished(request, task_id, State.DONE)


@router.post("/{int:task_id}/cancel", auth=WRITE, response=TaskOut)
def cancel(request: HttpRequest, task_id: Id) -> TaskOut:
    """The task is not to be done any more."""
    return _finished(request, task_id, State.CANCELLED)


@router.post("/{int:task_id}/reopen", auth=WRITE, response=TaskOut)
def reopen(request: HttpRequest, task_id: Id) -> TaskOut:
    """Opens a finished task again."""
    caller = needs.caller(request)
    _mine(caller, task_id)
    finishing.reopen(task_id, clock.now())
    return shown([queries.find(task_id)], caller)[0]


def _finished(request: HttpRequest, task_id: int, state: State) -> TaskOut:
    caller = needs.caller(request)
    _mine(caller, task_id)
    finishing.finish(task_id, clock.now(), by=caller.member, name=caller.name, state=state)
    return shown([queries.find(task_id)], caller)[0]


def chosen_by(request: HttpRequest, wanted: WhichTasks) -> Filter:
    """The filter of the caller's choice, as the desk's reads take it."""
    caller, now = needs.caller(request), clock.now()
    return Filter(
        now=now,
        today_ends=today_ends(request, now),
        whose=wanted.whose,
        member=caller.member,
        only=_only(caller),
        state=wanted.state,
        due=wanted.due,
        customer=wanted.customer,
        assignee=None if wanted.assignee is None else 0 if wanted.assignee == "none" else int(wanted.assignee),
        priority=wanted.priority,
        q=wanted.q,
        with_snoozed=wanted.snoozed,
    )


def _only(caller: Actor) -> Member | None:
    """The member whose tasks alone the caller sees; None for who sees all. A key has no tasks of its own."""
    if caller.can(Permission.TASK_READ_ANY):
        return None
    if caller.member is None:
        raise needs.refusal(caller, Permission.TASK_READ_ANY)
    return caller.member


def _mine(caller: Actor, task_id: int) -> Task:
    task = queries.find(task_id, _only(caller))
    if not may_change(caller, task):
        raise NotYours
    return task


def _customer(customer_id: int | None, contact_id: int | None) -> int | None:
    if customer_id is not None and not Customer.objects.filter(pk=customer_id).exclude(kind="visitor").exists():
        raise Invalid("There is no customer with this number.", field="body.customer_id")
    if contact_id is None:
        return customer_id
    if customer_id is None or not Contact.objects.filter(pk=contact_id, customer_id=customer_id).exists():
        raise Invalid("There is no contact with this number at that customer.", field="body.contact_id")
    return customer_id


def _member(member_id: int | None) -> int | None:
    if member_id is not None and not Member.objects.filter(pk=member_id, is_active=True).exists():
        raise Invalid("There is no active member with this number.", field="body.assignee_id")
    return member_id
