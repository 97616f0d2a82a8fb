"""Reads of the outbox and the mailbox for people: lists by cursor, one message whole."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from django.db import connection
from django.db.models import Q, QuerySet

from perennia.core.error import Invalid, NotFound
from perennia.customers.models import Contact, Customer
from perennia.messages import words
from perennia.messages.models import MailboxMessage, SendingStop
from perennia.messages.words import Words
from perennia.team.models import Member

State = Literal["queued", "sending", "sent", "failed", "held", "unknown"]
Audience = Literal["customer", "team"]
# Every filter may be absent; the values are bound, so nothing of a caller becomes part of the statement.
_LIST = """
select m.partition, m.id, m.channel, m.audience, m.customer_id, m.contact_id, m.workflow, m.version_id, m.template, m.topic, m.state,
    m.reason, m.next_at, m.asked_at, m.sent_at, m.attempts, m.facts ->> 'member', m.sent ->> 'subject', m.sent ->> 'to',
    m.sent ->> 'to_name'
from message m
where (%(states)s::text[] is null or m.state = any(%(states)s)) and (%(channel)s::text is null or m.channel = %(channel)s)
    and (%(audience)s::text is null or m.audience = %(audience)s)
    and (%(customer)s::bigint is null or (m.partition = %(partition)s and m.customer_id = %(customer)s))
    and (%(workflow)s::text is null or m.workflow = %(workflow)s)
    and (%(private)s or m.template <> 'account')
    and (%(id)s::uuid is null or (m.partition = %(partition)s and m.id = %(id)s))
    and (%(q)s::text is null or m.sent ->> 'subject' ilike %(q)s or m.sent ->> 'to' ilike %(q)s
        or m.customer_id in (select c.id from customers_customer c where c.search ilike %(q)s limit 500))
    and (%(at)s::timestamptz is null or (m.asked_at, m.id) < (%(at)s, %(after)s::uuid))
order by m.asked_at desc, m.id desc limit %(limit)s
"""
_SENT = "select sent::text from message where partition = %s and id = %s"
_WAITING = "select count(*) from message where state = 'queued' and next_at <= %s"
_LIQUID = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)


class Listed(msgspec.Struct, frozen=True):
    """A message in a list."""

    partition: int
    id: UUID
    channel: str
    audience: Audience
    customer: int
    contact: int | None
    workflow: str
    version: int | None
    template: str
    topic: str
    state: State
    reason: str
    next_at: datetime
    asked_at: datetime
    sent_at: datetime | None
    attempts: int
    member: int | None
    subject: str
    to: str | None
    to_name: str | None


class Sent(msgspec.Struct, frozen=True):
    """A letter as it left."""

    html: str = ""
    text: str = ""
    headers: list[tuple[str, str]] = []
    links: list[str] = []
    to: str = ""
    calendar: str = ""


class Names(msgspec.Struct, frozen=True):
    """What the people and customers of some messages are called."""

    customers: dict[int, str]
    contacts: dict[int, tuple[str, str]]  # name, address
    members: dict[int, tuple[str, str]]


def messages(
    *, limit: int, state: str | None = None, channel: str | None = None, audience: str | None = None, q: str | None = None,
    customer: int | None = None, partition: int | None = None, workflow: str | None = None,
    after: tuple[datetime, UUID] | None = None, id: UUID | None = None, private: bool = False,
) -> list[Listed]:  # fmt: skip
    """Messages, the latest first. With `customer` or `id` give its partition too; with `private` also keys of accounts."""
    asked = {
        "states": _states(state), "channel": channel, "audience": audience, "customer": customer, "partition": partition, "id": id,
        "workflow": workflow, "q": f"%{_literal(q)}%" if q else None, "at": after[0] if after else None,
        "after": after[1] if after else None, "limit": limit, "private": private,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_LIST, asked)
        rows = cursor.fetchall()
    edits = words.edited({str(row[6]) for row in rows if row[17] is None})
    return [_listed(row, edits) for row in rows]


def _states(state: str | None) -> list[str] | None:
    if state is None:
        return None
    return ["failed", "unknown"] if state == "undelivered" else [state]


def one(partition: int, id: UUID, *, private: bool = False) -> Listed:
    """One message. Raises NotFound."""
    found = messages(limit=1, partition=partition, id=id, private=private)
    if not found:
        raise NotFound("There is no such message.")
    return found[0]


def sent(partition: int, id: UUID) -> Sent:
    """The letter of a message as it left; empty where it has not left."""
    with connection.cursor() as cursor:
        cursor.execute(_SENT, [partition, id])
        row = cursor.fetchone()
    return msgspec.json.decode(row[0], type=Sent) if row is not None and row[0] else Sent()


def names(rows: Iterable[Listed]) -> Names:
    """Everybody's names, in three statements."""
    rows = list(rows)
    customers = Customer.objects.filter(pk__in={row.customer for row in rows}).values_list("pk", "name")
    contacts = Contact.objects.filter(pk__in={row.contact for row in rows if row.contact}).values_list(
        "pk", "name", "email"
    )
    members = Member.objects.filter(pk__in={row.member for row in rows if row.member}).values_list(
        "pk", "name", "email"
    )
    return Names(
        dict(customers),
        {pk: (name, email) for pk, name, email in contacts},
        {pk: (name, email) for pk, name, email in members},
    )


def mailbox(audience: str | None, q: str | None, *, private: bool = False) -> QuerySet[MailboxMessage]:
    """The local mailbox, the latest first; with `private` also what holds the key of an account."""
    rows = MailboxMessage.objects.order_by("-at", "-id")
    if not private:
        rows = rows.filter(is_private=False)
    if audience:
        rows = rows.filter(audience=audience)
    if q:
        rows = rows.filter(Q(subject__icontains=q) | Q(to_address__icontains=q) | Q(to_name__icontains=q))
    return rows


def delivered(id: int, *, private: bool = False) -> MailboxMessage:
    """One message of the mailbox. Raises NotFound."""
    found = MailboxMessage.objects.filter(pk=id).first()
    if found is None or (found.is_private and not private):
        raise NotFound("There is no such message in the mailbox.")
    return found


def stopped() -> SendingStop | None:
    """The stop in force, if there is one."""
    return SendingStop.objects.filter(ended_at=None).first()


def waiting(now: datetime) -> int:
    """How many messages would be looked at now."""
    found = _scalar(_WAITING, [now])
    return found if isinstance(found, int) else 0


def public_id(partition: int, id: UUID) -> str:
    """How a message is named outside."""
    return f"{partition}-{id}"


def parts_of(public: str) -> tuple[int, UUID]:
    """The message a public id names. Raises Invalid."""
    partition, dash, id = public.partition("-")
    try:
        if dash and len(partition) <= 3 and partition.isascii() and partition.isdigit():
            return int(partition), UUID(id)
    except ValueError:
        pass
    raise Invalid("This is not the id of a message.", field="path.message_id")


def _listed(row: Sequence[object], edits: Words) -> Listed:
    *plain, member, subject, to, to_name = row
    partition, id, channel, audience, customer, contact, workflow, version, template, *rest = plain
    shown = (
        subject if isinstance(subject, str) else _planned(edits, str(workflow), version, str(template), str(audience))
    )
    whole = int(member) if isinstance(member, str) and member.isdigit() else None
    columns = (
        partition,
        id,
        channel,
        audience,
        customer,
        contact,
        workflow,
        version,
        template,
        *rest,
        whole,
        shown,
        to,
        to_name,
    )
    return Listed(*columns)  # type: ignore[arg-type]  # in the order selected


def _planned(edits: Words, workflow: str, version: object, template: str, audience: str) -> str:
    """The subject a message will have, its values left open."""
    if audience == "team":
        return "Account" if template == "account" else "Notices"
    number = version if isinstance(version, int) else None
    text = edits.of(workflow, number, template, "en")
    return _LIQUID.sub("…", text.subject) if text is not None else template


def _literal(q: str) -> str:
    return q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _scalar(statement: str, params: Sequence[datetime]) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        row = cursor.fetchone()
    return row[0] if row is not None else None
