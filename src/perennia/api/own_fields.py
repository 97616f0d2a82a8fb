"""Fields of one's own: defined in the settings, filled in on the record of a customer or contact."""

from typing import Annotated, Literal, cast

from django.db import transaction
from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from perennia.api import needs, pipelines, record
from perennia.api.changes import ANSWERS, WRITE, Answer, answer, may_change
from perennia.api.customer_shapes import ContactOut
from perennia.api.customers import router as customers
from perennia.api.needs import Needs
from perennia.api.permissions import Permission
from perennia.api.pipelines import ContactAnswer
from perennia.api.schema import Schema
from perennia.api.shapes import Accepted, Given, Id, Text
from perennia.core import by_hand as words
from perennia.core.event import Value
from perennia.customers import own_fields, queries
from perennia.customers.models import CustomField
from perennia.customers.own_fields import Kind, NoField, Subject
from perennia.host import clock
from perennia.workflows import by_hand

router = Router()
EDIT = Needs(Permission.FIELD_EDIT)
Choices = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=100)]], Field(max_length=own_fields.MOST_CHOICES)
]
Values = Annotated[dict[Annotated[str, Field(max_length=60)], Value], Field(min_length=1, max_length=own_fields.MOST)]


class OwnField(Schema):
    """A field. Its values are traits under `key`: texts write `customer.traits.<key>`, conditions `customer.trait.<key>`."""

    id: int
    subject: Subject
    key: str
    label: str
    kind: Kind
    choices: list[str]
    currency: str
    about: str
    is_archived: bool


class OwnFields(Schema):
    """All of them; there are few, so they come at once."""

    items: list[OwnField]
    next_cursor: None = None


class WhichFields(Given):
    """Of whom, and whether the archived ones."""

    subject: Subject | None = None
    archived: bool = False


class NewField(Given):
    """A field to be."""

    subject: Subject = "customer"
    label: Annotated[Text, Field(max_length=80)]
    kind: Kind
    choices: Choices = []
    currency: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = ""
    about: Annotated[str, Field(max_length=300)] = ""


class FieldChange(Given):
    """What is to change; its kind stays, for values of it are there."""

    label: Annotated[Text, Field(max_length=80)] | None = None
    choices: Choices | None = None
    about: Annotated[str, Field(max_length=300)] | None = None
    place: Annotated[int, Field(ge=0, le=10_000)] | None = None
    is_archived: Literal[True, False] | None = None


class Filled(Given):
    """Values by key; null empties a field."""

    values: Values


@router.get("", auth=Needs(Permission.CUSTOMER_READ), response=OwnFields)
def listing(request: HttpRequest, which: Query[WhichFields]) -> OwnFields:
    """The fields there are. Those of money only for who may see revenue."""
    sees_revenue = needs.caller(request).can(Permission.REVENUE_READ)
    rows = CustomField.objects.filter(archived_at__isnull=not which.archived)
    if which.subject is not None:
        rows = rows.filter(subject=which.subject)
    return OwnFields(items=[_out(row) for row in rows if sees_revenue or not _is_money(row)])


@router.post("", auth=EDIT, response={201: OwnField})
def define(request: HttpRequest, given: NewField) -> Status[OwnField]:
    """Defines a field."""
    made = own_fields.define(
        given.subject, given.label, given.kind, clock.now(), choices=given.choices, currency=given.currency,
        about=given.about,
    )  # fmt: skip
    return Status(201, _out(made))


@router.patch("/{int:field_id}", auth=EDIT, response=OwnField)
def change(request: HttpRequest, field_id: Id, given: FieldChange) -> OwnField:
    """Changes a field, archives it, or brings it back. Its values stay."""
    return _out(own_fields.change(field_id, clock.now(), **given.model_dump(exclude_unset=True)))


@customers.patch("/{int:customer_id}/fields", auth=WRITE, response=ANSWERS)
def fill(request: HttpRequest, customer_id: Id, given: Filled) -> Answer:
    """Fills in fields of a customer."""
    caller = needs.caller(request)
    may_change(caller, queries.customer(customer_id))
    changes = _checked(request, "customer", given.values)
    with transaction.atomic():
        seqs = [by_hand.change(customer_id, words.FIELD_SET, said, by=caller.name) for said in changes]
    return answer(caller, customer_id, seqs)


@customers.patch(
    "/{int:customer_id}/contacts/{int:contact_id}/fields", auth=WRITE, response={200: ContactOut, 202: Accepted}
)
def fill_contact(request: HttpRequest, customer_id: Id, contact_id: Id, given: Filled) -> ContactAnswer:
    """Fills in fields of a contact."""
    caller = needs.caller(request)
    may_change(caller, queries.customer(customer_id))
    pipelines.contact_of(customer_id, contact_id)
    changes = _checked(request, "contact", given.values)
    with transaction.atomic():
        seqs = [
            by_hand.change(customer_id, words.FIELD_SET, said, by=caller.name, contact=contact_id) for said in changes
        ]
    if not by_hand.is_done(customer_id, seqs):
        return ContactAnswer(202, Accepted())
    return ContactAnswer(200, record.contacts([pipelines.contact_of(customer_id, contact_id)])[0])


def _checked(request: HttpRequest, subject: Subject, values: dict[str, Value]) -> list[dict[str, Value]]:
    """What each event says. Raises NoField or Invalid before anything is stored."""
    sees_revenue = needs.caller(request).can(Permission.REVENUE_READ)
    known = {one.key: one for one in own_fields.fields_of(subject) if sees_revenue or not _is_money(one)}
    said: list[dict[str, Value]] = []
    for key, value in values.items():
        if key not in known:
            raise NoField(field=f"body.values.{key}")
        where = f"body.values.{key}"
        said.append({"field": key, "value": own_fields.value_of(known[key], value, where), "label": known[key].label})
    return said


def _is_money(field: CustomField) -> bool:
    return field.kind == "money" or record.is_revenue(field.key)


def _out(row: CustomField) -> OwnField:
    return OwnField(
        id=row.pk, subject="contact" if row.subject == "contact" else "customer", key=row.key, label=row.label,
        kind=cast(Kind, row.kind), choices=row.choices, currency=row.currency, about=row.about,
        is_archived=row.archived_at is not None,
    )  # fmt: skip
