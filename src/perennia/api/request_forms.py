"""Request forms: the pages on which customers ask for something to be done."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from perennia.api import needs
from perennia.api.integrations import MANAGE
from perennia.api.schema import Schema
from perennia.api.shapes import Given, Id, Line, Lines, Text
from perennia.host import clock
from perennia.integrations import request_forms
from perennia.integrations.models import RequestForm
from perennia.messages import rules

router = Router()
Title = Annotated[Text, Field(max_length=120)]
Intro = Annotated[Lines, Field(max_length=1000)]
Topics = Annotated[list[Annotated[Line, Field(max_length=200)]], Field(max_length=30)]


class RequestQuestion(Given):
    """One question beside what every form asks."""

    key: Annotated[str, Field(max_length=40)] = ""
    label: Annotated[Text, Field(max_length=200)]
    label_vi: Annotated[Line, Field(max_length=200)] = ""
    is_required: bool = False
    is_long: bool = False


Questions = Annotated[list[RequestQuestion], Field(max_length=10)]


class RequestFormOut(Schema):
    """A form and how often it was sent."""

    id: int
    slug: str
    url: str
    title: str
    title_vi: str
    intro: str
    intro_vi: str
    topics: list[str]
    questions: list[RequestQuestion]
    expected_days: int
    is_active: bool
    sent: int
    sent_at: datetime | None


class RequestForms(Schema):
    """All forms."""

    items: list[RequestFormOut]
    next_cursor: None = None


class RequestFormIn(Given):
    """A form to make."""

    slug: Annotated[str, Field(min_length=1, max_length=60)]
    title: Title
    title_vi: Annotated[Line, Field(max_length=120)] = ""
    intro: Intro = ""
    intro_vi: Intro = ""
    topics: Topics = []
    questions: Questions = []
    expected_days: Annotated[int, Field(ge=1, le=60)] = 1
    is_active: bool = True


class RequestFormChange(Given):
    """What is to change; what is left out stays."""

    slug: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    title: Title | None = None
    title_vi: Annotated[Line, Field(max_length=120)] | None = None
    intro: Intro | None = None
    intro_vi: Intro | None = None
    topics: Topics | None = None
    questions: Questions | None = None
    expected_days: Annotated[int, Field(ge=1, le=60)] | None = None
    is_active: bool | None = None


@router.get("", auth=MANAGE, response=RequestForms)
def listing(request: HttpRequest) -> RequestForms:
    """The forms, by title."""
    url = rules.house(rules.conduct()).url
    return RequestForms(items=[_out(row, url) for row in RequestForm.objects.order_by("title", "pk")])


@router.post("", auth=MANAGE, response={201: RequestFormOut})
def create(request: HttpRequest, given: RequestFormIn) -> Status[RequestFormOut]:
    """Makes a form; its page is there at once."""
    row = request_forms.create(given.model_dump(), needs.caller(request).member, clock.now())
    return Status(201, _out(row, rules.house(rules.conduct()).url))


@router.patch("/{int:form_id}", auth=MANAGE, response=RequestFormOut)
def change(request: HttpRequest, form_id: Id, given: RequestFormChange) -> RequestFormOut:
    """Changes a form, or closes its page."""
    said: dict[str, Any] = given.model_dump(exclude_none=True)
    row = request_forms.change(form_id, said, needs.caller(request).member, clock.now())
    return _out(row, rules.house(rules.conduct()).url)


@router.delete("/{int:form_id}", auth=MANAGE, response={204: None})
def remove(request: HttpRequest, form_id: Id) -> HttpResponse:
    """Removes a form; what was asked by it stays."""
    request_forms.remove(form_id, needs.caller(request).member, clock.now())
    return HttpResponse(status=204)


def _out(row: RequestForm, url: str) -> RequestFormOut:
    return RequestFormOut.model_validate(
        {
            "id": row.pk, "slug": row.slug, "url": f"{url}/request/{row.slug}", "title": row.title, "title_vi": row.title_vi,
            "intro": row.intro, "intro_vi": row.intro_vi, "topics": row.topics, "questions": row.questions,
            "expected_days": row.expected_days, "is_active": row.is_active, "sent": row.sent, "sent_at": row.sent_at,
        }
    )  # fmt: skip
