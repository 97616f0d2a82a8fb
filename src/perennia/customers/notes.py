"""Notes on customers: written, edited, pinned, removed and brought back. Markdown in, safe HTML out."""

from datetime import datetime

import nh3
from django.db import transaction
from markdown_it import MarkdownIt

from perennia.core.error import Denied, Invalid, NotFound
from perennia.customers.models import Note
from perennia.host.select import select
from perennia.team.models import Member

LONGEST = 20_000
_TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "a", "strong", "em", "s", "blockquote", "hr", "br", "code", "pre"}
_SCHEMES = {"http", "https", "mailto"}
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": False}).enable("strikethrough")


class NoNote(NotFound):
    """There is no such note. Its author may have removed it."""

    code = "no_note"


class NotYours(Denied):
    """Only its author, or somebody who may change any customer, can change a note."""

    code = "not_your_note"


def html(body: str) -> str:
    """The note as sanitised HTML: no scripts, no images, links of safe schemes that open apart."""
    return nh3.clean(
        _MARKDOWN.render(body), tags=_TAGS, attributes={"a": {"href"}}, attribute_filter=_attribute, url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )  # fmt: skip


def _attribute(tag: str, name: str, value: str) -> str | None:
    return value if (tag, name) == ("a", "href") else None


def write(customer: int, body: str, by: Member | None, name: str, at: datetime) -> Note:
    """Keeps a note. Raises Invalid where there is nothing to keep."""
    return Note.objects.create(customer_id=customer, body=_checked(body), author=by, author_name=name, created_at=at)


@transaction.atomic
def change(
    id_: int, by: Member | None, at: datetime, *, may_any: bool, body: str | None = None, is_pinned: bool | None = None,
    is_removed: bool | None = None,
) -> Note:  # fmt: skip
    """Changes what is given. Pinning is anybody's who may write; words and removal are the author's."""
    note = Note.objects.select_for_update().filter(pk=id_).first()
    if note is None or (note.removed_at is not None and is_removed is not False):
        raise NoNote
    is_own = by is not None and note.author_id == by.pk
    if (body is not None or is_removed is not None) and not (is_own or may_any):
        raise NotYours
    if body is not None and body != note.body:
        note.body, note.edited_at = _checked(body), at
    if is_pinned is not None:
        note.pinned_at = at if is_pinned else None
    if is_removed is not None:
        note.removed_at = at if is_removed else None
    note.save()
    return note


def pinned(customer: int) -> list[Note]:
    """The pinned ones, the latest pin first."""
    rows = Note.objects.filter(customer_id=customer, removed_at=None).exclude(pinned_at=None)
    return list(rows.order_by("-pinned_at", "-pk")[:20])


def page(customer: int, after: tuple[object, object] | None, limit: int) -> list[Note]:
    """Up to `limit` notes behind the mark, the newest first."""
    at, id_ = after or (None, None)
    found = select(int, _PAGE, {"customer": customer, "at": at, "id": id_, "limit": limit})
    rows = Note.objects.in_bulk(found)
    return [rows[one] for one in found]


def kept(ids: set[int]) -> dict[int, str]:
    """The words of these notes, those removed left out."""
    return dict(Note.objects.filter(pk__in=ids, removed_at=None).values_list("pk", "body")) if ids else {}


def _checked(body: str) -> str:
    text = body.strip()
    if not text or len(text) > LONGEST or "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise Invalid(f"Write a note of 1 to {LONGEST} characters.", field="body.body")
    return text


_PAGE = """
select id from customers_note where customer_id = %(customer)s and removed_at is null
and (%(at)s::timestamptz is null or (created_at, id) < (%(at)s::timestamptz, %(id)s::bigint))
order by created_at desc, id desc limit %(limit)s
"""
