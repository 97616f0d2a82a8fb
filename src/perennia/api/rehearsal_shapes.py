"""What the API says of rehearsals."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from perennia.api.log_shapes import WhyOut
from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Given, Named, NamedWorkflow

State = Literal["waiting", "running", "done", "cancelled", "failed"]


class NewRehearsal(Given):
    """What is rehearsed on the last `days` days: `definition` where one is given, else the draft, else what is published."""

    days: Annotated[int, Field(ge=1, le=366)] = 90
    compare: Annotated[bool, Field(description="Also rehearse what is published now, to see what would change.")] = (
        False
    )
    definition: dict[str, Any] | None = None


class Counted(Schema):
    """How often, and of what; `text` says it in words."""

    key: str
    text: str
    count: int


class RehearsedDay(Schema):
    """One day of the window, in the organisation's zone."""

    day: date
    entered: int
    sent: int
    held: int
    notices: int
    tasks: int


class RehearsedLetter(Schema):
    """A letter that would have been sent, as it would have read then; `html` is empty where `text` is all of it."""

    at: datetime
    customer: Named | None
    contact: Named | None
    to: str
    template: str
    subject: str
    text: str
    html: str


class Side(Schema):
    """What one definition would have done. `waiting`: letters still queued when the window ended."""

    of: Literal["draft", "running"]
    events: int
    customers: int
    entered: int
    sent: int
    held: int
    waiting: int
    notices: int
    tasks: int
    days: list[RehearsedDay]
    not_entered: list[Counted]
    holds: list[Counted]
    deferred: list[Counted]
    states: list[Counted]
    steps: list[Counted]
    changes: list[Counted]
    samples: list[RehearsedLetter]
    traces_left_out: int


class RehearsalOut(Schema):
    """A rehearsal and how far it is. `notes` say what it could not know."""

    id: int
    workflow: NamedWorkflow
    state: State
    progress: float
    begins_at: datetime
    ends_at: datetime
    knows_from: datetime | None
    asked_by: str
    asked_at: datetime
    failure: str
    sides: list[Side]
    notes: list[str]


class Rehearsals(Schema):
    """The rehearsals of a workflow that are kept, the newest first, without what they found."""

    items: list[RehearsalOut]


class RehearsedCustomer(Schema):
    """A customer the rehearsed workflow would have touched."""

    customer: Named
    entered: int
    sent: int
    held: int
    first_at: datetime


class RehearsedCustomers(Schema):
    """A page of them, in the order of their numbers."""

    items: list[RehearsedCustomer]
    next_cursor: Cursor


class TraceLine(Schema):
    """One thing it would have done with the customer, or why it would not have."""

    at: datetime
    contact: Named | None
    outcome: str
    text: str
    steps: list[str]
    why: list[WhyOut]


class Trace(Schema):
    """All of them, in order of time; at most a thousand."""

    items: list[TraceLine]
