"""The features there are, each with its own frame and its own minutes for points."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec
from django.db import transaction

from perennia.core.error import Invalid, NotFound
from perennia.core.workflow import Definition
from perennia.host.select import select
from perennia.workflows import queries
from perennia.workflows.models import Feature, Scoring
from perennia.workflows.publish import changed
from perennia.workflows.revise import revise
from perennia.workflows.switch import NoWorkflow

TRIGGER = "feature_time"
MOST_DAYS = 3650


class NoFeature(NotFound):
    """There is no feature of this name. It appears here when it is used for the first time."""

    code = "no_feature"


class Mark(msgspec.Struct, frozen=True):
    """Minutes on a feature that start a workflow: the house's, and those of features that differ."""

    workflow: str
    label: str
    label_vi: str
    minutes: int
    own: dict[str, int]
    points: int  # 0 where it brings none


class Active(NamedTuple):
    """How many contacts stand in a feature's stage of Product Adoption."""

    feature: str
    contacts: int


def listing(after: Sequence[object] | None, limit: int) -> list[Feature]:
    """Features by name, behind the mark."""
    rows = Feature.objects.order_by("name")
    return list((rows.filter(name__gt=str(after[0])) if after else rows)[:limit])


def active(names: Sequence[str]) -> dict[str, int]:
    """How many contacts are active on each of these."""
    return {row.feature: row.contacts for row in select(Active, _ACTIVE, {"names": list(names)})}


def marks() -> list[Mark]:
    """The minutes that count, the fewest first."""
    found = []
    for one in queries.listing():
        trigger = one.definition.trigger
        if trigger.get("key") != TRIGGER or trigger.get("feature"):
            continue
        minutes, own = trigger.get("minutes", 7), trigger.get("own")
        points = sum(
            many
            for step in one.definition.steps
            if step.get("key") == "add_score" and isinstance(many := step.get("points"), int)
        )
        said = {name: many for name, many in own.items() if isinstance(many, int)} if isinstance(own, dict) else {}
        found.append(
            Mark(one.definition.key, one.definition.label, one.definition.label_vi, minutes if isinstance(minutes, int) else 7,
                 said, points)
        )  # fmt: skip
    return sorted(found, key=lambda mark: (mark.minutes, -mark.points, mark.workflow))


@transaction.atomic
def change(name: str, *, unused_days: int | None, is_watched: bool, minutes: Mapping[str, int | None]) -> Feature:
    """Gives a feature its own frame (None: the house's) and its own minutes by workflow (None: the house's)."""
    feature = Feature.objects.select_for_update().filter(name=name).first()
    if feature is None:
        raise NoFeature
    feature.unused_days, feature.is_watched = unused_days, is_watched
    feature.save(update_fields=["unused_days", "is_watched"])
    for workflow, many in minutes.items():
        _own_minutes(workflow, name, many)
    changed()
    return feature


@transaction.atomic
def decide(unused_days: int, recheck_days: int) -> Scoring:
    """The house's frame, and after how many days a customer is looked at again."""
    row, _ = Scoring.objects.select_for_update().get_or_create(pk=1)
    row.unused_days, row.recheck_days = unused_days, recheck_days
    row.save(update_fields=["unused_days", "recheck_days"])
    changed()
    return row


def _own_minutes(workflow: str, feature: str, minutes: int | None) -> None:
    """A new version of the workflow where that changes anything."""
    try:
        definition = queries.find(workflow).definition
    except NoWorkflow as missing:
        raise Invalid(f"There is no workflow {workflow}.", field="body.minutes") from missing
    if definition.trigger.get("key") != TRIGGER:
        raise Invalid(f"{workflow} does not start by time on a feature.", field="body.minutes")
    was = definition.trigger.get("own")
    own = {**was} if isinstance(was, dict) else {}
    if own.get(feature) == minutes:
        return
    own.pop(feature, None)
    if minutes is not None:
        own[feature] = minutes
    said = msgspec.to_builtins(definition)
    revise(msgspec.convert({**said, "trigger": {**said["trigger"], "own": own}}, Definition))


_ACTIVE = """
select stage, count(*) from stage
where partition between 0 and 255 and pipeline = 'Product Adoption' and stage = any(%(names)s::text[]) group by stage
"""
