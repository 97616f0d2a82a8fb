"""Saved views of the list of customers, each member's own and those they share."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from perennia.api import needs
from perennia.api.customers import Which
from perennia.api.needs import MEMBER
from perennia.api.schema import Schema
from perennia.api.shapes import Given, Id, Named, Text
from perennia.customers import views
from perennia.customers.models import SavedView
from perennia.host import clock

router = Router()
Column = Annotated[
    str, Field(pattern=r"^(tags|stage|plan|owner|contacts|score|value|seen|created|field:[a-z0-9_]{1,60})$")
]
Columns = Annotated[list[Column], Field(max_length=30)]


class ViewFilters(Given, Which):
    """What the view narrows to, and its order."""


class ViewOut(Schema):
    """A saved view. `filters` are the list's own; without columns it has the usual ones."""

    id: int
    name: str
    owner: Named
    is_mine: bool
    is_shared: bool
    is_pinned: bool
    filters: dict[str, Any]
    columns: list[str]


class Views(Schema):
    """All views one can see; one's own are few, so they come at once."""

    items: list[ViewOut]
    next_cursor: None = None


class NewView(Given):
    """A view to keep."""

    name: Annotated[Text, Field(max_length=80)]
    is_shared: bool = False
    filters: ViewFilters = ViewFilters()
    columns: Columns = []


class ViewChange(Given):
    """What is to change of one's own view."""

    name: Annotated[Text, Field(max_length=80)] | None = None
    is_shared: bool | None = None
    filters: ViewFilters | None = None
    columns: Columns | None = None
    is_removed: bool | None = None


class Pin(Given):
    """Whether it stands in one's navigation."""

    pinned: Literal[True, False]


@router.get("", auth=MEMBER, response=Views)
def listing(request: HttpRequest) -> Views:
    """One's own views and the shared ones."""
    member = needs.member(request)
    pinned = views.pinned(member)
    return Views(items=[_out(row, member.pk, is_pinned=row.pk in pinned) for row in views.visible(member)[:400]])


@router.post("", auth=MEMBER, response={201: ViewOut})
def make(request: HttpRequest, given: NewView) -> Status[ViewOut]:
    """Keeps a view; it is pinned for its maker."""
    member = needs.member(request)
    kept = views.make(
        member, given.name, clock.now(), filters=_kept(given.filters), columns=given.columns, is_shared=given.is_shared
    )
    return Status(201, _out(kept, member.pk, is_pinned=True))


@router.patch("/{int:view_id}", auth=MEMBER, response=ViewOut)
def change(request: HttpRequest, view_id: Id, given: ViewChange) -> ViewOut:
    """Changes one's own view; removes it, or brings it back."""
    member = needs.member(request)
    said: dict[str, Any] = {
        name: value for name, value in given.model_dump(exclude_unset=True).items() if value is not None
    }
    if given.filters is not None:
        said["filters"] = _kept(given.filters)
    views.change(member, view_id, clock.now(), **said)
    row = SavedView.objects.select_related("owner").get(pk=view_id)
    return _out(row, member.pk, is_pinned=row.pk in views.pinned(member))


@router.put("/{int:view_id}/pin", auth=MEMBER, response=ViewOut)
def pin(request: HttpRequest, view_id: Id, given: Pin) -> ViewOut:
    """Pins a view into one's navigation, or takes it out."""
    member = needs.member(request)
    views.pin(member, view_id, on=given.pinned)
    row = SavedView.objects.select_related("owner").get(pk=view_id)
    return _out(row, member.pk, is_pinned=given.pinned)


def _kept(filters: ViewFilters) -> dict[str, Any]:
    return {name: value for name, value in filters.model_dump(exclude_unset=True).items() if value is not None}


def _out(row: SavedView, member: int, *, is_pinned: bool) -> ViewOut:
    return ViewOut(
        id=row.pk, name=row.name, owner=Named(id=row.owner.pk, name=row.owner.name), is_mine=row.owner.pk == member,
        is_shared=row.is_shared, is_pinned=is_pinned, filters=row.filters, columns=row.columns,
    )  # fmt: skip
