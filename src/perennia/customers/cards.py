"""The cards of a board: how many stand in each stage, and who, the newest first, page by page along one index."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal

import msgspec

from perennia.customers.boards import Board
from perennia.customers.fold_text import fold_text, like
from perennia.host.select import select

MOST_COUNTED = 10_000
Order = Literal["newest", "longest", "value", "name"]


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Whose cards; what is None does not narrow. `owner` 0 stands for nobody."""

    owner: int | None = None
    q: str | None = None
    order: Order = "newest"


class Card(msgspec.Struct, frozen=True):
    """A customer, or a contact of one, in a stage."""

    stage: str
    id: int
    name: str
    customer: int
    customer_name: str
    since: datetime
    plan: str
    value_amount: Decimal | None
    value_currency: str
    owner_id: int | None
    owner_name: str | None
    owner_group: str | None
    place: str  # by the board's order, among those of its stage


def counts(board: Board, chosen: Filter) -> dict[str, int]:
    """The number of cards by stage, also in stages no column stands for; beyond MOST_COUNTED it is not counted on."""
    where, params = _where(board, chosen)
    # Without a filter the index alone answers.
    sql = _COUNTS.format(joins=_JOINS[board.subject] if where else "", where=where)
    return dict(select(_pair, sql, {**params, "pipeline": board.key, "most": MOST_COUNTED + 1}))


def first(board: Board, stages: Sequence[str], chosen: Filter, limit: int) -> dict[str, list[Card]]:
    """The first page of each of these stages, in one statement."""
    where, params = _where(board, chosen)
    rows = select(
        Card,
        _page(board, where, "", chosen.order),
        {**params, "pipeline": board.key, "stages": list(stages), "limit": limit},
    )
    found: dict[str, list[Card]] = {stage: [] for stage in stages}
    for row in rows:
        found[row.stage].append(row)
    return found


def page(board: Board, stage: str, chosen: Filter, after: Sequence[object] | None, limit: int) -> list[Card]:
    """A page of one stage behind the mark."""
    where, params = _where(board, chosen)
    params |= {"pipeline": board.key, "stages": [stage], "limit": limit}
    if after is not None:
        params |= {"place": after[0], "after": after[1]}
    behind = _BEHIND[chosen.order] if after is not None else ""
    return select(Card, _page(board, where, behind, chosen.order), params)


def mark(card: Card) -> tuple[object, ...]:
    """Where the next page goes on."""
    return (card.place, card.id)


def _where(board: Board, chosen: Filter) -> tuple[str, dict[str, object]]:
    clauses, params = list[str](), dict[str, object]()
    if chosen.owner is not None:
        clauses.append(" and c.owner_id = %(owner)s" if chosen.owner else " and c.owner_id is null")
        params["owner"] = chosen.owner
    if chosen.q and fold_text(chosen.q):
        clauses.append(_SEARCHED[board.subject])
        params["q"] = like(chosen.q)
    return "".join(clauses), params


def _page(board: Board, where: str, behind: str, order: Order) -> str:
    by = _BY[order].replace("@", _OWN_NAME[board.subject])
    return _PAGE.format(
        by=by,
        collate='collate "C"' if order == "name" else "",
        way=_WAY[order],
        order=_ORDER[order].replace("@", _OWN_NAME[board.subject]),
        behind=behind.replace("@", _OWN_NAME[board.subject]),
        columns=_COLUMNS[board.subject],
        joins=_JOINS[board.subject],
        kind=_KIND[board.subject],
        where=where,
    )


def _pair(stage: str, number: int) -> tuple[str, int]:
    return stage, number


_KIND: Mapping[str, str] = {"customer": "0", "contact": "1"}
_JOINS: Mapping[str, str] = {
    "customer": "join customers_customer c on c.id = s.subject_id",
    "contact": "join customers_contact k on k.id = s.subject_id join customers_customer c on c.id = k.customer_id",
}
_COLUMNS: Mapping[str, str] = {
    "customer": "c.id, c.name, c.id as customer, c.name as customer_name",
    "contact": "k.id, k.name, c.id as customer, c.name as customer_name",
}
_SEARCHED: Mapping[str, str] = {
    "customer": " and c.search like %(q)s",
    "contact": " and (k.search like %(q)s or c.search like %(q)s)",
}
_OWN_NAME: Mapping[str, str] = {"customer": "c.name_folded", "contact": "k.name_folded"}
# What a card's place is by, as text that goes into a cursor and comes back; in which order; and what lies behind a place.
_BY: Mapping[str, str] = {
    "newest": "s.since", "longest": "s.since", "value": "coalesce(c.value_amount, -1)", "name": "@",
}  # fmt: skip
_WAY: Mapping[str, str] = {"newest": "desc", "longest": "", "value": "desc", "name": ""}
_ORDER: Mapping[str, str] = {
    "newest": "s.since desc, s.subject_id", "longest": "s.since, s.subject_id",
    "value": "coalesce(c.value_amount, -1) desc, s.subject_id", "name": '@ collate "C", s.subject_id',
}  # fmt: skip
_BEHIND: Mapping[str, str] = {
    "newest": "and s.since <= %(place)s::timestamptz and (s.since < %(place)s::timestamptz or s.subject_id > %(after)s)",
    "longest": "and s.since >= %(place)s::timestamptz and (s.since > %(place)s::timestamptz or s.subject_id > %(after)s)",
    "value": (
        "and coalesce(c.value_amount, -1) <= %(place)s::numeric"
        " and (coalesce(c.value_amount, -1) < %(place)s::numeric or s.subject_id > %(after)s)"
    ),
    "name": """and @ collate "C" >= %(place)s and (@ collate "C" > %(place)s or s.subject_id > %(after)s)""",
}
# From one stage to the next along the index, so that a million cards cost no more than ten thousand a column.
_COUNTS = """
with recursive known (stage) as (
    (select stage from stage where pipeline = %(pipeline)s order by stage limit 1)
    union all
    select (select n.stage from stage n where n.pipeline = %(pipeline)s and n.stage > a.stage order by n.stage limit 1)
    from known a where a.stage is not null
)
select a.stage, (select count(*) from (
    select 1 from stage s {joins} where s.pipeline = %(pipeline)s and s.stage = a.stage {where} limit %(most)s) counted)
from known a where a.stage is not null
"""
_PAGE = """
select w.stage, p.id, p.name, p.customer, p.customer_name, p.since, p.plan, p.value_amount, p.value_currency, p.owner_id,
       o.name, o."group", p.by::text
from unnest(%(stages)s::text[]) with ordinality as w(stage, place)
cross join lateral (
    select {columns}, {by} as by, s.since, s.subject_id, c.plan, c.value_amount, c.value_currency, c.owner_id
    from stage s {joins}
    where s.pipeline = %(pipeline)s and s.stage = w.stage and s.kind = {kind} {where} {behind}
    order by {order} limit %(limit)s
) p
left join team_member o on o.id = p.owner_id
order by w.place, p.by {collate} {way}, p.subject_id
"""
