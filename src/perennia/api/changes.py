"""What people change of a customer. Each change is an event; the answer is its result, or 202 when that takes long."""

from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Status
from pydantic import Field

from perennia.api import needs, record
from perennia.api.actor import Actor
from perennia.api.customer_shapes import CustomerRecord
from perennia.api.customers import router
from perennia.api.needs import Needs
from perennia.api.permissions import Permission
from perennia.api.shapes import Accepted, Given, Id, Line, Text
from perennia.core import by_hand as words
from perennia.core.error import Conflict, Invalid
from perennia.customers import queries
from perennia.customers.models import Customer
from perennia.ingest import account
from perennia.team.models import Member
from perennia.workflows import by_hand

WRITE = Needs(Permission.CUSTOMER_WRITE)
Answer = Status[CustomerRecord | Accepted]
ANSWERS = {200: CustomerRecord, 202: Accepted}


class NotParked(Conflict):
    """Nothing of this customer waits for a person. Reload to see how it stands."""

    code = "not_parked"


class NewCustomer(Given):
    """A customer somebody describes by hand."""

    name: Text
    website: Line = ""
    plan: Line = ""
    group_id: Annotated[Text | None, Field(description="What your own systems call it, as in `groupId`.")] = None


class CustomerChange(Given):
    """What may be changed of a customer; what is left out stays."""

    owner_id: Annotated[int | None, Field(description="A member, or null for nobody.")] = None
    name: Text | None = None
    website: Text | None = None
    industry: Text | None = None
    plan: Text | None = None
    employees: Annotated[int | None, Field(ge=0, le=10_000_000)] = None


class Tag(Given):
    """A tag to add."""

    tag: Text


class Stage(Given):
    """A stage to stand in."""

    stage: Text


@router.post("", auth=WRITE, response={201: CustomerRecord, 202: Accepted})
def create(request: HttpRequest, given: NewCustomer) -> Answer:
    """Makes a customer. It counts as a new account, so workflows for new accounts begin."""
    caller = needs.caller(request)
    traits = {name: value for name, value in given.model_dump(exclude={"group_id"}).items() if value}
    with transaction.atomic():
        id_ = account.make(given.group_id)
        seq = by_hand.change(id_, "Customer Created", {}, by=caller.name, kind="track", traits=traits)
    if not by_hand.is_done(id_, [seq]) or not Customer.objects.filter(pk=id_).exists():
        return Answer(202, Accepted(id=id_))
    return Answer(201, _whole(caller, id_))


@router.patch("/{int:customer_id}", auth=WRITE, response=ANSWERS)
def change(request: HttpRequest, customer_id: Id, given: CustomerChange) -> Answer:
    """Changes a customer's owner or what is written of it."""
    caller = needs.caller(request)
    row = queries.customer(customer_id)
    said = given.model_dump(exclude_unset=True)
    if set(said) == {"owner_id"} and row.owner_id is None and caller.member and said["owner_id"] == caller.member.pk:
        pass  # whoever may change customers may take one nobody looks after
    else:
        may_change(caller, row)
    seqs = []
    with transaction.atomic():
        if "owner_id" in said:
            seqs.append(_event(caller, customer_id, words.OWNER_SET, {"member": member_id(said.pop("owner_id"))}))
        seqs += [_event(caller, customer_id, words.FIELD_SET, {"field": name, "value": said[name]}) for name in said]
    return answer(caller, customer_id, seqs)


@router.post("/{int:customer_id}/tags", auth=WRITE, response=ANSWERS)
def add_tag(request: HttpRequest, customer_id: Id, given: Tag) -> Answer:
    """Adds a tag."""
    return one_change(request, customer_id, words.TAG_ADDED, {"tag": given.tag})


@router.delete("/{int:customer_id}/tags/{path:tag}", auth=WRITE, response=ANSWERS)
def remove_tag(request: HttpRequest, customer_id: Id, tag: str) -> Answer:
    """Removes a tag."""
    return one_change(request, customer_id, words.TAG_REMOVED, {"tag": tag[:200]})


@router.post("/{int:customer_id}/resume", auth=Needs(Permission.ENGINE_RESUME), response=ANSWERS)
def resume(request: HttpRequest, customer_id: Id) -> Answer:
    """Lets a parked customer's events go on, in order."""
    caller = needs.caller(request)
    if queries.parked(customer_id) is None:
        raise NotParked
    seq = by_hand.change(customer_id, "Resume", {}, by=caller.name, kind="resume")
    return answer(caller, customer_id, [seq])


def one_change(request: HttpRequest, customer_id: int, name: str, properties: dict[str, Any]) -> Answer:
    """One change of a customer by somebody who may change it."""
    caller = needs.caller(request)
    may_change(caller, queries.customer(customer_id))
    return answer(caller, customer_id, [_event(caller, customer_id, name, properties)])


def _event(caller: Actor, customer_id: int, name: str, properties: dict[str, Any]) -> int:
    return by_hand.change(customer_id, name, properties, by=caller.name)


def answer(caller: Actor, customer_id: int, seqs: list[int]) -> Answer:
    """The record once the engine has done these; 202 where it takes longer."""
    if not by_hand.is_done(customer_id, seqs):
        return Answer(202, Accepted())
    return Answer(200, _whole(caller, customer_id))


def _whole(caller: Actor, customer_id: int) -> CustomerRecord:
    return record.whole(customer_id, sees_revenue=caller.can(Permission.REVENUE_READ), language=caller.language)


def may_change(caller: Actor, row: Customer) -> None:
    """Any customer with the wider permission; else those one owns, or a member of one's own group owns."""
    if caller.can(Permission.CUSTOMER_WRITE_ANY):
        return
    member, owner = caller.member, row.owner
    is_mine = member is not None and owner is not None and owner.pk == member.pk
    is_ours = member is not None and owner is not None and member.group != "" and owner.group == member.group
    if not (is_mine or is_ours):
        raise needs.refusal(caller, Permission.CUSTOMER_WRITE_ANY)


def member_id(id_: int | None) -> int | None:
    """The number of an active member, or None for nobody. Raises Invalid."""
    if id_ is None:
        return None
    if not 0 < id_ < 2**63 or not Member.objects.filter(pk=id_, is_active=True).exists():
        raise Invalid("There is no active member with this number.", field="body.owner_id")
    return id_
