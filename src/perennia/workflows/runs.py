"""The runs a turn must know: those that may hear what happens in it, and of the others the keys they have run by.

Most runs wait for days and hear nothing of what happens every day. Reading them with each event would cost more than the
event.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

import msgspec
import psycopg

from perennia.core import apply, fold, segment, unused
from perennia.core.catalogue import EVERY
from perennia.core.index import Index
from perennia.core.outcome import Enrolment, Timer
from perennia.core.profile import Subject
from perennia.core.standing import Loaded
from perennia.workflows.array import array

FROM = """from unnest(%(kinds)s::smallint[], %(ids)s::bigint[], %(whole)s::boolean[]) as t (kind, id, is_whole)
join enrolment e on e.partition = %(partition)s and e.subject_kind = t.kind and e.subject_id = t.id
cross join lateral (select (e.is_sticky and e.workflow = any(%(spaced)s::text[])) or (e.state in ('active', 'waiting')
    and (t.is_whole or e.version_id = any(%(versions)s::bigint[]) or (e.awaits <> '{}' and e.awaits && %(names)s::text[])))
) n (is_needed)"""
KEYS = f"""
select t.kind, t.id, bool_or(n.is_needed), array_agg(e.workflow) filter (where not n.is_needed),
       array_agg(e.entry_key) filter (where not n.is_needed)
{FROM} where e.is_sticky or n.is_needed group by 1, 2
"""
ENROLMENTS = f"""
select e.subject_kind, e.subject_id, e.workflow, e.entry_key, e.id, e.customer_id, e.version_id, e.state, e.is_sticky,
       e.node, e.steps_taken, e.depth, e.entered_at, e.moved_at, e.due_at, e.awaits, e.entry, e.reason
{FROM} where n.is_needed
"""
# What often follows from an event. When anything else does, all are read and the turn is run again.
FOLLOWING = frozenset(
    ("Tag Added", "Tag Removed", "Stage Moved", "Score Changed", "Milestone Reached", fold.LOGGED_IN, fold.JOINED,
     apply.FIELD_CHANGED, apply.STARTED, segment.ENTERED, segment.LEFT, segment.DATE_REACHED, unused.UNUSED)
)  # fmt: skip
NAMING_RUNS = ("report", "person")  # kinds of events that may be about a run whatever it listens to

# One row of ENROLMENTS.
Columns = tuple[
    int, int, str, str, UUID, int, int, str, bool, int, int, int, datetime, datetime, datetime | None, list[str], bytes, str
]  # fmt: skip
CUSTOMER_AT = 5
_json = msgspec.json.Decoder().decode


class Told(Protocol):
    """An event that came in, as far as it matters here."""

    @property
    def customer(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...


def foreseen(rows: Iterable[Told]) -> frozenset[str]:
    """Names of the events that will happen, and of those that may well follow."""
    return FOLLOWING.union([row.name for row in rows], (EVERY,))


def whole(rows: Iterable[Told], timers: Iterable[Timer]) -> set[int]:
    """The customers of whom every run must be read: something names one of their runs, or one falls due."""
    return {row.customer for row in rows if row.kind in NAMING_RUNS} | {timer.customer for timer in timers}


class Asked:
    """The keys on their way; what must be known whole is asked for when they tell of any."""

    def __init__(self, connection: psycopg.Connection, about: Mapping[str, object]) -> None:
        self._connection = connection
        self._about = about
        self._keys = connection.cursor(binary=True).execute(KEYS, about)

    def fill(self, loaded: Mapping[int, Loaded], homes: Mapping[Subject, int]) -> None:
        """Puts the runs where they belong. `homes`: the customer of each subject."""
        needed: list[Subject] = []
        for kind, id_, is_needed, workflows, keys in self._keys.fetchall():
            if is_needed:
                needed.append((kind, id_))
            if workflows:
                loaded[homes[kind, id_]].ended.update((kind, id_, *one) for one in zip(workflows, keys, strict=True))
        if needed:
            whole = [loaded[homes[one]].foreseen is None for one in needed]
            rows = self._connection.cursor(binary=True).execute(ENROLMENTS, {**self._about, **_subjects(needed, whole)})
            for row in rows.fetchall():
                loaded[row[CUSTOMER_AT]].enrolments[row[:4]] = _enrolment(row)


def ask(
    connection: psycopg.Connection,
    partition: int,
    subjects: Sequence[Subject],
    index: Index,
    names: frozenset[str],
    whole: Sequence[bool],
) -> Asked:
    """Asks for the runs of these subjects that hear one of `names`, all of those `whole` says, and keys of the rest."""
    about = {
        "partition": partition, "versions": array(index.hearing(names)), "names": array(sorted(names)),
        "spaced": array(sorted(index.spaced)),
    }  # fmt: skip
    return Asked(connection, about | _subjects(subjects, whole))


def _subjects(subjects: Sequence[Subject], whole: Sequence[bool]) -> dict[str, str]:
    kinds, ids = zip(*subjects, strict=True) if subjects else ((), ())
    return {"kinds": array(kinds), "ids": array(ids), "whole": array(whole)}


def _enrolment(row: Columns) -> Enrolment:
    """Written out, for a turn may read thousands."""
    (kind, subject, workflow, entry_key, id_, customer, version, state, is_sticky, node, steps_taken, depth,
     entered_at, moved_at, due_at, awaits, entry, reason) = row  # fmt: skip
    return Enrolment(
        kind=kind, subject=subject, workflow=workflow, entry_key=entry_key, id=id_, customer=customer, version=version,
        state=state, is_sticky=is_sticky, node=node, steps_taken=steps_taken, depth=depth, entered_at=entered_at,
        moved_at=moved_at, due_at=due_at, awaits=tuple(awaits), entry=_json(entry), reason=reason,
    )  # fmt: skip
