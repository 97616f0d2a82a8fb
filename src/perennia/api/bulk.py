"""Changing many customers at once: begun, watched, taken back."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field, model_validator

from perennia.api import needs, pipelines
from perennia.api.actor import Actor
from perennia.api.changes import WRITE, member_id
from perennia.api.customers import Which, chosen_by
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Given, Id, Text
from perennia.core.error import Invalid
from perennia.customers.models import BulkChange
from perennia.host import clock
from perennia.team.models import Member
from perennia.workflows import bulk, queries
from perennia.workflows.bulk import UNDONE, Action, By, NoChange

router = Router()


class Wish(Given):
    """What is done to each customer."""

    kind: Literal["tag", "untag", "stage", "owner", "workflow"]
    tag: Text | None = None
    pipeline: Text | None = None
    stage: Text | None = None
    owner_id: int | None = None
    workflow: Text | None = None


class BulkFilters(Given, Which):
    """All that match these."""


class NewBulk(Given):
    """A change of the customers of these numbers, or of all that match a filter."""

    action: Wish
    ids: Annotated[list[Id], Field(min_length=1, max_length=bulk.MOST_IDS)] | None = None
    filter: BulkFilters | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "NewBulk":
        if (self.ids is None) == (self.filter is None):
            raise ValueError("give either ids or a filter")
        return self


class BulkOut(Schema):
    """How far a change is. `skipped`: who may not be changed, or cannot be."""

    id: int
    kind: str
    total: int
    done: int
    skipped: int
    is_over: bool
    can_undo: bool
    is_undo: bool
    trouble: str
    created_at: datetime


@router.post("", auth=WRITE, response={201: BulkOut})
def begin(request: HttpRequest, given: NewBulk) -> Status[BulkOut]:
    """Changes them. Up to two hundred are done at once, more by a job; ask how far it is by its number."""
    caller = needs.caller(request)
    chosen = given.ids if given.ids is not None else chosen_by(request, given.filter or BulkFilters())
    made = bulk.start(_action(given.action), chosen, _by(caller), clock.now())
    return Status(201, _out(made))


@router.get("/{int:change_id}", auth=WRITE, response=BulkOut)
def read(request: HttpRequest, change_id: Id) -> BulkOut:
    """How far it is. One's own changes; with the wider permission anybody's."""
    return _out(_mine(needs.caller(request), change_id))


@router.post("/{int:change_id}/undo", auth=WRITE, response={201: BulkOut})
def undo(request: HttpRequest, change_id: Id) -> Status[BulkOut]:
    """Takes it back: each customer it changed becomes what it was."""
    caller = needs.caller(request)
    _mine(caller, change_id)
    return Status(201, _out(bulk.undo(change_id, _by(caller), clock.now())))


def _mine(caller: Actor, id_: int) -> BulkChange:
    found = BulkChange.objects.filter(pk=id_).first()
    is_mine = found is not None and caller.member is not None and found.by_id == caller.member.pk
    if found is None or not (is_mine or caller.can(Permission.CUSTOMER_WRITE_ANY)):
        raise NoChange
    return found


def _by(caller: Actor) -> By:
    """Whose customers they may change: anybody's, or their own and their group's."""
    member = caller.member
    if caller.can(Permission.CUSTOMER_WRITE_ANY):
        return By(member, caller.name, None)
    if member is None:
        return By(None, caller.name, [])
    group = Member.objects.filter(group=member.group) if member.group else Member.objects.filter(pk=member.pk)
    return By(member, caller.name, sorted({member.pk, *group.values_list("pk", flat=True)}))


def _action(wish: Wish) -> Action:
    match wish.kind:
        case "tag" | "untag":
            return Action(wish.kind, tag=_given(wish.tag, "tag"))
        case "stage":
            board = pipelines.check("customer", _given(wish.pipeline, "pipeline"), _given(wish.stage, "stage"))
            if board.has_several:
                raise Invalid(
                    "One may stand in several stages there; choose another pipeline.", field="body.action.pipeline"
                )
            return Action("stage", pipeline=board.key, stage=_given(wish.stage, "stage"))
        case "owner":
            return Action("owner", member=member_id(wish.owner_id))
        case "workflow":
            return _workflow(_given(wish.workflow, "workflow"))


def _workflow(key: str) -> Action:
    found = queries.find(key)
    if not found.row.is_on:
        raise Invalid(
            "This workflow is off. Switch it on before you put somebody into it.", field="body.action.workflow"
        )
    return Action("workflow", workflow=key, of_contacts=found.definition.subject == "contact")


def _given(value: str | None, name: str) -> str:
    if not value:
        raise Invalid(f"Say which {name}.", field=f"body.action.{name}")
    return value


def _out(row: BulkChange) -> BulkOut:
    kind = msgspec.convert(row.action, Action).kind
    is_undone = BulkChange.objects.filter(undoes=row).exists()
    return BulkOut(
        id=row.pk, kind=kind, total=row.total, done=row.done, skipped=row.skipped, is_over=row.finished_at is not None,
        can_undo=row.finished_at is not None and kind in UNDONE and not is_undone and row.undoes_id is None,
        is_undo=row.undoes_id is not None, trouble=row.trouble, created_at=row.created_at,
    )  # fmt: skip
