"""Pages by cursor: a signed mark of the last row seen, good only for the list and order it came from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from django.core import signing
from ninja import Query
from pydantic import Field

from perennia.api.schema import Schema
from perennia.core.error import Invalid

Mark = list[str | int | None]
PAGE, LARGEST_PAGE = 40, 200


class WrongCursor(Invalid):
    """This cursor is not one this list gave in this order. Start again without it."""

    code = "wrong_cursor"


class Window(Schema):
    """Which page of a list."""

    cursor: Annotated[str | None, Field(max_length=600)] = None
    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = PAGE


Page = Query[Window]


def mark_of(window: Window, listing: str) -> Mark | None:
    """The row to go on behind, or None at the beginning. `listing` names list and order."""
    if window.cursor is None:
        return None
    try:
        mark = signing.loads(window.cursor, salt=f"cursor.{listing}")
    except (signing.BadSignature, ValueError) as error:
        raise WrongCursor(field="query.cursor") from error
    return mark if isinstance(mark, list) else None


def cursor_of(mark: Sequence[object] | None, listing: str) -> str | None:
    """The cursor that goes on behind this row."""
    if mark is None:
        return None
    return signing.dumps([_plain(value) for value in mark], salt=f"cursor.{listing}")


def _plain(value: object) -> str | int | None:
    if value is None or isinstance(value, (int, str)):
        return value
    return value.isoformat() if isinstance(value, datetime) else str(value)
