"""What the shell may be told to do. Closed on purpose: see docs/decisions/0002-effects-are-closed.md.

An effect is data. `on` says whose: the workflow's subject, or the customer it belongs to.
"""

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from perennia.core.event import Properties

On = Literal["subject", "customer"]
Priority = Literal["urgent", "high", "normal", "low"]


class AddTag(msgspec.Struct, frozen=True, tag=True):
    """Adds a tag. `among` names an exclusive set whose other members fall off."""

    tag_name: str
    among: tuple[str, ...] = ()
    on: On = "subject"


class RemoveTag(msgspec.Struct, frozen=True, tag=True):
    tag_name: str
    on: On = "subject"


class MoveStage(msgspec.Struct, frozen=True, tag=True):
    """Moves to a stage; with `several` one stands in it beside others of the same pipeline. No stage: leaves it."""

    pipeline: str
    stage: str
    several: bool = False
    on: On = "subject"


class LeaveStage(msgspec.Struct, frozen=True, tag=True):
    """Stands no longer in a stage of a pipeline where one may stand in several."""

    pipeline: str
    stage: str
    on: On = "subject"


class AddScore(msgspec.Struct, frozen=True, tag=True):
    """Adds points (or takes them, below zero) to the ledger with their reason.

    `times`: how often they were earned; 0 for what only puts earlier entries right.
    """

    points: int
    reason: str
    on: On = "subject"
    reason_vi: str = ""
    times: int = 1


class SendMessage(msgspec.Struct, frozen=True, tag=True):
    """Puts one message into the outbox. To the subject contact, else to the contact with `role`, else the primary.

    `span_hours`: how long it may be deferred before it is held. `if_unsent`: what the workflow does when it is held
    or fails. `priority`: lower leaves first. `hours`: whether it leaves in business hours only, or
    at once in quiet hours too, as transactional ones may.
    """

    template: str
    channel: str = "email"
    role: str = "primary"
    topic: str = "success"
    priority: int = 50
    span_hours: int = 72
    if_unsent: Literal["go_on", "tell_owner", "stop"] = "go_on"
    hours: Literal["any", "business", "at_once"] = "any"
    fallback: tuple[str, ...] = ()  # channels to go on by, in order, where one surely could not deliver
    outside: str = ""  # the id of a template its provider keeps, for channels that send by one
    values: tuple[tuple[str, str], ...] = ()  # what is put into it, by name; Liquid


class CallWebhook(msgspec.Struct, frozen=True, tag=True):
    """Tells a webhook endpoint of the team's that a step was reached; the delivery commits with it."""

    endpoint: int
    name: str = "workflow_step"


class Notify(msgspec.Struct, frozen=True, tag=True):
    """Tells the team. `to`: owner, everybody, a role ("role:cs_ops"), one member ("member:12") or a place
    ("channel:slack:alerts").

    named: the member the event names in `member`, else the owner.
    """

    notice: str  # its kind, by which notices are grouped
    text: str
    to: str = "owner"
    is_urgent: bool = False


class Assign(msgspec.Struct, frozen=True, tag=True):
    """Gives the customer an owner where it has none: the named member, or one of a role.

    `how`: whoever of the role looks after the fewest customers, or each in turn.
    """

    role: str = "cs_staff"
    member: int | None = None
    replace: bool = False
    how: Literal["least_loaded", "in_turn"] = "least_loaded"


class AddTask(msgspec.Struct, frozen=True, tag=True):
    """Gives somebody of the team something to do.

    `to`: owner, a role ("role:cs_ops": whoever of it takes it) or one member ("member:12"). `due_in` counts from the
    moment of the effect; None leaves it without a due date. `known_as`: by what a later step finds it again; Liquid.
    """

    title: str
    note: str = ""
    to: str = "owner"
    due_in: timedelta | None = timedelta(days=1)
    priority: Priority = "normal"
    known_as: str = ""


class CloseTask(msgspec.Struct, frozen=True, tag=True):
    """Takes back the open tasks the same workflow gave about the same subject under this name: not to be done any more."""

    known_as: str


class PlanSession(msgspec.Struct, frozen=True, tag=True):
    """Books a session for the contact, or the customer's primary one, with the calendar entries to both sides.

    `session`: the kind, by its address. `after`: how long from now the first time lies that would do.
    """

    session: str
    after: timedelta = timedelta(days=1)


class SetField(msgspec.Struct, frozen=True, tag=True):
    """Sets a trait of the subject or its customer."""

    field: str
    value: str | int | float | bool | None
    on: On = "subject"


class StartWorkflow(msgspec.Struct, frozen=True, tag=True):
    """Lets the subject into another workflow, whose condition and re-entry still decide."""

    workflow: str


class StopWorkflow(msgspec.Struct, frozen=True, tag=True):
    """Ends the subject's run of another workflow."""

    workflow: str


class KnowFeature(msgspec.Struct, frozen=True, tag=True):
    """Notes a feature seen for the first time, so that its frame can be set. Given by folding, never by a step."""

    feature: str


class Describe(msgspec.Struct, frozen=True, tag=True):
    """Makes or refreshes the cold row of a customer or contact. Given by folding, never by a step."""

    kind: int
    id: int
    customer: int
    at: datetime
    by: str
    traits: Properties
    is_whole: bool = False  # these are all there are: what they do not say is not known


class Remove(msgspec.Struct, frozen=True, tag=True):
    """Takes away the cold row of a customer or contact an import made and that was taken back."""

    kind: int
    id: int


class Forget(msgspec.Struct, frozen=True, tag=True):
    """Takes away the cold row of a customer or contact that became another. Given by the mover alone."""

    kind: int
    id: int
    became: int


Effect = (
    AddTag
    | RemoveTag
    | MoveStage
    | LeaveStage
    | AddScore
    | SendMessage
    | CallWebhook
    | Notify
    | Assign
    | AddTask
    | CloseTask
    | PlanSession
    | SetField
    | StartWorkflow
    | StopWorkflow
)
ColdEffect = Notify | Assign | AddTask | CloseTask | PlanSession | Describe | Forget | KnowFeature | Remove
