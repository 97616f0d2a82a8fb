"""Moves the cards of an archived stage on: one event each, as if somebody had dragged them, on the bulk lane."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from perennia.core.by_hand import STAGE_SET
from perennia.core.profile import CONTACT
from perennia.customers import boards
from perennia.customers.models import StageEmptying
from perennia.host import clock
from perennia.host.jobs import Job
from perennia.host.select import select
from perennia.ingest import store
from perennia.ingest.row import BULK, PEOPLE, Row, body

SLICE = 2000


class _Card(NamedTuple):
    kind: int
    id: int
    customer: int
    since: datetime


@transaction.atomic
def work(row: int) -> bool:
    """One slice; whether more is left. The place it got to and its events are one transaction, so each card moves once."""
    order = StageEmptying.objects.select_for_update().get(pk=row)
    if order.done_at is not None:
        return False
    now, has_several = clock.now(), boards.find(order.pipeline).has_several
    cards = select(
        _Card,
        _CARDS,
        {
            "pipeline": order.pipeline, "stage": order.stage, "since": order.since, "id": order.subject_id,
            "limit": SLICE,
        },
    )  # fmt: skip
    store.put([_event(order, card, now, has_several) for card in cards])
    order.moved += len(cards)
    if cards:
        order.since, order.subject_id = cards[-1].since, cards[-1].id
    if len(cards) < SLICE:
        order.done_at = now
    order.save()
    return order.done_at is None


def fail(row: int, reason: str) -> None:
    """Keeps why it was given up."""
    StageEmptying.objects.filter(pk=row).update(trouble=reason)


EMPTY_STAGE = Job(work, fail)


def _event(order: StageEmptying, card: _Card, now: datetime, has_several: bool) -> Row:
    said: dict[str, object] = {"pipeline": order.pipeline, "stage": order.to_stage, "from": order.stage, "by": order.by}
    if has_several:
        said["several"] = True
    return Row(
        customer=card.customer, contact=card.id if card.kind == CONTACT else None, source=PEOPLE, kind="person",
        name=STAGE_SET, message_id=f"empty-stage:{order.pk}:{card.kind}:{card.id}", at=now, received_at=now,
        body=body(said), lane=BULK,
    )  # fmt: skip


# Along the index of the stage.
_CARDS = """
select s.kind, s.subject_id, s.customer_id, s.since from stage s
where s.pipeline = %(pipeline)s and s.stage = %(stage)s
  and (%(since)s::timestamptz is null or s.since < %(since)s or (s.since = %(since)s and s.subject_id > %(id)s))
order by s.since desc, s.subject_id limit %(limit)s
"""
