"""Puts run log lines and enrolments into words and names."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from perennia.api.log_shapes import EnrolmentOut, RunLogEntry, WhyOut
from perennia.api.shapes import NamedWorkflow, named
from perennia.core.condition import Seen, telling
from perennia.core.profile import CONTACT
from perennia.customers import names
from perennia.customers.wording import title
from perennia.workflows import endings, plans, reading, titles
from perennia.workflows.enrolments import Enrolled
from perennia.workflows.reading import Reader, Reading
from perennia.workflows.run_log import Line
from perennia.workflows.sentences import sentence, stands_at, step


def entries(lines: Sequence[Line], reader: Reader) -> list[RunLogEntry]:
    """These lines as the API says them; names are read for all at once."""
    known = titles.titles()
    customers = names.customers(line.customer_id for line in lines)
    contacts = names.contacts(line.contact_id for line in lines)
    read = reading.of({line.detail.version for line in lines}, reader)
    return [_entry(line, read, known, customers, contacts) for line in lines]


def enrolments(rows: Sequence[Enrolled], reader: Reader) -> list[EnrolmentOut]:
    """These enrolments as the API says them."""
    known = titles.titles()
    customers = names.customers(row.customer_id for row in rows)
    contacts = names.contacts(row.subject for row in rows if row.kind == CONTACT)
    read = reading.of({row.version for row in rows}, reader)
    return [_enrolment(row, read, known, customers, contacts) for row in rows]


def workflow(key: str, language: str, known: Mapping[str, titles.Title]) -> NamedWorkflow:
    """A workflow by key and name."""
    return NamedWorkflow(key=key, name=titles.name(key, language, dict(known)))


def mark(row: Enrolled) -> tuple[object, ...]:
    """Where the next page of enrolments goes on."""
    return (row.entered_at, row.id)


def _entry(
    line: Line,
    reader: Reading,
    known: Mapping[str, titles.Title],
    customers: Mapping[int, str],
    contacts: Mapping[int, str],
) -> RunLogEntry:
    seen = [*line.detail.why, *(each for did in line.detail.did for each in did.why)]
    messages = line.message_ids()
    return RunLogEntry(
        id=f"{line.partition}-{line.id}",
        at=line.at,
        workflow=workflow(line.workflow, reader.language, known),
        step=line.detail.did[-1].step if line.detail.did else line.step or None,
        outcome=line.outcome,
        text=sentence(line, reader),
        steps=[step(did, line, reader) for did in line.detail.did],
        why=[why(each, reader) for each in seen],
        event_id=line.event_id,
        customer=named(line.customer_id, customers.get(line.customer_id)),
        contact=named(line.contact_id, contacts.get(line.contact_id or 0)),
        message_id=messages[0] if messages else None,
    )


def why(one: Seen, reader: Reading) -> WhyOut:
    """One predicate with what it saw, in words."""
    return WhyOut(
        text=telling.asked(one, reader.language),
        saw=telling.saw(one, reader.language, reader.zone),
        label=one.field,
        op=f"not {one.op}" if one.is_negated else one.op,
        expected=one.expected,
        seen=one.seen,
        passed=telling.is_met(one),
    )


def _enrolment(
    row: Enrolled,
    reader: Reading,
    known: Mapping[str, titles.Title],
    customers: Mapping[int, str],
    contacts: Mapping[int, str],
) -> EnrolmentOut:
    audience = known[row.workflow].audience if row.workflow in known else ""
    plan = reader.plans.get(row.version)
    steps = plans.length(plan)
    return EnrolmentOut(
        id=public_id(row.partition, row.id),
        workflow=workflow(row.workflow, reader.language, known),
        audience=audience,
        customer=named(row.customer_id, customers.get(row.customer_id)),
        contact=named(row.subject, contacts.get(row.subject)) if row.kind == CONTACT else None,
        state=row.state,
        step=min(row.steps_taken, steps),
        steps=steps,
        step_label=stands_at(row, plan, reader) if row.is_running else "",
        entered_at=row.entered_at,
        entered_on=title(row.entry, reader.language),
        waits_until=row.due_at,
        ended_at=None if row.is_running else row.moved_at,
        reason="" if row.is_running else endings.ended(row.state, row.reason, plan, reader),
    )


def public_id(part: int, id_: UUID) -> str:
    """The public id of a hot row: it carries its partition."""
    return f"{part}-{id_}"
