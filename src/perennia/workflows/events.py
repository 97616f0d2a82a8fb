"""Reads of the stream: what came in, what waits, what was refused, as one list, newest first."""

from datetime import datetime
from typing import Literal

import msgspec

from perennia.core import partition
from perennia.customers import everyday
from perennia.customers.fold_text import like
from perennia.customers.timeline import Carried
from perennia.host.select import one, select

# Rows of history one page looks through at most when it filters; the cursor goes on from there. To look for words
# each row must be read whole.
SCAN, SCAN_WORDS = 20_000, 8_000
State = Literal["waiting", "matched", "no_match", "failed", "parked", "duplicate", "rejected"]
Mark = tuple[str, int, int]  # received at, number, place


class Seen(msgspec.Struct, frozen=True):
    """An event as the stream shows it."""

    partition: int
    seq: int
    place: int
    received_at: datetime
    customer_id: int
    contact_id: int | None
    source: int
    kind: str
    name: str
    message_id: str
    at: datetime
    historical: bool
    late: bool
    depth: int
    outcome: str
    duplicates: int
    body: str

    @property
    def id(self) -> str:
        """Its public id; a derived event's carries which of its cause's it is."""
        return f"{self.partition}-{self.seq}" + (f"-{self.place}" if self.place else "")

    @property
    def said_by(self) -> tuple[int, str, int, datetime]:
        """What it is known by wherever it lies by now: its number changes when its customer moves."""
        return (self.source, self.message_id, self.place, self.received_at)

    @property
    def mark(self) -> Mark:
        """Where it stands in the list."""
        return (self.received_at.isoformat(), self.seq, self.place)

    def said(self) -> Carried:
        """Its properties, traits and context."""
        return msgspec.json.decode(self.body, type=Carried)


class Rejected(msgspec.Struct, frozen=True):
    """Something a caller sent that was not taken, and why."""

    id: int
    received_at: datetime
    source: int
    code: str
    field: str
    message: str
    name: str
    excerpt: str

    @property
    def mark(self) -> Mark:
        """Where it stands in the list."""
        return (self.received_at.isoformat(), self.id, 0)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which events; what is None does not narrow. Without `everyday` its comings and goings are left out."""

    q: str | None = None
    name: str | None = None
    customer: int | None = None
    status: Literal["accepted", "rejected"] | None = None
    everyday: bool = True

    @property
    def is_narrow(self) -> bool:
        """Whether a page has to look through more rows than it shows."""
        return bool(self.q or self.name) or not self.everyday


def page(wanted: Wanted, after: Mark | None, limit: int) -> tuple[list[Seen | Rejected], Mark | None]:
    """A page, and where to go on. A filter that finds little gives a short page with a mark to go on from."""
    params = _params(wanted, after, limit + 1)
    found: list[Seen | Rejected] = []
    horizon: Mark | None = None
    if wanted.status != "rejected":
        waiting = [*select(Seen, _WAITING, params), *select(Seen, _PARKED, params)]
        worked = select(Seen, _OF_CUSTOMER if wanted.customer is not None else _HISTORY, params)
        done = {each.said_by for each in worked}  # one that was worked between the two readings stands in both
        found += [*(each for each in waiting if each.said_by not in done), *worked]
        if len(worked) <= limit and wanted.customer is None and wanted.is_narrow:
            horizon = one(_as_mark, _HORIZON, params)
    if wanted.status != "accepted" and wanted.customer is None:
        found += select(Rejected, _REJECTED, params)
    found.sort(key=lambda each: (each.received_at, each.mark[1:]), reverse=True)
    if horizon is not None:
        # What lies behind the horizon belongs to a later page, or rows of history would be passed over.
        found = [each for each in found if _key(each.mark) >= _key(horizon)]
    shown = found[:limit]
    if len(found) > limit:
        return shown, shown[-1].mark
    return shown, horizon


def find(part: int, seq: int, place: int) -> Seen | None:
    """One event by its number, wherever it is by now."""
    params = {"partition": part, "seq": seq, "place": place}
    return one(Seen, _ONE, params)


def find_rejected(id_: int) -> Rejected | None:
    """One refused event."""
    return one(Rejected, _ONE_REJECTED, {"id": id_})


def followed(event: Seen) -> list[Seen]:
    """The events derived from this one, in order."""
    params = {"partition": event.partition, "seq": event.seq, "received_at": event.received_at}
    return select(Seen, _DERIVED, params)


def _params(wanted: Wanted, after: Mark | None, limit: int) -> dict[str, object]:
    at, number, place = after or (None, None, None)
    return {
        "q": None if wanted.q is None else f"%{_escaped(wanted.q)}%",
        "exact": wanted.q,
        "named": None if wanted.q is None else like(wanted.q),
        "name": wanted.name,
        "customer": wanted.customer,
        "partition": partition.of(wanted.customer) if wanted.customer is not None else None,
        "at": at,
        "number": number,
        "place": place,
        "limit": limit,
        "scan": _scanned(wanted, limit),
        "everyday": wanted.everyday,
    }


def _scanned(wanted: Wanted, limit: int) -> int:
    """How many rows of history the page may look through."""
    if wanted.q:
        return SCAN_WORDS
    if wanted.name:
        return SCAN
    return limit if wanted.everyday else 10 * limit


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _key(mark: Mark) -> tuple[datetime, int, int]:
    return (datetime.fromisoformat(mark[0]), mark[1], mark[2])


def _as_mark(at: datetime, number: int, place: int) -> Mark:
    return (at.isoformat(), number, place)


_SAYS = """
(%(name)s::text is null or {0}.name = %(name)s)
and (%(q)s::text is null or {0}.name ilike %(q)s or {0}.message_id = %(exact)s or {0}.body::text ilike %(q)s
     or {0}.customer_id = any(array(select id from customers_customer where search like %(named)s limit 100)))
"""
_BEHIND = """
(%(at)s::timestamptz is null
 or ({0}.received_at <= %(at)s and ({0}.received_at, {0}.seq, {1}) < (%(at)s, %(number)s::bigint, %(place)s::int)))
"""
_WORKED = """
select h.partition, h.seq, h.place, h.received_at, h.customer_id, h.contact_id, h.source, h.kind, h.name, h.message_id,
       h.at, h.historical, h.late, h.depth, h.outcome, h.duplicates, h.body::text
"""
_QUEUED = """
select i.partition, i.seq, 0, i.received_at, i.customer_id, i.contact_id, i.source, i.kind, i.name, i.message_id,
       i.at, i.historical, false, i.depth, '{0}', 0, i.body::text
"""
_ORDER = "order by received_at desc, seq desc, place desc limit %(limit)s"
_MATTERS = f"(%(everyday)s or not {everyday.sql('h')}) and "
_HISTORY = "".join(
    [
        _WORKED,
        "from (select * from history where ",
        _BEHIND.format("history", "history.place"),
        "order by received_at desc, seq desc, place desc limit %(scan)s) h where ",
        _MATTERS,
        _SAYS.format("h"),
        _ORDER,
    ]
)
_OF_CUSTOMER = "".join(
    [
        _WORKED,
        "from history h where h.partition = %(partition)s and h.customer_id = %(customer)s and ",
        _BEHIND.format("h", "h.place"),
        "and ",
        _MATTERS,
        _SAYS.format("h"),
        _ORDER,
    ]
)
_HORIZON = "".join(
    [
        "select received_at, seq, place from history where ",
        _BEHIND.format("history", "history.place"),
        "order by received_at desc, seq desc, place desc offset %(scan)s - 1 limit 1",
    ]
)
# Each lane of each partition has an index of its own, so the newest of a long queue cost no more than of a short one.
_WAITING = "".join(
    [
        _QUEUED.format("waiting"),
        """
from engine_partition p cross join (values (0), (1), (2)) as l(lane)
cross join lateral (
    select * from inbox i where i.partition = p.partition and i.lane = l.lane and i.kind not in ('move', 'resume')
      and (%(customer)s::bigint is null or i.customer_id = %(customer)s) and
""",
        _BEHIND.format("i", "0"),
        "and ",
        _SAYS.format("i"),
        """
    order by i.seq desc limit %(limit)s) i
where %(partition)s::int is null or p.partition = %(partition)s
order by i.received_at desc, i.seq desc limit %(limit)s
""",
    ]
)
_PARKED = "".join(
    [
        _QUEUED.format("parked"),
        "from parked i where i.kind not in ('move', 'resume')",
        " and (%(customer)s::bigint is null or i.customer_id = %(customer)s) and ",
        _BEHIND.format("i", "0"),
        "and ",
        _SAYS.format("i"),
        "order by i.received_at desc, i.seq desc limit %(limit)s",
    ]
)
_REFUSED = "select id, received_at, source, code, field, message, name, excerpt from rejected r "
_REJECTED = "".join(
    [
        _REFUSED,
        """
where (%(at)s::timestamptz is null or (received_at, id) < (%(at)s, %(number)s::bigint))
  and (%(name)s::text is null or name = %(name)s)
  and (%(q)s::text is null or name ilike %(q)s or message ilike %(q)s or excerpt ilike %(q)s or code = %(exact)s)
order by received_at desc, id desc limit %(limit)s
""",
    ]
)
_ONE_REJECTED = _REFUSED + "where id = %(id)s"
_ONE = "".join(
    [
        _WORKED,
        "from history h where h.partition = %(partition)s and h.seq = %(seq)s and h.place = %(place)s union all ",
        _QUEUED.format("waiting"),
        "from inbox i where i.partition = %(partition)s and i.lane in (0, 1, 2) and i.seq = %(seq)s ",
        "and %(place)s = 0 union all ",
        _QUEUED.format("parked"),
        "from parked i where i.partition = %(partition)s and i.seq = %(seq)s and %(place)s = 0 limit 1",
    ]
)
_DERIVED = "".join(
    [
        _WORKED,
        "from history h where h.partition = %(partition)s and h.received_at = %(received_at)s and h.seq = %(seq)s ",
        "and h.place > 0 order by h.place",
    ]
)
