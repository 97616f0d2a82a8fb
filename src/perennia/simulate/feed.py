"""Puts what the demo company says into the inbox, by the same rules of identity and shape as a call over HTTP."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import psycopg

from perennia.core.event import HISTORICAL_AFTER
from perennia.ingest import arrive
from perennia.ingest.arrive import Manner
from perennia.ingest.check import NAMES, Item
from perennia.ingest.identify import identify
from perennia.ingest.row import Row
from perennia.ingest.store import copy
from perennia.ingest.who import Asked
from perennia.simulate.said import Said


class Feed:
    """The sources of the demo company, as ids by their short name (`Said.source`)."""

    def __init__(self, sources: dict[str, int]) -> None:
        self.sources = sources

    def rows(self, connection: psycopg.Connection, said: Sequence[Said]) -> list[Row]:
        """Finds whose each call is; makes who is new. Inside the caller's transaction."""
        found = identify(connection, [Asked(one.kind, one.user, one.anonymous, one.group) for one in said])
        moves = defaultdict(list)
        for index, move in found.moves:
            moves[index].append(move)
        rows: list[Row] = []
        for index, (one, place) in enumerate(zip(said, found.places, strict=True)):
            rows += [arrive.order(move, found.customer_of, one.received) for move in moves.get(index, ())]
            manner = Manner(self.sources[one.source], False, HISTORICAL_AFTER, None)
            rows.append(arrive.row(item(one, index), place, manner, one.received))
        return rows


def item(said: Said, index: int) -> Item:
    """The call as reading its JSON would have given it."""
    ids = (("userId", said.user), ("anonymousId", said.anonymous), ("groupId", said.group))
    context = {**said.context, **{field: value for field, value in ids if value}}
    return Item(
        index=index, kind=said.kind, name=said.name or NAMES[said.kind], user=said.user, anonymous=said.anonymous,
        group=said.group, previous="", message_id=said.message_id, original=said.at, sent=None,
        original_text=said.at.isoformat(), properties=said.properties, traits=said.traits, context=context,
    )  # fmt: skip


def put(connection: psycopg.Connection, rows: Iterable[Row]) -> int:
    """Stores rows in the order of their receipt. Inside the caller's transaction."""
    ordered = sorted(rows, key=lambda row: row.received_at)
    if ordered:
        copy(connection, ordered)
    return len(ordered)
