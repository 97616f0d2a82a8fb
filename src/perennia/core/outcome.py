"""What one turn of the engine gives: rows to be stored together, in lists that can be cut back to a mark."""

from datetime import date, datetime
from hashlib import blake2b
from uuid import UUID

import msgspec

from perennia.core.effect import ColdEffect
from perennia.core.event import Event, Properties
from perennia.core.letter_facts import LetterFacts
from perennia.core.profile import Profile


def key_of(*parts: object) -> UUID:
    """A 128-bit hash of the parts: the same step of the same enrolment has the same key on every try."""
    digest = blake2b(digest_size=16)
    for part in parts:
        text = str(part).encode()
        digest.update(len(text).to_bytes(4, "big") + text)
    return UUID(bytes=digest.digest())


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """One subject in one version of one workflow. `node` is the step it stands at or waits in."""

    kind: int
    subject: int
    workflow: str
    entry_key: str
    id: UUID
    customer: int
    version: int
    state: str  # active waiting done left stopped failed
    is_sticky: bool
    node: int
    entered_at: datetime
    moved_at: datetime
    steps_taken: int = 0
    depth: int = 0
    due_at: datetime | None = None
    awaits: tuple[str, ...] = ()
    entry: Properties = {}
    reason: str = ""

    @property
    def is_running(self) -> bool:
        return self.state in ("active", "waiting")


class Timer(msgspec.Struct, frozen=True):
    due_at: datetime
    enrolment: UUID
    node: int
    kind: int
    subject: int
    customer: int


class Happened(msgspec.Struct, frozen=True):
    """A history row: the event with its end state."""

    event: Event
    outcome: str  # matched, no_match
    is_late: bool


class TagRow(msgspec.Struct, frozen=True):
    kind: int
    subject: int
    tag: str
    customer: int
    at: datetime
    is_on: bool


class SegmentRow(msgspec.Struct, frozen=True):
    kind: int
    subject: int
    segment: str
    customer: int
    at: datetime
    is_in: bool


class StageRow(msgspec.Struct, frozen=True):
    """`is_beside`: stands in this stage beside others of the pipeline, else instead of them. `is_gone`: no longer."""

    kind: int
    subject: int
    pipeline: str
    stage: str
    customer: int
    since: datetime
    is_beside: bool = False
    is_gone: bool = False


class PointsRow(msgspec.Struct, frozen=True):
    kind: int
    subject: int
    key: UUID
    customer: int
    points: int
    reason: str
    at: datetime
    reason_vi: str = ""
    workflow: str = ""
    step: str = ""
    times: int = 1  # how often they were earned; 0: puts earlier entries right
    cause: int | None = None  # seq of the event they were earned by


class MessageRow(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    customer: int
    contact: int | None
    role: str
    channel: str
    workflow: str
    version: int
    enrolment: UUID
    step: str
    template: str
    topic: str
    priority: int
    asked_at: datetime
    expires_at: datetime
    depth: int
    facts: LetterFacts


class EffectRow(msgspec.Struct, frozen=True):
    """An effect on a cold table, performed once by its key. `facts` are what its texts may name.

    `depth` goes on with what is told of it, so that a chain of workflows over cold rows ends too.
    """

    key: UUID
    customer: int
    contact: int | None
    at: datetime
    effect: ColdEffect
    workflow: str = ""
    facts: Properties = {}
    depth: int = 0


class WebhookRow(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery to an endpoint; `body` leaves byte by byte as it stands here."""

    id: UUID
    endpoint: int
    customer: int
    event: str
    type: str
    body: str
    at: datetime


class Log(msgspec.Struct, frozen=True):
    at: datetime
    customer: int
    contact: int | None
    workflow: str
    enrolment: UUID | None
    step: str
    outcome: str
    detail: Properties
    seq: int | None


class Failure(msgspec.Struct, frozen=True):
    """An event that could not be worked; the customer's later rows wait behind it."""

    customer: int
    seq: int
    reason: str


class Outcome:
    """Lists of rows, appended to as a turn goes on."""

    LISTS = (
        "happened",
        "days",
        "active",
        "tags",
        "stages",
        "segments",
        "crossed",
        "points",
        "messages",
        "effects",
        "webhooks",
        "timers",
        "gone",
        "logs",
        "tally",
    )

    def __init__(self) -> None:
        self.happened: list[Happened] = []
        self.days: list[tuple[int, int, str, date, int]] = []  # kind, subject, name, day, seconds
        self.active: list[tuple[int, date, int]] = []  # customer, day, contact
        self.tags: list[TagRow] = []
        self.stages: list[StageRow] = []
        self.segments: list[SegmentRow] = []
        self.crossed: list[
            tuple[int, datetime]
        ] = []  # customers whose contacts' segments are to be judged, and from when
        self.points: list[PointsRow] = []
        self.messages: list[MessageRow] = []
        self.effects: list[EffectRow] = []
        self.webhooks: list[WebhookRow] = []
        self.timers: list[Timer] = []
        self.gone: list[Timer] = []
        self.logs: list[Log] = []
        self.tally: list[tuple[str, str, date, str]] = []  # workflow, step, day, what
        self.profiles: dict[tuple[int, int], Profile] = {}
        self.enrolments: dict[tuple[int, int, str, str], Enrolment] = {}
        self.failures: list[Failure] = []

    def mark(self) -> tuple[int, ...]:
        return tuple(len(getattr(self, name)) for name in self.LISTS)

    def cut_back(self, mark: tuple[int, ...]) -> None:
        for name, length in zip(self.LISTS, mark, strict=True):
            del getattr(self, name)[length:]
