"""What the API says of pipelines and their boards, and what it takes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from perennia.api.actor import Actor
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Cursor, Given, Money, Named, money, named
from perennia.customers.boards import Board, Tone
from perennia.customers.cards import Card

# A name stands in addresses and lists: one line without slashes.
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f/]+$")
]


class StageOut(Schema):
    """A stage: workflows know it by `key`, people read `name`."""

    key: str
    name: str
    tone: Tone
    is_archived: bool


class PipelineOut(Schema):
    """A way to move along, with its stages in order. `stages` are the keys of those that take cards."""

    key: str
    name: str
    subject: Literal["customer", "contact"]
    stages: list[str]
    columns: list[StageOut]
    has_several: Annotated[bool, Field(description="One may stand in several stages.")]
    is_shipped: bool
    is_archived: bool


class Pipelines(Schema):
    """All pipelines; there are few, so they come at once."""

    items: list[PipelineOut]
    next_cursor: None = None


class CardOut(Schema):
    """A customer, or a contact of one, in a stage."""

    id: int
    name: str
    customer: Named
    since: datetime
    plan: str
    value: Money | None
    owner: Named | None
    tasks: Annotated[int, Field(description="Open tasks of the customer.")]
    may_move: bool


class ColumnOut(StageOut):
    """A column with its first cards and the true number of them."""

    count: Annotated[int, Field(description="The true number up to 10,000; 10,001 stands for more.")]
    items: list[CardOut]
    next_cursor: Cursor


class BoardOut(Schema):
    """A pipeline as a board."""

    pipeline: PipelineOut
    columns: list[ColumnOut]


class Cards(Schema):
    """A page of one column."""

    items: list[CardOut]
    next_cursor: Cursor


class WantedStage(Given):
    """A stage as it shall be: a new one has no key."""

    key: Annotated[str | None, Field(max_length=200)] = None
    name: Name
    tone: Tone = "quiet"
    is_archived: bool = False
    moves_to: Annotated[str | None, Field(max_length=200, description="Where the cards of an archived one go.")] = None


class NewPipeline(Given):
    """A pipeline to make."""

    name: Name
    subject: Literal["customer", "contact"] = "customer"
    stages: Annotated[list[WantedStage], Field(min_length=1, max_length=60)]


class PipelineChange(Given):
    """What to change of a pipeline; what is left out stays."""

    name: Name | None = None
    is_archived: bool | None = None
    position: Annotated[int | None, Field(ge=0, le=10_000)] = None


class Stages(Given):
    """All stages in their order; each one there was must be named."""

    stages: Annotated[list[WantedStage], Field(max_length=60)]


def pipeline(board: Board) -> PipelineOut:
    """A pipeline as the API says it."""
    return PipelineOut(
        key=board.key,
        name=board.name,
        subject=board.subject,
        stages=[column.key for column in board.shown],
        columns=[
            StageOut(key=each.key, name=each.name, tone=each.tone, is_archived=each.is_archived)
            for each in board.columns
        ],
        has_several=board.has_several,
        is_shipped=board.is_shipped,
        is_archived=board.is_archived,
    )


def cards(rows: Sequence[Card], tasks: Mapping[int, int], caller: Actor) -> list[CardOut]:
    """These cards as the API says them; without amounts for who may see none."""
    sees_revenue = caller.can(Permission.REVENUE_READ)
    return [
        CardOut(
            id=row.id,
            name=row.name,
            customer=Named(id=row.customer, name=row.customer_name),
            since=row.since,
            plan=row.plan,
            value=money(row.value_amount, row.value_currency) if sees_revenue else None,
            owner=named(row.owner_id, row.owner_name),
            tasks=tasks.get(row.customer, 0),
            may_move=_may_move(caller, row),
        )
        for row in rows
    ]


def _may_move(caller: Actor, row: Card) -> bool:
    """As `changes.may_change` says of the customer."""
    if caller.can(Permission.CUSTOMER_WRITE_ANY):
        return caller.can(Permission.CUSTOMER_WRITE)
    member = caller.member
    if member is None or row.owner_id is None or not caller.can(Permission.CUSTOMER_WRITE):
        return False
    return row.owner_id == member.pk or (member.group != "" and row.owner_group == member.group)
