"""What members do about who is where: two customers become one, a contact goes to another customer."""

from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from django.db import connection, transaction

from perennia.core import partition
from perennia.core.error import Conflict, Invalid, NotFound
from perennia.customers.models import Contact, Customer, Note, StoredFile
from perennia.host.select import one
from perennia.ingest import store
from perennia.ingest.row import PEOPLE, Row, body


class NotJoined(Invalid):
    """These two cannot become one: choose another customer, a company that stays."""

    code = "not_joined"


class StillMoving(Conflict):
    """This customer or contact is moving already. Wait some seconds and look again."""

    code = "still_moving"


class Unknown(NotFound):
    """There is no such contact at this customer. It may have moved."""

    code = "no_contact"


class Preview(NamedTuple):
    """What a merge carries over. `same`: people at both, who become one contact."""

    contacts: int
    same: int
    running: int
    notes: int
    files: int


class MovePreview(NamedTuple):
    """What a contact has under way, and whom they are at the other customer, if anybody."""

    known_as: int | None
    running: int
    waiting: int


def preview_move(contact: Contact, into: Customer) -> MovePreview:
    """What is at stake when `contact` goes to `into`. Raises NotJoined, Unknown."""
    _check_move(contact, into)
    asked = {"partition": partition.of(contact.customer_id), "customer": contact.customer_id, "contact": contact.pk}
    return MovePreview(known_as(contact, into), one(int, _RUNS, asked) or 0, one(int, _WAITING, asked) or 0)


def known_as(contact: Contact, into: Customer) -> int | None:
    """Which contact this person is, or was, at a customer."""
    return one(int, _KNOWN, {"person": contact.person_id, "customer": into.pk})


def preview(gone: Customer, into: Customer) -> Preview:
    """What would go over if `gone` became `into`."""
    check(gone, into)
    params = {"gone": gone.pk, "into": into.pk, "partition": partition.of(gone.pk)}
    return Preview(
        contacts=Contact.objects.filter(customer=gone).count(),
        same=one(int, _SAME, params) or 0,
        running=one(int, _RUNNING, params) or 0,
        notes=Note.objects.filter(customer=gone, removed_at=None).count(),
        files=StoredFile.objects.filter(customer=gone, removed_at=None).count(),
    )


def check(gone: Customer, into: Customer) -> None:
    """Raises NotJoined where the two cannot become one."""
    if gone.pk == into.pk:
        raise NotJoined("A customer cannot be joined with itself. Choose another one.", field="body.into")
    if into.kind != "account":
        raise NotJoined("Somebody who is alone cannot take in others. Choose a company.", field="body.into")


@transaction.atomic
def merge(gone: Customer, into: Customer, by: str, at: datetime) -> int:
    """Asks the mover to make one customer of two. Gives the order's number; everything in order behind it waits."""
    check(gone, into)
    _refuse_moving(gone.pk, None)
    said: dict[str, object] = {"from_customer": gone.pk, "to_customer": into.pk, "reason": "merge", "by": by}
    return _order(gone.pk, None, said, at)


@transaction.atomic
def move(contact: Contact, into: Customer, by: str, at: datetime, *, with_history: bool) -> int:
    """Asks the mover to bring a contact to another customer: anew, or with all that is known of their doings."""
    _check_move(contact, into)
    assert contact.person_id is not None
    _refuse_moving(contact.customer_id, contact.pk)
    target = _contact_at(contact.person_id, into.pk)
    said: dict[str, object] = {
        "from_customer": contact.customer_id, "from_contact": contact.pk, "to_customer": into.pk, "to_contact": target,
        "person": contact.person_id, "reason": "staff", "begins_anew": not with_history, "by": by,
    }  # fmt: skip
    return _order(contact.customer_id, contact.pk, said, at)


def _check_move(contact: Contact, into: Customer) -> None:
    if contact.customer_id == into.pk:
        raise NotJoined("The contact is there already. Choose another customer.", field="body.to")
    if into.kind != "account":
        raise NotJoined("Somebody who is alone cannot take in others. Choose a company.", field="body.to")
    if contact.person_id is None:
        raise Unknown


def _contact_at(person: int, customer: int) -> int:
    """The contact the person has at a customer, made where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_CONTACT, {"person": person, "customer": customer, "partition": partition.of(customer)})
        (id_,) = cursor.fetchone()
    return int(id_)


def _order(customer: int, contact: int | None, said: dict[str, object], at: datetime) -> int:
    row = Row(
        customer=customer, contact=contact, source=PEOPLE, kind="move", name="Move", message_id=f"by-hand:{uuid4()}",
        at=at, received_at=at, body=body(said),
    )  # fmt: skip
    (seq,) = store.put([row])
    return seq


def _refuse_moving(customer: int, contact: int | None) -> None:
    if one(bool, _MOVING, {"partition": partition.of(customer), "customer": customer, "contact": contact}):
        raise StillMoving


_SAME = """
select count(*) from ingest_contact g join ingest_contact s on s.person_id = g.person_id and s.customer_id = %(into)s
    and s.moved_to is null where g.customer_id = %(gone)s and g.moved_to is null
"""
_RUNNING = """
select count(*) from enrolment where partition = %(partition)s and customer_id = %(gone)s and state in ('active', 'waiting')
"""
_RUNS = """
select count(*) from enrolment where partition = %(partition)s and customer_id = %(customer)s and subject_kind = 1
    and subject_id = %(contact)s and state in ('active', 'waiting')
"""
_WAITING = """
select count(*) from message where partition = %(partition)s and customer_id = %(customer)s and contact_id = %(contact)s
    and state = 'queued'
"""
_KNOWN = (
    "select id from ingest_contact where person_id = %(person)s and customer_id = %(customer)s and moved_to is null"
)
_MOVING = """
select exists (select from inbox where partition = %(partition)s and lane in (0, 2) and customer_id = %(customer)s
    and kind = 'move' and (%(contact)s::bigint is null or contact_id is null or contact_id = %(contact)s))
"""
# Somebody who was there once begins there again.
_CONTACT = """
insert into ingest_contact (person_id, customer_id, partition) values (%(person)s, %(customer)s, %(partition)s)
on conflict (person_id, customer_id) do update set moved_to = null returning id
"""
