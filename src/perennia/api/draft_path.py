"""A draft tried with one customer: the whole path it would take, with what each condition saw and each letter written."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from django.http import HttpRequest
from pydantic import Field

from perennia.api import needs
from perennia.api.drafts import EDIT
from perennia.api.log import why
from perennia.api.log_shapes import WhyOut
from perennia.api.rehearsals import definition_of
from perennia.api.schema import Schema
from perennia.api.shapes import Given, Id, Named, named
from perennia.api.workflows import router
from perennia.core.hours import zone_of
from perennia.customers import names
from perennia.customers.wording import title
from perennia.host import clock
from perennia.messages import preview
from perennia.team.models import organisation
from perennia.workflows import draft, try_draft
from perennia.workflows.reading import Reading
from perennia.workflows.rehearsal import words
from perennia.workflows.rehearsal.found import Fate
from perennia.workflows.rehearsal.post import Letter
from perennia.workflows.rehearsal.rehearse import VERSION
from perennia.workflows.rehearsal.tell import Sample
from perennia.workflows.run_log import Did, Line
from perennia.workflows.sentences import step
from perennia.workflows.try_draft import Tried


class WithWhom(Given):
    """With whom a draft is tried: a customer, else the one whose contact was seen last; `definition` as it is drawn now."""

    customer: Id | None = None
    definition: dict[str, Any] | None = None


class PathLetter(Schema):
    """A letter it would write: what would become of it, in words, and how it would read; text messages have no `html`."""

    state: Literal["sent", "held", "failed", "unknown", "waiting"]
    said: str
    at: datetime
    to: str
    subject: str
    text: str
    html: str


class PathStep(Schema):
    """One step that would be taken. `way`: which way it goes on by; `until`: when its wait is over."""

    step: str
    what: str
    at: datetime
    text: str
    way: str
    until: datetime | None
    why: list[WhyOut]
    letter: PathLetter | None


class DraftPath(Schema):
    """What a draft would do with one customer. `lets_in`: whether its condition holds, with what it saw in `why`."""

    customer: Named
    contact: Named | None
    began_with: str
    is_sample: bool
    lets_in: bool
    why: list[WhyOut]
    items: list[PathStep]
    state: Annotated[str, Field(description="How it stands at the end: done, waiting, ...")]
    next_cursor: None = None


@router.post("/{key}/draft/path", auth=EDIT, response=DraftPath)
def path(request: HttpRequest, key: str, given: WithWhom) -> DraftPath:
    """Tries the draft with a customer from now on. Nothing is kept and nothing leaves."""
    kept = draft.find(key)
    definition = definition_of(given.definition, key) if given.definition is not None else kept.definition
    tried = try_draft.try_draft(definition, given.customer or preview.somebody(), clock.now())
    reader = needs.reader(request)
    zone = reader.zone or zone_of(organisation().zone)
    return _out(tried, Reading(reader.language, zone, {VERSION: tried.plan}))


def _out(tried: Tried, reading: Reading) -> DraftPath:
    customers, contacts = names.customers([tried.customer]), names.contacts([tried.contact])
    letters = dict(tried.letters)
    items = [_step(did, line, letters, reading) for line in tried.lines for did in line.detail.did]
    return DraftPath(
        customer=Named(id=tried.customer, name=customers.get(tried.customer, "")),
        contact=named(tried.contact, contacts.get(tried.contact or 0)),
        began_with="" if tried.began_with == try_draft.NO_EVENT else title(tried.began_with, reading.language),
        is_sample=tried.is_sample, lets_in=tried.lets_in,
        why=[why(one, reading) for one in tried.why], items=items, state=tried.state,
    )  # fmt: skip


def _step(
    did: Did, line: Line, letters: dict[tuple[str, datetime], tuple[Letter, Sample | None]], reading: Reading
) -> PathStep:
    """A step with what came of it; each letter stands with the step that asked for it."""
    found = letters.pop((did.step, line.at), None)
    text = step(did, line, reading)
    return PathStep(
        step=did.step, what=did.what, at=line.at, text=text[:1].upper() + text[1:],
        way=did.way or ("" if did.took is None else "yes" if did.took else "no"), until=did.until,
        why=[why(one, reading) for one in did.why], letter=_letter(*found, reading) if found is not None else None,
    )  # fmt: skip


def _letter(letter: Letter, sample: Sample | None, reading: Reading) -> PathLetter:
    row = letter.row
    fate = Fate(letter.state, letter.reason, letter.deferred, row.template, row.step, row.asked_at)
    subject = sample.subject if sample is not None else row.template.replace("_", " ")
    return PathLetter(
        state=msgspec.convert(letter.state, Literal["sent", "held", "failed", "unknown", "waiting"]),
        said=words.fate(fate, subject, reading.language, "ahead"), at=letter.at, to=sample.to if sample is not None else "",
        subject=subject, text=sample.text if sample is not None else "", html=sample.html if sample is not None else "",
    )  # fmt: skip
