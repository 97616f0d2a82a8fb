"""How points of longer use of a feature stand to those of shorter: they add up, or the longer replaces the shorter.

What a mark is worth is what its step brings when they add up. When the longer replaces the shorter, each step brings
only what its mark is worth more than the one before: who passes all of them has the worth of the last, and not the sum.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from django.db import transaction

from perennia.workflows import features, queries, scoring, set_scoring
from perennia.workflows.models import Recalculation, Scoring
from perennia.workflows.scoring import Rule
from perennia.workflows.set_scoring import Wanted

Way = Literal["add_up", "replace"]


class Worth(NamedTuple):
    """A mark with points: its minutes, the rule that brings them, and what it is worth."""

    minutes: int
    rule: Rule
    worth: int


def way() -> Way:
    """The one in force."""
    return "replace" if scoring.settings().feature_points == "replace" else "add_up"


def worths() -> list[Worth]:
    """The marks with points, the fewest minutes first, each with its worth."""
    found, sum_ = list[Worth](), 0
    for mark in features.marks():
        steps = list(scoring.steps(queries.find(mark.workflow).definition.steps))
        if not mark.points or len(steps) != 1:
            continue
        sum_ += mark.points
        found.append(Worth(mark.minutes, (mark.workflow, steps[0][0]), sum_ if way() == "replace" else mark.points))
    return found


def wanted(to: Way, marks: Sequence[Worth]) -> Wanted:
    """What each step has to bring for that."""
    before = [0, *(one.worth for one in marks)]
    brings = {one.rule: one.worth - (before[place] if to == "replace" else 0) for place, one in enumerate(marks)}
    return Wanted(brings, {})


@transaction.atomic
def decide(to: Way, by: str, at: datetime, *, anew: bool) -> Recalculation | None:
    """Sets it; with `anew` what was earned before is counted anew, in silence. Gives the count that was begun."""
    if to == way():
        return None
    asked = set_scoring.save(wanted(to, worths()), by, at, anew=anew)
    row, _ = Scoring.objects.select_for_update().get_or_create(pk=1)
    row.feature_points = to
    row.save(update_fields=["feature_points"])
    return asked
