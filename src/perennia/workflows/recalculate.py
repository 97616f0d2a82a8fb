"""Counts points anew after a rule or milestone changed: a job in slices that asks the engine, one subject after the other.

The events are historical: nobody is written to, told or given a task. Their ids are (recalculation, subject), and what
the ledger lacks is read from the ledger, so a slice run twice asks for nothing twice.
"""

import time
from datetime import datetime

import msgspec
from django.db import transaction

from perennia.core.partition import PARTITIONS
from perennia.core.profile import CONTACT
from perennia.core.put_right import RECALCULATED
from perennia.host import clock, jobs
from perennia.ingest import store
from perennia.ingest.row import BULK, PEOPLE, Row, body
from perennia.workflows.models import Recalculation
from perennia.workflows.recalculation import Change, Lack, lacking
from perennia.workflows.scoring import Points, rules

JOB = "recalculate"


@transaction.atomic
def ask(change: Change, by: str, at: datetime) -> Recalculation:
    """Notes it and queues the work."""
    row = Recalculation.objects.create(changes=msgspec.to_builtins(change), asked_by=by, asked_at=at)
    jobs.ask(JOB, row.pk)
    return row


def work(id_: int) -> bool:
    """Some seconds of it. Gives whether more is left."""
    until, known = time.monotonic() + jobs.SLICE_SECONDS, {one.rule: one for one in rules()}
    while time.monotonic() < until:
        if not _partition(id_, known):
            return False
    return True


def given_up(id_: int, reason: str) -> None:
    """Says on the row why it came no further."""
    Recalculation.objects.filter(pk=id_).update(failure=reason, finished_at=clock.now())


@transaction.atomic
def _partition(id_: int, known: dict[tuple[str, str], Points]) -> bool:
    row = Recalculation.objects.select_for_update().filter(pk=id_, finished_at=None).first()
    if row is None or row.partitions_done >= PARTITIONS:
        return False
    change = msgspec.convert(row.changes, Change)
    now = clock.now()
    found = lacking(change, row.partitions_done)
    store.put([_event(row, one, known, now) for one in found])
    row.partitions_done += 1
    row.subjects_changed += len(found)
    row.finished_at = now if row.partitions_done == PARTITIONS else None
    row.save(update_fields=["partitions_done", "subjects_changed", "finished_at"])
    return row.finished_at is None


def _event(row: Recalculation, lack: Lack, known: dict[tuple[str, str], Points], now: datetime) -> Row:
    corrections = [_correction(one, known) for one in lack.lacks]
    return Row(
        customer=lack.customer, contact=lack.id if lack.kind == CONTACT else None, source=PEOPLE, kind="person",
        name=RECALCULATED, message_id=f"recalculation:{row.pk}:{lack.kind}:{lack.id}", at=now, received_at=now,
        historical=True, lane=BULK,
        body=body({"corrections": corrections, "milestone": lack.was != lack.becomes, "by": row.asked_by}),
    )  # fmt: skip


def _correction(lack: tuple[str, str, int], known: dict[tuple[str, str], Points]) -> dict[str, object]:
    workflow, step, points = lack
    rule = known.get((workflow, step))
    return {
        "points": points, "workflow": workflow, "step": step,
        "reason": f"Counted anew: {rule.words('en') if rule else workflow}"[:200],
        "reason_vi": f"Tính lại: {rule.words('vi') if rule else workflow}"[:200],
    }  # fmt: skip
