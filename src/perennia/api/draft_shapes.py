"""What the API says of drafts and versions, and what it takes."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Given, Text
from perennia.api.workflow_shapes import StepOut, TriggerOut

Definition = Annotated[
    dict[str, Any],
    Field(description="A workflow as data: label, subject, audience, trigger, when, steps, templates, ..."),
]
Revision = Annotated[int, Field(ge=0, le=2**31 - 1)]


class NewWorkflow(Given):
    """A workflow to be: from nothing, or as a copy of another, whose audience and subject it then takes over."""

    name: Annotated[Text, Field(max_length=120)]
    audience: Literal["customer_touch", "internal_notification"] = "customer_touch"
    subject: Literal["customer", "contact"] = "contact"
    copy_of: Annotated[str, Field(max_length=120)] | None = None


class Begun(Schema):
    """A workflow that was begun."""

    key: str


class FaultOut(Schema):
    """One thing to mend: the path in the definition, the step (empty: none), its field, what is wrong and what to do."""

    where: str
    step: str
    field: str
    message: str


class Drawn(Schema):
    """A definition in words, top to bottom."""

    trigger: TriggerOut | None
    when: str
    again: str
    exits: list[TriggerOut]
    goal: TriggerOut | None
    steps: list[StepOut]


class DraftOut(Schema):
    """A draft. `revision` 0: nothing is kept yet, it is the newest version as it is read now.

    `version` is the number of the newest version (0: none), `based_on` of the one the draft was begun from.
    """

    key: str
    definition: Definition
    revision: int
    version: int
    based_on: int
    changed_at: datetime | None
    changed_by: str
    is_changed: bool
    drawn: Drawn
    faults: list[FaultOut]


class KeptDraft(Given):
    """A draft to keep; `revision` is the one it was written upon."""

    revision: Revision
    definition: Definition


class OfRevision(Given):
    """Which state of the draft is meant; another is refused, so that nobody publishes or discards unseen words."""

    revision: Revision


class BeginFrom(OfRevision):
    """What to begin anew from: a version, or with none the workflow as it was shipped."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


class ChangeOut(Schema):
    """One difference in words; `step` is empty where a part of the workflow itself differs."""

    kind: Literal["added", "changed", "moved", "removed"]
    what: str
    details: list[str]
    step: str


class DraftChanges(Schema):
    """All differences to the running version."""

    items: list[ChangeOut]
    next_cursor: None = None
    version: int
    running: int = Field(description="How many are under way in the running version and older ones; they keep theirs.")


class VersionOut(Schema):
    """One published version. `published_by` is empty where it came with Perennia."""

    number: int
    published_at: datetime
    published_by: str
    running: int


class Versions(Schema):
    """A page of versions, the newest first."""

    items: list[VersionOut]
    next_cursor: Cursor


class VersionRecord(Schema):
    """A version whole, with what it changed of the one before."""

    number: int
    definition: Definition
    drawn: Drawn
    changes: list[ChangeOut]
