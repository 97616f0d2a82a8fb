"""API keys for machines."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from perennia.api import needs
from perennia.api.needs import Needs
from perennia.api.paging import Page, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Given, Id, Text
from perennia.core.error import NotFound
from perennia.team import keys, queries
from perennia.team.models import ApiKey

router = Router()
MANAGE = Needs(Permission.KEY_MANAGE)


class NoKey(NotFound):
    """There is no such key; it may have been removed."""

    code = "no_key"


class KeyOut(Schema):
    """A key; its text is shown whole once, when it is made."""

    id: int
    name: str
    key: str
    scopes: list[str]
    made_by: str | None
    created_at: datetime
    last_used_at: datetime | None


class Keys(Schema):
    """A page of keys."""

    items: list[KeyOut]
    next_cursor: Cursor


class NewKey(Given):
    """A key to make. Its scopes are permissions."""

    name: Annotated[Text, Field(max_length=100)]
    scopes: Annotated[list[Permission], Field(min_length=1, max_length=len(Permission))]


@router.get("", auth=MANAGE, response=Keys)
def listing(request: HttpRequest, window: Page) -> Keys:
    """The keys, newest first."""
    rows, last = queries.keys(mark_of(window, "keys"), window.limit)
    return Keys(items=[_out(row, row.key_hint) for row in rows], next_cursor=cursor_of(last, "keys"))


@router.post("", auth=MANAGE, response={201: KeyOut})
def create(request: HttpRequest, given: NewKey) -> Status[KeyOut]:
    """Makes a key with scopes one has oneself, and shows it."""
    caller = needs.caller(request)
    for scope in given.scopes:
        if not caller.can(scope):
            raise needs.refusal(caller, scope)
    row, text = keys.make(given.name, [scope.value for scope in given.scopes], caller.member)
    row.refresh_from_db()
    return Status(201, _out(row, text))


@router.delete("/{int:key_id}", auth=MANAGE, response={204: None})
def remove(request: HttpRequest, key_id: Id) -> HttpResponse:
    """Removes a key; it ends at once."""
    if not ApiKey.objects.filter(pk=key_id).delete()[0]:
        raise NoKey
    return HttpResponse(status=204)


def _out(row: ApiKey, shown: str) -> KeyOut:
    return KeyOut(
        id=row.pk,
        name=row.name,
        key=shown,
        scopes=row.scopes,
        made_by=row.made_by.name if row.made_by else None,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
    )
