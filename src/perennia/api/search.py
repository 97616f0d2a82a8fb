"""The command palette's search: customers, contacts and workflows by a few letters."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from perennia.api import needs
from perennia.api.needs import Needs
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Named, NamedWorkflow
from perennia.customers import find
from perennia.workflows import queries

router = Router()
MOST = 8


class Sought(Schema):
    """What to look for."""

    q: Annotated[str, Field(max_length=200)] = ""


class FoundCustomer(Schema):
    """A customer that fits."""

    id: int
    name: str
    hint: str


class FoundContact(Schema):
    """A contact that fits."""

    id: int
    name: str
    email: str
    customer: Named


class Found(Schema):
    """What fits; workflows only for those who may see them."""

    customers: list[FoundCustomer]
    contacts: list[FoundContact]
    workflows: list[NamedWorkflow]


@router.get("", auth=Needs(Permission.CUSTOMER_READ), response=Found)
def search(request: HttpRequest, words: Query[Sought]) -> Found:
    """The best few of each kind; names that begin with the words come first."""
    caller, q = needs.caller(request), words.q.strip()
    if not q:
        return Found(customers=[], contacts=[], workflows=[])
    sees_workflows = caller.can(Permission.WORKFLOW_READ)
    language = needs.language(request)
    return Found(
        customers=[FoundCustomer(id=each.id, name=each.name, hint=each.hint) for each in find.customers(q, MOST)],
        contacts=[
            FoundContact(
                id=each.id,
                name=each.name,
                email=each.email,
                customer=Named(id=each.customer_id, name=each.customer_name),
            )
            for each in find.contacts(q, MOST)
        ],
        workflows=[
            NamedWorkflow(key=key, name=name)
            for key, name in (queries.search(q, language, MOST) if sees_workflows else [])
        ],
    )
