"""The texts of a workflow: seen with a customer's own values, changed, and brought back as they were shipped."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import Field

from perennia.api import flow, needs
from perennia.api.needs import Needs
from perennia.api.permissions import Permission
from perennia.api.shapes import Id, Named, named
from perennia.api.workflow_shapes import WorkflowRecord
from perennia.api.workflows import router
from perennia.core.workflow import Text
from perennia.customers.models import Contact
from perennia.host import clock
from perennia.messages import edit, preview

Key = Annotated[str, Field(max_length=120)]
Language = Literal["en", "vi"]


class PreviewOf(Schema):
    """Which text, in which language, for which customer; without one, for the one seen last."""

    template: Key
    language: Language = "en"
    customer: Id | None = None


class LetterPreview(Schema):
    """A letter as it would leave now; show `html` in a sandboxed frame only."""

    subject: str
    html: str
    text: str
    contact: Named | None


class Words(Schema):
    """The words of a text: plain paragraphs with a little Markdown and Liquid."""

    subject: Annotated[str, Field(min_length=1, max_length=edit.LONGEST_SUBJECT)]
    body: Annotated[str, Field(min_length=1, max_length=20_000)]


@router.get("/{key}/preview", auth=Needs(Permission.WORKFLOW_READ), response=LetterPreview)
def shown(request: HttpRequest, key: Key, wanted: Query[PreviewOf]) -> LetterPreview:
    """A text of the workflow as one customer's contact would get it. Nothing is kept and nothing leaves."""
    customer = wanted.customer or preview.somebody()
    letter, contact = preview.preview(key, wanted.template, wanted.language, customer, clock.now())
    name = Contact.objects.filter(pk=contact).values_list("name", flat=True).first()
    return LetterPreview(
        subject=letter.subject, html=letter.html, text=letter.text, contact=named(contact, name) if name else None
    )


@router.put("/{key}/texts/{name}/{language}", auth=Needs(Permission.WORKFLOW_EDIT), response=WorkflowRecord)
def change(request: HttpRequest, key: Key, name: Key, language: Language, words: Words) -> WorkflowRecord:
    """Keeps new words; what cannot be read, or names a variable there is none of, is refused with the reason."""
    member = needs.caller(request).member
    edit.edit(key, name, language, Text(words.subject, words.body), clock.now(), member.pk if member else None)
    return flow.whole(key, needs.language(request))


@router.delete("/{key}/texts/{name}/{language}", auth=Needs(Permission.WORKFLOW_EDIT), response=WorkflowRecord)
def bring_back(request: HttpRequest, key: Key, name: Key, language: Language) -> WorkflowRecord:
    """Brings the shipped words back."""
    edit.reset(key, name, language)
    return flow.whole(key, needs.language(request))
