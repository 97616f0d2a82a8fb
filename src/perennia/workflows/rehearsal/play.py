"""Plays one customer's past for one workflow: events, waits and letters, each at its own moment."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from perennia.core.catalogue import EVERY
from perennia.core.event import Event, Properties
from perennia.core.index import Index
from perennia.core.outcome import key_of
from perennia.core.replay import Replay
from perennia.core.stream import Arrived
from perennia.ingest.row import REPORTS
from perennia.workflows.rehearsal.post import Known, Letter, Post
from perennia.workflows.rehearsal.tell import Told

_INSTANT = timedelta(microseconds=1)
_OFTEN = 200  # events between two looks at what else came of them, which nobody asks about


class Play:
    """One customer on one stage. What the watched workflow does is told to `told`."""

    def __init__(self, customer: int, index: Index, workflow: str, known: Known, told: Told) -> None:
        self._replay = Replay(customer, index)
        self._workflow = workflow
        self._post = Post(known, self._replay.standing)
        self._told = told
        self._hears_reports = _hears_reports(index)

    def happen(self, events: Sequence[Arrived]) -> None:
        """These events, in the order of receipt."""
        for one in events:
            self._pass(one.event.received_at)
            self._replay.happens(one)
            self._gather()
        self._told.events(len(events))

    def end(self, until: datetime) -> None:
        """Time passes until the end of the window; what still waits then is told as waiting."""
        self._pass(until)
        self._tell(until + _INSTANT)  # what was asked for in the last of its moments may leave in it
        for letter in self._post.left_over():
            self._told.letter(letter, self._replay.standing)
        self._told.ended(self._replay.of(self._workflow))

    def _pass(self, until: datetime) -> None:
        self._replay.until(until)
        self._gather()
        self._tell(until)

    def _tell(self, until: datetime) -> None:
        """The letters whose moment lies before, and what follows from them."""
        while letters := self._post.settle(until):
            for letter in letters:
                self._told.letter(letter, self._replay.standing)
                self._report(letter)
            self._gather()

    def _gather(self) -> None:
        out = self._replay.standing.out
        if out.logs or out.messages:
            out = self._replay.take()
            self._told.out(out, self._workflow)
            self._post.ask(row for row in out.messages if row.workflow == self._workflow)
        elif len(out.happened) > _OFTEN:
            self._replay.take()

    def _report(self, letter: Letter) -> None:
        """A letter that was not sent is an event, where somebody goes by it; one that really happened is in the past."""
        row = letter.row
        if letter.state != "held" or not (self._hears_reports or row.facts.if_unsent != "go_on"):
            return
        if self._post.is_real(row):
            return
        self._replay.happens(_held(letter))


def _hears_reports(index: Index) -> bool:
    names = {
        name for live in index.live for one in (live.plan.trigger, *live.plan.listening()) for name in one.listens()
    }
    return any(name.startswith("Message ") or name == EVERY for name in names)


def _held(letter: Letter) -> Arrived:
    row, at = letter.row, letter.at
    key = f"message:{row.id}:held:0"
    said: Properties = {
        "message": str(row.id), "workflow": row.workflow, "template": row.template, "step": row.step, "channel": row.channel,
        "topic": row.topic, "reason": letter.reason, "if_unsent": row.facts.if_unsent, "enrolment": str(row.enrolment),
    }  # fmt: skip
    event = Event(
        seq=-(key_of(key).int >> 65) - 1, id=key, name="Message Held", kind="report", customer=row.customer,
        contact=letter.contact or row.contact, at=at, received_at=at, source=REPORTS, depth=row.depth + 1, properties=said,
    )  # fmt: skip
    return Arrived(event)
