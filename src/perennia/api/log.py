"""Puts run log lines and enrolments into words and names."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from perennia.api.log_shapes import EnrolmentOut, RunLogEntry, WhyOut
from perennia.api.shapes import NamedWorkflow, named
from perennia.core.profile import CONTACT
from perennia.core.workflow import ActionNode, BranchNode, Node, StopNode, WaitNode
from perennia.customers import names
from perennia.workflows import plans, titles
from perennia.workflows.enrolments import Enrolled
from perennia.workflows.run_log import Line, Why
from perennia.workflows.sentences import said, sentence, step


def entries(lines: Sequence[Line], language: str) -> list[RunLogEntry]:
    """These lines as the API says them; names are read for all at once."""
    known = titles.titles()
    customers = names.customers(line.customer_id for line in lines)
    contacts = names.contacts(line.contact_id for line in lines)
    return [_entry(line, language, known, customers, contacts) for line in lines]


def enrolments(rows: Sequence[Enrolled], language: str) -> list[EnrolmentOut]:
    """These enrolments as the API says them."""
    known = titles.titles()
    customers = names.customers(row.customer_id for row in rows)
    contacts = names.contacts(row.subject for row in rows if row.kind == CONTACT)
    compiled = plans.compiled({row.version for row in rows})
    return [_enrolment(row, language, known, customers, contacts, compiled.get(row.version, ())) for row in rows]


def why(predicates: Sequence[Why]) -> list[WhyOut]:
    """Predicates, with their field in words."""
    return [
        WhyOut(label=_label(each.field), op=each.op, expected=each.expected, seen=each.seen, passed=each.passed)
        for each in predicates
    ]


def workflow(key: str, language: str, known: Mapping[str, titles.Title]) -> NamedWorkflow:
    """A workflow by key and name."""
    return NamedWorkflow(key=key, name=titles.name(key, language, dict(known)))


def mark(row: Enrolled) -> tuple[object, ...]:
    """Where the next page of enrolments goes on."""
    return (row.entered_at, row.id)


def _entry(
    line: Line,
    language: str,
    known: Mapping[str, titles.Title],
    customers: Mapping[int, str],
    contacts: Mapping[int, str],
) -> RunLogEntry:
    seen = [*line.detail.why, *(each for did in line.detail.did for each in did.why)]
    messages = line.message_ids()
    return RunLogEntry(
        id=f"{line.partition}-{line.id}",
        at=line.at,
        workflow=workflow(line.workflow, language, known),
        step=line.detail.did[-1].step if line.detail.did else line.step or None,
        outcome=line.outcome,
        text=sentence(line, language),
        steps=[step(did, language) for did in line.detail.did],
        why=why(seen),
        event_id=line.event_id,
        customer=named(line.customer_id, customers.get(line.customer_id)),
        contact=named(line.contact_id, contacts.get(line.contact_id or 0)),
        message_id=messages[0] if messages else None,
    )


def _enrolment(
    row: Enrolled,
    language: str,
    known: Mapping[str, titles.Title],
    customers: Mapping[int, str],
    contacts: Mapping[int, str],
    nodes: Sequence[Node],
) -> EnrolmentOut:
    title = known.get(row.workflow)
    is_running = row.state in ("active", "waiting")
    return EnrolmentOut(
        id=public_id(row.partition, row.id),
        workflow=workflow(row.workflow, language, known),
        audience=title.audience if title else "",
        customer=named(row.customer_id, customers.get(row.customer_id)),
        contact=named(row.subject, contacts.get(row.subject)) if row.kind == CONTACT else None,
        state=row.state,
        step=min(row.steps_taken, _steps(nodes)),
        steps=_steps(nodes),
        step_label=_at(nodes, row, language) if is_running else "",
        entered_at=row.entered_at,
        entered_on=row.entry,
        waits_until=row.due_at,
        reason=row.reason,
    )


def public_id(part: int, id_: UUID) -> str:
    """The public id of a hot row: it carries its partition."""
    return f"{part}-{id_}"


def _steps(nodes: Sequence[Node]) -> int:
    return sum(not isinstance(node, StopNode) for node in nodes)


def _at(nodes: Sequence[Node], row: Enrolled, language: str) -> str:
    node = nodes[row.node] if row.node < len(nodes) else None
    if isinstance(node, ActionNode):
        return node.action.summary()
    if isinstance(node, WaitNode) and row.due_at is not None:
        return said("waits", language, row.due_at.strftime("%Y-%m-%d %H:%M UTC")).capitalize()
    return node.step if isinstance(node, BranchNode) else ""


def _label(field: str) -> str:
    return field.replace("_", " ").replace(".", " · ")
