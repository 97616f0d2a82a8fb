"""Who is on the team."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from perennia.api.needs import Needs
from perennia.api.paging import Page, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.team import queries

router = Router()


class MemberOut(Schema):
    """A member, as colleagues see them."""

    id: int
    name: str
    email: str
    role: str
    group: str
    is_active: bool


class Members(Schema):
    """A page of members."""

    items: list[MemberOut]
    next_cursor: Annotated[str | None, Field(description="Absent on the last page.")] = None


@router.get("", auth=Needs(Permission.TEAM_READ), response=Members)
def listing(request: HttpRequest, window: Page) -> Members:
    """The members by name."""
    rows, last = queries.members(mark_of(window, "team"), window.limit)
    items = [MemberOut.from_orm(row) for row in rows]
    return Members(items=items, next_cursor=cursor_of(last, "team"))
