"""Reads a whole file without taking anything of it, so that one knows beforehand what will be refused, and why."""

import time
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction

from perennia.host import clock, jobs
from perennia.imports import plans
from perennia.imports.line import Line, Refused, understand
from perennia.imports.mapping import Plan
from perennia.imports.models import Fault, Import, State
from perennia.imports.reading import Reader, Record
from perennia.imports.upload import dialect_of, piece_of

CHUNK = 2000
MOST_FAULTS = 1000  # kept of a check; all of them are kept when it runs


def ask(one: Import) -> None:
    """Checks the file from its beginning."""
    with transaction.atomic():
        one.faults.all().delete()
        one.state, one.row, one.offset, one.good, one.bad = State.CHECKING, 0, 0, 0, 0
        one.trouble = ""
        one.save()
        jobs.ask("take_file", one.pk)


def work(one: Import) -> bool:
    """One slice of it; whether more is left."""
    plan, until, now = plans.of(one), time.monotonic() + jobs.SLICE_SECONDS, clock.now()
    for records in chunks(one, CHUNK):
        good, refused = 0, list[tuple[int, Refused]]()
        for number, line in understood(records, plan, now):
            if isinstance(line, Line):
                good += 1
            elif line is not None:
                refused.append((number, line))
        if not _passed(one, records[-1], good, refused):
            return False
        if time.monotonic() > until:
            return True
    Import.objects.filter(pk=one.pk, state=State.CHECKING).update(state=State.CHECKED)
    return False


def chunks(one: Import, size: int) -> Iterator[list[Record]]:
    """The rows that are left, some at a time; the header is none of them."""
    records = iter(Reader(piece_of(one), dialect_of(one), one.offset, one.row))
    if one.row == 0:
        for _ in range(one.skip + 1):
            next(records, None)
    while chunk := list(islice(records, size)):
        yield chunk


def understood(records: list[Record], plan: Plan, now: datetime) -> Iterator[tuple[int, Line | Refused | None]]:
    """Each row as what it says, or as why it cannot be taken; None for an empty one."""
    for record in records:
        try:
            yield record.number, understand(record, plan, now)
        except Refused as refused:
            yield record.number, refused


def _passed(one: Import, last: Record, good: int, refused: list[tuple[int, Refused]]) -> bool:
    """Commits how far it is; False where somebody stopped it meanwhile."""
    with transaction.atomic():
        now = Import.objects.select_for_update().get(pk=one.pk)
        if now.state != State.CHECKING or now.row != one.row:
            return False
        keep(one, refused[: max(0, MOST_FAULTS - now.bad)])
        one.row, one.offset, one.good, one.bad = last.number, last.end, now.good + good, now.bad + len(refused)
        one.save(update_fields=["row", "offset", "good", "bad"])
    return True


def keep(one: Import, refused: list[tuple[int, Refused]]) -> None:
    """Keeps why rows were refused."""
    Fault.objects.bulk_create([
        Fault(of=one, row=row, code=why.code, column=why.column, value=why.value) for row, why in refused
    ])  # fmt: skip
