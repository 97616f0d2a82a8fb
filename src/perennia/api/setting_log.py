"""Who changed which setting."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router

from perennia.api.needs import Needs
from perennia.api.paging import Page, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Cursor
from perennia.team import setting_log

router = Router()


class Line(Schema):
    """One change: what it was and what it became. A secret is only said to be new."""

    id: int
    at: datetime
    by: str | None
    area: str
    what: str
    was: str
    now: str


class Lines(Schema):
    """A page of the log."""

    items: list[Line]
    next_cursor: Cursor


@router.get("", auth=Needs(Permission.SETTINGS_MANAGE), response=Lines)
def listing(request: HttpRequest, window: Page) -> Lines:
    """Changes of settings, the latest first."""
    rows, last = setting_log.lines(mark_of(window, "settings"), window.limit)
    shown = [
        Line(id=row.pk, at=row.at, by=row.by_name or None, area=row.area, what=row.what, was=row.was, now=row.now)
        for row in rows
    ]
    return Lines(items=shown, next_cursor=cursor_of(last, "settings"))
