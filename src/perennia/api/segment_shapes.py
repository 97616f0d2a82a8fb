"""What the API says of segments, and what it takes."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Given, Text
from perennia.customers.field_catalogue import Shape, Widget

Subject = Literal["customer", "contact"]
Tree = Annotated[dict[str, Any], Field(description="A condition; see the how-to on segments.")]
About = Annotated[str, Field(max_length=500)]


class SegmentOut(Schema):
    """A saved, live condition. `count` is how many are in it; `is_counting` while a new meaning is being worked in."""

    key: str
    name: str
    about: str
    subject: Subject
    condition: Tree
    summary: str
    count: int
    is_counting: bool
    is_shipped: bool
    is_archived: bool
    changed_at: datetime
    created_by: str | None


class SegmentDetail(SegmentOut):
    """A segment with the workflows that name it."""

    workflows: list[str]


class Segments(Schema):
    """All segments; there are at most two hundred, so they come at once."""

    items: list[SegmentOut]
    next_cursor: None = None


class NewSegment(Given):
    """A segment to be."""

    name: Annotated[Text, Field(max_length=120)]
    subject: Subject = "customer"
    about: About = ""
    condition: Tree


class SegmentChange(Given):
    """What is to change; the subject stays."""

    name: Annotated[Text, Field(max_length=120)] | None = None
    about: About | None = None
    condition: Tree | None = None
    is_archived: bool | None = None


class Draft(Given):
    """A condition that is still being written."""

    subject: Subject = "customer"
    condition: Tree


class SegmentMember(Schema):
    """Somebody in a segment: a customer, or a contact with theirs."""

    id: int
    name: str
    customer_id: int
    customer: str
    since: datetime | None


class SegmentPreview(Schema):
    """How many meet a condition now, the first few of them, and the condition in words."""

    count: int
    sample: list[SegmentMember]
    summary: str


class SegmentMembers(Schema):
    """A page of those in a segment, the newest first."""

    items: list[SegmentMember]
    next_cursor: Cursor


class OperatorOut(Schema):
    """An operator in words: what stands before the value and behind it, and what the value is entered with."""

    op: str
    before: str
    after: str
    widget: Widget


class SegmentField(Schema):
    """A field one may ask about."""

    field: str
    label: str
    group: str
    shape: Shape
    operators: list[OperatorOut]
    choices: list[str]
    called: Annotated[dict[str, str], Field(description="What people read of a choice, where it differs.")] = {}


class FieldsOut(Schema):
    """All fields of a subject, in the order they are offered."""

    items: list[SegmentField]
    next_cursor: None = None
