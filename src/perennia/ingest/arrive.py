"""What arrives as rows of the inbox: the events of a request, and the moves they cause."""

from datetime import datetime, timedelta

import msgspec

from perennia.ingest import moment
from perennia.ingest.check import Item
from perennia.ingest.identify import Found
from perennia.ingest.refusal import Refused, Rejection
from perennia.ingest.row import BULK, DERIVED, LIVE, Body, Row, encode
from perennia.ingest.who import Move, Place


class Manner(msgspec.Struct, frozen=True):
    """How a request is taken: from whom, as the past or not, and when (None: the database's time)."""

    source: int
    is_bulk: bool
    historical_after: timedelta
    now: datetime | None


def rows(items: list[Item], found: Found, manner: Manner, now: datetime) -> tuple[list[Row], list[Rejection]]:
    """The rows in order, each move right before the event that caused it."""
    made: list[Row] = []
    rejected: list[Rejection] = []
    moves = iter([*found.moves, (len(items), None)])
    due, move = next(moves)
    for index, (one, place) in enumerate(zip(items, found.places, strict=True)):
        while due == index and move is not None:
            made.append(order(move, found.customer_of, now, historical=manner.is_bulk))
            due, move = next(moves)
        try:
            made.append(row(one, place, manner, now))
        except Refused as refused:
            rejected.append(refused.at(one.index))
    return made, rejected


def row(one: Item, place: Place, manner: Manner, now: datetime) -> Row:
    """The event as it lies in the inbox. Raises Refused for a time no clock can have meant."""
    at, is_ahead = moment.happened(one.original, one.sent, now)
    context = one.context
    if is_ahead:
        context["originalTimestamp"] = one.original_text
    body = Body(one.properties, one.traits, context, True if place.is_visitor else msgspec.UNSET)
    return Row(
        customer=place.customer, contact=place.contact, source=manner.source, kind=one.kind, name=one.name,
        message_id=one.message_id, at=at, received_at=now, lane=BULK if manner.is_bulk else LIVE,
        historical=manner.is_bulk or now - at > manner.historical_after, body=encode(body),
    )  # fmt: skip


def order(move: Move, customer_of: dict[int, int], now: datetime, *, historical: bool = False) -> Row:
    """The order to the mover, in the partition of the customer that is left."""
    properties: dict[str, object] = {
        "from_customer": customer_of[move.source], "from_contact": move.source,
        "to_customer": customer_of[move.target], "to_contact": move.target,
        "person": move.person, "reason": move.reason,
    }  # fmt: skip
    return Row(
        customer=customer_of[move.source], contact=move.source, source=DERIVED, kind="move", name="Move",
        message_id=f"move:{move.source}:{move.target}", at=now, received_at=now, historical=historical, body=encode(Body(properties)),
    )  # fmt: skip
