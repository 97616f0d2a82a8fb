"""Puts what a rehearsal found into words and names."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import msgspec

from perennia.api.log import why
from perennia.api.rehearsal_shapes import (
    Counted,
    RehearsalOut,
    RehearsedCustomer,
    RehearsedDay,
    RehearsedLetter,
    Side,
    State,
    TraceLine,
)
from perennia.api.shapes import Named, NamedWorkflow, named
from perennia.core.error import Invalid
from perennia.core.hours import zone_of
from perennia.core.partition import PARTITIONS
from perennia.core.workflow import Definition, Plan, compile_plan
from perennia.customers import names
from perennia.messages import reasons
from perennia.team.models import organisation
from perennia.workflows import drawn
from perennia.workflows.models import Rehearsal
from perennia.workflows.reading import Reader, Reading, readable
from perennia.workflows.rehearsal import found, rehearse
from perennia.workflows.rehearsal import words as rehearsal_words
from perennia.workflows.rehearsal.found import Fate, Touched, Traced
from perennia.workflows.rehearsal.tell import Sums
from perennia.workflows.run_log import Line
from perennia.workflows.sentences import sentence, step


def out(row: Rehearsal, reader: Reader, *, is_whole: bool = True) -> RehearsalOut:
    """A rehearsal; `is_whole`: with what it found."""
    zone, language = zone_of(organisation().zone), reader.language
    plans = _plans(row)
    sides = (
        [_side(row, side, sums, plans[side], zone, language) for side, sums in rehearse.sides(row)] if is_whole else []
    )
    known = found.knows_from() if is_whole else None
    definition = plans[0].definition if plans[0] is not None else None
    name = (
        (definition.label_vi or definition.label)
        if language == "vi" and definition
        else definition.label
        if definition
        else ""
    )
    return RehearsalOut(
        id=row.pk, workflow=NamedWorkflow(key=row.workflow, name=name or row.workflow), state=_state(row),
        progress=row.partitions_done / PARTITIONS, begins_at=row.begins_at, ends_at=row.ends_at, knows_from=known,
        asked_by=row.asked_by, asked_at=row.asked_at, failure=row.failure, sides=sides,
        notes=rehearsal_words.notes(known, row.begins_at, reader.zone or zone, language) if is_whole else [],
    )  # fmt: skip


def customers(rows: Sequence[Touched]) -> list[RehearsedCustomer]:
    """These customers with their names."""
    known = names.customers(row.customer for row in rows)
    return [
        RehearsedCustomer(
            customer=Named(id=row.customer, name=known.get(row.customer, "")), entered=row.entered, sent=row.sent,
            held=row.held, first_at=row.first_at,
        )
        for row in rows
    ]  # fmt: skip


def trace(row: Rehearsal, side: int, lines: Sequence[Traced], reader: Reader) -> list[TraceLine]:
    """These lines as sentences."""
    zone = reader.zone or zone_of(organisation().zone)
    plan = _plans(row)[side]
    reading = Reading(reader.language, zone, {rehearse.VERSION: plan} if plan is not None else {})
    known = names.contacts(line.contact for line in lines)
    return [_line(row, line, reading, plan, known) for line in lines]


def _state(row: Rehearsal) -> State:
    if row.failure:
        return "failed"
    if row.is_cancelled:
        return "cancelled"
    if row.finished_at is not None:
        return "done"
    return "running" if row.partitions_done else "waiting"


def _plans(row: Rehearsal) -> list[Plan | None]:
    return [_plan(one) for one in (row.definition, row.against) if one]


def _plan(definition: object) -> Plan | None:
    try:
        return compile_plan(msgspec.convert(definition, Definition), rehearse.VERSION)
    except (Invalid, msgspec.ValidationError):  # a plug-in it was made of is gone
        return None


def _side(row: Rehearsal, side: int, sums: Sums, plan: Plan | None, zone: ZoneInfo, language: str) -> Side:
    labels = drawn.labels(drawn.steps(plan.definition.steps, language)) if plan is not None else {}
    order = {step: place for place, step in enumerate(labels)}
    steps = sorted(sums.reached.items(), key=lambda one: order.get(one[0], len(order)))
    return Side(
        of="running" if side == rehearse.RUNNING else "draft", events=sums.events, customers=sums.customers,
        entered=sum(sums.entered.values()), sent=sum(sums.sent.values()), held=sum(sums.held.values()), waiting=sums.waiting,
        notices=sum(sums.notices.values()), tasks=sum(sums.tasks.values()), days=_days(row, sums, zone),
        not_entered=_counted(sums.not_entered, lambda code: rehearsal_words.said(code, language)),
        holds=_counted(sums.holds, lambda code: reasons.words(code, language)),
        deferred=_counted(sums.deferred, lambda code: reasons.words(code, language)),
        states=_counted(sums.states, lambda code: rehearsal_words.said(code, language)),
        steps=[Counted(key=key, text=labels.get(key, key), count=count) for key, count in steps],
        changes=_counted(sums.changes, lambda code: rehearsal_words.said(code, language)),
        samples=_samples(sums), traces_left_out=sums.lines_left_out,
    )  # fmt: skip


def _counted(counts: Mapping[str, int], text: Callable[[str], str]) -> list[Counted]:
    """The most first; codes that read alike are one."""
    summed: dict[str, Counted] = {}
    for key, count in sorted(counts.items(), key=lambda one: -one[1]):
        words = text(key)
        known = summed.setdefault(words, Counted(key=key, text=words, count=0))
        known.count += count
    return sorted(summed.values(), key=lambda one: -one.count)


def _days(row: Rehearsal, sums: Sums, zone: ZoneInfo) -> list[RehearsedDay]:
    first, last = row.begins_at.astimezone(zone).date(), row.ends_at.astimezone(zone).date()
    days: list[date] = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    return [
        RehearsedDay(
            day=day, entered=sums.entered.get(day.isoformat(), 0), sent=sums.sent.get(day.isoformat(), 0),
            held=sums.held.get(day.isoformat(), 0), notices=sums.notices.get(day.isoformat(), 0),
            tasks=sums.tasks.get(day.isoformat(), 0),
        )
        for day in days
    ]  # fmt: skip


def _samples(sums: Sums) -> list[RehearsedLetter]:
    customers = names.customers(one.customer for one in sums.samples)
    contacts = names.contacts(one.contact for one in sums.samples)
    return [
        RehearsedLetter(
            at=one.at, customer=named(one.customer, customers.get(one.customer)),
            contact=named(one.contact, contacts.get(one.contact)), to=one.to, template=one.template,
            subject=one.subject, text=one.text, html=one.html,
        )
        for one in sums.samples
    ]  # fmt: skip


def _line(row: Rehearsal, line: Traced, reading: Reading, plan: Plan | None, known: Mapping[int, str]) -> TraceLine:
    who = named(line.contact, known.get(line.contact or 0))
    if isinstance(line.detail, Fate):
        text = plan.definition.text(line.detail.template, reading.language) if plan is not None else None
        subject = readable(text.subject) if text is not None else ""
        told = rehearsal_words.fate(line.detail, subject or line.detail.template, reading.language)
        return TraceLine(at=line.at, contact=who, outcome=line.detail.state, text=told, steps=[], why=[])
    logged = Line(0, 0, line.at, 0, line.contact, row.workflow, None, "", line.outcome, line.detail, 0)
    seen = [*line.detail.why, *(each for did in line.detail.did for each in did.why)]
    return TraceLine(
        at=line.at, contact=who, outcome=line.outcome, text=sentence(logged, reading),
        steps=[step(did, logged, reading) for did in line.detail.did], why=[why(each, reading) for each in seen],
    )  # fmt: skip
