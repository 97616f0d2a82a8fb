"""Messages: the outbox as people see it, and what one may still do with a message that did not leave."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from perennia.api import customer_links, customers, needs
from perennia.api.message_shapes import Attempt, Message, MessageDetail, MessageMark, Messages
from perennia.api.needs import Needs
from perennia.api.paging import Page, Window, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Id, Named, NamedWorkflow, named
from perennia.core import partition
from perennia.host import clock
from perennia.messages import again, marks, queries, reasons
from perennia.messages.marks import Marked
from perennia.messages.queries import Audience, Listed, Names, State
from perennia.workflows import texts

router = Router()
READ, WRITE = Needs(Permission.MESSAGE_READ), Needs(Permission.MESSAGE_WRITE)
Undelivered = Literal["undelivered"]  # failed, or of unknown fate
Word = Annotated[str | None, Field(max_length=200)]
PublicId = Annotated[str, Field(max_length=60)]
ENDED = ("held", "failed", "unknown")


class WhichMessages(Schema):
    """WhichMessages messages."""

    state: State | Undelivered | None = None
    channel: Word = None
    audience: Audience | None = None
    workflow: Word = None
    customer: Id | None = None
    q: Annotated[Word, Field(description="Subject, address or customer.")] = None


class Wanted(Window, WhichMessages):
    """A page of these."""


@router.get("", auth=READ, response=Messages)
def listing(request: HttpRequest, wanted: Query[Wanted]) -> Messages:
    """Messages, the latest first, a page at a time."""
    mark = mark_of(wanted, "messages")
    after = (datetime.fromisoformat(str(mark[0])), UUID(str(mark[1]))) if mark else None
    rows = found(wanted, after, wanted.limit + 1, private=sees_accounts(request))
    shown = rows[: wanted.limit]
    last = (shown[-1].asked_at, shown[-1].id) if len(rows) > len(shown) else None
    return Messages(items=items(shown, needs.language(request)), next_cursor=cursor_of(last, "messages"))


def found(
    which: WhichMessages, after: tuple[datetime, UUID] | None, limit: int, *, private: bool = False
) -> list[Listed]:
    """These messages, behind a mark; with `private` also those that hold the key of an account."""
    return queries.messages(
        limit=limit, state=which.state, channel=which.channel, audience=which.audience, q=which.q,
        customer=which.customer, partition=partition.of(which.customer) if which.customer else None,
        workflow=which.workflow, after=after, private=private,
    )  # fmt: skip


@customers.router.get("/{int:customer_id}/messages", auth=READ, response=Messages)
def of_customer(request: HttpRequest, customer_id: Id, window: Page) -> Messages:
    """The messages of one customer, the latest first."""
    return listing(request, Wanted(customer=customer_id, cursor=window.cursor, limit=window.limit))


@router.get("/{message_id}", auth=READ, response=MessageDetail)
def read(request: HttpRequest, message_id: PublicId) -> MessageDetail:
    """One message with the letter as it left."""
    return _whole(request, *queries.parts_of(message_id))


@router.post("/{message_id}/retry", auth=WRITE, response=MessageDetail)
def retry(request: HttpRequest, message_id: PublicId) -> MessageDetail:
    """Puts a failed message, or one whose fate is not known, back into the outbox."""
    place, id = queries.parts_of(message_id)
    queries.one(place, id, private=sees_accounts(request))
    again.retry(place, id, clock.now())
    return _whole(request, place, id)


@router.post("/{message_id}/discard", auth=WRITE, response=MessageDetail)
def discard(request: HttpRequest, message_id: PublicId) -> MessageDetail:
    """It will never leave."""
    place, id = queries.parts_of(message_id)
    queries.one(place, id, private=sees_accounts(request))
    again.discard(place, id, clock.now())
    return _whole(request, place, id)


@router.post("/{message_id}/arrived", auth=WRITE, response=MessageDetail)
def arrived(request: HttpRequest, message_id: PublicId) -> MessageDetail:
    """Nobody knew whether it left; somebody found out that it has."""
    place, id = queries.parts_of(message_id)
    queries.one(place, id, private=sees_accounts(request))
    again.arrived(place, id, clock.now())
    return _whole(request, place, id)


def items(rows: Sequence[Listed], language: str) -> list[Message]:
    """Messages in a list, also in a customer's."""
    names, became = queries.names(rows), marks.of([(row.partition, row.id) for row in rows])
    return [_item(row, names, became.get((row.partition, row.id), []), language) for row in rows]


def workflow_named(key: str, language: str) -> NamedWorkflow | None:
    """A workflow with its name, or None."""
    return NamedWorkflow(key=key, name=texts.label(key, language)) if key else None


def _item(row: Listed, names: Names, became: Sequence[Marked], language: str) -> Message:
    contact = names.contacts.get(row.contact or 0)
    member = names.members.get(row.member or 0)
    somebody = contact or member
    customer = names.customers.get(row.customer)
    return Message(
        id=queries.public_id(row.partition, row.id),
        channel=row.channel,
        audience=row.audience,
        to=row.to or (somebody[1] if somebody else None) or None,
        to_name=row.to_name or (somebody[0] if somebody else None) or None,
        customer=named(row.customer or None, customer) if customer else None,
        contact=Named(id=row.contact or 0, name=contact[0]) if contact else None,
        member=Named(id=row.member or 0, name=member[0]) if member else None,
        subject=row.subject,
        state=row.state,
        reason=reasons.words(row.reason, language) if row.reason else None,
        reason_code=row.reason or None,
        next_at=row.next_at if row.state == "queued" else None,
        created_at=row.asked_at,
        sent_at=row.sent_at,
        workflow=workflow_named(row.workflow, language),
        topic=row.topic,
        marks=[one.mark for one in became],
    )


def sees_accounts(request: HttpRequest) -> bool:
    """Whether they may read invitations and lost passwords, whose links are keys: who may set passwords anyway."""
    return needs.caller(request).can(Permission.MEMBER_MANAGE)


def _whole(request: HttpRequest, place: int, id: UUID) -> MessageDetail:
    row = queries.one(place, id, private=sees_accounts(request))
    letter = queries.sent(place, id)
    became = marks.of([(place, id)]).get((place, id), [])
    item = _item(row, queries.names([row]), became, needs.language(request))
    tried = [Attempt(at=row.sent_at or row.asked_at, result=item.reason or row.state)] if row.attempts else []
    return MessageDetail(
        **item.model_dump(),
        html=customer_links.told(request, letter.html) or None,
        text=customer_links.told(request, letter.text) or None,
        headers=[(name, customer_links.told(request, value)) for name, value in letter.headers],
        attempts=tried,
        became=[MessageMark(mark=one.mark, at=one.at, detail=one.detail) for one in became],
        why=item.reason if row.state in (*ENDED, "queued") else None,
    )
