"""What a rehearsal tells: sums by day, reasons, steps reached, sample letters, and the lines of each customer's trace."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo

import msgspec

from perennia.core.event import Properties
from perennia.core.outcome import Enrolment, Log, Outcome
from perennia.core.standing import Standing
from perennia.workflows.rehearsal.post import Letter

MOST_LINES = 50_000  # kept for one side; sums go on
Counts = dict[str, int]


class Sample(msgspec.Struct, frozen=True):
    """A letter as it would have read. `html` is empty where its channel carries a few lines alone, which `text` has."""

    at: datetime
    customer: int
    contact: int
    to: str
    template: str
    subject: str
    text: str
    html: str


class Sums(msgspec.Struct):
    """Sums of one side. Days are those of the organisation's zone; reasons are codes, as in the run log."""

    events: int = 0
    customers: int = 0  # that entered at all
    entered: Counts = {}
    sent: Counts = {}
    held: Counts = {}
    notices: Counts = {}
    tasks: Counts = {}
    not_entered: Counts = {}
    holds: Counts = {}
    deferred: Counts = {}
    states: Counts = {}
    reached: Counts = {}  # by step
    changes: Counts = {}  # by kind of effect
    waiting: int = 0  # letters still queued at the end
    lines: int = 0  # kept in traces
    lines_left_out: int = 0
    samples: list[Sample] = []

    def plus(self, other: "Sums") -> "Sums":
        """Both together."""
        said: dict[str, object] = {}
        for name in self.__struct_fields__:
            mine, theirs = getattr(self, name), getattr(other, name)
            if isinstance(mine, dict):
                said[name] = dict(Counter(mine) + Counter(theirs))
            else:
                said[name] = mine + theirs
        return msgspec.convert(said, Sums)


class Line(msgspec.Struct, frozen=True):
    """A line of a trace: one of the run log, or the fate of a letter (outcome `letter`)."""

    at: datetime
    customer: int
    contact: int | None
    enrolment: str | None
    outcome: str
    detail: Properties


Write = Callable[[Letter, Standing], Sample | None]


class Told:
    """Gathers what one side does from `since` on, in memory of the size of a partition's doings."""

    def __init__(self, since: datetime, zone: tzinfo, write: Write, room: int) -> None:
        self.sums = Sums()
        self.lines: list[Line] = []
        self._since = since
        self._zone = zone
        self._write = write
        self._room = room
        self._entered: Counter[str] = Counter()
        self._by_day: dict[str, Counter[str]] = {
            name: Counter() for name in ("entered", "sent", "held", "notices", "tasks")
        }
        self._counts: dict[str, Counter[str]] = {
            name: Counter() for name in ("not_entered", "holds", "deferred", "states", "reached", "changes")
        }

    def events(self, many: int) -> None:
        """So many events were worked."""
        self.sums.events += many

    def out(self, out: Outcome, workflow: str) -> None:
        """What the engine did."""
        for log in out.logs:
            if log.workflow == workflow and log.at >= self._since:
                self._log(log)
        for row in out.effects:
            if row.workflow == workflow and row.at >= self._since:
                kind = type(row.effect).__name__
                named = {"Notify": "notices", "AddTask": "tasks"}.get(kind)
                if named:
                    self._by_day[named][self._day(row.at)] += 1

    def letter(self, letter: Letter, standing: Standing) -> None:
        """What became of a letter."""
        if letter.at < self._since:
            return
        if letter.state == "sent":
            self._by_day["sent"][self._day(letter.at)] += 1
            sample = self._write(letter, standing)
            if sample is not None:
                self.sums.samples.append(sample)
        elif letter.state == "waiting":
            self.sums.waiting += 1
        else:
            self._by_day["held"][self._day(letter.at)] += 1
            self._counts["holds"][letter.reason] += 1
        if letter.deferred:
            self._counts["deferred"][letter.deferred] += 1
        row = letter.row
        detail: Properties = {"state": letter.state, "reason": letter.reason, "deferred": letter.deferred,
                              "template": row.template, "step": row.step, "asked_at": row.asked_at.isoformat()}  # fmt: skip
        self._line(Line(letter.at, row.customer, letter.contact, str(row.enrolment), "letter", detail))

    def ended(self, enrolments: Iterable[Enrolment]) -> None:
        """How the enrolments of a customer stand at the end, those that were over before the window left out."""
        states = [one.state for one in enrolments if one.is_running or one.moved_at >= self._since]
        self.sums.customers += bool(states)
        self._counts["states"].update(states)

    def closed(self) -> Sums:
        """The sums as they are kept."""
        for name, counts in (*self._by_day.items(), *self._counts.items()):
            setattr(self.sums, name, dict(counts))
        return self.sums

    def _log(self, log: Log) -> None:
        if log.outcome == "entered":
            self._by_day["entered"][self._day(log.at)] += 1
        elif log.outcome == "not_entered":
            self._counts["not_entered"][str(log.detail.get("reason")).partition(":")[0]] += 1
        did = log.detail.get("did")
        for step in did if isinstance(did, list) else ():
            if not isinstance(step, dict):
                continue
            self._counts["reached"][str(step.get("step"))] += 1
            effects = step.get("effects")
            for effect in effects if isinstance(effects, list) else ():
                if isinstance(effect, dict) and effect.get("changed"):
                    self._counts["changes"][str(effect.get("kind"))] += 1
        enrolment = str(log.enrolment) if log.enrolment else None
        self._line(Line(log.at, log.customer, log.contact, enrolment, log.outcome, log.detail))

    def _line(self, line: Line) -> None:
        if len(self.lines) < self._room:
            self.lines.append(line)
            self.sums.lines += 1
        else:
            self.sums.lines_left_out += 1

    def _day(self, at: datetime) -> str:
        return at.astimezone(self._zone).date().isoformat()
