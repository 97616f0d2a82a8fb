"""What the API says of runs of workflows."""

from datetime import datetime

from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Named, NamedWorkflow
from perennia.core.event import Value


class WhyOut(Schema):
    """One predicate of a condition: what was expected and what was seen, in words and as it is.

    `passed` says whether it speaks for the condition; under a `not` it does so by not being so.
    """

    text: str
    saw: str
    label: str
    op: str
    expected: Value
    seen: Value
    passed: bool


class RunLogEntry(Schema):
    """What a workflow did with somebody at one moment, and why."""

    id: str
    at: datetime
    workflow: NamedWorkflow
    step: str | None
    outcome: str
    text: str
    steps: list[str]
    why: list[WhyOut]
    event_id: str | None
    customer: Named | None
    contact: Named | None
    message_id: str | None


class RunLog(Schema):
    """A page of the run log."""

    items: list[RunLogEntry]
    next_cursor: Cursor


class EnrolmentOut(Schema):
    """Somebody in a workflow."""

    id: str
    workflow: NamedWorkflow
    audience: str
    customer: Named | None
    contact: Named | None
    state: str
    step: int
    steps: int
    step_label: str
    entered_at: datetime
    entered_on: str
    waits_until: datetime | None
    ended_at: datetime | None
    reason: str


class Enrolments(Schema):
    """A page of enrolments."""

    items: list[EnrolmentOut]
    next_cursor: Cursor
