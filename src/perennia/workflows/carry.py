"""What the mover carries, table by table: taken out of one partition, put into the other."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from perennia.core import segment
from perennia.core.outcome import key_of
from perennia.core.profile import CONTACT, Profile
from perennia.ingest import recall
from perennia.workflows.keep import text

if TYPE_CHECKING:
    from perennia.workflows.move import Order

INBOX = (
    "lane", "seq", "customer_id", "contact_id", "source", "kind", "name", "message_id", "message_hash", "at", "received_at",
    "historical", "depth", "hops", "body",
)  # fmt: skip
ENROLMENT = (
    "subject_kind", "subject_id", "workflow", "entry_key", "id", "customer_id", "version_id", "state", "is_sticky", "node",
    "steps_taken", "depth", "entered_at", "moved_at", "due_at", "awaits", "entry", "reason",
)  # fmt: skip
MESSAGE = (
    "id", "customer_id", "contact_id", "role", "audience", "channel", "workflow", "version_id", "enrolment_id", "step",
    "template", "topic", "priority", "state", "reason", "asked_at", "expires_at", "next_at", "attempts", "depth", "facts",
)  # fmt: skip
POINTS = (
    "kind", "subject_id", "key", "customer_id", "points", "reason", "at", "reason_vi", "workflow", "step", "times", "cause",
)  # fmt: skip
TIMER = ("due_at", "enrolment_id", "node", "subject_kind", "subject_id", "customer_id")
EFFECT = ("key", "kind", "customer_id", "contact_id", "at", "tries", "next_at", "error", "body")

IGNORE = sql.SQL("on conflict do nothing")
GONE_PROFILE = "delete from profile where partition = %s and kind = %s and id = %s"
PROFILE = """
insert into profile (partition, kind, id, customer_id, is_hidden, score, started_at, last_seen_at, renews_at,
                     features_due_at, state)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)
on conflict (partition, kind, id) do update set customer_id = excluded.customer_id, is_hidden = excluded.is_hidden,
    score = excluded.score, started_at = excluded.started_at, last_seen_at = excluded.last_seen_at,
    renews_at = excluded.renews_at, features_due_at = excluded.features_due_at, state = excluded.state
"""
DAILY_OUT = (
    "delete from daily where partition = %s and kind = %s and subject_id = %s returning name, day, count, seconds"
)
DAILY_IN = """
insert into daily (partition, kind, subject_id, name, day, count, seconds) values (%s, %s, %s, %s, %s, %s, %s)
on conflict (partition, kind, subject_id, name, day)
do update set count = daily.count + excluded.count, seconds = daily.seconds + excluded.seconds
"""
ACTIVE_OUT = "delete from daily_contact where partition = %s and customer_id = %s and contact_id = any(%s) returning day, contact_id"
ACTIVE_IN = (
    "insert into daily_contact (partition, customer_id, day, contact_id) values (%s, %s, %s, %s) on conflict do nothing"
)
NO_TIMERS = "delete from timer where partition = %s and subject_kind = %s and subject_id = %s"
LEFT = """
update enrolment set state = 'left', reason = 'moved', due_at = null, awaits = '{}', moved_at = %s
where partition = %s and subject_kind = 1 and subject_id = %s and state in ('active', 'waiting')
"""
NO_TAGS = "delete from tag where partition = %s and kind = %s and subject_id = %s"
NO_STAGES = "delete from stage where partition = %s and kind = %s and subject_id = %s"
TAG = "insert into tag (partition, kind, subject_id, tag, customer_id, at) values (%s, %s, %s, %s, %s, %s)"
NO_SEGMENTS = "delete from segment_member where partition = %s and kind = %s and subject_id = %s"
SEGMENT = """
insert into segment_member (partition, kind, subject_id, segment, customer_id, since) values (%s, %s, %s, %s, %s, %s)
"""
STAGE = """
insert into stage (partition, kind, subject_id, pipeline, stage, customer_id, since) values (%s, %s, %s, %s, %s, %s, %s)
on conflict do nothing
"""
# What became of two, or went elsewhere, is judged again by itself.
ANEW = """
insert into timer (partition, due_at, enrolment_id, node, subject_kind, subject_id, customer_id)
values (%s, %s, %s, %s, %s, %s, %s) on conflict do nothing
"""
BUDGET_OUT = "delete from send_budget where partition = %s and contact_id = %s returning sent_at"
BUDGET_IN = """
insert into send_budget (partition, contact_id, sent_at) values (%s, %s, %s)
on conflict (partition, contact_id) do update set sent_at = send_budget.sent_at || excluded.sent_at
"""
KEYS = """
insert into dedupe (partition, source, message_hash, seq, received_at)
select %s, source, message_hash, seq, received_at from history
where partition = %s and customer_id = %s and place = 0 and received_at > %s - interval '30 days' on conflict do nothing
"""
BURSTING = "delete from burst where partition = %s and customer_id = %s"
BURST = """
insert into burst (partition, customer_id) select distinct partition, customer_id from inbox
where partition = %s and lane = 2 and customer_id = %s on conflict do nothing
"""
# Parked rows wait where their trouble is told; of two troubles the one that holds the customer stands.
TROUBLE_IN = """
insert into trouble as t (partition, customer_id, seq, tries, reason, is_parked, since)
select %s, %s, seq, tries, reason, is_parked, since from trouble where partition = %s and customer_id = %s
on conflict (partition, customer_id) do update set seq = excluded.seq, tries = excluded.tries, reason = excluded.reason,
    is_parked = excluded.is_parked, since = excluded.since where excluded.is_parked and not t.is_parked
"""
TROUBLE_OUT = "delete from trouble where partition = %s and customer_id = %s"
PARKED = "select exists (select from parked where partition = %s and customer_id = %s)"
CONTACT_MOVED = "update ingest_contact set moved_to = %s where id = %s and id <> %s returning person_id"
LONG_MOVED = "update ingest_contact set moved_to = %s where person_id = %s and moved_to = %s"
PERSON_MOVED = """
update ingest_person set implicit_contact_id = case when implicit_contact_id = %(old)s then null else implicit_contact_id end,
    moving_to = case when moving_to = %(new)s then null else moving_to end,
    last_contact_id = case when last_contact_id = %(old)s then %(new)s else last_contact_id end
where id = %(person)s
"""
MERGED = "update ingest_account set merged_into = %s where id = %s"
# Of somebody who was here once and comes again the word of the leaving makes room: the engine's own tombstone stays.
FORMER = """
delete from ingest_contact former using ingest_contact coming
where coming.customer_id = %s and coming.moved_to is null and former.customer_id = %s
and former.person_id = coming.person_id and former.moved_to is not null
"""
WHOLE_MOVED = "update ingest_contact set customer_id = %s, partition = %s where customer_id = %s and moved_to is null"
# People who came alone and were this customer are contacts of an account now; joining one moves them no more.
SETTLED = """
update ingest_person p set implicit_contact_id = null, moving_to = null from ingest_contact c
where c.id = p.implicit_contact_id and c.customer_id = %s returning p.id
"""
GROUPS = "update ingest_key set customer_id = %s where customer_id = %s"


def record(connection: psycopg.Connection, source: int, order: "Order", kind: int, old: int, profile: Profile) -> None:
    """Profile, daily sums, tags, stages and points of one subject; `profile` is what is known from now on."""
    new, target, home = profile.id, order.target, order.to_customer
    connection.execute(GONE_PROFILE, [source, kind, old])
    _profile(connection, order, profile)
    daily = connection.execute(DAILY_OUT, [source, kind, old]).fetchall()
    _many(connection, DAILY_IN, [[target, kind, new, *row] for row in daily])
    for statement in (NO_TAGS, NO_STAGES, NO_SEGMENTS):
        connection.execute(statement, [source, kind, old])
        connection.execute(statement, [target, kind, new])
    _many(connection, TAG, [[target, kind, new, tag, home, k.at] for tag, k in profile.tags.items() if k.value is True])
    stages = [(pipeline, known.value, known.at) for pipeline, known in profile.stages.items() if known.value]
    stages += [(pipeline, stage, at) for pipeline, places in profile.places.items() for stage, at in places.items()]
    _many(connection, STAGE, [[target, kind, new, pipeline, stage, home, at] for pipeline, stage, at in stages])
    _many(connection, SEGMENT, [[target, kind, new, key, home, since] for key, since in profile.segments.items()])
    connection.execute(ANEW, [target, order.at, key_of("segments", kind, new), segment.ANEW, kind, new, home])
    where = sql.SQL("kind = %s and subject_id = %s")
    _rows(connection, "points", POINTS, source, order, where, [kind, old], {"subject_id": new, "customer_id": home})


def end(connection: psycopg.Connection, source: int, contact: int, at: datetime) -> None:
    """A contact is one no more: its workflows are left, and nothing of it is listed or waits. Its history stays."""
    connection.execute(LEFT, [at, source, contact])
    for statement in (NO_TIMERS, NO_TAGS, NO_STAGES, NO_SEGMENTS, GONE_PROFILE):
        connection.execute(statement, [source, CONTACT, contact])


def begin(connection: psycopg.Connection, order: "Order", profile: Profile) -> None:
    """The profile of a contact that begins with what is known of the person."""
    _profile(connection, order, profile)
    connection.execute(
        ANEW,
        [
            order.target,
            order.at,
            key_of("segments", CONTACT, profile.id),
            segment.ANEW,
            CONTACT,
            profile.id,
            order.to_customer,
        ],
    )


def _profile(connection: psycopg.Connection, order: "Order", profile: Profile) -> None:
    connection.execute(
        PROFILE,
        [order.target, profile.kind, profile.id, order.to_customer, profile.is_hidden, profile.score, profile.started_at,
         profile.last_seen_at, profile.renews_at, profile.features_due_at, text(profile)],
    )  # fmt: skip


def enrolments(connection: psycopg.Connection, source: int, order: "Order", kind: int, old: int, new: int) -> None:
    """Enrolments with their keys, and their timers. Of two with one key the one further on survives."""
    where = sql.SQL("subject_kind = %s and subject_id = %s")
    changes = {"subject_id": new, "customer_id": order.to_customer}
    clause = sql.SQL(
        "on conflict (partition, subject_kind, subject_id, workflow, entry_key) do update set id = excluded.id,"
        " version_id = excluded.version_id, state = excluded.state, node = excluded.node, due_at = excluded.due_at,"
        " steps_taken = excluded.steps_taken, entered_at = excluded.entered_at, moved_at = excluded.moved_at,"
        " awaits = excluded.awaits, entry = excluded.entry, reason = excluded.reason"
        " where enrolment.steps_taken < excluded.steps_taken"
    )
    _rows(connection, "enrolment", ENROLMENT, source, order, where, [kind, old], changes, clause)
    _rows(connection, "timer", TIMER, source, order, where, [kind, old], changes)


def waiting(
    connection: psycopg.Connection, source: int, order: "Order", contacts: Mapping[int, int], *, is_whole: bool
) -> None:
    """What has not happened yet: queued messages, caps, effects, waiting and parked rows; and the dedupe keys."""
    target, home = order.target, order.to_customer
    for old, new in contacts.items():
        where = sql.SQL("customer_id = %s and contact_id = %s")
        mine, becomes = [order.from_customer, old], {"customer_id": home, "contact_id": new}
        _rows(connection, "message", MESSAGE, source, order, sql.SQL("state = 'queued' and ") + where, mine, becomes)
        _rows(connection, "effect", EFFECT, source, order, sql.SQL("kind <> 'Describe' and ") + where, mine, becomes)
        _rows(connection, "inbox", INBOX, source, order, where, mine, becomes)
        _rows(connection, "parked", INBOX, source, order, where, mine, becomes)
        for (sent,) in connection.execute(BUDGET_OUT, [source, old]).fetchall():
            connection.execute(BUDGET_IN, [target, new, sent])
    active = connection.execute(ACTIVE_OUT, [source, order.from_customer, list(contacts)]).fetchall()
    _many(connection, ACTIVE_IN, [[target, home, day, contacts[contact]] for day, contact in active])
    connection.execute(KEYS, [target, source, order.from_customer, order.at])
    if not is_whole:
        _held_back(connection, source, order)
        return
    # Of these contacts nothing is left but what came in since the lines above: it is handed on, with its contact's new id.
    where = sql.SQL("customer_id = %s and (contact_id is null or contact_id <> all(%s::bigint[]))")
    rest: list[object] = [order.from_customer, list(contacts)]
    becomes_home = {"customer_id": home}
    _rows(connection, "message", MESSAGE, source, order, sql.SQL("state = 'queued' and ") + where, rest, becomes_home)
    _rows(connection, "effect", EFFECT, source, order, sql.SQL("kind <> 'Describe' and ") + where, rest, becomes_home)
    for table in ("inbox", "parked"):
        _rows(connection, table, INBOX, source, order, where, rest, becomes_home)
    _held_back(connection, source, order)
    connection.execute(TROUBLE_OUT, [source, order.from_customer])
    connection.execute(BURSTING, [source, order.from_customer])


def _held_back(connection: psycopg.Connection, source: int, order: "Order") -> None:
    """What waits apart where it came from, as a burst or for a person, waits apart where it is now."""
    target, home = order.target, order.to_customer
    connection.execute(BURST, [target, home])
    is_parked = connection.execute(PARKED, [target, home]).fetchone() == (True,)
    if (is_parked or order.is_whole) and home != order.from_customer:
        connection.execute(TROUBLE_IN, [target, home, source, order.from_customer])


def settle_contacts(connection: psycopg.Connection, order: "Order", contacts: Mapping[int, int]) -> None:
    """From now on what these contacts do is stored at their new place at once."""
    for old, new in contacts.items():
        for (person,) in connection.execute(CONTACT_MOVED, [new, old, new]).fetchall():
            connection.execute(LONG_MOVED, [new, person, old])
            connection.execute(PERSON_MOVED, {"old": old, "new": new, "person": person})
            recall.count(connection, [person])


def close(connection: psycopg.Connection, order: "Order") -> None:
    """From here on nobody makes a contact at the customer that goes: whoever is about to waits, and looks again."""
    if order.is_whole:
        connection.execute(MERGED, [order.to_customer, order.from_customer])


def settle_identity(connection: psycopg.Connection, order: "Order") -> None:
    """From now on what names the old customer is stored at the new one, whose contacts stay who they are."""
    if not order.is_whole:
        return
    if order.from_contact is None:
        connection.execute(FORMER, [order.from_customer, order.to_customer])
        connection.execute(WHOLE_MOVED, [order.to_customer, order.target, order.from_customer])
        connection.execute(GROUPS, [order.to_customer, order.from_customer])
        settled = [person for (person,) in connection.execute(SETTLED, [order.to_customer]).fetchall()]
        if settled:
            recall.count(connection, settled)


def _rows(
    connection: psycopg.Connection,
    table: str,
    columns: Sequence[str],
    source: int,
    order: "Order",
    where: sql.Composable,
    arguments: Sequence[object],
    changes: Mapping[str, int],
    conflict: sql.SQL = IGNORE,
) -> None:
    """Takes rows out of the source partition and puts them, changed, into the target's."""
    name, names = sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    take = sql.SQL("delete from {} where partition = %s and {} returning {}").format(name, where, names)
    cursor = connection.cursor()
    found = cursor.execute(take, [source, *arguments]).fetchall()
    if not found:
        return
    order_by = columns.index("seq") if "seq" in columns else 0
    found.sort(key=lambda row: str(row[order_by]).rjust(20, "0"))
    values = sql.SQL(", ").join([sql.Placeholder()] * len(columns))
    put = sql.SQL("insert into {} (partition, {}) values (%s, {}) {}").format(name, names, values, conflict)
    places = [columns.index(column) for column in changes]
    rows = []
    for row in found:
        line = [value.decode() if isinstance(value, bytes) else value for value in row]
        for place, value in zip(places, changes.values(), strict=True):
            line[place] = value
        rows.append([order.target, *line])
    _many(connection, put, rows)


def _many(connection: psycopg.Connection, statement: "str | sql.Composed", rows: list[list[object]]) -> None:
    if rows:
        connection.cursor().executemany(statement, rows)
