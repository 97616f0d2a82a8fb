"""The rehearsal of a workflow as a job: asked for, worked a partition at a time, cancelled by a word.

Partitions are read, played and told one after the other, and their sums are committed with how far it got, so that a
rehearsal cut off midway goes on where it was and the memory it takes is that of one customer and one page.
"""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec
import psycopg
from django.db import connection as django
from django.db import transaction

from perennia.core.conduct import Rules
from perennia.core.error import Conflict, Invalid, NotFound, TooMany
from perennia.core.hours import zone_of
from perennia.core.index import Index
from perennia.core.partition import PARTITIONS
from perennia.core.workflow import Definition, Plan, compile_plan
from perennia.host import jobs
from perennia.host.jobs import Job
from perennia.messages import rules as decided
from perennia.messages.rules import House
from perennia.workflows import compiled, queries
from perennia.workflows.connection import connect
from perennia.workflows.models import Rehearsal, RehearsalLine
from perennia.workflows.rehearsal import beside, history
from perennia.workflows.rehearsal.play import Play
from perennia.workflows.rehearsal.post import Known
from perennia.workflows.rehearsal.sample import Samples
from perennia.workflows.rehearsal.tell import MOST_LINES, Line, Sums, Told

JOB = "rehearse"
DAYS = (1, 366)  # how long a window may be
DRAFT, RUNNING = 0, 1  # the sides of a comparison
COMMIT_AFTER = 0.5  # seconds of work that are told together, and lost where it is cut off
KEPT = 20  # rehearsals of a workflow that are kept
OF_ONE, IN_ALL = 3, 10  # that may be under way together: by one asker, and in all
VERSION = -1  # the version a draft has while it is rehearsed


class NoRehearsal(NotFound):
    """There is no such rehearsal."""

    code = "no_rehearsal"


class IsOver(Conflict):
    """It has ended already."""

    code = "is_over"


class EnoughOfYours(TooMany):
    """You have three rehearsals under way already. Wait until one has ended, or cancel one."""

    code = "enough_rehearsals"


class EnoughInAll(TooMany):
    """Ten rehearsals are under way already. Wait until one has ended, or ask who began them to cancel one."""

    code = "enough_rehearsals"


@transaction.atomic
def ask(
    definition: Definition, days: int, by: str, now: datetime, *, compare: bool = False, asker: str = ""
) -> Rehearsal:
    """Notes it and queues the work. `asker` tells people of one name apart.

    Raises Invalid where the definition cannot run or the window is none, EnoughOfYours and EnoughInAll.
    """
    if not DAYS[0] <= days <= DAYS[1]:
        raise Invalid(f"days: a rehearsal looks back {DAYS[0]} to {DAYS[1]} days.", field="days")
    compile_plan(definition, VERSION)
    _refuse_more(asker)
    running = _running(definition.key) if compare else None
    row = Rehearsal.objects.create(
        workflow=definition.key, definition=msgspec.to_builtins(definition),
        against=msgspec.to_builtins(running) if running else None,
        begins_at=now - timedelta(days=days), ends_at=now, asked_by=by, asker=asker, asked_at=now,
    )  # fmt: skip
    old = Rehearsal.objects.filter(workflow=definition.key).order_by("-id").values_list("id", flat=True)[KEPT:]
    RehearsalLine.objects.filter(rehearsal_id__in=list(old)).delete()
    Rehearsal.objects.filter(id__in=list(old)).delete()
    jobs.ask(JOB, row.pk)
    return row


def _refuse_more(asker: str) -> None:
    """One at a time, so that two who ask together do not both take the last place."""
    with django.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('rehearsals'))")
    askers = list(Rehearsal.objects.filter(finished_at=None).values_list("asker", flat=True)[:IN_ALL])
    if asker and askers.count(asker) >= OF_ONE:
        raise EnoughOfYours
    if len(askers) >= IN_ALL:
        raise EnoughInAll


@transaction.atomic
def cancel(id_: int, now: datetime) -> Rehearsal:
    """Ends it before its time; what it found so far stays. Raises IsOver where it has ended."""
    row = Rehearsal.objects.select_for_update().filter(pk=id_).first()
    if row is None:
        raise NoRehearsal
    if row.finished_at is not None:
        raise IsOver
    row.finished_at, row.is_cancelled = now, True
    row.save(update_fields=["finished_at", "is_cancelled"])
    return row


def work(id_: int) -> bool:
    """Some seconds of it. Gives whether more is left."""
    row = Rehearsal.objects.filter(pk=id_, finished_at=None).first()
    if row is None:
        return False
    until = time.monotonic() + jobs.SLICE_SECONDS
    with connect(name="perennia rehearsal") as connection:
        conduct = decided.conduct()
        ground = Ground(_stages(row, connection), decided.rules(conduct), decided.house(conduct))
        while time.monotonic() < until:
            if not _some(id_, ground, connection):
                return False
    return True


def given_up(id_: int, reason: str) -> None:
    """Says on the row why it came no further."""
    with connect(name="perennia rehearsal") as connection:
        now = connection.execute("select clock_timestamp()").fetchone()
    Rehearsal.objects.filter(pk=id_).update(failure=reason, finished_at=now[0] if now else None)


REHEARSE = Job(work, given_up)


class Stage(msgspec.Struct, frozen=True):
    """One side: the plan on the index it runs on."""

    side: int
    plan: Plan
    index: Index


class Ground(msgspec.Struct, frozen=True):
    """What a slice goes by: its sides, and today's rules of conduct."""

    stages: list[Stage]
    rules: Rules
    house: House


def _running(key: str) -> Definition | None:
    """What is published now."""
    try:
        return queries.find(key).definition
    except NotFound:
        return None


def _stages(row: Rehearsal, connection: psycopg.Connection) -> list[Stage]:
    zone = connection.execute("select coalesce((select zone from team_organisation where id = 1), 'UTC')").fetchone()
    index = compiled.read(connection, zone_of(zone[0] if zone else "UTC"))
    sides = [(DRAFT, row.definition), *([(RUNNING, row.against)] if row.against else [])]
    plans = [(side, compile_plan(msgspec.convert(one, Definition), VERSION)) for side, one in sides]
    # Who was in it before the window goes on in it: it counts from when it was switched on, or from the window on.
    on = next((live.since for live in index.live if live.plan.key == row.workflow), row.begins_at)
    return [Stage(side, plan, beside.stage(plan, index, min(on, row.begins_at))) for side, plan in plans]


def _some(id_: int, ground: Ground, connection: psycopg.Connection) -> bool:
    """Plays partitions for a moment and commits what they told. Gives whether there are more."""
    row = Rehearsal.objects.filter(pk=id_, finished_at=None).first()
    if row is None or row.partitions_done >= PARTITIONS:
        return False
    sums = [msgspec.convert(one, Sums) for one in row.sums] or [Sums() for _ in ground.stages]
    lines: list[RehearsalLine] = []
    done, until = row.partitions_done, time.monotonic() + COMMIT_AFTER
    while done < PARTITIONS and time.monotonic() < until:
        told = _played(row, done, sums, ground, connection)
        sums = [known.plus(one.closed()) for known, one in zip(sums, told, strict=True)]
        lines += [_line(id_, st.side, one) for st, side in zip(ground.stages, told, strict=True) for one in side.lines]
        done += 1
    with transaction.atomic():
        locked = Rehearsal.objects.select_for_update().filter(pk=id_, finished_at=None).first()
        if locked is None or locked.partitions_done != row.partitions_done:
            return False  # cancelled meanwhile
        locked.partitions_done = done
        locked.sums = [msgspec.to_builtins(one) for one in sums]
        RehearsalLine.objects.bulk_create(lines, batch_size=1000)
        if done == PARTITIONS:
            locked.finished_at = _now()
        locked.save(update_fields=["partitions_done", "sums", "finished_at"])
    return locked.finished_at is None


def _played(
    row: Rehearsal, partition: int, sums: list[Sums], ground: Ground, connection: psycopg.Connection
) -> list[Told]:
    known = Known(connection, ground.rules, ground.house.zone, row.ends_at)
    known.open(partition, row.workflow, row.begins_at, row.ends_at)
    told = [
        Told(
            row.begins_at,
            stage.index.zone,
            Samples(stage.plan, ground.house, len(done.samples)),
            MOST_LINES - done.lines,
        )
        for stage, done in zip(ground.stages, sums, strict=True)
    ]
    plays: list[Play] = []
    for customer, events, is_last in history.pieces(connection, partition, row.ends_at, known.meet):
        if not plays:
            plays = [
                Play(customer, stage.index, row.workflow, known, one)
                for stage, one in zip(ground.stages, told, strict=True)
            ]
        for play in plays:
            play.happen(events)
        if is_last:
            for play in plays:
                play.end(row.ends_at)
            plays = []
    return told


def _line(id_: int, side: int, line: Line) -> RehearsalLine:
    return RehearsalLine(
        rehearsal_id=id_, side=side, at=line.at, customer_id=line.customer, contact_id=line.contact,
        enrolment=line.enrolment or "", outcome=line.outcome, detail=line.detail,
    )  # fmt: skip


def _now() -> datetime:
    with django.cursor() as cursor:
        cursor.execute("select clock_timestamp() + (select ahead from host_clock)")
        row = cursor.fetchone()
    assert row is not None
    found: datetime = row[0]
    return found


def sides(row: Rehearsal) -> Iterator[tuple[int, Sums]]:
    """The sums of each side so far."""
    for side, one in enumerate(row.sums):
        yield side, msgspec.convert(one, Sums)
