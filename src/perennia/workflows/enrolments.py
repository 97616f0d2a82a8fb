"""Reads of enrolments: who is in a workflow, where they stand, and what they wait for."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from perennia.core import partition
from perennia.host.select import select


class Enrolled(msgspec.Struct, frozen=True):
    """One subject in one version of a workflow."""

    partition: int
    id: UUID
    workflow: str
    version: int
    kind: int
    subject: int
    customer_id: int
    state: str
    node: int
    steps_taken: int
    entered_at: datetime
    moved_at: datetime
    due_at: datetime | None
    reason: str
    entry: str

    @property
    def is_running(self) -> bool:
        """Whether it goes on."""
        return self.state in ("active", "waiting")


def of_customer(
    customer: int, *, before: tuple[datetime | str, str] | None, limit: int, is_running: bool | None = None,
    without: Sequence[str] = (),
) -> list[Enrolled]:  # fmt: skip
    """Enrolments of a customer and its contacts, newest first; of the running or the ended ones, where that is said.

    Those in the workflows `without` are left out.
    """
    params = {
        "partition": partition.of(customer), "customer": customer, "limit": limit, "running": is_running,
        "without": list(without), **_mark(before),
    }  # fmt: skip
    return select(Enrolled, _OF_CUSTOMER, params)


def of_workflow(
    workflow: str, *, state: str | None, before: tuple[datetime | str, str] | None, limit: int
) -> list[Enrolled]:
    """Enrolments of a workflow, newest first."""
    states = [state] if state else ["active", "waiting", "done", "left", "stopped", "failed"]
    return select(Enrolled, _OF_WORKFLOW, {"workflow": workflow, "states": states, "limit": limit, **_mark(before)})


def _mark(before: tuple[datetime | str, str] | None) -> dict[str, object]:
    return {"at": before[0] if before else None, "id": before[1] if before else None}


_COLUMNS = """
select e.partition, e.id, e.workflow, e.version_id, e.subject_kind, e.subject_id, e.customer_id, e.state, e.node,
       e.steps_taken, e.entered_at, e.moved_at, e.due_at, e.reason, coalesce(e.entry->>'name', '')
from enrolment e
"""
_OF_CUSTOMER = (
    _COLUMNS
    + """
where e.partition = %(partition)s and e.customer_id = %(customer)s
  and (%(running)s::boolean is null or (e.state in ('active', 'waiting')) = %(running)s)
  and e.workflow <> all(%(without)s::text[])
  and (%(at)s::timestamptz is null or (e.entered_at, e.id) < (%(at)s::timestamptz, %(id)s::uuid))
order by e.entered_at desc, e.id desc limit %(limit)s
"""
)
_OF_WORKFLOW = (
    _COLUMNS
    + """
where e.workflow = %(workflow)s and e.state = any(%(states)s)
  and (%(at)s::timestamptz is null or (e.entered_at, e.id) < (%(at)s::timestamptz, %(id)s::uuid))
order by e.entered_at desc, e.id desc limit %(limit)s
"""
)
