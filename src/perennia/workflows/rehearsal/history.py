"""Reads the kept past, customer by customer, each in the order of receipt: keyset pages, each a statement by itself.

What the engine derived and what time rules proposed is left out: the rehearsal finds its own. Who became another customer is read
with the one they became, as the engine carried what was known of them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

import psycopg

from perennia.core.event import Event
from perennia.core.stream import Arrived
from perennia.workflows.array import array
from perennia.workflows.take import Row, arrived

PAGE = 2000
FORMER = 20_000  # events of those who became one customer that are read, the latest
_SELECT = """
select h.customer_id, h.contact_id, h.source, h.kind, h.name, h.message_id, h.message_hash, h.at, h.received_at,
       h.historical, h.depth, h.seq, h.body
"""
# What was proposed by a time rule is found anew; what the mover or another station put in happened once and stands.
_WANTED = "h.place = 0 and (h.kind <> 'clock' or not h.body->'properties' ? 'rule') and h.received_at <= %(until)s"
_NEXT = f"""{_SELECT}
from history h where h.partition = %(partition)s and h.customer_id < %(behind)s and {_WANTED}
order by h.customer_id desc, h.received_at, h.seq limit %(most)s
"""  # constants
_REST = f"""{_SELECT}
from history h where h.partition = %(partition)s and h.customer_id = %(customer)s and {_WANTED}
  and (h.received_at, h.seq) > (%(at)s, %(seq)s)
order by h.received_at, h.seq limit %(most)s
"""  # constants
_LATEST = f"""{_SELECT}
from history h where h.partition = %(partition)s and h.customer_id = %(customer)s and h.name = any(%(names)s)
  and (%(contact)s::bigint is null or h.contact_id = %(contact)s)
order by h.received_at desc, h.seq desc limit 1
"""  # a constant
# Who became these customers, in as many steps as it took, with the contacts that became others there.
_FORMER = """
with recursive line as (
    select m.to_customer as home, m.partition, m.id, 1 as steps from moved m
    where m.kind = 0 and m.to_customer = any(%(ids)s)
    union
    select l.home, m.partition, m.id, l.steps + 1 from moved m join line l on m.to_customer = l.id
    where m.kind = 0 and l.steps < 10
)
select home, partition, id from line
"""
_OLD = f"""
select f.home, old.* from unnest(%(homes)s::bigint[], %(partitions)s::smallint[], %(ids)s::bigint[]) as f (home, part, id)
cross join lateral (
    {_SELECT}, (select m.to_contact from moved m where m.partition = h.partition and m.kind = 1 and m.id = h.contact_id)
    from history h where h.partition = f.part and h.customer_id = f.id and {_WANTED}
    order by h.received_at desc, h.seq desc limit %(most)s) old
"""  # noqa: S608  # constants
_GONE = "select id from moved where partition = %(partition)s and kind = 0 and id = any(%(ids)s)"


class Kept(NamedTuple):
    """A row of history."""

    customer: int
    contact: int | None
    source: int
    kind: str
    name: str
    message_id: str
    message_hash: UUID
    at: datetime
    received_at: datetime
    historical: bool
    depth: int
    seq: int
    body: bytes


class Piece(NamedTuple):
    """Events of one customer in order. `is_last`: there are no more of this customer."""

    customer: int
    events: list[Arrived]
    is_last: bool


def pieces(
    connection: psycopg.Connection, partition: int, until: datetime, meet: Callable[[Sequence[int]], None]
) -> Iterator[Piece]:
    """Everything of a partition up to `until`, one customer after the other. `meet` hears of each page's customers."""
    behind = 2**63 - 1
    while True:
        said = {"partition": partition, "behind": behind, "until": until, "most": PAGE}
        rows = _rows(connection, _NEXT, said)
        if not rows:
            return
        ids = sorted({row.customer for row in rows})
        gone = {id_ for (id_,) in connection.execute(_GONE, {"partition": partition, "ids": ids}).fetchall()}
        meet(ids)
        former = _former(connection, [id_ for id_ in ids if id_ not in gone], until)
        for customer, own in groupby(rows, key=lambda row: row.customer):
            behind = customer
            if customer not in gone:
                is_cut = customer == rows[-1].customer and len(rows) == PAGE
                page = list(own)
                pages = _pages(connection, partition, page, until) if is_cut else iter([page])
                yield from _whole(customer, former.get(customer, []), pages)
        if len(rows) < PAGE:
            return


def latest(
    connection: psycopg.Connection, partition: int, customer: int, names: Sequence[str], contact: int | None
) -> Event | None:
    """The last event of one of these names at a customer, a contact's own where one is named."""
    said = {"partition": partition, "customer": customer, "names": list(names), "contact": contact}
    rows = _rows(connection, _LATEST, said) if names else []
    return _arrived(rows[0], customer).event if rows else None


def _pages(connection: psycopg.Connection, partition: int, rows: list[Kept], until: datetime) -> Iterator[list[Kept]]:
    """The first page of a customer, and those that follow."""
    while rows:
        yield rows
        last = rows[-1]
        said = {"partition": partition, "customer": last.customer, "at": last.received_at, "seq": last.seq}
        rows = _rows(connection, _REST, {**said, "until": until, "most": PAGE})


def _whole(customer: int, former: Sequence[Kept], pages: Iterable[list[Kept]]) -> Iterator[Piece]:
    """The customer's own pages with what happened to those who became this customer, in the order of receipt."""
    place = 0
    for page in pages:
        last = (page[-1].received_at, page[-1].seq)
        begin = place
        while place < len(former) and (former[place].received_at, former[place].seq) < last:
            place += 1
        merged = sorted([*former[begin:place], *page], key=_order) if place > begin else page
        yield Piece(customer, [_arrived(row, customer) for row in merged], False)
    yield Piece(customer, [_arrived(row, customer) for row in former[place:]], True)


def _former(connection: psycopg.Connection, ids: Sequence[int], until: datetime) -> dict[int, list[Kept]]:
    """What happened to those who became these customers."""
    line = connection.execute(_FORMER, {"ids": ids}).fetchall()
    if not line:
        return {}
    homes, partitions, old = zip(*line, strict=True)
    said = {"homes": array(homes), "partitions": array(partitions), "ids": array(old), "until": until, "most": FORMER}
    found: dict[int, list[Kept]] = {}
    for home, *parts, became in connection.cursor(binary=True).execute(_OLD, said).fetchall():
        row = Kept(*parts)
        found.setdefault(home, []).append(row._replace(contact=became or row.contact))
    for rows in found.values():
        rows.sort(key=_order)
    return found


def _rows(connection: psycopg.Connection, statement: str, said: dict[str, object]) -> list[Kept]:
    return [Kept(*row) for row in connection.cursor(binary=True).execute(statement, said).fetchall()]


def _order(row: Kept) -> tuple[datetime, int]:
    return row.received_at, row.seq


def _arrived(row: Kept, customer: int) -> Arrived:
    return arrived(
        Row(
            0, row.seq, customer, row.contact, row.source, row.kind, row.name, row.message_id, row.message_hash,
            row.at, row.received_at, row.historical, row.depth, 0, row.body, None, None, None,
        )
    )  # fmt: skip
