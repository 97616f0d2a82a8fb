"""Changes what rules bring and where milestones lie; what was earned before is counted anew when that is asked for."""

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise

import msgspec
from django.db import transaction

from perennia.core.error import Conflict, Invalid
from perennia.core.policy import Milestone
from perennia.workflows import queries, recalculate, scoring
from perennia.workflows.models import Recalculation, Scoring
from perennia.workflows.publish import changed
from perennia.workflows.recalculation import Change
from perennia.workflows.revise import revise
from perennia.workflows.scoring import Rule

MOST = 100_000


class StillCounting(Conflict):
    """Points are still being counted anew after the last change. Wait until that is done."""

    code = "still_counting"


class Wanted(msgspec.Struct, frozen=True):
    """What is to hold from now on; what is left out stays."""

    points: dict[Rule, int]
    milestones: dict[str, int]


def change_of(wanted: Wanted) -> Change:
    """What changes by it. Raises Invalid for a rule or milestone that does not exist, or one out of order."""
    known = {one.rule: one for one in scoring.rules()}
    for rule, many in wanted.points.items():
        if rule not in known:
            raise Invalid(f"There is no rule {rule[0]} {rule[1]}. Load the page again.", field="body.points")
        if abs(many) > MOST:
            raise Invalid(f"A rule brings at most {MOST} points.", field="body.points")
    before = scoring.milestones()
    unknown = set(wanted.milestones) - {one.name for one in before}
    if unknown:
        raise Invalid(f"There is no milestone {min(unknown)}.", field="body.milestones")
    after = _after(before, wanted.milestones)
    return Change.of(wanted.points, before, after)


@transaction.atomic
def save(wanted: Wanted, by: str, at: datetime, *, anew: bool) -> Recalculation | None:
    """Keeps it: new versions of the workflows concerned, new milestones. `anew`: earlier points are counted anew."""
    change = change_of(wanted)
    last = scoring.latest()
    if anew and last is not None and last.finished_at is None:
        raise StillCounting
    by_workflow: dict[str, dict[str, int]] = {}
    for one in scoring.rules():
        if wanted.points.get(one.rule, one.points) != one.points:
            by_workflow.setdefault(one.workflow, {})[one.step] = wanted.points[one.rule]
    for workflow, points in by_workflow.items():
        revise(scoring.revised(queries.find(workflow).definition, points), by)
    if change.before != change.after:
        row, _ = Scoring.objects.select_for_update().get_or_create(pk=1)
        row.milestones = {**row.milestones, **wanted.milestones}
        row.save(update_fields=["milestones"])
    changed()
    return recalculate.ask(change, by, at) if anew else None


def _after(before: tuple[Milestone, ...], wanted: Mapping[str, int]) -> tuple[Milestone, ...]:
    after = tuple(Milestone(one.name, wanted.get(one.name, one.score)) for one in before)
    for lower, higher in pairwise(after):
        if lower.score >= higher.score:
            raise Invalid(f"{higher.name} must lie above {lower.name}.", field="body.milestones")
    if after[0].score < 1 or after[-1].score > 10**9:
        raise Invalid("A milestone lies between 1 and 1,000,000,000 points.", field="body.milestones")
    return after
