"""Scoring: what each rule brings, where milestones lie, who is of high value; with a look ahead before it is changed."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from perennia.api import needs
from perennia.api.needs import Needs
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Given, Money, NamedWorkflow
from perennia.core.partition import PARTITIONS
from perennia.host import clock
from perennia.team import setting_log
from perennia.team.models import organisation
from perennia.workflows import high_value, recalculation, scoring, set_scoring
from perennia.workflows.models import Recalculation
from perennia.workflows.set_scoring import Wanted

router = Router()
READ, EDIT = Needs(Permission.WORKFLOW_READ), Needs(Permission.WORKFLOW_EDIT)
Score = Annotated[int, Field(ge=1, le=10**9)]


class RuleOut(Schema):
    """What one step of a workflow brings."""

    workflow: NamedWorkflow
    step: str
    group: str
    subject: Literal["customer", "contact"]
    is_on: bool
    reason: str
    points: int
    shipped: Annotated[int | None, Field(description="What it brought as it came with us.")]


class MilestoneOut(Schema):
    """A score worth a word."""

    name: str
    score: int
    shipped: int


class HighValueOut(Schema):
    """Customers from `starts_at` a year on are of high value: the top `percent`, or from `amount` on."""

    percent: int
    amount: Decimal | None
    currency: Annotated[str, Field(description="The amount's: the organisation's own.")]
    starts_at: Annotated[list[Money], Field(description="By currency; each customer is ranked in its own.")]


class RecalculationOut(Schema):
    """How far points are counted anew."""

    id: int
    asked_by: str
    asked_at: datetime
    done: Annotated[float, Field(description="From 0 to 1.")]
    changed: int
    finished_at: datetime | None
    failure: str


class ScoringOut(Schema):
    """All of it."""

    rules: list[RuleOut]
    milestones: list[MilestoneOut]
    high_value: HighValueOut
    recalculation: RecalculationOut | None


class RuleGiven(Given):
    """Other points for a rule."""

    workflow: Annotated[str, Field(max_length=120)]
    step: Annotated[str, Field(max_length=200)]
    points: Annotated[int, Field(ge=-100_000, le=100_000)]


class ScoringChange(Given):
    """What is to hold from now on; what is left out stays."""

    rules: Annotated[list[RuleGiven], Field(max_length=500)] = []
    milestones: Annotated[dict[str, Score], Field(max_length=50)] = {}


class Save(ScoringChange):
    """The same, and whether what was earned before is counted anew."""

    recalculate: bool = False


class MilestoneMove(Schema):
    """How many contacts go from one milestone (none: null) to another."""

    before: str | None
    after: str | None
    contacts: int


class Preview(Schema):
    """What counting anew would do."""

    contacts: Annotated[int, Field(description="Whose milestone would change.")]
    scores: Annotated[int, Field(description="Customers and contacts whose own points would change.")]
    moves: list[MilestoneMove]


class HighValueGiven(Given):
    """A share of the customers, or an amount instead of it."""

    percent: Annotated[int, Field(ge=1, le=100)]
    amount: Annotated[Decimal | None, Field(ge=0, le=10**12)] = None


@router.get("", auth=READ, response=ScoringOut)
def read(request: HttpRequest) -> ScoringOut:
    """The rules, the milestones, and how the last recalculation stands."""
    return _whole(needs.language(request))


@router.post("/preview", auth=READ, response=Preview)
def preview(request: HttpRequest, given: ScoringChange) -> Preview:
    """Counts whose score and milestone would change, on the ledger as it is now. Nothing is changed."""
    change = set_scoring.change_of(_wanted(given))
    effect = recalculation.preview(change)
    names = [None, *(one.name for one in scoring.milestones())]
    moves = [
        MilestoneMove(before=names[was], after=names[becomes], contacts=number) for was, becomes, number in effect.moves
    ]
    return Preview(contacts=effect.contacts, scores=effect.subjects, moves=moves)


@router.put("", auth=EDIT, response=ScoringOut)
def save(request: HttpRequest, given: Save) -> ScoringOut:
    """Keeps it. With `recalculate` earlier points are counted anew, in silence: nobody is written to or told."""
    caller, now = needs.caller(request), clock.now()
    was = {f"{one.workflow} {one.step}": one.points for one in scoring.rules()}
    was |= {one.name: one.score for one in scoring.milestones()}
    set_scoring.save(_wanted(given), caller.name, now, anew=given.recalculate)
    said = {f"{one.workflow} {one.step}": one.points for one in given.rules} | given.milestones
    setting_log.note(caller.member, now, "scoring", {name: was[name] for name in said}, said)
    return _whole(caller.language)


@router.put("/high-value", auth=EDIT, response=ScoringOut)
def decide(request: HttpRequest, given: HighValueGiven) -> ScoringOut:
    """Says who is of high value."""
    caller, before = needs.caller(request), scoring.settings()
    was = {"high value percent": before.high_value_percent, "high value amount": before.high_value_amount}
    high_value.decide(given.percent, given.amount)
    now = {"high value percent": given.percent, "high value amount": given.amount}
    setting_log.note(caller.member, clock.now(), "scoring", was, now)
    return _whole(caller.language)


def _wanted(given: ScoringChange) -> Wanted:
    return Wanted({(one.workflow, one.step): one.points for one in given.rules}, dict(given.milestones))


def _whole(language: str) -> ScoringOut:
    settings, last, came = scoring.settings(), scoring.latest(), scoring.shipped_milestones()
    currency = organisation().currency
    begins = {name: Decimal(amount) for name, amount in settings.high_value_by_currency.items()}
    if settings.high_value_amount is not None:
        begins[currency] = settings.high_value_amount
    return ScoringOut(
        rules=[_rule(one, language) for one in scoring.rules()],
        milestones=[
            MilestoneOut(name=one.name, score=one.score, shipped=came[one.name]) for one in scoring.milestones()
        ],
        high_value=HighValueOut(
            percent=settings.high_value_percent,
            amount=settings.high_value_amount,
            currency=currency,
            starts_at=[Money(amount=f"{amount:.2f}", currency=name) for name, amount in begins.items()],
        ),
        recalculation=_recalculation(last) if last else None,
    )


def _rule(one: scoring.Points, language: str) -> RuleOut:
    name = one.label_vi if language == "vi" and one.label_vi else one.label
    return RuleOut(
        workflow=NamedWorkflow(key=one.workflow, name=name),
        step=one.step,
        group=one.group,
        subject="customer" if one.subject == "customer" else "contact",
        is_on=one.is_on,
        reason=one.words(language),
        points=one.points,
        shipped=one.shipped,
    )


def _recalculation(row: Recalculation) -> RecalculationOut:
    return RecalculationOut(
        id=row.pk,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        done=row.partitions_done / PARTITIONS,
        changed=row.subjects_changed,
        finished_at=row.finished_at,
        failure=row.failure,
    )
