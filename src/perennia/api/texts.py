"""The texts of a workflow: seen with a customer's own values, changed, and brought back as they were shipped."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import ConfigDict, Field

from perennia.api import flow, needs
from perennia.api.needs import Needs
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Id, Named, NamedWorkflow, named
from perennia.api.workflow_shapes import WorkflowRecord
from perennia.api.workflows import router
from perennia.core import sms
from perennia.core.channel import Letter
from perennia.core.workflow import Text
from perennia.customers.models import Contact
from perennia.host import clock
from perennia.messages import edit, preview, trial
from perennia.messages import words as words_of
from perennia.messages.context import NAMES
from perennia.messages.template import check
from perennia.messages.words import Words as WordsOf
from perennia.workflows import queries
from perennia.workflows.queries import Found

library = Router()

Key = Annotated[str, Field(max_length=120)]
Language = Literal["en", "vi"]


class PreviewOf(Schema):
    """Which text, in which language, for which customer; without one, for the one seen last."""

    template: Key
    language: Language = "en"
    customer: Id | None = None


class LetterPreview(Schema):
    """A letter as it would leave now; show `html` in a sandboxed frame only. `short` is what a channel of a few lines
    says, in so many parts of a text message."""

    subject: str
    html: str
    text: str
    contact: Named | None
    short: str
    parts: int
    signs: int
    alphabet: Literal["gsm", "unicode"]


class Words(Schema):
    """The words of a text: plain paragraphs with a little Markdown and Liquid."""

    subject: Annotated[str, Field(min_length=1, max_length=edit.LONGEST_SUBJECT)]
    body: Annotated[str, Field(min_length=1, max_length=20_000)]
    short: Annotated[str, Field(max_length=2_000, description="For channels of a few lines; empty: the body.")] = ""


class TextDraft(Words):
    """Words not kept yet, and whom to show them for; without a customer, for the one seen last."""

    model_config = ConfigDict(extra="forbid")
    customer: Id | None = None


class TextOut(Schema):
    """A text in one language."""

    language: Language
    subject: str
    is_edited: bool


class ListedText(Schema):
    """A text of a workflow."""

    workflow: NamedWorkflow
    audience: str
    is_on: bool
    name: str
    languages: list[TextOut]


class TextsOut(Schema):
    """Every text there is, and the values one may name in them."""

    items: list[ListedText]
    next_cursor: None = None
    names: list[str]


class SentTo(Schema):
    """Where a test goes."""

    to: str


@library.get("", auth=Needs(Permission.WORKFLOW_READ), response=TextsOut)
def every(request: HttpRequest) -> TextsOut:
    """The texts of all workflows, in the order of the workflows."""
    language, found = needs.language(request), queries.listing()
    edits = words_of.edited(each.row.key for each in found)
    items = [_listed(each, name, edits, language) for each in found for name in each.definition.templates]
    return TextsOut(items=items, names=list(NAMES))


@router.get("/{key}/preview", auth=Needs(Permission.WORKFLOW_READ), response=LetterPreview)
def shown(request: HttpRequest, key: Key, wanted: Query[PreviewOf]) -> LetterPreview:
    """A text of the workflow as one customer's contact would get it. Nothing is kept and nothing leaves."""
    customer = wanted.customer or preview.somebody()
    return _shown(*preview.preview(key, wanted.template, wanted.language, customer, clock.now()))


def _shown(letter: Letter, contact: int) -> LetterPreview:
    name = Contact.objects.filter(pk=contact).values_list("name", flat=True).first()
    counted = sms.parts(letter.short)
    return LetterPreview(
        subject=letter.subject, html=letter.html, text=letter.text, contact=named(contact, name) if name else None,
        short=letter.short, parts=counted.count, signs=counted.units, alphabet=counted.alphabet,
    )  # fmt: skip


@router.post("/{key}/texts/{name}/{language}/preview", auth=Needs(Permission.WORKFLOW_EDIT), response=LetterPreview)
def drafted(request: HttpRequest, key: Key, name: Key, language: Language, draft: TextDraft) -> LetterPreview:
    """Words not kept yet, as one customer's contact would get them; what cannot be read is refused with the reason."""
    check(draft.subject, draft.body, NAMES)
    edit.check_short(draft.short)
    customer = draft.customer or preview.somebody()
    text = Text(draft.subject, draft.body, draft.short)
    letter, contact = preview.preview(key, name, language, customer, clock.now(), text)
    return _shown(letter, contact)


@router.post("/{key}/texts/{name}/{language}/test", auth=Needs(Permission.WORKFLOW_EDIT), response={202: SentTo})
def try_out(request: HttpRequest, key: Key, name: Key, language: Language, draft: TextDraft) -> Status[SentTo]:
    """Sends words, kept or not, to the signed-in member alone."""
    member = needs.member(request)
    customer = draft.customer or preview.somebody()
    trial.put(member, key, language, Text(draft.subject, draft.body), customer, clock.now())
    return Status(202, SentTo(to=member.email))


@router.put("/{key}/texts/{name}/{language}", auth=Needs(Permission.WORKFLOW_EDIT), response=WorkflowRecord)
def change(request: HttpRequest, key: Key, name: Key, language: Language, words: Words) -> WorkflowRecord:
    """Keeps new words; what cannot be read, or names a variable there is none of, is refused with the reason."""
    member = needs.caller(request).member
    edit.edit(
        key, name, language, Text(words.subject, words.body, words.short), clock.now(), member.pk if member else None
    )
    return flow.whole(key, needs.language(request))


@router.delete("/{key}/texts/{name}/{language}", auth=Needs(Permission.WORKFLOW_EDIT), response=WorkflowRecord)
def bring_back(request: HttpRequest, key: Key, name: Key, language: Language) -> WorkflowRecord:
    """Brings the shipped words back."""
    edit.reset(key, name, language)
    return flow.whole(key, needs.language(request))


def _listed(found: Found, name: str, edits: WordsOf, language: str) -> ListedText:
    key = found.row.key
    said = [
        TextOut(language=one, subject=text.subject, is_edited=(key, name, one) in edits.edits)
        for one in ("en", "vi")
        if (text := edits.edits.get((key, name, one)) or words_of.shipped(key, found.version, name, one)) is not None
    ]
    label = (found.definition.label_vi if language == "vi" else "") or found.definition.label
    return ListedText(
        workflow=NamedWorkflow(key=key, name=label), audience=found.definition.audience, is_on=found.row.is_on, name=name,
        languages=said,
    )  # fmt: skip
