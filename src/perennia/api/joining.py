"""Joining two customers and moving a contact, as a member asks for it; what would happen is told first."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Status
from pydantic import Field

from perennia.api import needs, pipelines
from perennia.api.changes import WRITE, may_change
from perennia.api.customers import router as customers
from perennia.api.schema import Schema
from perennia.api.shapes import Accepted, Given, Id, Named
from perennia.customers import queries
from perennia.host import clock
from perennia.workflows import becoming, by_hand, joining


class Moved(Schema):
    """It is done: where to find it now."""

    customer: Named
    contact_id: int | None = None


class Into(Given):
    """The customer that stays."""

    into: Id


class To(Given):
    """Where a contact goes. Without history it begins anew there, and what it did stays here."""

    to: Id
    with_history: bool = False


class FieldBecomes(Schema):
    """One thing known differently of both, and what of it stands. Null is not known."""

    label: str
    gone: Any
    stays: Any
    becomes: Any


class JoinPreview(Schema):
    """What would go over. `same`: people at both, who become one contact each."""

    gone: Named
    stays: Named
    contacts: int
    same: int
    running: int
    notes: int
    files: int
    fields: list[FieldBecomes]


class MovePreview(Schema):
    """What would come of a contact there. `known_there`: they were, or are, a contact of that customer already."""

    contact: Named
    goes_to: Named
    known_there: bool
    running: Annotated[int, Field(description="Their workflows, which go along with all they did, and else end.")]
    waiting: Annotated[int, Field(description="Their messages that wait to be sent: the same.")]
    fields: Annotated[list[FieldBecomes], Field(description="Where all they did goes along.")]


@customers.post("/{int:customer_id}/merge/preview", auth=WRITE, response=JoinPreview)
def preview(request: HttpRequest, customer_id: Id, given: Into) -> JoinPreview:
    """What would happen if this customer became part of another. Nothing changes."""
    gone, stays = queries.customer(customer_id), queries.customer(given.into)
    caller = needs.caller(request)
    may_change(caller, gone)
    found = joining.preview(gone, stays)
    return JoinPreview(
        gone=Named(id=gone.pk, name=gone.name), stays=Named(id=stays.pk, name=stays.name), contacts=found.contacts,
        same=found.same, running=found.running, notes=found.notes, files=found.files,
        fields=_fields(becoming.customers(gone, stays, caller.language)),
    )  # fmt: skip


@customers.post("/{int:customer_id}/merge", auth=WRITE, response={200: Moved, 202: Accepted})
def merge(request: HttpRequest, customer_id: Id, given: Into) -> Status[Moved | Accepted]:
    """Makes this customer part of another, which stays. It cannot be undone."""
    caller = needs.caller(request)
    gone, stays = queries.customer(customer_id), queries.customer(given.into)
    may_change(caller, gone)
    may_change(caller, stays)
    seq = joining.merge(gone, stays, caller.name, clock.now())
    if not _is_done(customer_id, stays.pk, seq):
        return Status(202, Accepted())
    return Status(200, Moved(customer=Named(id=stays.pk, name=stays.name)))


@customers.post("/{int:customer_id}/contacts/{int:contact_id}/move/preview", auth=WRITE, response=MovePreview)
def preview_move(request: HttpRequest, customer_id: Id, contact_id: Id, given: To) -> MovePreview:
    """What would happen if this contact went to another customer. Nothing changes."""
    caller = needs.caller(request)
    here, there = queries.customer(customer_id), queries.customer(given.to)
    may_change(caller, here)
    may_change(caller, there)
    contact = pipelines.contact_of(customer_id, contact_id)
    found = joining.preview_move(contact, there)
    at_there = (there.pk, found.known_as or 0)
    return MovePreview(
        contact=Named(id=contact.pk, name=contact.name), goes_to=Named(id=there.pk, name=there.name),
        known_there=found.known_as is not None, running=found.running, waiting=found.waiting,
        fields=_fields(becoming.contacts((customer_id, contact_id), at_there, caller.language)),
    )  # fmt: skip


@customers.post("/{int:customer_id}/contacts/{int:contact_id}/move", auth=WRITE, response={200: Moved, 202: Accepted})
def move(request: HttpRequest, customer_id: Id, contact_id: Id, given: To) -> Status[Moved | Accepted]:
    """Brings a contact to another customer. One contact ends and another begins, with its history where asked."""
    caller = needs.caller(request)
    here, there = queries.customer(customer_id), queries.customer(given.to)
    may_change(caller, here)
    may_change(caller, there)
    contact = pipelines.contact_of(customer_id, contact_id)
    seq = joining.move(contact, there, caller.name, clock.now(), with_history=given.with_history)
    if not _is_done(customer_id, there.pk, seq):
        return Status(202, Accepted())
    is_now = joining.known_as(contact, there)
    return Status(200, Moved(customer=Named(id=there.pk, name=there.name), contact_id=is_now))


def _fields(found: list[becoming.Field]) -> list[FieldBecomes]:
    return [FieldBecomes(label=one.label, gone=one.gone, stays=one.stays, becomes=one.becomes) for one in found]


def _is_done(source: int, target: int, seq: int) -> bool:
    """Whether the mover has come, and the rows people see have followed it: they are the target's to change."""
    return by_hand.is_done(source, [seq]) and by_hand.is_done(target, [])
