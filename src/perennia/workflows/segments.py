"""Segments are defined, changed, archived; each time the workers are told, and the members counted anew."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import msgspec
from django.db import transaction

from perennia.core.condition import Scope, check, parse, path, unparse
from perennia.core.condition.field import read as read_field
from perennia.core.condition.language import predicates
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


class SegmentAsked(Conflict):
    """Other segments ask about this one. Change them before you archive it."""

    code = "segment_asked"


SCOPES: dict[Subject, tuple[Scope, ...]] = {"customer": ("customer",), "contact": ("contact", "customer")}


def read(subject: Subject, tree: object, where: str = "condition", *, key: str = "") -> Properties:
    """The condition as it is kept. Raises Invalid with place, reason and remedy.

    A segment of contacts may ask about their customer as well, but for its daily counts; one of customers only about
    themselves. Either may ask about other segments, as long as nobody asks about whom it asks about in turn.
    """
    condition = parse(tree, scopes=SCOPES[subject], where=where)
    check(condition, scopes=SCOPES[subject])
    fields = [read_field(compare.field) for compare in predicates(condition)]
    if subject == "contact" and any(field.scope == "customer" and field.noun == "recent" for field in fields):
        raise Invalid("Counts of the last days can be asked of the contact, not of its customer.", field=where)
    _check_asked(subject, key, {(field.scope, field.args[0]) for field in fields if field.noun == "segment"}, where)
    return unparse(condition)


def asked_by(condition: object) -> set[str]:
    """The segments a condition asks about."""
    found = (read_field(compare.field) for compare in predicates(parse(condition)))
    return {field.args[0] for field in found if field.noun == "segment"}


def _check_asked(subject: Subject, key: str, asked: set[tuple[str, str]], where: str) -> None:
    """Raises Invalid for a segment that is not there, is of others, or asks back."""
    if not asked:
        return
    rows = {row.key: row for row in Segment.objects.filter(archived_at=None)}
    for scope, other in sorted(asked):
        row = rows.get(other)
        if row is None or subject_of(row) != scope:
            raise Invalid(f"There is no segment “{other}” of {scope}s. Choose one that is there.", field=where)
    if key and (circle := _circle(key, [other for _, other in sorted(asked)], rows)):
        names = " → ".join(rows[one].name for one in circle)
        raise Invalid(
            f"These segments would ask about each other in a circle: {names}. Leave one of them out.", field=where
        )


def _circle(key: str, asked: list[str], rows: Mapping[str, Segment]) -> list[str]:
    """The way from a segment back to itself, over what each asks about; empty where there is none."""
    ways = [[key, other] for other in asked]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        if way[-1] == key:
            return way
        if way[-1] not in seen and way[-1] in rows:
            seen.add(way[-1])
            ways += [[*way, other] for other in sorted(asked_by(rows[way[-1]].condition))]
    return []


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
        kept = read(subject_of(segment), condition, key=segment.key)
        is_new, segment.condition = kept != segment.condition, kept
    if is_archived is not None and is_archived != (segment.archived_at is not None):
        if is_archived and (by := _asking(key)):
            raise SegmentAsked(f"These segments ask about it: {', '.join(by)}. Change them before you archive it.")
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


def _asking(key: str) -> list[str]:
    """Names of the segments that ask about this one."""
    others = Segment.objects.filter(archived_at=None).exclude(key=key)
    return sorted(one.name for one in others if key in asked_by(one.condition))


def used_by(key: str) -> list[str]:
    """Keys of the workflows that begin, end or reach their goal by this segment, or ask who is in it."""
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
    begins = any(isinstance(one, dict) and one.get("segment") == key for one in triggers)
    return begins or any(_asks(one, key) for one in (definition.get("when"), definition.get("steps")))


def _asks(part: object, key: str) -> bool:
    """Whether a condition somewhere in it asks about the segment."""
    if isinstance(part, dict):
        field = part.get("field")
        if isinstance(field, str) and field in (path("customer", "segment", key), path("contact", "segment", key)):
            return True
        return any(_asks(one, key) for one in part.values())
    return isinstance(part, list) and any(_asks(one, key) for one in part)


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
