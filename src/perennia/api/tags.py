"""Tags as a whole: which there are, what names them, and giving one another name."""

from typing import Annotated, Literal, get_args

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from perennia.api import needs
from perennia.api.needs import Needs
from perennia.api.paging import Window, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Given
from perennia.customers import looks
from perennia.customers.boards import Tone
from perennia.host import clock
from perennia.workflows import retag, tags, titles

router = Router()


class UseOut(Schema):
    """A workflow or segment that names a tag."""

    kind: Literal["workflow", "segment"]
    key: str
    name: str


class TagOut(Schema):
    """A tag, on how many, what names it; `becomes` while it is being changed ("" when it is being removed)."""

    name: str
    customers: int
    contacts: int
    used_by: list[UseOut]
    becomes: str | None
    tone: Tone


class Tags(Schema):
    """Tags by name."""

    items: list[TagOut]
    next_cursor: str | None


class Wanted(Window):
    """Which tags."""

    q: Annotated[str, Field(max_length=200, description="Part of its name.")] = ""


class TagLookOut(Schema):
    """A tag and its colour."""

    tag: str
    tone: Tone


class TagLooks(Schema):
    """The tags that have a colour."""

    items: list[TagLookOut]
    next_cursor: None = None


class Look(Given):
    """Which tag shall have which colour; `quiet` is none."""

    tag: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]
    tone: Tone


class Rename(Given):
    """Which tag shall be called what; the name of another tag makes one of both, an empty one removes it."""

    tag: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]
    becomes: Annotated[str, Field(max_length=retag.LONGEST, pattern=r"^[^\x00-\x1f\x7f]*$")]


class Ordered(Schema):
    """It is being done, on so many at this moment."""

    id: int
    tag: str
    becomes: str


@router.get("", auth=Needs(Permission.CUSTOMER_READ), response=Tags)
def listing(request: HttpRequest, wanted: Query[Wanted]) -> Tags:
    """Tags in use, by name."""
    name = f"tags.{wanted.q}"
    mark = mark_of(wanted, name)
    rows = tags.page(wanted.q, str(mark[0]) if mark else None, wanted.limit + 1)
    shown = rows[: wanted.limit]
    tones, called, language = looks.every(), titles.titles(), needs.caller(request).language
    found = [
        TagOut(
            name=one.name, customers=one.customers, contacts=one.contacts, becomes=one.becomes,
            tone=_tone(tones.get(one.name)),
            used_by=[_use(use, titles.name(use.key, language, called)) for use in one.used_by],
        )
        for one in shown
    ]  # fmt: skip
    return Tags(items=found, next_cursor=cursor_of([shown[-1].name], name) if len(rows) > len(shown) else None)


def _use(use: tags.Use, workflow: str) -> UseOut:
    return UseOut(kind=use.kind, key=use.key, name=workflow if use.kind == "workflow" else use.name)


@router.get("/looks", auth=Needs(Permission.CUSTOMER_READ), response=TagLooks)
def coloured(request: HttpRequest) -> TagLooks:
    """Tags that have a colour, for whoever shows tags."""
    return TagLooks(items=[TagLookOut(tag=tag, tone=_tone(tone)) for tag, tone in looks.every().items()])


@router.put("/look", auth=Needs(Permission.SETTINGS_MANAGE), response=TagLookOut)
def colour(request: HttpRequest, given: Look) -> TagLookOut:
    """Gives a tag a colour, wherever it is shown."""
    looks.colour(given.tag, given.tone, needs.caller(request).member, clock.now())
    return TagLookOut(tag=given.tag, tone=given.tone)


@router.post("/rename", auth=Needs(Permission.SETTINGS_MANAGE), response={202: Ordered})
def rename(request: HttpRequest, given: Rename) -> Status[Ordered]:
    """Gives a tag another name on everybody who has it; nothing starts because of it."""
    made = retag.ask(given.tag, given.becomes, needs.caller(request).member, clock.now())
    return Status(202, Ordered(id=made.pk, tag=made.tag, becomes=made.becomes))


def _tone(kept: str | None) -> Tone:
    return next((tone for tone in _TONES if tone == kept), "quiet")


_TONES: tuple[Tone, ...] = get_args(Tone)
