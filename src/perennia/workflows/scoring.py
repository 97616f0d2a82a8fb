"""The rules that bring points, found in the workflows themselves: each step that adds to a score is one."""

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from perennia.core.event import Properties
from perennia.core.policy import MILESTONES, Milestone
from perennia.core.shipped import shipped
from perennia.core.workflow import Definition
from perennia.workflows import policy, queries
from perennia.workflows.models import Recalculation, Scoring

ACTION = "add_score"
Rule = tuple[str, str]  # workflow, step
# What stands for a value where one reads a rule without anybody it concerns.
_ANY = {"{feature}": ("a feature", "một tính năng"), "{month}": ("a month", "một tháng")}
_PLACE = re.compile(r"\{[A-Za-z_][A-Za-z0-9_]*\}")


class Points(msgspec.Struct, frozen=True):
    """What one step brings. `shipped`: what it brought as it came; None where it did not come with us."""

    workflow: str
    step: str
    group: str
    subject: str
    is_on: bool
    label: str
    label_vi: str
    reason: str
    reason_vi: str
    points: int
    shipped: int | None

    @property
    def rule(self) -> Rule:
        """What it is told apart by."""
        return self.workflow, self.step

    def words(self, language: str) -> str:
        """What it is for, as one reads it without knowing whom it concerns."""
        is_vi = language == "vi"
        said = (is_vi and self.reason_vi) or self.reason
        return _PLACE.sub(lambda found: _ANY.get(found[0], ("…", "…"))[is_vi], said)


def settings() -> Scoring:
    """What was decided; the defaults until something was."""
    return Scoring.objects.filter(pk=1).first() or Scoring(pk=1)


def milestones() -> tuple[Milestone, ...]:
    """The milestones in force, the lowest first."""
    return policy.milestones(settings().milestones)


def rules() -> list[Points]:
    """Every rule of every workflow as it is published now."""
    came = {(one.key, step): said.get("points") for one in shipped() for step, said in steps(one.steps)}
    found = []
    for workflow in queries.listing():
        definition = workflow.definition
        for step, said in steps(definition.steps):
            points, before = said.get("points"), came.get((definition.key, step))
            found.append(
                Points(
                    definition.key, step, definition.group, definition.subject, workflow.row.is_on, definition.label,
                    definition.label_vi, _text(said, "reason"), _text(said, "reason_vi"),
                    points if isinstance(points, int) else 0, before if isinstance(before, int) else None,
                )
            )  # fmt: skip
    return sorted(found, key=lambda one: (one.group, _by_number(one.workflow)))


def steps(chain: Sequence[object], where: str = "steps") -> Iterator[tuple[str, Properties]]:
    """The steps that add to a score, each with the name the engine knows it by."""
    for place, step in enumerate(chain):
        if not isinstance(step, dict):
            continue
        here = f"{where}[{place}]"
        if step.get("key") == ACTION:
            yield str(step.get("id") or here), step
        for way in ("then", "else"):
            inner = step.get(way)
            yield from steps(inner if isinstance(inner, list) else (), f"{here}.{way}")


def revised(definition: Definition, points: Mapping[str, int]) -> Definition:
    """The definition with other points for these steps."""
    copy = msgspec.convert(msgspec.to_builtins(definition), Definition)
    for name, step in steps(copy.steps):
        if name in points:
            step["points"] = points[name]
    return copy


def latest() -> Recalculation | None:
    """The recalculation asked for last."""
    return Recalculation.objects.first()


def shipped_milestones() -> dict[str, int]:
    """The scores milestones came with."""
    return {one.name: one.score for one in MILESTONES}


def _by_number(key: str) -> str:
    """The key so that 30 comes before 120."""
    return re.sub(r"\d+", lambda found: found.group().zfill(9), key)


def _text(said: Properties, name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""
