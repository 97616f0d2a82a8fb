"""What one turn takes: due timers, then the inbox by lanes, and what is known of the customers concerned."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec
import psycopg

from perennia.core.event import Event, Properties
from perennia.core.index import Index
from perennia.core.outcome import Timer
from perennia.core.profile import CONTACT, CUSTOMER, Profile, Subject
from perennia.core.standing import Loaded
from perennia.core.stream import Arrived
from perennia.workflows import runs
from perennia.workflows.array import array

LIVE, BULK, BURST = 0, 1, 2
PER_CUSTOMER = 200
BULK_ROWS = 125  # of imports in one turn at most, so that whatever happens now waits for them no longer
TIMERS = 1000
ROLL_UP_DAYS = 400

LOCK = """
select clock_timestamp() + c.ahead from engine_partition p, host_clock c where p.partition = %s
for update of p skip locked
"""
LIMITS = ("set local idle_in_transaction_session_timeout = '15s'", "set local statement_timeout = '8s'")
SETTINGS = """
select name, value from engine_constant where name = 'workflows'
union all select 'zone', coalesce((select zone from team_organisation where id = 1), 'UTC')
"""
TIMERS_DUE = """
select due_at, enrolment_id, node, subject_kind, subject_id, customer_id from timer
where partition = %s and due_at <= %s and not exists
    (select 1 from trouble u where u.partition = timer.partition and u.customer_id = timer.customer_id and u.is_parked)
order by due_at, enrolment_id limit %s
"""
ROWS = """
select i.lane, i.seq, i.customer_id, i.contact_id, i.source, i.kind, i.name, i.message_id, i.message_hash, i.at,
       i.received_at, i.historical, i.depth, i.hops, i.body,
       coalesce(k.to_partition, c.to_partition), coalesce(k.to_customer, c.to_customer), k.to_contact
from inbox i
left join moved k on k.partition = i.partition and k.kind = 1 and k.id = i.contact_id
left join moved c on c.partition = i.partition and c.kind = 0 and c.id = i.customer_id
where i.partition = %s and i.lane = %s order by i.seq limit %s
"""
BURSTING = "select customer_id from burst where partition = %s"
TROUBLED = "select customer_id, seq, tries, is_parked from trouble where partition = %s"

DEDUPE = """
insert into dedupe (partition, source, message_hash, seq, received_at)
select %s, source, hash, seq, received_at
from unnest(%s::smallint[], %s::uuid[], %s::bigint[], %s::timestamptz[]) as t (source, hash, seq, received_at)
on conflict do nothing returning seq
"""
PROFILES = """
select p.state from unnest(%s::smallint[], %s::bigint[]) as t (kind, id)
join profile p on p.partition = %s and p.kind = t.kind and p.id = t.id
"""
DAYS = """
select d.kind, d.subject_id, d.name, d.day, d.count, d.seconds
from unnest(%s::smallint[], %s::bigint[], %s::text[]) as t (kind, id, name)
join daily d on d.partition = %s and d.kind = t.kind and d.subject_id = t.id and d.name = t.name and d.day >= %s
"""


class Body(msgspec.Struct):
    properties: Properties = {}
    traits: Properties = {}
    context: Properties = {}
    hidden: bool = False


class Row(NamedTuple):
    """One inbox row; the last three say where its customer or contact lives now, if elsewhere."""

    lane: int
    seq: int
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
    hops: int
    body: bytes
    to_partition: int | None
    to_customer: int | None
    to_contact: int | None


class Known(NamedTuple):
    """What a turn reads first."""

    now: datetime
    horizon: datetime  # up to here everything due is at hand: timers may fire
    stamp: str
    zone: str
    timers: list[Timer]
    rows: list[Row]
    bursting: set[int]
    troubled: dict[int, tuple[int, int, bool]]  # customer -> (seq, tries, is_parked)
    is_full: bool  # more rows wait behind those taken
    present: datetime | None  # by which a wait may have ended late; None on a virtual clock


_body = msgspec.json.Decoder(Body).decode
_profile = msgspec.json.Decoder(Profile).decode


def first_look(connection: psycopg.Connection, partition: int, limit: int, until: datetime | None) -> Known | None:
    """Locks the partition and reads what is there to do. None: another worker has it."""
    with connection.pipeline():
        cursors = [connection.cursor(binary=True) for _ in range(7)]
        for setting in LIMITS:
            cursors[0].execute(setting)
        cursors[0].execute(LOCK, [partition])
        cursors[1].execute(SETTINGS)
        cursors[2].execute(ROWS, [partition, LIVE, limit])
        cursors[3].execute(BURSTING, [partition])
        cursors[4].execute(TROUBLED, [partition])
        cursors[6].execute(ROWS, [partition, BULK, min(limit, BULK_ROWS)])
        locked = cursors[0].fetchone()
        if locked is None:
            return None
        now = until or locked[0]
        most = min(TIMERS, limit)
        cursors[5].execute(TIMERS_DUE, [partition, now, most])
        timers = [Timer(*row) for row in cursors[5].fetchall()]
    settings: dict[str, str] = dict(cursors[1].fetchall())
    bursting = {customer for (customer,) in cursors[3].fetchall()}
    rows = [Row(*row) for row in cursors[2].fetchall()]
    if bursting and len(rows) < limit:
        rest = connection.cursor(binary=True).execute(ROWS, [partition, BURST, limit - len(rows)])
        rows += [Row(*row) for row in rest.fetchall()]
    room = min(limit - len(rows), BULK_ROWS)
    bulk = [Row(*row) for row in cursors[6].fetchall()[: max(room, 0)]]
    rows += bulk
    is_cut = len(rows) >= limit or len(bulk) == room
    troubled = {customer: (seq, tries, parked) for customer, seq, tries, parked in cursors[4].fetchall()}
    is_full = is_cut or len(rows) >= limit
    if limit == 1 and rows and timers:  # by itself, so that it is known which of the two cannot be worked
        timers, rows = ([], rows) if rows[0].received_at <= timers[0].due_at else (timers, [])
    horizon = min(now, max(row.received_at for row in rows)) if rows and is_full else now
    if len(timers) >= most:  # what came in behind the last of them must wait until the next have fired
        horizon = min(horizon, timers[-1].due_at + timedelta(microseconds=1))
        rows = [row for row in rows if row.received_at <= horizon]
        is_full = True
    return Known(
        now,
        horizon,
        settings["workflows"],
        settings["zone"],
        timers,
        rows,
        bursting,
        troubled,
        is_full,
        None if until else now,
    )


def fresh_and_loaded(
    connection: psycopg.Connection,
    partition: int,
    rows: Sequence[Row],
    timers: Sequence[Timer],
    index: Index,
    today: date,
) -> tuple[set[int], dict[int, Loaded]]:
    """Which rows are no duplicates (by seq), and what is known of every customer concerned."""
    homes = _homes(rows, timers)
    subjects = sorted(homes)
    kinds, ids = array([kind for kind, _ in subjects]), array([id_ for _, id_ in subjects])
    foreseen, whole = runs.foreseen(rows), runs.whole(rows, timers)
    with connection.pipeline():
        dedupe, profiles, days = (connection.cursor(binary=True) for _ in range(3))
        firsts = _firsts(rows)
        if firsts:
            columns = zip(*((r.source, r.message_hash, r.seq, r.received_at) for r in firsts), strict=True)
            dedupe.execute(DEDUPE, [partition, *map(array, columns)])
        profiles.execute(PROFILES, [kinds, ids, partition])
        asked = runs.ask(connection, partition, subjects, index, foreseen, [homes[one] in whole for one in subjects])
        wanted = [(kind, id_, name) for kind, id_ in subjects for of, name in index.roll_ups if of == kind]
        if wanted:
            days.execute(
                DAYS, [*map(array, zip(*wanted, strict=True)), partition, today - timedelta(days=ROLL_UP_DAYS)]
            )
        fresh = {seq for (seq,) in dedupe.fetchall()} if firsts else set()
        loaded = {
            customer: Loaded(customer, None if customer in whole else foreseen) for customer in set(homes.values())
        }
        for (state,) in profiles.fetchall():
            profile = _profile(state)
            loaded[profile.customer].profiles[profile.kind, profile.id] = profile
        asked.fill(loaded, homes)
        for kind, id_, name in wanted:
            loaded[homes[kind, id_]].days[kind, id_, name] = {}
        for kind, id_, name, day, count, seconds in days.fetchall() if wanted else ():
            loaded[homes[kind, id_]].days[kind, id_, name][day] = (count, seconds)
    for timer in timers:
        loaded[timer.customer].timers.append(timer)
    return fresh, loaded


def read_all(
    connection: psycopg.Connection,
    partition: int,
    rows: Sequence[Row],
    timers: Sequence[Timer],
    index: Index,
    loaded: Mapping[int, Loaded],
) -> None:
    """Reads every run of those concerned, after something came up that was not foreseen."""
    homes = _homes(rows, timers)
    subjects = sorted(homes)
    for one in loaded.values():
        one.foreseen = None
    runs.ask(connection, partition, subjects, index, frozenset(), [True] * len(subjects)).fill(loaded, homes)


def arrived(row: Row) -> Arrived:
    """The event of a row."""
    body = _body(row.body)
    event = Event(
        seq=row.seq, id=row.message_id, name=row.name, kind=row.kind, customer=row.customer, contact=row.contact,
        at=row.at, received_at=row.received_at, source=row.source, historical=row.historical, depth=row.depth,
        properties=body.properties, traits=body.traits, context=body.context,
    )  # fmt: skip
    return Arrived(event, body.hidden)


def _firsts(rows: Iterable[Row]) -> list[Row]:
    """The first row of each key, in the order of the key, so that two turns can never wait for each other."""
    found: dict[tuple[int, UUID], Row] = {}
    for row in rows:
        found.setdefault((row.source, row.message_hash), row)
    return [found[key] for key in sorted(found, key=lambda key: (key[0], key[1].int))]


def _homes(rows: Iterable[Row], timers: Iterable[Timer]) -> dict[Subject, int]:
    """Everybody concerned, with their customer."""
    homes: dict[Subject, int] = {}
    for row in rows:
        homes[CUSTOMER, row.customer] = row.customer
        if row.contact is not None:
            homes[CONTACT, row.contact] = row.customer
    for timer in timers:
        homes[CUSTOMER, timer.customer] = timer.customer
        homes[timer.kind, timer.subject] = timer.customer
    return homes
