"""Takes back what an import brought to some customers of one partition, inside a turn and so under its lock.

Whom the import made and nobody has had to do with since goes altogether. Of the others its events leave history and
sums, and the values it was the last to write give way to the earlier ones. What workflows, people or other events did
stays. The ids of those who go stay theirs: who comes back is known again.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec
import psycopg

from perennia.core import effect as effects
from perennia.core.event import PASSIVE_NAMES, PASSIVE_PREFIXES, Event, Properties
from perennia.core.fold import DESCRIBED, feature_seconds
from perennia.core.outcome import key_of
from perennia.core.profile import CONTACT, CUSTOMER, Known, Profile, Subject
from perennia.core.take_back import Before, Left, lost_tags, moved_back, restored, uncounted
from perennia.ingest.row import IMPORTS
from perennia.workflows.keep import OF_PROFILE, STAGES, STAGES_LEFT, columns, text
from perennia.workflows.keep import PROFILES as STORE
from perennia.workflows.take import Row

DONE = "delete from inbox where partition = %s and lane = %s and seq = %s"
OWN = """
select seq, customer_id, contact_id, kind, name, message_id, at, received_at, body->'properties' from history
where partition = %s and customer_id = any(%s::bigint[]) and source = %s and message_id like %s
"""
# Whoever anything else has to do with: other events, those that wait, and what workflows and people did.
OTHERS = """
select distinct h.customer_id, h.contact_id from history h
where h.partition = %(partition)s and h.customer_id = any(%(customers)s::bigint[])
    and not (h.source = %(source)s and h.message_id like %(like)s)
    and not (h.place > 0 and h.seq = any(%(seqs)s::bigint[]))
union select customer_id, contact_id from inbox where partition = %(partition)s and lane in (0, 1, 2) and seq <> %(seq)s
    and customer_id = any(%(customers)s::bigint[])
union select customer_id, contact_id from parked where partition = %(partition)s and customer_id = any(%(customers)s::bigint[])
union select to_customer, to_contact from moved where to_partition = %(partition)s and to_customer = any(%(customers)s::bigint[])
union select customer_id, contact_id from message where partition = %(partition)s and customer_id = any(%(customers)s::bigint[])
union select customer_id, case when kind = 1 then subject_id end from points
    where partition = %(partition)s and customer_id = any(%(customers)s::bigint[])
union select customer_id, case when subject_kind = 1 then subject_id end from enrolment
    where partition = %(partition)s and customer_id = any(%(customers)s::bigint[])
"""
LEFT = """
select 0, h.customer_id, max(h.at) filter (where {0}), max(h.at) from history h
where h.partition = %(partition)s and h.customer_id = any(%(customers)s::bigint[]) and h.place = 0 group by 2
union all
select 1, h.contact_id, max(h.at) filter (where {0}), max(h.at) from history h
where h.partition = %(partition)s and h.customer_id = any(%(customers)s::bigint[]) and h.place = 0 and h.contact_id is not null
group by 2
""".format(
    """h.contact_id is not null and h.body->'context'->'active' is distinct from 'false'::jsonb
    and (h.kind in ('page', 'screen', 'identify') or (h.kind = 'track' and not h.name like any(%(passive)s::text[])))"""
)
OWN_GONE = """
delete from history where partition = %s and customer_id = any(%s::bigint[]) and seq = any(%s::bigint[])
"""
PROFILES = """
select p.state from unnest(%s::smallint[], %s::bigint[]) as t (kind, id)
join profile p on p.partition = %s and p.kind = t.kind and p.id = t.id
"""
DAILY = """
update daily d set count = d.count - g.c, seconds = greatest(0, d.seconds - g.s)
from unnest(%s::smallint[], %s::bigint[], %s::text[], %s::date[], %s::integer[], %s::bigint[]) as g (k, i, n, y, c, s)
where d.partition = %s and d.kind = g.k and d.subject_id = g.i and d.name = g.n and d.day = g.y
"""
DAILY_EMPTY = """
delete from daily d using unnest(%s::smallint[], %s::bigint[]) as g (k, i)
where d.partition = %s and d.kind = g.k and d.subject_id = g.i and d.count <= 0
"""
TAGS_OFF = """
delete from tag t using unnest(%s::smallint[], %s::bigint[], %s::text[]) as g (k, i, t)
where t.partition = %s and t.kind = g.k and t.subject_id = g.i and t.tag = g.t
"""
UNDESCRIBED = """
delete from effect e using unnest(%s::smallint[], %s::bigint[]) as g (k, i)
where e.partition = %s and e.kind = 'Describe' and (e.body->'effect'->>'kind')::int = g.k
    and (e.body->'effect'->>'id')::bigint = g.i
"""
EFFECT = (
    "insert into effect (partition, key, kind, customer_id, contact_id, at, body) values (%s, %s, %s, %s, %s, %s, %s)"
)
_SUBJECTS = "where x.partition = %s and x.{kind} = g.k and x.{id} = g.i"
_GONE = "delete from {table} x using unnest(%s::smallint[], %s::bigint[]) as g (k, i) "
GONE = [
    (_GONE + _SUBJECTS).format(table=table, kind=kind, id=id_)
    for table, kind, id_ in (
        ("profile", "kind", "id"), ("daily", "kind", "subject_id"), ("tag", "kind", "subject_id"),
        ("stage", "kind", "subject_id"),
    )
]  # fmt: skip
GONE_ACTIVE = """
delete from daily_contact where partition = %s and (customer_id = any(%s::bigint[]) or contact_id = any(%s::bigint[]))
"""
_profile = msgspec.json.Decoder(Profile).decode
_properties = msgspec.json.Decoder(Properties).decode


class Who(msgspec.Struct, frozen=True):
    """A customer or contact an import was about. `is_made`: it came with the import; `may_go`: and no person needs it."""

    kind: int
    id: int
    customer: int
    is_made: bool
    may_go: bool
    before: Before = Before()


class Order(msgspec.Struct, frozen=True):
    """What is to be taken back: of whom, and how the ids of the import's messages begin."""

    prefix: str
    who: tuple[Who, ...]

    @property
    def customers(self) -> list[int]:
        return sorted({one.customer for one in self.who})


class Fate(NamedTuple):
    """Who goes and who stays."""

    gone: list[Who]
    kept: list[Who]


def take_back(connection: psycopg.Connection, partition: int, row: Row, zone: str) -> None:
    """Carries out the order that stands in the inbox, within the turn's transaction."""
    order = msgspec.convert(msgspec.json.decode(row.body)["properties"], Order)
    connection.execute(DONE, [partition, row.lane, row.seq])
    own = list(_own(connection, partition, order))
    fate = _fate(connection, partition, order, own, row.seq)
    seqs = sorted({event.seq for event in own})
    connection.execute(OWN_GONE, [partition, order.customers, seqs])
    _forget(connection, partition, fate.gone, row.received_at)
    _put_right(connection, partition, order, fate.kept, own, row, ZoneInfo(zone))


def _own(connection: psycopg.Connection, partition: int, order: Order) -> Iterator[Event]:
    like = order.prefix + "%"
    rows = connection.execute(OWN, [partition, order.customers, IMPORTS, like]).fetchall()
    for seq, customer, contact, kind, name, message_id, at, received_at, said in rows:
        yield Event(
            seq=seq, id=message_id, name=name, kind=kind, customer=customer, contact=contact, at=at,
            received_at=received_at, source=IMPORTS, properties=_properties(said),
        )  # fmt: skip


def _fate(connection: psycopg.Connection, partition: int, order: Order, own: Sequence[Event], seq: int) -> Fate:
    asked = {
        "partition": partition, "customers": order.customers, "source": IMPORTS, "like": order.prefix + "%",
        "seqs": sorted({event.seq for event in own}), "seq": seq,
    }  # fmt: skip
    others = connection.execute(OTHERS, asked).fetchall()
    busy = {customer for customer, _ in others}
    met = {contact for _, contact in others if contact is not None}
    made = {one.customer for one in order.who if one.kind == CUSTOMER and one.may_go} - busy
    gone = [
        one for one in order.who
        if one.may_go and (one.customer in made or (one.kind == CONTACT and one.id not in met))
    ]  # fmt: skip
    names = {(one.kind, one.id) for one in gone}
    return Fate(gone, [one for one in order.who if (one.kind, one.id) not in names])


def _forget(connection: psycopg.Connection, partition: int, gone: Sequence[Who], at: datetime) -> None:
    if not gone:
        return
    kinds, ids = [one.kind for one in gone], [one.id for one in gone]
    for statement in (*GONE, UNDESCRIBED):
        connection.execute(statement, [kinds, ids, partition])
    customers = [one.id for one in gone if one.kind == CUSTOMER]
    contacts = [one.id for one in gone if one.kind == CONTACT]
    connection.execute(GONE_ACTIVE, [partition, customers, contacts])
    # Contacts first: a customer's row goes when nobody is left there.
    for one in sorted(gone, key=lambda each: -each.kind):
        _effect(connection, partition, one.customer, at, effects.Remove(one.kind, one.id))


def _put_right(
    connection: psycopg.Connection, partition: int, order: Order, kept: Sequence[Who], own: Sequence[Event], row: Row,
    zone: ZoneInfo,
) -> None:  # fmt: skip
    """Brings those who stay to where they would be without the import."""
    profiles = _profiles(connection, partition, kept)
    events: dict[Subject, list[Event]] = defaultdict(list)
    for event in own:
        events[CUSTOMER, event.customer].append(event)
        if event.contact is not None:
            events[CONTACT, event.contact].append(event)
    passive = [*(prefix + "%" for prefix in PASSIVE_PREFIXES), *PASSIVE_NAMES]
    asked = {"partition": partition, "customers": order.customers, "passive": passive}
    left = {(kind, id_): Left(seen, latest) for kind, id_, seen, latest in connection.execute(LEFT, asked).fetchall()}
    changed: list[Profile] = []
    off: list[tuple[int, int, str]] = []
    moved: list[tuple[Profile, str, Known | None]] = []
    for one in kept:
        subject: Subject = (one.kind, one.id)
        if (before := profiles.get(subject)) is None:
            continue  # moved away since: what it brought has gone along
        after = restored(before, order.prefix, one.before, is_made=one.is_made)
        off += [(one.kind, one.id, tag) for tag in lost_tags(before, after)]
        moved += [(after, *each) for each in moved_back(before, after)]
        if own_events := events.get(subject):
            after = uncounted(after, own_events, left.get(subject, Left()))
        changed.append(after)
        _describe(connection, partition, before, after, row)
        if one.kind == CUSTOMER and one.before.member is not None:
            back = effects.Assign(role="", member=one.before.owner, replace=True)
            _effect(connection, partition, one.customer, row.received_at, back)
    if written := columns(changed, *OF_PROFILE):
        connection.execute(STORE, [partition, *written])
    if off:
        connection.execute(TAGS_OFF, [*map(list, zip(*off, strict=True)), partition])
    _stand(connection, partition, moved)
    _uncount_days(connection, partition, {(one.kind, one.id) for one in kept}, own, zone)


def _stand(connection: psycopg.Connection, partition: int, moved: Sequence[tuple[Profile, str, Known | None]]) -> None:
    """Brings the rows of stages to where the profiles say one stands."""
    if not moved:
        return
    left = [(one.kind, one.id, pipeline, None) for one, pipeline, _ in moved]
    connection.execute(STAGES_LEFT, [*map(list, zip(*left, strict=True)), partition])
    back = [
        (one.kind, one.id, pipeline, str(known.value), one.customer, known.at)
        for one, pipeline, known in moved if known is not None
    ]  # fmt: skip
    if back:
        connection.execute(STAGES, [partition, *map(list, zip(*back, strict=True))])


def _profiles(connection: psycopg.Connection, partition: int, kept: Sequence[Who]) -> dict[Subject, Profile]:
    kinds, ids = [one.kind for one in kept], [one.id for one in kept]
    rows = connection.execute(PROFILES, [kinds, ids, partition]).fetchall()
    return {profile.subject: profile for (state,) in rows for profile in [_profile(state)]}


def _describe(connection: psycopg.Connection, partition: int, before: Profile, after: Profile, row: Row) -> None:
    """Has the row that people see say what is known now, and no more."""
    names = {name for name in {*before.traits, *after.traits} if before.trait(name) != after.trait(name)}
    if not after.is_hidden and names & DESCRIBED:
        said: Properties = {name: known.value for name, known in after.traits.items() if name in DESCRIBED}
        told = effects.Describe(
            after.kind, after.id, after.customer, row.received_at, row.message_id, said, is_whole=True
        )
        _effect(connection, partition, after.customer, row.received_at, told)


def _uncount_days(
    connection: psycopg.Connection, partition: int, kept: Collection[Subject], own: Sequence[Event], zone: ZoneInfo
) -> None:
    counts: Counter[tuple[int, int, str, date]] = Counter()
    seconds: Counter[tuple[int, int, str, date]] = Counter()
    for event in own:
        if event.kind in ("clock", "person", "report"):
            continue
        name = f"feature:{event.feature}" if event.feature is not None else event.name
        for subject in ((int(CUSTOMER), event.customer), (int(CONTACT), event.contact or 0)):
            if subject in kept:
                key = (*subject, name, event.at.astimezone(zone).date())
                counts[key] += 1
                seconds[key] += feature_seconds(event) if event.feature is not None else 0
    if counts:
        keys = sorted(counts)
        sums = [[counts[key] for key in keys], [seconds[key] for key in keys]]
        connection.execute(DAILY, [*map(list, zip(*keys, strict=True)), *sums, partition])
        subjects = sorted({key[:2] for key in keys})
        connection.execute(DAILY_EMPTY, [*map(list, zip(*subjects, strict=True)), partition])


def _effect(
    connection: psycopg.Connection, partition: int, customer: int, at: datetime, effect: effects.ColdEffect
) -> None:
    key = key_of("take_back", customer, at, text(effect))
    body = text({"effect": effect, "workflow": "", "facts": {}})
    connection.execute(EFFECT, [partition, key, type(effect).__name__, customer, None, at, body])
