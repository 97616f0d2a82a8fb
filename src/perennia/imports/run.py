"""Takes a file's rows into the stream, some hundred in a transaction that also says how far it is.

So a worker killed at any moment leaves each row either taken, with the position behind it, or not yet taken. Rows wait
in the inbox on the bulk lane, and never more than a few thousand at once: what people and products do passes them by.
"""

import time
from datetime import timedelta

from django.db import transaction
from psycopg import DataError, errors

from perennia.host import clock, crash, jobs
from perennia.host.select import one as select_one
from perennia.imports import check, plans, undo
from perennia.imports.line import Line, Refused
from perennia.imports.models import Import, State
from perennia.imports.put import Manner, Put, manner, prefix, put
from perennia.imports.reading import Record
from perennia.ingest import wake
from perennia.ingest.identify import Crossed, Locks
from perennia.ingest.store import session
from perennia.team.models import organisation

CHUNK = 500
MOST_WAITING = 20_000
PAUSE = 0.1
LONGEST_PAUSE = 2.0  # seconds one transaction gives way to what happens now: an import must come to an end too
ATTEMPTS = 8
WAITING = """
select (select count(*) from (select from inbox where partition between 0 and 255 and lane = 1 limit %(most)s) i)
    + (select count(*) from (select from effect where partition between 0 and 255 limit %(most)s) e)
"""
LATE = """
select exists (select from engine_partition p cross join (values (0), (2)) l(lane) cross join lateral (
    select from inbox i where i.partition = p.partition and i.lane = l.lane
        and i.received_at < clock_timestamp() + (select ahead from host_clock) - interval '150 milliseconds'
    order by i.seq limit 1) i)
"""
UNWORKED = """
select exists (select from inbox where partition between 0 and 255 and source = 5 and message_id like %(like)s)
    or exists (select from effect where partition between 0 and 255 and tries = 0 and body->'effect'->>'by' like %(like)s)
"""


def work(import_id: int) -> bool:
    """One slice of whatever an import has to do; whether more is left."""
    one = Import.objects.filter(pk=import_id).first()
    if one is None:
        return False
    match one.state:
        case State.CHECKING:
            return check.work(one)
        case State.RUNNING:
            return _take(one)
        case State.SETTLING:
            return _settle(one)
        case State.UNDOING:
            return undo.work(one)
        case _:
            return False


def fail(import_id: int, reason: str) -> None:
    """Gives up, and says why; what was taken stays, and can be taken back."""
    Import.objects.filter(pk=import_id).update(state=State.FAILED, trouble=reason[:600], ended_at=clock.now())


def _take(one: Import) -> bool:
    plan, until = plans.of(one), time.monotonic() + jobs.SLICE_SECONDS
    how = manner(one, plan.event, timedelta(hours=organisation().historical_after_hours))
    for records in check.chunks(one, CHUNK):
        if not _has_room(until):
            return True
        lines, refused = list[Line](), list[tuple[int, Refused]]()
        for number, line in check.understood(records, plan, clock.now()):
            if isinstance(line, Line):
                lines.append(line)
            elif line is not None:
                refused.append((number, line))
        if not _store(one, how, records[-1], lines, refused):
            return False
        if time.monotonic() > until:
            return True
    Import.objects.filter(pk=one.pk, state=State.RUNNING).update(state=State.SETTLING)
    return True


def _has_room(until: float) -> bool:
    """Waits until the engine has worked off enough of what waits, and is not late with what happens now.

    False where that takes too long for this slice.
    """
    while (select_one(int, WAITING, {"most": MOST_WAITING}) or 0) >= MOST_WAITING:
        if time.monotonic() > until:
            return False
        time.sleep(PAUSE)
    patience = time.monotonic() + LONGEST_PAUSE
    while select_one(bool, LATE, {}) and time.monotonic() < patience:
        time.sleep(PAUSE)
    return True


def _store(
    one: Import, how: Manner, last: Record, lines: list[Line], refused: list[tuple[int, Refused]]
) -> bool:  # fmt: skip
    """Stores rows and position in one transaction, again where another came between. False where it was stopped."""
    held, is_careful = Locks(), False
    for attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                now = Import.objects.select_for_update().get(pk=one.pk)
                if now.state != State.RUNNING or now.row != one.row:
                    return False
                done = put(session(), how, lines, held, is_careful=is_careful)
                _passed(now, last, done, [*refused, *done.refused])
                crash.point("import_stored")
                transaction.on_commit(wake.workers)
        except Crossed as crossed:
            held = crossed.locks
        except DataError:
            if is_careful:
                raise
            is_careful = True
        except (errors.DeadlockDetected, errors.SerializationFailure, errors.UniqueViolation):
            if attempt + 1 == ATTEMPTS:
                raise
        else:
            one.row, one.offset = now.row, now.offset
            return True
    raise Crossed(held)


def _passed(now: Import, last: Record, done: Put, refused: list[tuple[int, Refused]]) -> None:
    check.keep(now, refused)
    now.row, now.offset = last.number, last.end
    now.taken += done.taken
    now.refused += len(refused)
    now.made_customers += done.made_customers
    now.made_contacts += done.made_contacts
    now.save(update_fields=["row", "offset", "taken", "refused", "made_customers", "made_contacts"])


def _settle(one: Import) -> bool:
    """Waits until the engine has worked all of it."""
    until = time.monotonic() + jobs.SLICE_SECONDS
    like = prefix(one.pk) + "%"
    while select_one(bool, UNWORKED, {"like": like}):
        if time.monotonic() > until:
            return True
        time.sleep(PAUSE)
    Import.objects.filter(pk=one.pk, state=State.SETTLING).update(state=State.DONE, ended_at=clock.now())
    return False
