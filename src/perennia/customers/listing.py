"""The list of customers: searched, filtered, sorted and paged in the database, over any number of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal

import msgspec

from perennia.core.event import Value
from perennia.core.profile import CUSTOMER
from perennia.customers.fold_text import fold_text, like
from perennia.host.select import one, select

Sort = Literal["name", "-last_seen_at", "-score", "-value", "created_at", "-created_at"]
Mark = Sequence[str | int | None]


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which customers; what is None does not narrow. `owner` 0 stands for nobody."""

    q: str | None = None
    tag: str | None = None
    pipeline: str | None = None
    stage: str | None = None
    owner: int | None = None
    plan: str | None = None
    kind: str | None = None
    is_inactive: bool | None = None
    segment: str | None = None
    ids: list[int] | None = None


class Listed(msgspec.Struct, frozen=True):
    """One row of the list. `place` is the value it is sorted by, for the cursor."""

    id: int
    partition: int
    name: str
    kind: str
    domain: str
    plan: str
    value_amount: Decimal | None
    value_currency: str
    owner_id: int | None
    owner_name: str | None
    score: int
    last_seen_at: datetime | None
    created_at: datetime
    place: str | int | datetime | Decimal | None


class Marks(msgspec.Struct, frozen=True):
    """What hangs on a customer in lists."""

    contacts: int = 0
    tags: tuple[str, ...] = ()
    stages: Mapping[str, str] = {}


class _Order(msgspec.Struct, frozen=True):
    """How one sort name is said in SQL; `type` casts the cursor's value. Only what stands here is ever sorted by.

    `coarse` is the indexed column that rises with it and never beyond it, where it is not indexed itself.
    """

    column: str
    type: str
    is_down: bool = True
    may_be_null: bool = False
    coarse: str = ""


_ORDERS: dict[str, _Order] = {
    "name": _Order("c.name_folded", "text", is_down=False),
    "created_at": _Order("c.created_at", "timestamptz", is_down=False),
    "-created_at": _Order("c.created_at", "timestamptz"),
    "-score": _Order("p.score", "integer"),
    "-last_seen_at": _Order(
        "p.last_seen_at",
        "timestamptz",
        may_be_null=True,
        coarse="p.seen_quarter",
    ),
    "-value": _Order("c.value_amount", "numeric", may_be_null=True),
}
EVERYBODY = "c.kind <> 'visitor'"
_FROM = """
from customers_customer c
join profile p on p.partition = c.partition and p.kind = 0 and p.id = c.id and not p.is_hidden
left join team_member o on o.id = c.owner_id
"""
_COLUMNS = """
select c.id, c.partition, c.name, c.kind, c.domain, c.plan, c.value_amount, c.value_currency, c.owner_id, o.name,
       p.score, p.last_seen_at, c.created_at, """
_FILTERS = {
    "q": """(c.search like %(q)s or c.id = any(array(
        select customer_id from customers_contact where search like %(q)s limit 500)))""",
    "tag": "c.id in (select subject_id from tag where tag = %(tag)s and kind = 0)",
    "stage": "c.id in (select customer_id from stage where pipeline = %(pipeline)s and stage = %(stage)s)",
    "owner": "c.owner_id = %(owner)s",
    "segment": "c.id in (select customer_id from segment_member where segment = %(segment)s)",
    "ids": "c.id = any(%(ids)s::bigint[])",
    "plan": "c.plan = %(plan)s",
    "kind": "c.kind = %(kind)s",
}
_INACTIVE = "c.id in (select subject_id from tag where tag = 'Inactive' and kind = 0)"
# The same asked of one customer at a time.
_OF_ONE = {
    _FILTERS["tag"]: "exists (select from tag where tag = %(tag)s and kind = 0 and subject_id = c.id)",
    _FILTERS["stage"]: """(exists (select from stage s where s.partition = c.partition and s.kind = 0
            and s.subject_id = c.id and s.pipeline = %(pipeline)s and s.stage = %(stage)s)
        or exists (select from customers_contact k join stage s on s.partition = k.partition and s.kind = 1
            and s.subject_id = k.id and s.pipeline = %(pipeline)s and s.stage = %(stage)s where k.customer_id = c.id))""",
    _INACTIVE: "exists (select from tag where tag = 'Inactive' and kind = 0 and subject_id = c.id)",
}
# Where a filter finds its customers, to see whether they are few: those are looked up, where many pass each is asked.
_FOUND = {
    _FILTERS["tag"]: "tag where tag = %(tag)s and kind = 0",
    _FILTERS["stage"]: "stage where pipeline = %(pipeline)s and stage = %(stage)s",
    _INACTIVE: "tag where tag = 'Inactive' and kind = 0",
}
FEW = 20_000
WINDOW = 1000
_IN_ORDER = {
    "c": f"customers_customer c where {EVERYBODY}",
    "p": "profile p where p.kind = 0 and not p.is_hidden",
}


def page(chosen: Filter, sort: Sort, after: Mark | None, limit: int) -> list[Listed]:
    """Up to `limit` customers behind the mark, in order. Those without a value to sort by come last."""
    order = _ORDERS[sort]
    clause, params = where(chosen)
    params["limit"] = limit
    rows: list[Listed] = []
    if after is None or after[0] is not None:
        rows = _first_known(order, clause, after, params)
    if order.may_be_null and len(rows) < limit:
        # Those without a value: a range of their own, so that each of the two is read along its index.
        begun = after is not None and after[0] is None
        params |= {"limit": limit - len(rows), "after_id": after[1] if begun and after else None}
        rows += select(Listed, _sql_null(order, clause, begun), params)
    return rows


def count(chosen: Filter, most: int | None = None) -> int:
    """How many customers there are in all under this filter; counting rests one beyond `most`, where that is given."""
    clause, params = where(chosen)
    if most is None:
        return one(int, f"select count(*) from customers_customer c where {clause}", params) or 0  # noqa: S608  # clauses of the table above
    for of_all, of_one in _OF_ONE.items():
        if of_all in clause and not _are_few(of_all, params):
            clause = clause.replace(of_all, of_one)
    some = f"select from customers_customer c where {clause} limit %(most)s"  # as above
    return one(int, f"select count(*) from ({some}) s", {**params, "most": most + 1}) or 0  # noqa: S608  # as above


def _are_few(of_all: str, params: Mapping[str, object]) -> bool:
    some = f"select from {_FOUND[of_all]} limit %(few)s"  # a clause of the table above
    return (one(int, f"select count(*) from ({some}) s", {**params, "few": FEW}) or 0) < FEW  # noqa: S608  # as above


def marks(rows: Sequence[Listed]) -> dict[int, Marks]:
    """Tags, stages and number of contacts of these customers, in two statements."""
    params = {"partitions": [row.partition for row in rows], "ids": [row.id for row in rows], "kind": CUSTOMER}
    contacts = dict(select(_pair, _CONTACTS, params))
    tags: dict[int, list[str]] = {}
    stages: dict[int, dict[str, str]] = {}
    for id_, pipeline, name in select(_triple, _MARKS, params):
        if pipeline is None:
            tags.setdefault(id_, []).append(name)
        else:
            stages.setdefault(id_, {})[pipeline] = name
    return {row.id: Marks(contacts.get(row.id, 0), tuple(tags.get(row.id, ())), stages.get(row.id, {})) for row in rows}


def own(rows: Sequence[Listed], keys: Sequence[str]) -> dict[int, dict[str, Value]]:
    """Values of these own fields, in one statement; none where there are no fields."""
    found: dict[int, dict[str, Value]] = {}
    if keys and rows:
        params = {"partitions": [row.partition for row in rows], "ids": [row.id for row in rows], "keys": list(keys)}
        for id_, key, value in select(_value, _OWN, params):
            found.setdefault(id_, {})[key] = value
    return found


def mark(row: Listed) -> tuple[object, ...]:
    """Where the next page goes on."""
    return (row.place, row.id)


_OWN = """
with wanted as (select unnest(%(partitions)s::smallint[]) as partition, unnest(%(ids)s::bigint[]) as id)
select w.id, t.key, (t.value -> 0)::text from wanted w
join profile p on p.partition = w.partition and p.kind = 0 and p.id = w.id
cross join lateral jsonb_each(p.state -> 'traits') t where t.key = any(%(keys)s)
"""
_CONTACTS = "select customer_id, count(*) from customers_contact where customer_id = any(%(ids)s) group by 1"
_MARKS = """
with wanted as (select unnest(%(partitions)s::smallint[]) as partition, unnest(%(ids)s::bigint[]) as id)
select w.id, null, t.tag from wanted w
join tag t on t.partition = w.partition and t.kind = %(kind)s and t.subject_id = w.id
union all
select w.id, s.pipeline, s.stage from wanted w
join stage s on s.partition = w.partition and s.kind = %(kind)s and s.subject_id = w.id
order by 1, 2, 3
"""


def where(chosen: Filter) -> tuple[str, dict[str, object]]:
    """The filter as a clause over `c`, a customer's row, and its parameters."""
    params = {name: value for name, value in msgspec.structs.asdict(chosen).items() if value is not None}
    clauses = [_FILTERS[name] for name in params if name in _FILTERS]
    if chosen.q is not None:
        params["q"] = like(chosen.q)
        if not fold_text(chosen.q):
            clauses.remove(_FILTERS["q"])
    if chosen.owner == 0:
        clauses = [clause if clause != _FILTERS["owner"] else "c.owner_id is null" for clause in clauses]
    if chosen.is_inactive is not None:
        clauses.append(_INACTIVE if chosen.is_inactive else f"not ({_INACTIVE})")
    return " and ".join([EVERYBODY, *clauses]), params


def _first_known(order: _Order, where: str, after: Mark | None, params: Mapping[str, object]) -> list[Listed]:
    """Those with a value to sort by. A filter that many pass is asked of the next in order, one by one; where that
    finds too few, it is a filter few pass, and these are looked up and then sorted.
    """
    given = {**params, **_behind(after)}
    rows = select(Listed, _near(order, where, after is not None), given)
    if len(rows) == params["limit"]:
        return rows
    return select(Listed, _sql(order, where, after is not None), given)


def _near(order: _Order, where: str, has_mark: bool) -> str:
    for of_all, of_one in _OF_ONE.items():
        where = where.replace(of_all, of_one)
    by = order.column.partition(".")[0]
    # Of the one table the order is read from, so that it is read along its index.
    next_in_order = (
        f"select {by}.id as next from {_IN_ORDER[by]} {_known(order)} {_behind_mark(order, has_mark)}"  # noqa: S608  # ours
        f" order by {_sorted(order, f'{by}.id')} limit {WINDOW}"
    )
    joined = _FROM.replace(
        "from customers_customer c", f"from ({next_in_order}) n join customers_customer c on c.id = n.next"
    )
    return f"{_COLUMNS} {order.column} {joined} where {where} order by {_sorted(order, 'c.id')} limit %(limit)s"


def _sql(order: _Order, where: str, has_mark: bool) -> str:
    rest = f"{_known(order)} {_behind_mark(order, has_mark)}"
    tail = f"where {where} {rest} order by {_sorted(order, 'c.id')} limit %(limit)s"
    return f"{_COLUMNS} {order.column} {_FROM} {tail}"


def _sorted(order: _Order, id_: str) -> str:
    way = "desc" if order.is_down else "asc"
    return ", ".join(f"{column} {way}" for column in (order.coarse, order.column, id_) if column)


def _known(order: _Order) -> str:
    return f"and {order.coarse or order.column} is not null" if order.may_be_null else ""


def _behind_mark(order: _Order, has_mark: bool) -> str:
    if not has_mark:
        return ""
    sign, value = "<" if order.is_down else ">", f"%(after)s::{order.type}"
    id_ = order.column.partition(".")[0] + ".id"
    return (
        f"and {order.coarse or order.column} {sign}= {value} and ({order.column}, {id_}) {sign} ({value}, %(after_id)s)"
    )


def _sql_null(order: _Order, where: str, has_mark: bool) -> str:
    behind = "and c.id < %(after_id)s" if has_mark else ""
    tail = f"where {where} and {order.column} is null {behind} order by c.id desc limit %(limit)s"
    return f"{_COLUMNS} null {_FROM} {tail}"


def _behind(after: Mark | None) -> dict[str, object]:
    return {} if after is None else {"after": after[0], "after_id": after[1]}


def _pair(id_: int, number: int) -> tuple[int, int]:
    return id_, number


def _value(id_: int, key: str, text: str) -> tuple[int, str, Value]:
    value: Value = msgspec.json.decode(text)
    return id_, key, value


def _triple(id_: int, pipeline: str | None, name: str) -> tuple[int, str | None, str]:
    return id_, pipeline, name
