"""The outbox: a hot table of everything that is to leave, is leaving or has left. Plain SQL, rows as frozen data."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import connection

from perennia.core import letter_facts
from perennia.core.letter_facts import LetterFacts, OwnFacts

COLUMNS = (
    "partition, id, customer_id, contact_id, role, audience, channel, workflow, version_id, enrolment_id, step, template,"
    " topic, priority, state, reason, asked_at, expires_at, next_at, attempts, depth, facts::text"
)
_AUDIENCE, _TEMPLATE = 5, 11  # their places there
_DUE = """
select partition, id, customer_id, contact_id, role, audience, channel from message
where state = 'queued' and next_at <= %s and (%s::text[] is null or channel = any(%s)) and not channel = any(%s::text[])
order by next_at, priority limit %s
"""
_BUDGETS_MADE = """
insert into send_budget (partition, contact_id) select p, c from unnest(%s::smallint[], %s::bigint[]) as t (p, c)
order by p, c on conflict do nothing
"""
# The lock of a contact: whoever holds it alone judges and claims what waits for them.
_BUDGETS_LOCKED = """
select b.partition, b.contact_id, b.sent_at from send_budget b
join unnest(%s::smallint[], %s::bigint[]) as t (p, c) on b.partition = t.p and b.contact_id = t.c
order by b.partition, b.contact_id limit %s for update of b skip locked
"""
_WAITING = f"""
select {COLUMNS} from message
where state = 'queued' and next_at <= %s and audience = 'customer' and (
    (partition, contact_id) in (select p, c from unnest(%s::smallint[], %s::bigint[]) as t (p, c))
    or (partition, id) in (select p, i from unnest(%s::smallint[], %s::uuid[]) as t (p, i))
) for update
"""  # noqa: S608  # only the constant above is put in
_NAMED = f"""
select {COLUMNS} from message
where state = 'queued' and next_at <= %s
and (partition, id) in (select p, i from unnest(%s::smallint[], %s::uuid[]) as t (p, i)) for update skip locked
"""  # noqa: S608  # only the constant above is put in
_ONE = f"select {COLUMNS} from message where partition = %s and id = %s for update"  # noqa: S608  # a constant
# What ends keeps the letter that may have left: its links are with somebody.
_RULED = """
update message m set state = g.state, reason = g.reason, contact_id = coalesce(m.contact_id, g.contact), next_at = g.next_at,
    sent_at = coalesce(g.sent_at, case when g.state in ('held', 'failed') then m.sent_at end),
    sent = coalesce(g.sent, case when g.state in ('held', 'failed') then m.sent end), attempts = m.attempts + g.tried,
    channel = coalesce(nullif(g.channel, ''), m.channel),
    claimed_by = case when g.state = 'sending' then pg_backend_pid() end,
    claimed_start = case when g.state = 'sending' then (select backend_start from pg_stat_activity where pid = pg_backend_pid()) end
from jsonb_to_recordset(%s::jsonb) as g (partition smallint, id uuid, state text, reason text, contact bigint, next_at timestamptz,
    sent_at timestamptz, sent jsonb, tried smallint, channel text)
where m.partition = g.partition and m.id = g.id
"""
# Only by the connection that claimed it: after a lost one somebody else may have taken the message over.
_BEGUN = """
update message set sent = %s where partition = %s and id = %s and state = 'sending' and sent is null
and claimed_by = pg_backend_pid()
and claimed_start = (select backend_start from pg_stat_activity where pid = pg_backend_pid())
"""
_SPENT = """
update send_budget b set sent_at = (
    select coalesce(array_agg(s order by s), '{}') from unnest(b.sent_at || array_fill(%s::timestamptz, array[t.n])) as s
    where s > %s
) from unnest(%s::smallint[], %s::bigint[], %s::integer[]) as t (p, c, n) where b.partition = t.p and b.contact_id = t.c
"""
_GIVEN_BACK = """
update send_budget set sent_at = sent_at[:array_position(sent_at, %s::timestamptz) - 1]
    || sent_at[array_position(sent_at, %s::timestamptz) + 1:]
where partition = %s and contact_id = %s and %s = any(sent_at)
"""


class Due(msgspec.Struct, frozen=True):
    """A message whose moment has come, not yet locked."""

    partition: int
    id: UUID
    customer: int
    contact: int | None
    role: str
    audience: str
    channel: str


class Message(msgspec.Struct, frozen=True):
    """A queued message, locked by the transaction that read it."""

    partition: int
    id: UUID
    customer: int
    contact: int | None
    role: str
    audience: str
    channel: str
    workflow: str
    version: int | None
    enrolment: UUID | None
    step: str
    template: str
    topic: str
    priority: int
    state: str
    reason: str
    asked_at: datetime
    expires_at: datetime
    next_at: datetime
    attempts: int
    depth: int
    facts: LetterFacts
    own: OwnFacts | None = None  # of a letter to the team that is no notice


class Ruled(msgspec.Struct, frozen=True):
    """What becomes of a message. `sent` is the letter as it leaves, as JSON; `tried` adds to its attempts."""

    message: Message
    state: str
    reason: str = ""
    contact: int | None = None
    next_at: datetime | None = None
    sent_at: datetime | None = None
    sent: bytes | None = None
    tried: int = 0
    channel: str = ""  # goes on by this one


class Lane(msgspec.Struct, frozen=True):
    """Which channels a round is for: `only` these, or all `but` these."""

    only: tuple[str, ...] | None = None
    but: tuple[str, ...] = ()

    def has(self, channel: str) -> bool:
        return channel not in self.but and (self.only is None or channel in self.only)


EVERY = Lane()


def due(now: datetime, limit: int, lane: Lane = EVERY) -> list[Due]:
    """The longest due, highest priority first."""
    only = list(lane.only) if lane.only is not None else None
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [now, only, only, list(lane.but), limit])
        return [Due(*row) for row in cursor.fetchall()]


def lock_budgets(contacts: Iterable[tuple[int, int]], limit: int) -> dict[tuple[int, int], list[datetime]]:
    """Locks the budgets of (partition, contact) nobody else holds; gives what each was sent lately."""
    wanted = sorted(set(contacts))
    partitions, ids = [p for p, _ in wanted], [c for _, c in wanted]
    with connection.cursor() as cursor:
        cursor.execute(_BUDGETS_MADE, [partitions, ids])
        cursor.execute(_BUDGETS_LOCKED, [partitions, ids, limit])
        return {(partition, contact): list(sent_at) for partition, contact, sent_at in cursor.fetchall()}


def waiting(now: datetime, contacts: Iterable[tuple[int, int]], named: Iterable[tuple[int, UUID]]) -> list[Message]:
    """Everything due for these contacts, and the messages named, locked; highest priority first."""
    contacts, named = list(contacts), list(named)
    with connection.cursor() as cursor:
        cursor.execute(
            _WAITING,
            [now, [p for p, _ in contacts], [c for _, c in contacts], [p for p, _ in named], [i for _, i in named]],
        )
        found = [message(row) for row in cursor.fetchall()]
    return sorted(found, key=lambda one: (one.priority, one.asked_at, one.id))


def named(now: datetime, messages: Iterable[tuple[int, UUID]]) -> list[Message]:
    """These messages where they are still due and nobody else has them, locked."""
    wanted = list(messages)
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, [now, [p for p, _ in wanted], [i for _, i in wanted]])
        return [message(row) for row in cursor.fetchall()]


def locked(partition: int, id: UUID) -> Message | None:
    """One message, whatever its state, locked."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [partition, id])
        row = cursor.fetchone()
    return message(row) if row is not None else None


def rule(ruled: Sequence[Ruled]) -> None:
    """Stores what becomes of these messages, in one statement."""
    if not ruled:
        return
    rows = [_stored(one) for one in ruled]
    with connection.cursor() as cursor:
        # One document instead of nine arrays: quoting an array of letters took half of a round.
        cursor.execute(_RULED, [msgspec.json.encode(rows).decode()])


def begin(message: Message, sent: bytes) -> bool:
    """Marks a claimed message as begun: what is kept with it now may have left. False: it is no longer ours to send."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN, [sent.decode(), message.partition, message.id])
        return bool(cursor.rowcount)


def spend(contacts: Iterable[tuple[int, int]], at: datetime, since: datetime) -> None:
    """Counts one send at `at` to each contact; forgets those not after `since`."""
    spent = sorted(Counter(contacts).items())
    if not spent:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _SPENT, [at, since, [p for (p, _), _ in spent], [c for (_, c), _ in spent], [n for _, n in spent]]
        )


def give_back(partition: int, contact: int, at: datetime) -> None:
    """Takes back a send that did not happen."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN_BACK, [at, at, partition, contact, at])


def _stored(ruled: Ruled) -> dict[str, object]:
    return {
        "partition": ruled.message.partition,
        "id": ruled.message.id,
        "state": ruled.state,
        "reason": ruled.reason,
        "contact": ruled.contact,
        "next_at": ruled.next_at or ruled.message.next_at,
        "sent_at": ruled.sent_at,
        "sent": msgspec.Raw(ruled.sent) if ruled.sent else None,
        "tried": ruled.tried,
        "channel": ruled.channel,
    }


def message(row: Sequence[object]) -> Message:
    """The message in a row selected by COLUMNS."""
    *plain, facts = row
    columns = (*plain, *letter_facts.read(str(facts), str(row[_AUDIENCE]), str(row[_TEMPLATE])))
    return Message(*columns)  # type: ignore[arg-type]  # in the order of COLUMNS
