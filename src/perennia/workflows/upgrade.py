"""Runs on older versions: who stands where, and moving them to the newest when a person says so."""

from datetime import datetime
from uuid import UUID

import msgspec
from django.db import transaction

from perennia.core.by_hand import UPGRADED
from perennia.core.profile import CONTACT
from perennia.core.upgrade import place_in
from perennia.host.select import select
from perennia.ingest import store
from perennia.ingest.row import PEOPLE, Row, body
from perennia.workflows import drawn, plans, queries
from perennia.workflows.models import WorkflowVersion

PAGE = 1000


class Older(msgspec.Struct, frozen=True):
    """How many wait at one step of an older version, and whether the newest still has that step."""

    number: int
    step: str
    count: int
    moves: bool


def older(key: str, language: str) -> list[Older]:
    """Where the runs on older versions stand, their steps in words. Raises NoWorkflow."""
    newest = queries.find(key)
    standing = select(_Standing, _OLDER, {"workflow": key, "newest": newest.version})
    known = plans.compiled([newest.version, *(one.version for one in standing)])
    numbers = dict(WorkflowVersion.objects.filter(pk__in=known).values_list("pk", "number"))
    words = {id_: drawn.labels(drawn.steps(plan.definition.steps, language)) for id_, plan in known.items()}
    plan, found = known.get(newest.version), []
    for one in standing:
        old = known.get(one.version)
        step = old.nodes[one.node].step if old is not None and one.node < len(old.nodes) else ""
        moves = plan is not None and old is not None and place_in(plan, old, one.node) is not None
        label = words.get(one.version, {}).get(step, step)
        found.append(Older(numbers.get(one.version, 0), label, one.count, moves))
    return found


@transaction.atomic
def upgrade(key: str, at: datetime, by: str) -> int:
    """Asks the engine to move each of them; who stands at a step that is no more stays. Gives how many were asked for.

    The event's id is (newest version, run): saying it twice asks once.
    """
    newest = queries.find(key)
    asked, after = 0, (-1, UUID(int=0))
    while page := select(_Run, _RUNS, {
        "workflow": key, "newest": newest.version, "partition": after[0], "id": after[1], "limit": PAGE,
    }):  # fmt: skip
        store.put([_row(key, newest.version, run, at, by) for run in page])
        asked, after = asked + len(page), (page[-1].partition, page[-1].id)
    return asked


class _Standing(msgspec.Struct, frozen=True):
    version: int
    node: int
    count: int


class _Run(msgspec.Struct, frozen=True):
    partition: int
    id: UUID
    kind: int
    subject: int
    customer: int


def _row(key: str, version: int, run: _Run, at: datetime, by: str) -> Row:
    return Row(
        customer=run.customer,
        contact=run.subject if run.kind == CONTACT else None,
        source=PEOPLE,
        kind="person",
        name=UPGRADED,
        message_id=f"upgrade:{version}:{run.id}",
        at=at,
        received_at=at,
        body=body({"workflow": key, "by": by}),
    )


_OLDER = """
select version_id, node, count(*) from enrolment
where partition between 0 and 255 and workflow = %(workflow)s and state = 'waiting' and version_id <> %(newest)s
group by version_id, node order by version_id desc, node
"""
_RUNS = """
select partition, id, subject_kind, subject_id, customer_id from enrolment
where partition between 0 and 255 and workflow = %(workflow)s and state = 'waiting' and version_id <> %(newest)s
  and (partition, id) > (%(partition)s, %(id)s)
order by partition, id limit %(limit)s
"""
