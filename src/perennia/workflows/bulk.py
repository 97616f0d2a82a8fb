"""Changes many customers at once: an event for each on the live lane, in batches that take turns with everybody's events.

The row says how far it has come, in the transaction that stores the events of a batch, and each event's id is (change,
customer): so a change may be cut off and run again at any point, and does everything once.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
from django.db import transaction

from perennia.core import by_hand
from perennia.core.error import Conflict, Invalid, NotFound
from perennia.core.event import Properties
from perennia.customers import choosing
from perennia.customers.choosing import Chosen
from perennia.customers.listing import Filter
from perennia.customers.models import BulkChange, BulkStep
from perennia.host import clock, jobs
from perennia.ingest import store
from perennia.ingest.row import PEOPLE, Row, body
from perennia.team.models import Member

JOB = "bulk"
BATCH = 500
AT_ONCE = 200  # so few are done while one waits
MOST_IDS = 5000
UNDONE = {"tag": "untag", "untag": "tag", "stage": "stage", "owner": "owner"}


class NoChange(NotFound):
    """There is no such change of several customers."""

    code = "no_bulk_change"


class NotUndone(Conflict):
    """This cannot be undone: it was undone already, is still running, or started a workflow."""

    code = "not_undone"


class Action(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is done to each. `kind`: tag, untag, stage, owner or workflow."""

    kind: str
    tag: str = ""
    pipeline: str = ""
    stage: str = ""
    member: int | None = None
    workflow: str = ""
    of_contacts: bool = False  # the workflow's: its subject is each customer's primary contact


class By(NamedTuple):
    """Who changes. `owners`: whose customers they may change; None for anybody's."""

    member: Member | None
    name: str
    owners: list[int] | None


@transaction.atomic
def start(action: Action, chosen: Filter | Sequence[int], by: By, at: datetime) -> BulkChange:
    """Begins a change. A small one is done at once, a large one by a job; either goes on where it was cut off."""
    if not isinstance(chosen, Filter) and len(chosen) > MOST_IDS:
        raise Invalid(f"Choose at most {MOST_IDS} customers one by one, or all that match a filter.", field="ids")
    total = choosing.count(chosen)
    kept: object = msgspec.to_builtins(chosen) if isinstance(chosen, Filter) else sorted(set(chosen))
    made = BulkChange.objects.create(
        action=msgspec.to_builtins(action), chosen=kept, by=by.member, by_name=by.name, owners=by.owners, total=total,
        created_at=at,
    )  # fmt: skip
    _begin(made)
    return made


@transaction.atomic
def undo(id_: int, by: By, at: datetime) -> BulkChange:
    """Takes back what a change did to each customer it changed. Raises NotUndone."""
    done = BulkChange.objects.select_for_update().filter(pk=id_).first()
    if done is None:
        raise NoChange
    action = msgspec.convert(done.action, Action)
    if action.kind not in UNDONE or done.finished_at is None or BulkChange.objects.filter(undoes=done).exists():
        raise NotUndone
    made = BulkChange.objects.create(
        action=msgspec.to_builtins(msgspec.structs.replace(action, kind=UNDONE[action.kind])), chosen=[], by=by.member,
        by_name=by.name, owners=by.owners, total=done.steps.count(), undoes=done, created_at=at,
    )  # fmt: skip
    _begin(made)
    return made


def _begin(change: BulkChange) -> None:
    if change.total > AT_ONCE:
        jobs.ask(JOB, change.pk)
        return
    while work(change.pk):
        pass
    change.refresh_from_db()


@transaction.atomic
def work(id_: int) -> bool:
    """One batch. Says whether more is left."""
    change = BulkChange.objects.select_for_update().filter(pk=id_, finished_at=None).first()
    if change is None:
        return False
    action, at = msgspec.convert(change.action, Action), clock.now()
    ids, taken = _next(change)
    if ids:
        allowed = [one for one in taken if change.owners is None or one.owner in change.owners]
        done = _undo(change, allowed, action, at) if change.undoes_id else _change(change, allowed, action, at)
        change.after = ids[-1]
        change.done += done
        change.skipped += len(ids) - done
    is_over = len(ids) < BATCH
    change.finished_at = at if is_over else None
    change.save()
    return not is_over


def fail(id_: int, reason: str) -> None:
    """Ends a change that cannot go on; what it did stands and can be undone."""
    BulkChange.objects.filter(pk=id_, finished_at=None).update(trouble=reason, finished_at=clock.now())


def _chosen(change: BulkChange) -> Filter | list[int]:
    return change.chosen if isinstance(change.chosen, list) else msgspec.convert(change.chosen, Filter)


def _change(change: BulkChange, chosen: list[Chosen], action: Action, at: datetime) -> int:
    """Stores the events of those who differ, and what they were. Gives how many it could be done to."""
    rows: list[Row] = []
    steps: list[BulkStep] = []
    able = 0
    before = _before(chosen, action)
    for one in chosen:
        contact = before.get(one.id) if action.of_contacts else None
        if action.of_contacts and contact is None:
            continue
        able += 1
        if _is_so(action, before.get(one.id)):
            continue
        rows.append(_row(change, one.id, _event(action), at, contact if isinstance(contact, int) else None))
        if action.kind in UNDONE:
            steps.append(BulkStep(change=change, customer_id=one.id, was=before.get(one.id)))
    store.put(rows)
    BulkStep.objects.bulk_create(steps, ignore_conflicts=True)
    return able


def _undo(change: BulkChange, chosen: list[Chosen], action: Action, at: datetime) -> int:
    steps = BulkStep.objects.filter(change_id=change.undoes_id, customer_id__in=[one.id for one in chosen])
    was = {step.customer_id: step.was for step in steps}
    rows: list[Row] = []
    for one in chosen:
        earlier = was.get(one.id)
        back = action
        if action.kind == "stage":
            back = msgspec.structs.replace(action, stage=earlier if isinstance(earlier, str) else "")  # or nowhere
        elif action.kind == "owner":
            back = msgspec.structs.replace(action, member=earlier if isinstance(earlier, int) else None)
        rows.append(_row(change, one.id, _event(back), at, None))
    store.put(rows)
    return len(rows)


def _next(change: BulkChange) -> tuple[list[int], list[Chosen]]:
    """The numbers of the next batch, and those of them who are still there."""
    if change.undoes_id is None:
        found = choosing.page(_chosen(change), change.after, BATCH)
        return [one.id for one in found], found
    steps = BulkStep.objects.filter(change_id=change.undoes_id, customer_id__gt=change.after).order_by("customer_id")
    ids = list(steps.values_list("customer_id", flat=True)[:BATCH])
    return ids, choosing.owners(ids)


def _before(chosen: list[Chosen], action: Action) -> dict[int, object]:
    """What each was; for a workflow of contacts, who the primary contact is."""
    ids = [one.id for one in chosen]
    match action.kind:
        case "tag" | "untag":
            return dict.fromkeys(choosing.tagged(ids, action.tag), True)
        case "stage":
            return dict(choosing.stages(ids, action.pipeline))
        case "owner":
            return {one.id: one.owner for one in chosen}
    return dict(choosing.primaries(ids)) if action.of_contacts else {}


def _is_so(action: Action, was: object) -> bool:
    """Whether nothing is left to do for this customer."""
    match action.kind:
        case "tag":
            return was is True
        case "untag":
            return was is not True
        case "stage":
            return was == action.stage
        case "owner":
            return was == action.member
    return False


def _event(action: Action) -> tuple[str, Properties]:
    match action.kind:
        case "tag":
            return by_hand.TAG_ADDED, {"tag": action.tag}
        case "untag":
            return by_hand.TAG_REMOVED, {"tag": action.tag}
        case "stage":
            return by_hand.STAGE_SET, {"pipeline": action.pipeline, "stage": action.stage}
        case "owner":
            return (by_hand.OWNER_SET, {"member": action.member})
    return by_hand.ENROLLED, {"workflow": action.workflow}


def _row(change: BulkChange, customer: int, event: tuple[str, Properties], at: datetime, contact: int | None) -> Row:
    name, said = event
    return Row(
        customer=customer, contact=contact, source=PEOPLE, kind="person", name=name, at=at, received_at=at,
        message_id=f"bulk:{change.pk}:{customer}", body=body({**said, "by": change.by_name}),
    )  # fmt: skip
