"""What the API says of workflows."""

from datetime import datetime

from pydantic import Field

from perennia.api.schema import Schema
from perennia.api.shapes import Given
from perennia.core.event import Value


class NumbersOut(Schema):
    """Of the last 30 days; `active` is now."""

    entered: int
    active: int
    done: int
    left: int
    sent: int
    held: int
    failed: int


class PauseOut(Schema):
    """Its messages wait, since so many of them failed; everything else of it goes on."""

    since: datetime
    tried: int
    failed: int


class WorkflowOut(Schema):
    """A workflow in the list."""

    key: str
    name: str
    lang: str | None = Field(None, description="The language of its name where a package has none in the reader's.")
    description: str
    audience: str
    group: str
    subject: str
    is_on: bool
    version: int
    switched_on_at: datetime | None
    trouble: str = Field(description="Why it rests although it is on; empty when all is well.")
    paused: PauseOut | None
    is_shipped: bool
    has_draft: bool = Field(description="Somebody is changing it. Version 0: it was never published.")
    numbers: NumbersOut
    trigger_label: str
    entered_by_day: list[int]


class Workflows(Schema):
    """All workflows; there are few, so they come at once."""

    items: list[WorkflowOut]
    next_cursor: None = None


class TriggerOut(Schema):
    """What starts a workflow, ends it, or counts as its goal."""

    key: str
    label: str
    icon: str
    params: dict[str, Value]


class StepNumbersOut(Schema):
    """Of one step, within 30 days; `waiting` is now. Opened and clicked only where the provider reports it."""

    entered: int = 0
    waiting: int = 0
    sent: int = 0
    held: int = 0
    failed: int = 0
    left: int = 0
    opened: int = 0
    clicked: int = 0


class BranchOut(Schema):
    """One way out of a step."""

    label: str
    steps: list["StepOut"]
    numbers: StepNumbersOut


class StepOut(Schema):
    """One step of the flow."""

    id: str
    kind: str
    key: str
    label: str
    detail: str
    icon: str
    template: str | None
    numbers: StepNumbersOut
    branches: list[BranchOut] = []


class TemplateOut(Schema):
    """A message text of a workflow in one language."""

    key: str
    language: str
    channel: str
    subject: str
    body: str
    short: str
    topic: str
    step_id: str | None
    is_edited: bool


class Rule(Schema):
    """One rule of conduct in words."""

    label: str
    value: str


class WorkflowRecord(WorkflowOut):
    """A workflow whole, as a flow from top to bottom."""

    trigger: TriggerOut
    when: str
    re_entry: str
    exits: list[TriggerOut]
    goal: TriggerOut | None
    steps: list[StepOut]
    messages: list[TemplateOut]
    rules: list[Rule]
    qualifying: int | None


class SwitchOn(Given):
    """How to switch it on."""

    enrol_existing: bool = False


class OlderRuns(Schema):
    """How many wait at one step of an older version; `moves`: the newest version still has that step."""

    version: int
    step: str
    count: int
    moves: bool


class Older(Schema):
    """The runs on older versions. They keep theirs until somebody moves them."""

    newest: int
    items: list[OlderRuns]


class Qualifying(Schema):
    """How many would qualify already; null where only an event can tell."""

    count: int | None
