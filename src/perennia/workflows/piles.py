"""Sorts the rows a turn took: which are worked, which follow a customer elsewhere, which end the batch."""

from collections import Counter

import psycopg

from perennia.workflows import trouble
from perennia.workflows.take import LIVE, PER_CUSTOMER, Known, Row

MAX_HOPS = 3
CONTROL = ("move", "resume")
TAKE_BACK = "take_back"  # of an import: about many customers, so it goes nowhere with the one it stands at


class Piles:
    """Rows by what becomes of them. `control` is what must be done alone, when nothing lies before it."""

    def __init__(self, known: Known) -> None:
        self.work: list[Row] = []
        self.park: list[Row] = []
        self.forward: list[Row] = []
        self.stray: list[Row] = []  # sent on so often that a person must look
        self.burst: list[Row] = []
        self.control: Row | None = None
        self.is_cut = known.is_full
        self.horizon = known.horizon
        self.held_back: set[int] = set()  # customers with rows behind those worked now
        bursting = set(known.bursting)
        parked = {customer for customer, (_, _, is_parked) in known.troubled.items() if is_parked}
        counts: Counter[int] = Counter()
        for row in known.rows:
            if row.kind == TAKE_BACK:
                self._end_at(row)
                break
            if row.lane == LIVE and row.customer in bursting:
                self.burst.append(row)
            elif row.customer in parked and row.kind != "resume":
                self.park.append(row)
            elif row.kind in CONTROL and (row.to_partition is None or row.customer in parked):
                self._end_at(row)
                break
            elif row.to_partition is not None and row.hops >= MAX_HOPS:
                self.stray.append(row)
            elif row.to_partition is not None:
                self.forward.append(row)
            elif counts[row.customer] >= PER_CUSTOMER:
                self._over(row, bursting)
            else:
                counts[row.customer] += 1
                self.work.append(row)
        self.held_back |= bursting

    def _end_at(self, row: Row) -> None:
        """What stands here is done alone: the batch ends before it, or is nothing but it."""
        self.is_cut = True
        self.horizon = min(self.horizon, row.received_at)
        if not (self.work or self.park or self.forward or self.stray or self.burst):
            self.control = row

    def _over(self, row: Row, bursting: set[int]) -> None:
        """A customer's 201st row and those behind it wait apart, so that nobody waits for this customer."""
        if row.lane == LIVE:
            bursting.add(row.customer)
            self.burst.append(row)
        else:
            self.held_back.add(row.customer)


FORWARD = """
with gone as (delete from inbox where partition = %s and lane = any(array[0, 1, 2]::smallint[]) and seq = any(%s::bigint[])
              returning *)
insert into inbox (partition, lane, customer_id, contact_id, source, kind, name, message_id, message_hash, at, received_at,
                   historical, depth, hops, body)
select t.p, case when g.lane = 2 then 0 else g.lane end, t.c, coalesce(t.k, g.contact_id),
       g.source, g.kind, g.name, g.message_id, g.message_hash, g.at,
       g.received_at, g.historical, g.depth, g.hops + 1, g.body
from gone g join unnest(%s::bigint[], %s::smallint[], %s::bigint[], %s::bigint[]) as t (s, p, c, k) on t.s = g.seq
order by g.seq
"""
PARK = """
with gone as (delete from inbox where partition = %s and lane = any(array[0, 1, 2]::smallint[]) and seq = any(%s::bigint[])
              returning *)
insert into parked select * from gone
"""
TO_BURST = "update inbox set lane = 2 where partition = %s and lane = 0 and seq = any(%s::bigint[])"
BURSTING = "insert into burst (partition, customer_id) select %s, unnest(%s::bigint[]) on conflict do nothing"
DRAINED = """
delete from burst b where b.partition = %s
and not exists (select 1 from inbox i where i.partition = b.partition and i.lane = 2 and i.customer_id = b.customer_id)
"""


def put_away(connection: psycopg.Connection, partition: int, piles: Piles, known: Known) -> None:
    """Moves the rows that are not worked now to where they belong. Statements only for piles that are there."""
    if piles.stray:
        trouble.strayed(connection, partition, piles.stray, known.now)
    if piles.park or piles.stray:
        connection.execute(PARK, [partition, [row.seq for row in (*piles.park, *piles.stray)]])
    if piles.forward:
        rows = piles.forward
        seqs = [row.seq for row in rows]
        columns = [seqs, [r.to_partition for r in rows], [r.to_customer for r in rows], [r.to_contact for r in rows]]
        connection.execute(FORWARD, [partition, seqs, *columns])
    if piles.burst:
        connection.execute(TO_BURST, [partition, [row.seq for row in piles.burst]])
        connection.execute(BURSTING, [partition, sorted({row.customer for row in piles.burst})])
    if known.bursting:
        connection.execute(DRAINED, [partition])
