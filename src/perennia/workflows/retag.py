"""Gives a tag another name, or none, on everybody who has it: two events each on the bulk lane, as if by hand.

They are of the past: nobody is written to and no workflow starts because a tag is called otherwise now.
"""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from perennia.core.by_hand import TAG_ADDED, TAG_REMOVED
from perennia.core.error import Conflict, Invalid, NotFound
from perennia.core.profile import CONTACT
from perennia.customers import looks
from perennia.host import clock, jobs
from perennia.host.jobs import Job
from perennia.host.select import one, select
from perennia.ingest import store
from perennia.ingest.row import BULK, PEOPLE, Row, body
from perennia.team import setting_log
from perennia.team.models import Member
from perennia.workflows import tags
from perennia.workflows.models import TagChange

JOB = "retag"
SLICE = 1000
LONGEST = 80


class NoTag(NotFound):
    """Nobody has this tag."""

    code = "no_tag"


class TagInUse(Conflict):
    """A workflow or segment names this tag. Change it there first, or it would go on with the old name."""

    code = "tag_in_use"


class _Bearer(NamedTuple):
    kind: int
    id: int
    customer: int


@transaction.atomic
def ask(tag: str, becomes: str, by: Member | None, at: datetime) -> TagChange:
    """Orders the change; it is done in slices. Raises NoTag, TagInUse, Invalid."""
    becomes = " ".join(becomes.split())
    if becomes == tag or len(becomes) > LONGEST or "\x00" in becomes:
        raise Invalid(f"Choose another name, of at most {LONGEST} characters.", field="body.becomes")
    if one(bool, "select exists (select from tag where tag = %(tag)s)", {"tag": tag}) is not True:
        raise NoTag
    if uses := tags.used_by().get(tag):
        named = ", ".join(use.name for use in uses[:3])
        raise TagInUse(f"{named} name this tag. Change it there first, or they would go on with the old name.")
    made = TagChange.objects.create(tag=tag, becomes=becomes, by=by.name if by is not None else "", asked_at=at)
    setting_log.note(by, at, "tags", {tag: tag}, {tag: becomes or "removed"})
    looks.carry(tag, becomes)
    jobs.ask(JOB, made.pk)
    return made


@transaction.atomic
def work(row: int) -> bool:
    """One slice; whether more is left. The place it got to and its events are one transaction."""
    order = TagChange.objects.select_for_update().get(pk=row)
    if order.done_at is not None:
        return False
    now = clock.now()
    bearers = select(_Bearer, _BEARERS, {"tag": order.tag, "kind": order.kind, "id": order.subject_id, "limit": SLICE})
    store.put([event for bearer in bearers for event in _events(order, bearer, now)])
    order.changed += len(bearers)
    if bearers:
        order.kind, order.subject_id = bearers[-1].kind, bearers[-1].id
    if len(bearers) < SLICE:
        order.done_at = now
    order.save()
    return order.done_at is None


def fail(row: int, reason: str) -> None:
    """Keeps why it was given up."""
    TagChange.objects.filter(pk=row).update(trouble=reason)


RETAG = Job(work, fail)


def _events(order: TagChange, bearer: _Bearer, now: datetime) -> list[Row]:
    said = [(TAG_REMOVED, order.tag), *([(TAG_ADDED, order.becomes)] if order.becomes else [])]
    return [
        Row(
            customer=bearer.customer, contact=bearer.id if bearer.kind == CONTACT else None, source=PEOPLE,
            kind="person", name=name, message_id=f"retag:{order.pk}:{bearer.kind}:{bearer.id}:{name}", at=now,
            received_at=now, body=body({"tag": tag, "by": order.by}), lane=BULK, historical=True,
        )
        for name, tag in said
    ]  # fmt: skip


# Along the index of the tag.
_BEARERS = """
select kind, subject_id, customer_id from tag where tag = %(tag)s and (kind, subject_id) > (%(kind)s, %(id)s)
order by kind, subject_id limit %(limit)s
"""
