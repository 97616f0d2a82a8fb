"""What the API says of guidance, and what it takes."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Given, Moment, Text
from perennia.core.guidance import Form, Kind, Repeat

State = Literal["draft", "live", "paused", "ended"]
Language = Literal["", "en", "vi"]
Tree = Annotated[dict[str, Any], Field(description="A condition about contacts and their customer; empty: everybody.")]
Patterns = Annotated[
    list[Annotated[str, Field(max_length=300)]],
    Field(max_length=30, description="Like /reports/*; one that begins with ! keeps pages out; none: every page."),
]
Priority = Annotated[int, Field(ge=-100, le=100)]
Name = Annotated[Text, Field(max_length=120)]


class WordsIO(Given):
    """A text in one language. `body` is Markdown; `done` is what a completed checklist says."""

    title: Annotated[str, Field(max_length=200)] = ""
    body: Annotated[str, Field(max_length=20_000)] = ""
    button: Annotated[str, Field(max_length=60)] = ""
    done: Annotated[str, Field(max_length=200)] = ""


class TextsIO(Given):
    """The same text in each language it is written in."""

    en: WordsIO | None = None
    vi: WordsIO | None = None


class PartIO(Given):
    """A step of a tour (it points at `selector`), or an item of a checklist (done by a click, an event, a feature)."""

    id: Annotated[str, Field(max_length=60)]
    texts: TextsIO = TextsIO()
    link: Annotated[str, Field(max_length=2000)] = ""
    selector: Annotated[str, Field(max_length=500)] = ""
    side: Literal["top", "bottom", "left", "right", "auto"] = "auto"
    by: Literal["click", "event", "feature"] = "click"
    name: Annotated[str, Field(max_length=200)] = ""


class ContentIO(Given):
    """All an item says."""

    texts: TextsIO = TextsIO()
    link: Annotated[str, Field(max_length=2000)] = ""
    form: Form = "card"
    repeat: Repeat = "once"
    parts: Annotated[list[PartIO], Field(max_length=20)] = []


class GuidanceNumbers(Schema):
    """What it did, each person counted once. The days are the last 30, the last of them today."""

    shown: int
    clicked: int
    closed: int
    finished: int
    missing: Annotated[int, Field(description="People for whom what a tip points at was not on the page.")]
    shown_by_day: list[int]
    finished_by_day: list[int]
    parts: Annotated[dict[str, int], Field(description="How many have done each item of a checklist.")]


class GuidanceOut(Schema):
    """An item in a list. `phase`: its state as of now, when its dates are looked at."""

    id: int
    key: str
    kind: Kind
    name: str
    state: State
    phase: Literal["draft", "scheduled", "live", "paused", "ended"]
    form: Form
    summary: Annotated[str, Field(description="For whom it is, in words; empty for everybody.")]
    pages: list[str]
    language: Language
    priority: int
    starts_at: datetime | None
    ends_at: datetime | None
    audience: Annotated[int | None, Field(description="How many it is for, when last counted; null: everybody.")]
    counted_at: datetime | None
    changed_at: datetime
    numbers: GuidanceNumbers


class FaultToMend(Schema):
    """What has to be mended before it can go live."""

    field: str
    text: str


class GuidanceRecord(GuidanceOut):
    """An item whole."""

    content: ContentIO
    condition: Tree
    created_by: str | None
    created_at: datetime
    live_at: datetime | None
    faults: list[FaultToMend]


class GuidanceList(Schema):
    """A page of items, the last changed first."""

    items: list[GuidanceOut]
    next_cursor: Cursor


class NewGuidance(Given):
    """An item to be, a draft."""

    kind: Kind
    name: Name
    content: ContentIO = ContentIO()


class GuidanceChange(Given):
    """What is to change; what is left out stays."""

    name: Name | None = None
    state: State | None = None
    content: ContentIO | None = None
    condition: Tree | None = None
    pages: Patterns | None = None
    language: Language | None = None
    priority: Priority | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    is_removed: bool | None = None


class GuidanceCopy(Given):
    """What the copy is called."""

    name: Name


class GuidanceSketch(Given):
    """What is being written, to be drawn."""

    kind: Kind
    content: ContentIO
    language: Literal["en", "vi"] = "en"


class GuidanceDrawn(Schema):
    """The same as a product's page is told it, and how it is to look."""

    item: dict[str, Any]
    look: dict[str, Any]


class PageAsked(Given):
    """Patterns, and an address to try them on."""

    pages: Patterns
    address: Annotated[str, Field(max_length=2000)]


class PageAnswer(Schema):
    """Whether it would be shown there."""

    matches: bool


class TryAt(Given):
    """The page of one's own product to see it on."""

    address: Annotated[str, Field(max_length=2000)]


class TryLink(Schema):
    """Open it within the hour, in the browser that is to see it."""

    url: str


class GuidanceRulesOut(Schema):
    """What holds for all guidance."""

    per_session: int
    per_day: int
    scheme: Literal["auto", "light", "dark"]
    corner: Literal["right", "left"]
    has_button: bool
    needs_signature: bool


class GuidanceRulesChange(Given):
    """What to change; what is left out stays."""

    per_session: Annotated[int | None, Field(ge=0, le=20)] = None
    per_day: Annotated[int | None, Field(ge=0, le=50)] = None
    scheme: Literal["auto", "light", "dark"] | None = None
    corner: Literal["right", "left"] | None = None
    has_button: bool | None = None
    needs_signature: bool | None = None


class IdentityKeys(Schema):
    """The key of each source, with which a company's own server signs user ids."""

    items: list["IdentityKey"]
    next_cursor: None = None


class IdentityKey(Schema):
    """A source and its key."""

    source: int
    name: str
    key: str
