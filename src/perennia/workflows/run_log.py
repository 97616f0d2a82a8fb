"""Reads of the run log: what workflows did with whom, and why."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from perennia.core import partition
from perennia.core.condition import Seen
from perennia.core.event import Value
from perennia.core.outcome import key_of
from perennia.host.select import select


class Followed(msgspec.Struct, frozen=True):
    """An effect of a step, and whether it changed anything."""

    kind: str
    changed: bool = True


class Did(msgspec.Struct, frozen=True):
    """One step that was taken: `filled` what the event gave to its parameters, `lacks` what it did not."""

    step: str
    what: str
    text: str = ""
    filled: dict[str, Value] = {}
    lacks: tuple[str, ...] = ()
    effects: tuple[Followed, ...] = ()
    until: datetime | None = None
    took: bool | None = None
    way: str = ""
    why: tuple[Seen, ...] = ()


class Detail(msgspec.Struct, frozen=True):
    """What a line of the run log keeps."""

    did: tuple[Did, ...] = ()
    state: str = ""
    reason: str = ""
    entry: str | None = None
    version: int = 0
    why: tuple[Seen, ...] = ()


class Line(msgspec.Struct, frozen=True):
    """One line of the run log."""

    partition: int
    id: int
    at: datetime
    customer_id: int
    contact_id: int | None
    workflow: str
    enrolment_id: UUID | None
    step: str
    outcome: str
    detail: Detail
    event_seq: int | None

    @property
    def event_id(self) -> str | None:
        """The public id of the event that caused it."""
        return None if self.event_seq is None else f"{self.partition}-{self.event_seq}"

    def message_ids(self) -> list[str]:
        """The public ids of the messages it put into the outbox: they are made of enrolment, step and place."""
        if self.enrolment_id is None:
            return []
        places = [
            (did.step, n) for did in self.detail.did for n, e in enumerate(did.effects) if e.kind == "SendMessage"
        ]
        return [f"{self.partition}-{key_of(self.enrolment_id, step, place)}" for step, place in places]


def of_customer(
    customer: int, *, workflow: str | None, contact: int | None, without: Sequence[str], before: int | None, limit: int
) -> list[Line]:
    """Lines about a customer, newest first; those of the workflows `without` are left out."""
    params = {
        "partition": partition.of(customer), "customer": customer, "workflow": workflow, "contact": contact,
        "without": list(without), "before": before, "limit": limit,
    }  # fmt: skip
    return select(_line, _OF_CUSTOMER, params)


def of_workflow(workflow: str, *, before: int | None, limit: int) -> list[Line]:
    """Lines of a workflow, newest first."""
    return select(_line, _OF_WORKFLOW, {"workflow": workflow, "before": before, "limit": limit})


def of_events(events: Sequence[tuple[int, int]]) -> dict[tuple[int, int], list[Line]]:
    """Lines these events (partition, seq) caused, in order, in one statement."""
    once = sorted(set(events))
    params = {"partitions": [each[0] for each in once], "seqs": [each[1] for each in once]}
    found: dict[tuple[int, int], list[Line]] = {}
    for line in select(_line, _OF_EVENTS, params):
        found.setdefault((line.partition, line.event_seq or 0), []).append(line)
    return found


_SELECT = """
select l.partition, l.id, l.at, l.customer_id, l.contact_id, l.workflow, l.enrolment_id, l.step, l.outcome,
       l.detail::text, l.event_seq
"""
_OF_CUSTOMER = f"""{_SELECT}
from run_log l
where l.partition = %(partition)s and l.customer_id = %(customer)s
  and (%(before)s::bigint is null or l.id < %(before)s)
  and (%(workflow)s::text is null or l.workflow = %(workflow)s)
  and (%(contact)s::bigint is null or l.contact_id = %(contact)s)
  and l.workflow <> all(%(without)s::text[])
order by l.id desc limit %(limit)s
"""  # two constants
_OF_WORKFLOW = f"""{_SELECT}
from run_log l where l.workflow = %(workflow)s and (%(before)s::bigint is null or l.id < %(before)s)
order by l.id desc limit %(limit)s
"""  # two constants
_OF_EVENTS = f"""{_SELECT}
from unnest(%(partitions)s::smallint[], %(seqs)s::bigint[]) as w(partition, seq)
cross join lateral (
    select * from run_log r where r.partition = w.partition and r.event_seq = w.seq order by r.id limit 200) l
order by l.id
"""  # noqa: S608  # two constants
_decode = msgspec.json.Decoder(Detail, strict=False).decode


def _line(
    part: int, id_: int, at: datetime, customer: int, contact: int | None, workflow: str, enrolment: UUID | None,
    step: str, outcome: str, detail: str, seq: int | None,
) -> Line:  # fmt: skip
    return Line(part, id_, at, customer, contact, workflow, enrolment, step, outcome, _decode(detail), seq)
