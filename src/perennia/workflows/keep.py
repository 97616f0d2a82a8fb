"""Stores what a turn gave: a fixed number of statements, however many events it worked."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from operator import attrgetter, itemgetter

import msgspec
import psycopg

from perennia.core.outcome import Outcome, key_of
from perennia.workflows.array import array
from perennia.workflows.crossed import CROSSED
from perennia.workflows.take import Row

_encode = msgspec.json.Encoder(decimal_format="number").encode


def text(value: object) -> str:
    return _encode(value).decode()


HISTORY = """
with gone as (
    delete from inbox where partition = %s and lane = %s and seq between %s and %s and seq = any(%s::bigint[]) returning *
)
insert into history (partition, received_at, seq, customer_id, contact_id, source, kind, name, message_id, message_hash,
                     at, historical, late, depth, outcome, body)
select g.partition, g.received_at, g.seq, g.customer_id, g.contact_id, g.source, g.kind, g.name, g.message_id,
       g.message_hash, g.at, g.historical, o.late, g.depth, o.outcome, g.body
from gone g join unnest(%s::bigint[], %s::text[], %s::boolean[]) as o (seq, outcome, late) on o.seq = g.seq
"""
DUPLICATES = """
with gone as (delete from inbox where partition = %s and seq = any(%s::bigint[]) and lane in (0, 1, 2) returning *)
update history h set duplicates = h.duplicates + n.many
from (select d.seq, d.received_at, count(*) as many from gone g
      join dedupe d on d.partition = g.partition and d.source = g.source and d.message_hash = g.message_hash
      group by 1, 2) n
where h.partition = %s and h.received_at = n.received_at and h.seq = n.seq and h.place = 0
"""
DERIVED = """
insert into history (partition, received_at, seq, place, customer_id, contact_id, source, kind, name, message_id,
                     message_hash, at, historical, late, depth, outcome, body)
select %s, r, s, p, c, k, 2, 'derived', n, m, h, a, hist, false, d, o, b
from rows from (unnest(%s::timestamptz[], %s::bigint[], %s::smallint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[],
     %s::uuid[], %s::timestamptz[], %s::boolean[], %s::smallint[], %s::text[]), jsonb_array_elements(%s::jsonb))
     as t (r, s, p, c, k, n, m, h, a, hist, d, o, b)
"""
PROFILES = """
insert into profile (partition, kind, id, customer_id, is_hidden, score, started_at, last_seen_at, renews_at,
                     features_due_at, state)
select %s, k, i, c, h, sc, st, ls, re, fd, b
from rows from (unnest(%s::smallint[], %s::bigint[], %s::bigint[], %s::boolean[], %s::integer[], %s::timestamptz[],
     %s::timestamptz[], %s::timestamptz[], %s::timestamptz[]), jsonb_array_elements(%s::jsonb))
     as t (k, i, c, h, sc, st, ls, re, fd, b)
on conflict (partition, kind, id) do update set is_hidden = excluded.is_hidden, score = excluded.score,
    started_at = excluded.started_at, last_seen_at = excluded.last_seen_at, renews_at = excluded.renews_at,
    features_due_at = excluded.features_due_at, state = excluded.state
"""
DAILY = """
insert into daily (partition, kind, subject_id, name, day, count, seconds)
select %s, k, i, n, d, c, s
from unnest(%s::smallint[], %s::bigint[], %s::text[], %s::date[], %s::integer[], %s::bigint[]) as t (k, i, n, d, c, s)
on conflict (partition, kind, subject_id, name, day)
do update set count = daily.count + excluded.count, seconds = daily.seconds + excluded.seconds
"""
ACTIVE = """
insert into daily_contact (partition, customer_id, day, contact_id)
select %s, c, d, k from unnest(%s::bigint[], %s::date[], %s::bigint[]) as t (c, d, k) on conflict do nothing
"""
TAGS_OFF = """
delete from tag t using unnest(%s::smallint[], %s::bigint[], %s::text[]) as g (k, i, t)
where t.partition = %s and t.kind = g.k and t.subject_id = g.i and t.tag = g.t
"""
TAGS_ON = """
insert into tag (partition, kind, subject_id, tag, customer_id, at)
select %s, k, i, t, c, a
from unnest(%s::smallint[], %s::bigint[], %s::text[], %s::bigint[], %s::timestamptz[]) as g (k, i, t, c, a)
on conflict (partition, kind, subject_id, tag) do update set at = excluded.at
"""
STAGES_LEFT = """
delete from stage s using unnest(%s::smallint[], %s::bigint[], %s::text[], %s::text[]) as g (k, i, p, s)
where s.partition = %s and s.kind = g.k and s.subject_id = g.i and s.pipeline = g.p and (g.s is null or s.stage = g.s)
"""
STAGES = """
insert into stage (partition, kind, subject_id, pipeline, stage, customer_id, since)
select %s, k, i, p, s, c, a
from unnest(%s::smallint[], %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::timestamptz[]) as g (k, i, p, s, c, a)
on conflict do nothing
"""
SEGMENTS_OUT = """
delete from segment_member m using unnest(%s::smallint[], %s::bigint[], %s::text[]) as g (k, i, s)
where m.partition = %s and m.kind = g.k and m.subject_id = g.i and m.segment = g.s
"""
SEGMENTS_IN = """
insert into segment_member (partition, kind, subject_id, segment, customer_id, since)
select %s, k, i, s, c, a
from unnest(%s::smallint[], %s::bigint[], %s::text[], %s::bigint[], %s::timestamptz[]) as g (k, i, s, c, a)
on conflict (partition, kind, subject_id, segment) do update set since = excluded.since
"""
POINTS = """
insert into points (partition, kind, subject_id, key, customer_id, points, reason, at, reason_vi, workflow, step, times, cause)
select %s, k, i, y, c, p, r, a, v, w, s, n, q
from unnest(%s::smallint[], %s::bigint[], %s::uuid[], %s::bigint[], %s::integer[], %s::text[], %s::timestamptz[], %s::text[],
     %s::text[], %s::text[], %s::smallint[], %s::bigint[]) as g (k, i, y, c, p, r, a, v, w, s, n, q)
on conflict do nothing
"""
ENROLMENTS = """
insert into enrolment (partition, subject_kind, subject_id, workflow, entry_key, id, customer_id, version_id, state,
                       is_sticky, node, steps_taken, depth, entered_at, moved_at, due_at, awaits, entry, reason)
select %s, k, i, w, y, d, c, v, s, st, n, t, p, e, m, u,
       array(select jsonb_array_elements_text(a)), b, r
from rows from (unnest(%s::smallint[], %s::bigint[], %s::text[], %s::text[], %s::uuid[], %s::bigint[], %s::bigint[],
     %s::text[], %s::boolean[], %s::smallint[], %s::smallint[], %s::smallint[], %s::timestamptz[], %s::timestamptz[],
     %s::timestamptz[], %s::text[]), jsonb_array_elements(%s::jsonb), jsonb_array_elements(%s::jsonb))
     as g (k, i, w, y, d, c, v, s, st, n, t, p, e, m, u, r, a, b)
on conflict (partition, subject_kind, subject_id, workflow, entry_key) do update set version_id = excluded.version_id,
    state = excluded.state, is_sticky = excluded.is_sticky, node = excluded.node, steps_taken = excluded.steps_taken,
    moved_at = excluded.moved_at, due_at = excluded.due_at, awaits = excluded.awaits, reason = excluded.reason
"""
TIMERS = """
insert into timer (partition, due_at, enrolment_id, node, subject_kind, subject_id, customer_id)
select %s, u, d, n, k, i, c
from unnest(%s::timestamptz[], %s::uuid[], %s::smallint[], %s::smallint[], %s::bigint[], %s::bigint[]) as g (u, d, n, k, i, c)
on conflict do nothing
"""
TIMERS_GONE = """
delete from timer t using unnest(%s::timestamptz[], %s::uuid[]) as g (u, d)
where t.partition = %s and t.due_at = g.u and t.enrolment_id = g.d
"""
MESSAGES = """
insert into message (partition, id, customer_id, contact_id, role, channel, workflow, version_id, enrolment_id, step,
                     template, topic, priority, asked_at, expires_at, next_at, depth, facts)
select %s, d, c, k, ro, ch, w, v, e, st, te, o, p, a, x, a, h, f
from rows from (unnest(%s::uuid[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::uuid[],
     %s::text[], %s::text[], %s::text[], %s::smallint[], %s::timestamptz[], %s::timestamptz[], %s::smallint[]),
     jsonb_array_elements(%s::jsonb)) as g (d, c, k, ro, ch, w, v, e, st, te, o, p, a, x, h, f)
on conflict do nothing
"""
EFFECTS = """
insert into effect (partition, key, kind, customer_id, contact_id, at, body)
select %s, y, k, c, t, a, b
from rows from (unnest(%s::uuid[], %s::text[], %s::bigint[], %s::bigint[], %s::timestamptz[]),
     jsonb_array_elements(%s::jsonb)) as g (y, k, c, t, a, b)
"""
WEBHOOKS = """
insert into webhook (partition, id, endpoint_id, customer_id, event, type, body, made_at, next_at)
select %s, d, n, c, e, t, b, a, a
from unnest(%s::uuid[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])
     as g (d, n, c, e, t, b, a)
on conflict do nothing
"""
LOGS = """
insert into run_log (partition, at, customer_id, contact_id, workflow, enrolment_id, step, outcome, detail, event_seq)
select %s, a, c, k, w, e, s, o, b, q
from rows from (unnest(%s::timestamptz[], %s::bigint[], %s::bigint[], %s::text[], %s::uuid[], %s::text[], %s::text[],
     %s::bigint[]), jsonb_array_elements(%s::jsonb)) as g (a, c, k, w, e, s, o, q, b)
"""
TALLY = """
insert into tally (partition, workflow, step, day, what, count)
select %s, w, s, d, t, n from unnest(%s::text[], %s::text[], %s::date[], %s::text[], %s::integer[]) as g (w, s, d, t, n)
on conflict (partition, workflow, step, day, what) do update set count = tally.count + excluded.count
"""

Columns = list[str]


class Json(msgspec.Struct, frozen=True):
    """A column of JSON: goes over as one array, since quotes in a text[] cost more than all the rest."""

    of: Callable[..., object]


Getter = Callable[..., object] | Json


def keep(
    connection: psycopg.Connection, partition: int, rows: Sequence[Row], duplicates: Sequence[int], out: Outcome
) -> None:
    """Writes an outcome inside the turn's transaction. `rows`: the inbox rows worked, without the failed."""
    with connection.pipeline():
        _history(connection, partition, rows, out)
        if duplicates:
            connection.execute(DUPLICATES, [partition, list(duplicates), partition])
        for statement, columns, is_partition_last in _writes(out):
            if columns:
                args = [*columns, partition] if is_partition_last else [partition, *columns]
                connection.execute(statement, args)


def _history(connection: psycopg.Connection, partition: int, rows: Sequence[Row], out: Outcome) -> None:
    ends = {h.event.seq: (h.outcome, h.is_late) for h in out.happened if h.event.place == 0}
    for lane in (0, 1, 2):
        seqs = [row.seq for row in rows if row.lane == lane and row.seq in ends]
        if seqs:
            outcomes, lates = zip(*(ends[seq] for seq in seqs), strict=True)
            numbers = array(seqs)
            args = [partition, lane, min(seqs), max(seqs), numbers, numbers, array(outcomes), array(lates)]
            connection.execute(HISTORY, args)


def _writes(out: Outcome) -> Iterable[tuple[str, Columns, bool]]:
    """Statement, its columns, and whether the partition is its last argument; in an order that removes before it adds."""
    derived = [h for h in out.happened if h.event.place > 0]
    yield DERIVED, columns(derived, *_DERIVED), False
    profiles = list(out.profiles.values())
    yield PROFILES, columns(profiles, *OF_PROFILE), False
    yield DAILY, _daily(out), False
    active = sorted(set(out.active))
    yield ACTIVE, columns(active, *_at(3)), False
    tags = {(t.kind, t.subject, t.tag): t for t in out.tags}.values()
    yield TAGS_OFF, columns([t for t in tags if not t.is_on], *_TAG[:3]), True
    yield TAGS_ON, columns([t for t in tags if t.is_on], *_TAG), False
    stages = {(s.kind, s.subject, s.pipeline, s.stage if s.is_beside else ""): s for s in out.stages}
    left = [s for s in stages.values() if s.is_gone or not s.is_beside]
    yield STAGES_LEFT, columns(left, *_LEFT), True
    yield STAGES, columns([s for s in stages.values() if s.stage and not s.is_gone], *_STAGE), False
    members = {(m.kind, m.subject, m.segment): m for m in out.segments}.values()
    yield SEGMENTS_OUT, columns([m for m in members if not m.is_in], *_MEMBER[:3]), True
    yield SEGMENTS_IN, columns([m for m in members if m.is_in], *_MEMBER), False
    yield POINTS, columns(out.points, *_POINTS), False
    yield ENROLMENTS, columns(list(out.enrolments.values()), *_ENROLMENT), False
    timers = {(t.due_at, t.enrolment): t for t in out.timers}
    gone = {(t.due_at, t.enrolment) for t in out.gone}
    yield TIMERS_GONE, columns([key for key in gone if key not in timers], *_at(2)), True
    yield TIMERS, columns([t for key, t in timers.items() if key not in gone], *_TIMER), False
    crossed = dict(out.crossed)  # the last of each: earlier ones would find the same
    yield CROSSED, columns(list(crossed.items()), *_at(2)), True
    yield MESSAGES, columns(out.messages, *_MESSAGE), False
    yield EFFECTS, columns(out.effects, *_EFFECT), False
    yield WEBHOOKS, columns(out.webhooks, *_WEBHOOK), False
    yield LOGS, columns(out.logs, *_LOG), False
    yield TALLY, _tally(out), False


def columns(things: Sequence[object], *getters: Getter) -> Columns:
    """One array a getter; none at all for no rows."""
    if not things:
        return []
    return [
        text(list(map(get.of, things))) if isinstance(get, Json) else array(list(map(get, things))) for get in getters
    ]


def _at(width: int) -> list[Getter]:
    return [itemgetter(place) for place in range(width)]


def _daily(out: Outcome) -> Columns:
    sums: dict[tuple[int, int, str, date], tuple[int, int]] = {}
    for kind, id_, name, day, spent in out.days:
        count, seconds = sums.get(key := (kind, id_, name, day), (0, 0))
        sums[key] = (count + 1, seconds + spent)
    keys = sorted(sums)
    return columns(keys, *_at(4), lambda key: sums[key][0], lambda key: sums[key][1])


def _tally(out: Outcome) -> Columns:
    counts = Counter(out.tally)
    keys = sorted(counts)
    return columns(keys, *_at(4), counts.__getitem__)


def _of(names: str) -> tuple[Getter, ...]:
    return tuple(map(attrgetter, names.split()))


_DERIVED = (
    *_of("event.received_at event.seq event.place event.customer event.contact event.name event.id"),
    lambda h: key_of(h.event.id),
    *_of("event.at event.historical event.depth outcome"),
    Json(lambda h: {"properties": h.event.properties}),
)
OF_PROFILE = (
    *_of("kind id customer is_hidden score started_at last_seen_at renews_at features_due_at"),
    Json(lambda p: p),
)
_TAG = _of("kind subject tag customer at")
_MEMBER = _of("kind subject segment customer at")
_STAGE = _of("kind subject pipeline stage customer since")
_LEFT = (*_STAGE[:3], lambda s: s.stage if s.is_gone else None)
_POINTS = _of("kind subject key customer points reason at reason_vi workflow step times cause")
_ENROLMENT = (
    *_of("kind subject workflow entry_key id customer version state is_sticky node steps_taken depth"),
    *_of("entered_at moved_at due_at reason"), Json(attrgetter("awaits")), Json(attrgetter("entry")),
)  # fmt: skip
_TIMER = _of("due_at enrolment node kind subject customer")
_MESSAGE = (
    *_of("id customer contact role channel workflow version enrolment step template topic priority"),
    *_of("asked_at expires_at depth"), Json(attrgetter("facts")),
)  # fmt: skip
_EFFECT = (
    attrgetter("key"), lambda e: type(e.effect).__name__, *_of("customer contact at"),
    Json(lambda e: {"effect": e.effect, "workflow": e.workflow, "facts": e.facts, "depth": e.depth}),
)  # fmt: skip
_WEBHOOK = _of("id endpoint customer event type body at")
_LOG = (*_of("at customer contact workflow enrolment step outcome seq"), Json(attrgetter("detail")))
