"""The pipelines customers and contacts move along, and moving one by hand."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from perennia.api import needs, record
from perennia.api.changes import ANSWERS, WRITE, Answer, Stage, may_change, one_change
from perennia.api.customer_shapes import ContactOut
from perennia.api.customers import router as customers
from perennia.api.needs import Needs
from perennia.api.permissions import Permission
from perennia.api.shapes import Accepted, Id
from perennia.core import by_hand as words
from perennia.core.error import Invalid, NotFound
from perennia.customers import pipelines, queries
from perennia.customers.models import Contact
from perennia.customers.pipelines import Pipeline
from perennia.workflows import by_hand

router = Router()
ContactAnswer = Status[ContactOut | Accepted]


class NoContact(NotFound):
    """There is no contact with this number at this customer. It may have been joined to another."""

    code = "no_contact"


class PipelineOut(Schema):
    """A way to move along, with all its stages in order."""

    name: str
    subject: Literal["customer", "contact"]
    stages: list[str]
    has_several: Annotated[
        bool, Field(description="One may stand in several stages; it fills itself, by what is used.")
    ]


class Pipelines(Schema):
    """All pipelines; there are few, so they come at once."""

    items: list[PipelineOut]
    next_cursor: None = None


@router.get("", auth=Needs(Permission.CUSTOMER_READ), response=Pipelines)
def listing(request: HttpRequest) -> Pipelines:
    """The pipelines of customers and of contacts. Those of billing only for who may see revenue."""
    sees_revenue = needs.caller(request).can(Permission.REVENUE_READ)
    shown = [each for each in pipelines.PIPELINES if sees_revenue or not each.is_revenue]
    return Pipelines(items=[_out(each) for each in shown])


@customers.put("/{int:customer_id}/stages/{pipeline}", auth=WRITE, response=ANSWERS)
def set_stage(request: HttpRequest, customer_id: Id, pipeline: str, given: Stage) -> Answer:
    """Puts the customer into a stage of a pipeline of customers."""
    _check("customer", pipeline, given.stage)
    return one_change(request, customer_id, words.STAGE_SET, {"pipeline": pipeline, "stage": given.stage})


@customers.put(
    "/{int:customer_id}/contacts/{int:contact_id}/stages/{pipeline}",
    auth=WRITE,
    response={200: ContactOut, 202: Accepted},
)
def set_contact_stage(
    request: HttpRequest, customer_id: Id, contact_id: Id, pipeline: str, given: Stage
) -> ContactAnswer:
    """Puts a contact into a stage of a pipeline of contacts."""
    caller = needs.caller(request)
    may_change(caller, queries.customer(customer_id))
    _contact(customer_id, contact_id)
    _check("contact", pipeline, given.stage)
    said = {"pipeline": pipeline, "stage": given.stage}
    seq = by_hand.change(customer_id, words.STAGE_SET, said, by=caller.name, contact=contact_id)
    if not by_hand.is_done(customer_id, [seq]):
        return ContactAnswer(202, Accepted())
    return ContactAnswer(200, record.contacts([_contact(customer_id, contact_id)])[0])


def _out(pipeline: Pipeline) -> PipelineOut:
    subject: Literal["customer", "contact"] = "customer" if pipeline.subject == "customer" else "contact"
    return PipelineOut(
        name=pipeline.name, subject=subject, stages=list(pipeline.stages), has_several=pipeline.has_several
    )


def _contact(customer_id: int, contact_id: int) -> Contact:
    found = Contact.objects.filter(pk=contact_id, customer_id=customer_id).first()
    if found is None:
        raise NoContact
    return found


def _check(subject: str, name: str, stage: str) -> None:
    """Raises Invalid with what there is instead."""
    known = pipelines.find(name)
    if known is None or known.subject != subject:
        options = ", ".join(each.name for each in pipelines.PIPELINES if each.subject == subject)
        raise Invalid(
            f"There is no pipeline of {subject}s called {name[:100]}. There are: {options}.", field="pipeline"
        )
    if known.has_several:
        raise Invalid(f"{name} fills itself as features are used; nobody is moved there by hand.", field="pipeline")
    if stage not in known.stages:
        raise Invalid(f"{name} has these stages: {', '.join(known.stages)}.", field="body.stage")
