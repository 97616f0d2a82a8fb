"""Features: how long each may go unused, and after how many minutes it brings points."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from perennia.api import needs
from perennia.api.needs import Needs
from perennia.api.paging import Page, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Given
from perennia.host import clock
from perennia.team import setting_log
from perennia.workflows import feature_points, features, scoring
from perennia.workflows.feature_points import Way
from perennia.workflows.models import Feature

router = Router()
READ, EDIT = Needs(Permission.WORKFLOW_READ), Needs(Permission.WORKFLOW_EDIT)
Days = Annotated[int, Field(ge=1, le=features.MOST_DAYS)]
Minutes = Annotated[int, Field(ge=1, le=100_000)]


class FeatureOut(Schema):
    """A feature somebody has used."""

    name: str
    unused_days: Annotated[int | None, Field(description="Null: the house's.")]
    is_watched: bool
    minutes: Annotated[dict[str, int], Field(description="Its own minutes by workflow, where they differ.")]
    active_contacts: int
    first_seen_at: datetime


class MarkOut(Schema):
    """Minutes on any feature that start a workflow."""

    workflow: str
    label: str
    minutes: int
    points: Annotated[int, Field(description="0 where it brings none.")]


class House(Schema):
    """What holds for a feature that has nothing of its own."""

    unused_days: int
    recheck_days: int
    marks: list[MarkOut]
    points: Annotated[Way, Field(description="Points of longer use add to those of shorter, or replace them.")]
    worths: Annotated[list[int], Field(description="What the marks with points are worth, the fewest minutes first.")]


class Features(Schema):
    """A page of features, with what holds for all."""

    items: list[FeatureOut]
    next_cursor: Cursor
    house: House


class FeatureGiven(Given):
    """What a feature has of its own; null: as the house."""

    unused_days: Days | None = None
    is_watched: bool = True
    minutes: Annotated[dict[str, Minutes | None], Field(max_length=50)] = {}


class HouseGiven(Given):
    """What holds for the others."""

    unused_days: Days
    recheck_days: Days


class PointsGiven(Given):
    """How points of longer use stand to those of shorter; with `recalculate` earlier ones are counted anew, in silence."""

    points: Way
    recalculate: bool = False


@router.get("", auth=READ, response=Features)
def listing(request: HttpRequest, window: Page) -> Features:
    """Features by name. One appears when it is used for the first time."""
    rows = features.listing(mark_of(window, "features"), window.limit + 1)
    shown = rows[: window.limit]
    marks, language = features.marks(), needs.language(request)
    items = _items(shown, marks)
    last = (shown[-1].name,) if len(rows) > len(shown) else None
    return Features(items=items, next_cursor=cursor_of(last, "features"), house=_house(marks, language))


@router.put("/-/points", auth=EDIT, response=House)
def decide_points(request: HttpRequest, given: PointsGiven) -> House:
    """Says whether points of longer use of a feature add to those of shorter, or replace them."""
    caller, was = needs.caller(request), feature_points.way()
    feature_points.decide(given.points, caller.name, clock.now(), anew=given.recalculate)
    setting_log.note(caller.member, clock.now(), "features", {"points": was}, {"points": given.points})
    return _house(features.marks(), caller.language)


@router.put("/{path:name}", auth=EDIT, response=FeatureOut)
def change(request: HttpRequest, name: str, given: FeatureGiven) -> FeatureOut:
    """Gives a feature its own frame and minutes."""
    caller = needs.caller(request)
    row = features.change(
        name, unused_days=given.unused_days, is_watched=given.is_watched, minutes=given.minutes
    )  # fmt: skip
    said = {f"{name}: days": given.unused_days, f"{name}: watched": given.is_watched}
    said |= {f"{name}: {workflow}": many for workflow, many in given.minutes.items()}
    setting_log.note(caller.member, clock.now(), "features", {}, said)
    return _items([row], features.marks())[0]


@router.put("", auth=EDIT, response=House)
def decide(request: HttpRequest, given: HouseGiven) -> House:
    """Sets what holds for features that have nothing of their own."""
    caller, before = needs.caller(request), scoring.settings()
    was = {"days": before.unused_days, "looked at again after": before.recheck_days}
    features.decide(given.unused_days, given.recheck_days)
    now = {"days": given.unused_days, "looked at again after": given.recheck_days}
    setting_log.note(caller.member, clock.now(), "features", was, now)
    return _house(features.marks(), caller.language)


def _items(rows: list[Feature], marks: list[features.Mark]) -> list[FeatureOut]:
    active = features.active([row.name for row in rows])
    return [
        FeatureOut(
            name=row.name,
            unused_days=row.unused_days,
            is_watched=row.is_watched,
            minutes={mark.workflow: mark.own[row.name] for mark in marks if row.name in mark.own},
            active_contacts=active.get(row.name, 0),
            first_seen_at=row.first_seen_at,
        )
        for row in rows
    ]


def _house(marks: list[features.Mark], language: str) -> House:
    row = scoring.settings()
    said = [
        MarkOut(
            workflow=mark.workflow,
            label=mark.label_vi if language == "vi" and mark.label_vi else mark.label,
            minutes=mark.minutes,
            points=mark.points,
        )
        for mark in marks
    ]
    return House(
        unused_days=row.unused_days, recheck_days=row.recheck_days, marks=said, points=feature_points.way(),
        worths=[one.worth for one in feature_points.worths()],
    )  # fmt: skip
