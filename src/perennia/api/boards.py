"""A pipeline as a board: columns with the true number of cards, each read on page by page."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from perennia.api import needs
from perennia.api.actor import Actor
from perennia.api.board_shapes import BoardOut, CardOut, Cards, ColumnOut, cards, pipeline
from perennia.api.needs import Needs
from perennia.api.paging import Window, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.pipelines import router
from perennia.customers import boards
from perennia.customers import cards as reads
from perennia.customers.boards import Board, Column
from perennia.customers.cards import Card, Filter, Order
from perennia.desk import queries as tasks

READ = Needs(Permission.CUSTOMER_READ)
FIRST = 30


class Narrowed(Window):
    """Whose cards."""

    owner: Annotated[str | None, Field(pattern=r"^(none|[1-9][0-9]{0,17})$", description="An id, or `none`.")] = None
    q: Annotated[str | None, Field(max_length=200, description="Name of the customer or contact.")] = None
    order: Annotated[
        Order, Field(description="Of the cards in a column: by how long they stand there, worth or name.")
    ] = "newest"


class OfStage(Narrowed):
    """Which stage."""

    stage: Annotated[str, Field(max_length=200)]


@router.get("/{pipeline_key}/board", auth=READ, response=BoardOut)
def board(request: HttpRequest, pipeline_key: str, wanted: Query[Narrowed]) -> BoardOut:
    """A board: all columns with their number of cards and the first of them, the newest first."""
    caller = needs.caller(request)
    found = _find(caller, pipeline_key)
    chosen = _chosen(caller, wanted)
    counts = reads.counts(found, chosen)
    columns = _columns(found, counts)
    limit = min(wanted.limit, FIRST)
    first = reads.first(found, [column.key for column in columns], chosen, limit + 1)
    shown = _cards([card for rows in first.values() for card in rows[:limit]], caller)
    return BoardOut(
        pipeline=pipeline(found),
        columns=[
            ColumnOut(
                key=column.key,
                name=column.name,
                tone=column.tone,
                is_archived=column.is_archived,
                count=max(counts.get(column.key, 0), len(first[column.key][:limit])),
                items=[shown[card.stage, card.id] for card in first[column.key][:limit]],
                next_cursor=_next(found, column.key, first[column.key], limit, chosen),
            )
            for column in columns
        ],
    )


@router.get("/{pipeline_key}/cards", auth=READ, response=Cards)
def more(request: HttpRequest, pipeline_key: str, wanted: Query[OfStage]) -> Cards:
    """More cards of one column."""
    caller = needs.caller(request)
    found = _find(caller, pipeline_key)
    chosen = _chosen(caller, wanted)
    mark = mark_of(wanted, f"cards.{found.key}.{wanted.stage}.{chosen.order}")
    rows = reads.page(found, wanted.stage, chosen, mark, wanted.limit + 1)
    shown = _cards(rows[: wanted.limit], caller)
    return Cards(items=list(shown.values()), next_cursor=_next(found, wanted.stage, rows, wanted.limit, chosen))


def _next(found: Board, stage: str, rows: list[Card], limit: int, chosen: Filter) -> str | None:
    mark = reads.mark(rows[limit - 1]) if len(rows) > limit else None
    return cursor_of(mark, f"cards.{found.key}.{stage}.{chosen.order}")


def _cards(rows: list[Card], caller: Actor) -> dict[tuple[str, int], CardOut]:
    counted = tasks.open_by_customer([row.customer for row in rows]) if caller.can(Permission.TASK_READ_ANY) else {}
    made = cards(rows, counted, caller)
    return {(row.stage, row.id): card for row, card in zip(rows, made, strict=True)}


def _columns(found: Board, counts: dict[str, int]) -> list[Column]:
    """Those that take cards; then any other stage somebody stands in, an archived one or one nobody laid out."""
    columns = list(found.shown)
    known = {column.key for column in columns}
    others = sorted((stage for stage in counts if stage not in known), key=lambda stage: (-counts[stage], stage))
    return columns + [found.column(stage) or Column(stage, stage) for stage in others]


def _chosen(caller: Actor, wanted: Narrowed) -> Filter:
    if wanted.order == "value" and not caller.can(Permission.REVENUE_READ):
        raise needs.refusal(caller, Permission.REVENUE_READ)
    owner = None if wanted.owner is None else 0 if wanted.owner == "none" else int(wanted.owner)
    return Filter(owner=owner, q=wanted.q, order=wanted.order)


def _find(caller: Actor, key: str) -> Board:
    found = boards.find(key)
    if found.is_revenue and not caller.can(Permission.REVENUE_READ):
        raise needs.refusal(caller, Permission.REVENUE_READ)
    return found
