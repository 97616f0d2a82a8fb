"""The whole way of a request: read, find whose each event is, store all of it or nothing."""

import logging
from datetime import UTC, datetime, timedelta

import msgspec
from django.db import Error as DjangoError
from django.db import connection
from psycopg import Connection, DataError, Error, errors

from perennia.core.error import PerenniaError
from perennia.host import crash
from perennia.ingest import arrive, mapping, wake
from perennia.ingest.arrive import Manner
from perennia.ingest.check import Item
from perennia.ingest.identify import Crossed, Locks, identify
from perennia.ingest.refusal import Refused, Rejection
from perennia.ingest.reject import keep
from perennia.ingest.request import Request, read
from perennia.ingest.row import Row
from perennia.ingest.source import Sender
from perennia.ingest.store import copy, session
from perennia.ingest.who import Asked

ATTEMPTS = 6
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_log = logging.getLogger(__name__)


class Answer(msgspec.Struct, frozen=True):
    """What became of a request: how many events were stored, and which were not, with the reason."""

    accepted: int
    rejected: list[Rejection]


class NotStored(PerenniaError):
    """The events could not be stored; nothing of them was kept. Send them again in some seconds."""

    code = "not_stored"
    status = 503


def receive(
    sender: Sender, body: bytes, kind: str = "", *, is_import: bool = False, now: datetime | None = None
) -> Answer:
    """Takes one call of a `kind`, or a batch. Raises Unreadable (nothing of it makes sense) and NotStored.

    `now`: when it is received, for days that are simulated; else the database's time.
    """
    request = read(body, kind)
    mapping.apply(request.items)
    manner = Manner(sender.id, is_import or sender.is_historical, sender.historical_after, now)
    rejected = _stored(request, manner)
    crash.point("event_stored")
    accepted = len(request.items) - (len(rejected) - len(request.rejected))
    if accepted:
        wake.workers()
    return Answer(accepted, rejected)


def _stored(request: Request, manner: Manner) -> list[Rejection]:
    """Stores in one transaction, once more where another request or a lost connection came between.

    A second try cannot count twice: each event has its message id by now, and the engine takes an id once.
    """
    held = Locks()
    failure: Exception | None = None
    is_careful = False
    for _ in range(ATTEMPTS):
        try:
            conn = session()
            with conn.transaction():
                return _all_or_nothing(conn, request, manner, held, is_careful=is_careful)
        except Crossed as crossed:
            held = crossed.locks
        except DataError as error:
            if is_careful:
                raise NotStored from error
            is_careful = True
        except (errors.DeadlockDetected, errors.SerializationFailure, errors.UniqueViolation) as error:
            failure = error
        except (Error, DjangoError) as error:
            is_again = failure is not None
            failure = error
            connection.close()
            if is_again or not _may_pass(error):
                break
    _log.warning(
        "A request of %d events could not be stored: %s", len(request.raws), failure or "it was crossed too often"
    )
    raise NotStored from failure


def _may_pass(error: Exception) -> bool:
    """Whether a new connection may help: the old one had been cut while it lay idle."""
    return isinstance(error, errors.AdminShutdown | errors.CrashShutdown) or getattr(error, "sqlstate", "") is None


def _all_or_nothing(
    conn: Connection, request: Request, manner: Manner, held: Locks, *, is_careful: bool
) -> list[Rejection]:
    asked = [Asked(one.kind, one.user, one.anonymous, one.group, one.previous) for one in request.items]
    found = identify(conn, asked, held)
    now = manner.now or _EPOCH + timedelta(microseconds=found.now)
    rows, rejected = arrive.rows(request.items, found, manner, now)
    crash.point("event_received")
    if rows and is_careful:
        rejected += _one_by_one(conn, rows, request.items)
    elif rows:
        copy(conn, rows)
    rejected = sorted([*request.rejected, *rejected], key=lambda one: one.index)
    if rejected:
        keep(conn, manner.source, now, rejected, request.raws)
    return rejected


def _one_by_one(conn: Connection, rows: list[Row], items: list[Item]) -> list[Rejection]:
    """Stores row by row, so that a value the checks let through and the database does not costs no other event."""
    rejected: list[Rejection] = []
    place_of = {one.message_id: one.index for one in items}
    for row in rows:
        try:
            with conn.transaction():
                copy(conn, [row])
        except DataError as error:
            if row.message_id not in place_of:
                raise
            message = f"The database cannot keep the event: {error.diag.message_primary or error}. Change that value."
            rejected.append(Refused("not_storable", "", message).at(place_of[row.message_id]))
    return rejected
