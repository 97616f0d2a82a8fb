"""Segments are defined, changed, archived; each time the workers are told, and the members counted anew."""

from datetime import datetime
from typing import Literal

import msgspec
from django.db import transaction

from perennia.core.condition import check, parse, unparse
from perennia.core.error import Conflict, Invalid, NotFound
from perennia.core.event import Properties
from perennia.core.profile import CONTACT, CUSTOMER
from perennia.customers.fold_text import fold_text
from perennia.customers.models import Segment
from perennia.customers.shipped_segments import SHIPPED
from perennia.host import jobs
from perennia.team.models import Member
from perennia.workflows import recount
from perennia.workflows.models import WorkflowVersion
from perennia.workflows.publish import changed

MOST = 200
LONGEST = 60

Subject = Literal["customer", "contact"]
KINDS: dict[Subject, Literal[0, 1]] = {"customer": CUSTOMER, "contact": CONTACT}


class NoSegment(NotFound):
    """There is no segment of that name."""

    code = "no_segment"


class TooMany(Conflict):
    """There are 200 segments already. Archive one that nobody uses."""

    code = "too_many_segments"


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wrote down."""

    name: str
    subject: Subject
    condition: object
    about: str = ""


def read(subject: Subject, tree: object, where: str = "condition") -> Properties:
    """The condition as it is kept. Raises Invalid with place, reason and remedy.

    A segment looks at its own subject alone: what another one does must not change who is in it behind its back.
    """
    condition = parse(tree, scopes=(subject,), where=where)
    check(condition, scopes=(subject,))
    return unparse(condition)


@transaction.atomic
def define(draft: Draft, by: Member | None, at: datetime) -> Segment:
    """Makes a segment. Who is in it already does not count as entering it."""
    if Segment.objects.filter(archived_at=None).count() >= MOST:
        raise TooMany
    made = Segment.objects.create(
        key=_key(draft.name), kind=KINDS[draft.subject], name=draft.name, about=draft.about,
        condition=read(draft.subject, draft.condition), created_by=by, created_at=at, changed_at=at,
    )  # fmt: skip
    _tell(made)
    return made


@transaction.atomic
def change(
    key: str, at: datetime, *, name: str | None = None, about: str | None = None, condition: object = None,
    is_archived: bool | None = None,
) -> Segment:  # fmt: skip
    """Changes what is given. A new condition is a recalculation: it moves people in and out and starts nothing."""
    segment = find(key, for_update=True)
    is_new = False
    if name is not None and name != segment.name:
        segment.name, segment.name_vi = name, ""
    if about is not None and about != segment.about:
        segment.about, segment.about_vi = about, ""
    if condition is not None:
        kept = read(subject_of(segment), condition)
        is_new, segment.condition = kept != segment.condition, kept
    if is_archived is not None and is_archived != (segment.archived_at is not None):
        segment.archived_at = at if is_archived else None
        is_new = True
    if is_new:
        segment.revision += 1
    segment.changed_at = at
    segment.save()
    if is_new:
        _tell(segment)
    return segment


def find(key: str, *, for_update: bool = False) -> Segment:
    """The segment of this key. Raises NoSegment."""
    rows = Segment.objects.select_for_update() if for_update else Segment.objects.all()
    found = rows.filter(key=key).first()
    if found is None:
        raise NoSegment
    return found


def subject_of(segment: Segment) -> Subject:
    return "contact" if segment.kind == CONTACT else "customer"


def used_by(key: str) -> list[str]:
    """Keys of the workflows that begin, end or reach their goal by this segment."""
    newest = WorkflowVersion.objects.order_by("workflow_id", "-number").distinct("workflow_id")
    return sorted(one.workflow.key for one in newest.select_related("workflow") if _names(one.definition, key))


@transaction.atomic
def install(at: datetime) -> int:
    """Installs the segments that ship and were never there. One that was changed belongs to who changed it."""
    there = set(Segment.objects.values_list("key", flat=True))
    fresh = [one for one in SHIPPED if one.key not in there]
    for one in fresh:
        made = Segment.objects.create(
            key=one.key, kind=CUSTOMER, name=one.name, name_vi=one.name_vi, about=one.about, about_vi=one.about_vi,
            condition=read("customer", one.condition), is_shipped=True, created_at=at, changed_at=at,
        )  # fmt: skip
        _tell(made)
    return len(fresh)


def _tell(segment: Segment) -> None:
    changed()
    jobs.ask(recount.JOB, segment.pk)


def _names(definition: Properties, key: str) -> bool:
    exits = definition.get("exits")
    triggers = [definition.get("trigger"), definition.get("goal"), *(exits if isinstance(exits, list) else [])]
    return any(isinstance(one, dict) and one.get("segment") == key for one in triggers)


def _key(name: str) -> str:
    """A short name for workflows and addresses, made of the words; never one that was used before."""
    words = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in fold_text(name))
    base = "_".join(word for word in words.split("_") if word)[:LONGEST] or "segment"
    taken = set(Segment.objects.filter(key__startswith=base).values_list("key", flat=True))
    free = (f"{base}_{number}" if number > 1 else base for number in range(1, 10_000))
    found = next((key for key in free if key not in taken), None)
    if found is None:
        raise Invalid("Choose another name: there are too many segments of this one.", field="name")
    return found
