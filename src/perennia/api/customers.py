"""Customers: the list, the record, who is there."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from perennia.api import needs, record, segments
from perennia.api.customer_shapes import (
    Contacts,
    CustomerCount,
    CustomerRecord,
    Customers,
    FacetOwner,
    Facets,
    FacetStage,
    FacetValue,
)
from perennia.api.needs import Needs
from perennia.api.paging import Page, Window, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Id
from perennia.core.error import Invalid
from perennia.customers import facets, queries
from perennia.customers import listing as lists
from perennia.customers.listing import Filter
from perennia.customers.pipelines import REVENUE_PIPELINES, REVENUE_TAGS

router = Router()
READ = Needs(Permission.CUSTOMER_READ)
COUNTED = 10_000
Word = Annotated[str | None, Field(max_length=200)]


class Which(Schema):
    """Which customers, and in which order."""

    q: Annotated[Word, Field(description="Name, domain, or a contact's name or address.")] = None
    sort: lists.Sort = "-last_seen_at"
    tag: Word = None
    stage: Annotated[Word, Field(description="`<pipeline>:<stage>`")] = None
    owner: Annotated[str | None, Field(pattern=r"^(none|[1-9][0-9]{0,17})$", description="An id, or `none`.")] = None
    plan: Word = None
    kind: Literal["account", "implicit"] | None = None
    inactive: bool | None = None
    segment: Annotated[str | None, Field(max_length=80, description="The key of a segment.")] = None
    ids: Annotated[
        str | None, Field(pattern=r"^[1-9][0-9]{0,17}(,[1-9][0-9]{0,17}){0,499}$", description="Numbers, by commas.")
    ] = None


class Wanted(Window, Which):
    """A page of these."""


@router.get("", auth=READ, response=Customers)
def listing(request: HttpRequest, wanted: Query[Wanted]) -> Customers:
    """Customers, a page at a time. Revenue can be neither seen nor sorted nor filtered by without its permission."""
    sees_revenue = needs.caller(request).can(Permission.REVENUE_READ)
    chosen = chosen_by(request, wanted)
    name = f"customers.{wanted.sort}"
    mark = mark_of(wanted, name)
    rows = lists.page(chosen, wanted.sort, mark, wanted.limit + 1)
    # Counted once: the cursor takes the number along.
    total = int(str(mark[2])) if mark else lists.count(chosen, COUNTED if is_narrowed(chosen) else None)
    is_more = total > COUNTED and is_narrowed(chosen)
    shown = rows[: wanted.limit]
    marks = lists.marks(shown)
    own = lists.own(shown, record.own_keys("customer", sees_revenue=sees_revenue))
    items = [record.item(row, marks[row.id], own.get(row.id, {}), sees_revenue=sees_revenue) for row in shown]
    last = (*lists.mark(shown[-1]), total) if len(rows) > len(shown) else None
    return Customers(items=items, next_cursor=cursor_of(last, name), total=total - is_more, is_more=is_more)


@router.get("/count", auth=READ, response=CustomerCount)
def count(request: HttpRequest, wanted: Query[Which]) -> CustomerCount:
    """How many there are under a filter, to the last one; the list itself counts to ten thousand only."""
    return CustomerCount(total=lists.count(chosen_by(request, wanted)))


@router.get("/facets", auth=READ, response=Facets)
def read_facets(request: HttpRequest) -> Facets:
    """What customers can be filtered by, with how many there are of each."""
    sees_revenue = needs.caller(request).can(Permission.REVENUE_READ)
    found = facets.facets()
    return Facets(
        plans=[FacetValue(value=each.value, count=each.number) for each in found if each.kind == "plan"],
        tags=[
            FacetValue(value=each.value, count=each.number)
            for each in found
            if each.kind == "tag" and (sees_revenue or each.value not in REVENUE_TAGS)
        ],
        stages=[
            FacetStage(pipeline=each.within, stage=each.value, count=each.number)
            for each in found
            if each.kind == "stage" and (sees_revenue or each.within not in REVENUE_PIPELINES)
        ],
        owners=[FacetOwner(id=each.id or 0, name=each.value, count=each.number) for each in found if each.id],
    )


@router.get("/{int:customer_id}", auth=READ, response=CustomerRecord)
def read(request: HttpRequest, customer_id: Id) -> CustomerRecord:
    """All that is known of one customer."""
    return record.whole(
        customer_id,
        sees_revenue=needs.caller(request).can(Permission.REVENUE_READ),
        language=needs.language(request),
    )


@router.get("/{int:customer_id}/contacts", auth=READ, response=Contacts)
def contacts(request: HttpRequest, customer_id: Id, window: Page) -> Contacts:
    """The people at one customer, in the order they came."""
    queries.customer(customer_id)
    name = f"contacts.{customer_id}"
    rows = queries.contacts(customer_id, mark_of(window, name), window.limit + 1)
    shown = rows[: window.limit]
    last = (shown[-1].created_at, shown[-1].pk) if len(rows) > len(shown) else None
    return Contacts(
        items=record.contacts(shown, sees_revenue=needs.caller(request).can(Permission.REVENUE_READ)),
        next_cursor=cursor_of(last, name),
    )


def chosen_by(request: HttpRequest, wanted: Which) -> Filter:
    """The filter a caller asks for. Refuses one by revenue to those who may not see it."""
    chosen = _filter(wanted)
    if not needs.caller(request).can(Permission.REVENUE_READ) and _asks_for_revenue(wanted.sort, chosen):
        raise needs.refusal(needs.caller(request), Permission.REVENUE_READ)
    if chosen.segment is not None:
        segments.visible(request, chosen.segment)
    return chosen


def is_narrowed(chosen: Filter) -> bool:
    """Whether it leaves anybody out."""
    return chosen != Filter()


def _filter(wanted: Which) -> Filter:
    pipeline, colon, stage = (wanted.stage or "").partition(":")
    if wanted.stage is not None and not (pipeline and colon and stage):
        raise Invalid("Write a stage as `<pipeline>:<stage>`.", field="query.stage")
    return Filter(
        q=wanted.q,
        tag=wanted.tag,
        pipeline=pipeline or None,
        stage=stage or None,
        owner=None if wanted.owner is None else 0 if wanted.owner == "none" else int(wanted.owner),
        plan=wanted.plan,
        kind=wanted.kind,
        is_inactive=wanted.inactive,
        segment=wanted.segment,
        ids=[int(id_) for id_ in wanted.ids.split(",")] if wanted.ids else None,
    )


def _asks_for_revenue(sort: str, chosen: Filter) -> bool:
    return sort == "-value" or chosen.pipeline in REVENUE_PIPELINES or chosen.tag in REVENUE_TAGS
