"""Puts events of the stream into words and names, with what each did."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from perennia.api import log, told
from perennia.api.log_shapes import RunLogEntry
from perennia.api.schema import Schema
from perennia.api.shapes import Named, NamedWorkflow, named
from perennia.customers import names
from perennia.customers.wording import summary
from perennia.ingest import sources
from perennia.workflows import reading, run_log, titles
from perennia.workflows.events import Rejected, Seen
from perennia.workflows.reading import Reader, Reading
from perennia.workflows.run_log import Line
from perennia.workflows.sentences import EFFECTS, sentence, step


class DidOut(Schema):
    """One thing an event led to."""

    kind: str
    text: str
    workflow: NamedWorkflow | None


class EventOut(Schema):
    """An event in the stream. A rejected one says what was wrong, in which field."""

    id: str
    name: str
    kind: str
    at: datetime
    received_at: datetime
    customer: Named | None = None
    contact: Named | None = None
    source: str
    historical: bool = False
    late: bool = False
    state: str
    did: list[DidOut] = []
    summary: str
    code: str | None = None
    message: str | None = None
    field: str | None = None


def items(rows: Sequence[Seen | Rejected], reader: Reader) -> list[EventOut]:
    """These events as the API says them; whatever they mention is read for all at once."""
    seen = [row for row in rows if isinstance(row, Seen)]
    customers = names.customers(row.customer_id for row in seen)
    contacts = names.contacts(row.contact_id for row in seen)
    lines = run_log.of_events([(row.partition, row.seq) for row in seen])
    read = reading.of({line.detail.version for found in lines.values() for line in found}, reader)
    of_source = sources.names()
    mentioned = told.names((_carried(row) for row in seen), reader.language)
    known = mentioned.workflows
    made = []
    for row in rows:
        source = of_source.get(row.source, str(row.source))
        if isinstance(row, Rejected):
            made.append(_rejected(row, source))
            continue
        event = _event(row, source, mentioned)
        event.customer = named(row.customer_id, customers.get(row.customer_id, ""))
        event.contact = named(row.contact_id, contacts.get(row.contact_id or 0, ""))
        event.did = list(_did(row, lines.get((row.partition, row.seq), ()), read, known))
        if event.did and event.state == "no_match":
            event.state = "matched"
        made.append(event)
    return made


def log_of(event: Seen, reader: Reader) -> list[RunLogEntry]:
    """The run log of one event."""
    lines = run_log.of_events([(event.partition, event.seq)]).get((event.partition, event.seq), [])
    return log.entries([line for line in lines if _belongs(line, event)], reader)


def _carried(row: Seen) -> told.Carrying:
    said = row.said()
    return told.Carrying(row.kind, row.name, said.properties or said.traits)


def _event(row: Seen, source: str, known: told.Names) -> EventOut:
    return EventOut(
        id=row.id,
        name=row.name,
        kind=row.kind,
        at=row.at,
        received_at=row.received_at,
        source=source,
        historical=row.historical,
        late=row.late,
        state=row.outcome,
        summary=summary(row.name, told.told(_carried(row), known), known.language),
    )


def _rejected(row: Rejected, source: str) -> EventOut:
    return EventOut(
        id=f"rejected-{row.id}",
        name=row.name,
        kind="rejected",
        at=row.received_at,
        received_at=row.received_at,
        source=source,
        state="rejected",
        summary=row.excerpt[:300],
        code=row.code,
        message=row.message,
        field=row.field,
    )


def _belongs(line: Line, event: Seen) -> bool:
    """All that an event led to is its own, what followed from it too; a derived one has only what it began itself."""
    is_begun = line.outcome in ("entered", "not_entered") and line.detail.entry == event.name
    return event.place == 0 or is_begun


def _did(event: Seen, lines: Sequence[Line], read: Reading, known: Mapping[str, titles.Title]) -> Iterator[DidOut]:
    for line in lines:
        if not _belongs(line, event) or line.outcome == "not_entered":
            continue
        workflow = log.workflow(line.workflow, read.language, known)
        if line.outcome == "entered":
            yield DidOut(kind="enrolled", text=workflow.name, workflow=workflow)
        for did in line.detail.did:
            kinds = [EFFECTS.get(effect.kind, "field") for effect in did.effects if effect.changed]
            if kinds:
                yield DidOut(kind=kinds[0], text=step(did, line, read), workflow=workflow)
        if line.outcome in ("done", "left", "failed") and line.detail.reason:
            yield DidOut(kind=line.outcome, text=f"{workflow.name}: {sentence(line, read)}", workflow=workflow)
