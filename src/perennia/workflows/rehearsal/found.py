"""Reads of rehearsals: how far they are, whom they touched, the trace of one customer."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from perennia.host.select import one, select
from perennia.workflows.models import Rehearsal
from perennia.workflows.rehearsal.rehearse import NoRehearsal
from perennia.workflows.run_log import Detail

MOST_TRACE = 1000
_KNOWS_FROM = "select min(received_at) from history"
_CUSTOMERS = """
select customer_id, count(*) filter (where outcome = 'entered'),
       count(*) filter (where outcome = 'letter' and detail->>'state' = 'sent'),
       count(*) filter (where outcome = 'letter' and detail->>'state' = 'held'), min(at)
from workflows_rehearsalline
where rehearsal_id = %(id)s and side = %(side)s and customer_id > %(behind)s
group by customer_id order by customer_id limit %(limit)s
"""
_TRACE = """
select at, contact_id, outcome, detail::text from workflows_rehearsalline
where rehearsal_id = %(id)s and side = %(side)s and customer_id = %(customer)s order by at, id limit %(limit)s
"""


class Touched(msgspec.Struct, frozen=True):
    """A customer with what would have happened there."""

    customer: int
    entered: int
    sent: int
    held: int
    first_at: datetime


class Fate(msgspec.Struct, frozen=True):
    """What became of a letter."""

    state: str
    reason: str
    deferred: str
    template: str
    step: str
    asked_at: datetime


class Traced(msgspec.Struct, frozen=True):
    """A line of a trace: of the run log, or of a letter."""

    at: datetime
    contact: int | None
    outcome: str
    detail: Detail | Fate


def find(id_: int) -> Rehearsal:
    """One. Raises NoRehearsal."""
    row = Rehearsal.objects.filter(pk=id_).first()
    if row is None:
        raise NoRehearsal
    return row


def of_workflow(key: str) -> Sequence[Rehearsal]:
    """Those of a workflow, the newest first."""
    return list(Rehearsal.objects.filter(workflow=key))


def knows_from() -> datetime | None:
    """From when on the past is kept."""
    return one(_moment, _KNOWS_FROM, {})


def customers(id_: int, side: int, behind: int, limit: int) -> list[Touched]:
    """A page of those it touched, by number."""
    return select(Touched, _CUSTOMERS, {"id": id_, "side": side, "behind": behind, "limit": limit})


def trace(id_: int, side: int, customer: int) -> list[Traced]:
    """What it would have done with one customer, in order of time."""
    return select(_traced, _TRACE, {"id": id_, "side": side, "customer": customer, "limit": MOST_TRACE})


def _traced(at: datetime, contact: int | None, outcome: str, detail: str) -> Traced:
    shape: type[Detail] | type[Fate] = Fate if outcome == "letter" else Detail
    return Traced(at, contact, outcome, msgspec.json.decode(detail, type=shape, strict=False))


def _moment(at: datetime | None) -> datetime | None:
    return at
