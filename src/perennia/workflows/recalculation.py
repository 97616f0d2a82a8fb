"""What a change of points or milestones would do: whose score, whose milestone. Read from the ledger as it is now."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

import msgspec
from django.db import transaction

from perennia.core.partition import PARTITIONS
from perennia.core.policy import Milestone
from perennia.host.select import select
from perennia.workflows.scoring import Rule

AT_ONCE = 32  # partitions a statement
LONGEST = "select set_config('statement_timeout', %(most)s, true)"
Lacks = list[tuple[str, str, int]]  # workflow, step, points
T = TypeVar("T")


class Change(msgspec.Struct, frozen=True):
    """Other points for some rules, other scores for the milestones."""

    points: dict[str, int]  # "workflow step" -> points
    before: tuple[int, ...]
    after: tuple[int, ...]

    @staticmethod
    def of(points: dict[Rule, int], before: Sequence[Milestone], after: Sequence[Milestone]) -> "Change":
        """The change from these milestones to those, with these points."""
        said = {f"{workflow} {step}": many for (workflow, step), many in points.items()}
        return Change(said, tuple(one.score for one in before), tuple(one.score for one in after))


class Effect(msgspec.Struct, frozen=True):
    """What it would do. `moves`: how many contacts go from which milestone to which; 0 is none of them."""

    subjects: int  # whose own score changes
    contacts: int  # whose milestone changes
    moves: tuple[tuple[int, int, int], ...]


class Lack(msgspec.Struct, frozen=True):
    """One whose ledger or milestone is to be put right."""

    kind: int
    id: int
    customer: int
    lacks: Lacks
    was: int
    becomes: int


class Counted(NamedTuple):
    """How many go from one milestone to another, or stay, and whether their score changes."""

    is_score: bool
    was: int
    becomes: int
    number: int


class Listed(NamedTuple):
    """A row of those concerned."""

    kind: int
    id: int
    customer: int
    lacks: str
    was: int
    becomes: int


def preview(change: Change) -> Effect:
    """Counts it, some partitions at a time."""
    subjects, moves = 0, Counter[tuple[int, int]]()
    for first in range(0, PARTITIONS, AT_ONCE):
        for row in _rows(Counted, _COUNTED, change, first, first + AT_ONCE - 1):
            subjects += row.number if row.is_score else 0
            if row.was != row.becomes:
                moves[row.was, row.becomes] += row.number
    said = tuple((was, becomes, number) for (was, becomes), number in sorted(moves.items()))
    return Effect(subjects, moves.total(), said)


def lacking(change: Change, partition: int) -> list[Lack]:
    """Everybody it concerns in one partition."""
    found = _rows(Listed, _LISTED, change, partition, partition)
    return [
        Lack(row.kind, row.id, row.customer, msgspec.json.decode(row.lacks, type=Lacks), row.was, row.becomes)
        for row in found
    ]


def _rows(shape: Callable[..., T], statement: str, change: Change, first: int, last: int) -> list[T]:
    rules = [name.split(" ", 1) for name in change.points]
    params = {
        "workflows": [workflow for workflow, _ in rules], "steps": [step for _, step in rules],
        "points": list(change.points.values()), "before": list(change.before), "after": list(change.after),
        "first": first, "last": last, "is_moved": change.before != change.after,
    }  # fmt: skip
    with transaction.atomic():
        select(str, LONGEST, {"most": "20s"})
        return select(shape, statement, params)


# What the entries of a rule should add up to, less what they do: its points for each time they were earned.
# Whose milestone changes though none of their points do is looked for only where the milestones themselves changed.
_CHANGED = """
with rules as (
    select * from unnest(%(workflows)s::text[], %(steps)s::text[], %(points)s::int[]) as r (workflow, step, points)),
lack as (
    select p.partition, p.kind, p.subject_id as id, p.workflow, p.step, r.points * sum(p.times) - sum(p.points) as points
    from points p join rules r on r.workflow = p.workflow and r.step = p.step
    where p.partition between %(first)s and %(last)s
    group by p.partition, p.kind, p.subject_id, p.workflow, p.step, r.points
    having r.points * sum(p.times) <> sum(p.points)),
lacks as (
    select partition, kind, id, sum(points)::int as points,
           jsonb_agg(jsonb_build_array(workflow, step, points) order by workflow, step) as parts
    from lack group by 1, 2, 3),
concerned as (
    select f.kind, f.id, f.customer_id, f.score, l.points, l.parts
    from lacks l join profile f on f.partition = l.partition and f.kind = l.kind and f.id = l.id
    union all
    select f.kind, f.id, f.customer_id, f.score, 0, null from profile f
    where %(is_moved)s and f.partition between %(first)s and %(last)s and f.kind = 1 and not f.is_hidden
      and not exists (select from lacks l where l.partition = f.partition and l.kind = f.kind and l.id = f.id)),
changed as (
    select c.kind, c.id, c.customer_id, c.points, coalesce(c.parts, '[]'::jsonb) as parts,
           case when c.kind = 1 then (select count(*) from unnest(%(before)s::int[]) t where t <= c.score) else 0 end as was,
           case when c.kind = 1 then (select count(*) from unnest(%(after)s::int[]) t where t <= c.score + c.points) else 0 end
               as becomes
    from concerned c)
"""
_COUNTED = (
    _CHANGED
    + """
select points <> 0, was, becomes, count(*) from changed where points <> 0 or was <> becomes group by 1, 2, 3
"""
)
_LISTED = (
    _CHANGED
    + """
select kind, id, customer_id, parts::text, was, becomes from changed where points <> 0 or was <> becomes order by kind, id
"""
)
