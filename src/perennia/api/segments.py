"""Segments: read, written, counted while one writes; and who is in one."""

from django.http import HttpRequest
from ninja import Query, Router
from ninja.responses import Status

from perennia.api import needs
from perennia.api.needs import Needs
from perennia.api.paging import Page, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.record import is_revenue
from perennia.api.segment_shapes import (
    Draft,
    FieldsOut,
    NewSegment,
    OperatorOut,
    SegmentChange,
    SegmentDetail,
    SegmentField,
    SegmentMember,
    SegmentMembers,
    SegmentOut,
    SegmentPreview,
    Segments,
    Subject,
)
from perennia.api.shapes import Given
from perennia.core.condition import Condition, describe, parse
from perennia.core.condition.field import Field
from perennia.core.condition.field import read as read_field
from perennia.core.condition.language import predicates
from perennia.core.error import Invalid
from perennia.core.profile import CONTACT
from perennia.customers import field_catalogue, membership
from perennia.customers.models import Segment
from perennia.customers.pipelines import REVENUE_PIPELINES, REVENUE_TAGS
from perennia.host import clock
from perennia.workflows import segments
from perennia.workflows.segments import NoSegment

router = Router()
READ, EDIT = Needs(Permission.CUSTOMER_READ), Needs(Permission.SEGMENT_EDIT)


class Chosen(Given):
    """Which segments."""

    archived: bool = False


class About(Given):
    """Of whom."""

    subject: Subject = "customer"


@router.get("", auth=READ, response=Segments)
def listing(request: HttpRequest, chosen: Query[Chosen]) -> Segments:
    """All segments with how many are in each. Those that speak of revenue only for who may see it."""
    sees_revenue = needs.caller(request).can(Permission.REVENUE_READ)
    rows = Segment.objects.filter(archived_at__isnull=not chosen.archived).select_related("created_by")
    shown = [row for row in rows if sees_revenue or not speaks_of_money(_condition(row))]
    counts = membership.counts([row.key for row in shown])
    return Segments(items=[_out(row, counts.get(row.key, 0), needs.language(request)) for row in shown])


@router.post("", auth=EDIT, response={201: SegmentDetail})
def define(request: HttpRequest, given: NewSegment) -> Status[SegmentDetail]:
    """Makes a segment. Who is in it already does not count as entering it."""
    caller = needs.caller(request)
    _refuse_money(request, given.subject, given.condition)
    draft = segments.Draft(name=given.name, subject=given.subject, condition=given.condition, about=given.about)
    made = segments.define(draft, caller.member, clock.now())
    return Status(201, _detail(made, caller.language))


@router.get("/fields", auth=READ, response=FieldsOut)
def fields(request: HttpRequest, about: Query[About]) -> FieldsOut:
    """What a condition may ask, in the reader's words, with the operators and values that fit."""
    caller = needs.caller(request)
    found = field_catalogue.fields(about.subject, caller.language, with_customer=True)
    shown = [one for one in found if caller.can(Permission.REVENUE_READ) or not _is_money(read_field(one.field))]
    return FieldsOut(
        items=[
            SegmentField(
                field=one.field, label=one.label, group=one.group, shape=one.shape, choices=one.choices, called=one.called,
                operators=[OperatorOut(op=o.op, before=o.before, after=o.after, widget=o.widget) for o in one.operators],
            )
            for one in shown
        ]
    )  # fmt: skip


@router.post("/preview", auth=READ, response=SegmentPreview)
def preview(request: HttpRequest, given: Draft) -> SegmentPreview:
    """How many meet a condition now, and the first few of them. Nothing is kept."""
    _refuse_money(request, given.subject, given.condition)
    condition = parse(segments.read(given.subject, given.condition))
    found = membership.preview(segments.KINDS[given.subject], condition, clock.now())
    return SegmentPreview(
        count=found.count, sample=[_member(one) for one in found.sample],
        summary=describe(condition, needs.language(request)),
    )  # fmt: skip


@router.get("/{key}", auth=READ, response=SegmentDetail)
def read(request: HttpRequest, key: str) -> SegmentDetail:
    """One segment."""
    return _detail(visible(request, key), needs.language(request))


@router.patch("/{key}", auth=EDIT, response=SegmentDetail)
def change(request: HttpRequest, key: str, given: SegmentChange) -> SegmentDetail:
    """Changes what is given. A new condition moves people in and out and starts nothing: it is a recalculation."""
    row = visible(request, key)
    if given.condition is not None:
        _refuse_money(request, segments.subject_of(row), given.condition)
    changed = segments.change(
        key, clock.now(), name=given.name, about=given.about, condition=given.condition, is_archived=given.is_archived
    )
    return _detail(changed, needs.language(request))


@router.get("/{key}/members", auth=READ, response=SegmentMembers)
def members(request: HttpRequest, key: str, window: Page) -> SegmentMembers:
    """Who is in it, the newest first."""
    row = visible(request, key)
    name = f"members.{key}"
    rows = membership.page(row.key, row.kind, mark_of(window, name), window.limit + 1)
    shown = rows[: window.limit]
    last = (shown[-1].since, shown[-1].id) if len(rows) > len(shown) else None
    return SegmentMembers(items=[_member(one) for one in shown], next_cursor=cursor_of(last, name))


def visible(request: HttpRequest, key: str) -> Segment:
    """The segment, where the caller may know of it. Raises NoSegment."""
    row = segments.find(key[:80])
    if not needs.caller(request).can(Permission.REVENUE_READ) and speaks_of_money(_condition(row)):
        raise NoSegment
    return row


def speaks_of_money(condition: Condition) -> bool:
    """Whether who is in it tells something of revenue."""
    return any(_is_money(read_field(one.field)) for one in predicates(condition))


def _is_money(field: Field) -> bool:
    match field.noun:
        case "trait":
            return is_revenue(field.args[0]) or field.args[0] == "plan"
        case "tag":
            return field.args[0] in REVENUE_TAGS
        case "stage" | "place":
            return field.args[0] in REVENUE_PIPELINES
        case "count" | "recent":
            return field.args[0].startswith(("Payment ", "Subscription ", "Trial ", "Renewal "))
        case "segment":  # circles are refused when a segment is written
            row = Segment.objects.filter(key=field.args[0]).first()
            return row is not None and speaks_of_money(_condition(row))
    return field.noun == "renews_at"


def _refuse_money(request: HttpRequest, subject: Subject, tree: object) -> None:
    caller = needs.caller(request)
    if not caller.can(Permission.REVENUE_READ) and speaks_of_money(
        parse(tree, scopes=segments.SCOPES[subject], where="condition")
    ):
        raise needs.refusal(caller, Permission.REVENUE_READ)


def _condition(row: Segment) -> Condition:
    try:
        return parse(row.condition)
    except Invalid:  # kept by an older version, and not to be read any more: it says nothing
        return parse({"all": []})


def _detail(row: Segment, language: str) -> SegmentDetail:
    count = membership.counts([row.key]).get(row.key, 0)
    return SegmentDetail(**_out(row, count, language).model_dump(), workflows=segments.used_by(row.key))


def _out(row: Segment, count: int, language: str) -> SegmentOut:
    is_vi = language == "vi"
    return SegmentOut(
        key=row.key, name=(is_vi and row.name_vi) or row.name, about=(is_vi and row.about_vi) or row.about,
        subject="contact" if row.kind == CONTACT else "customer", condition=row.condition,
        summary=describe(_condition(row), language), count=count, is_counting=row.counted < row.revision,
        is_shipped=row.is_shipped, is_archived=row.archived_at is not None, changed_at=row.changed_at,
        created_by=row.created_by.name if row.created_by else None,
    )  # fmt: skip


def _member(one: membership.Somebody) -> SegmentMember:
    return SegmentMember(id=one.id, name=one.name, customer_id=one.customer_id, customer=one.customer, since=one.since)
