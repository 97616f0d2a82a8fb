"""Request forms: made, changed and removed; what a page asks is read from them."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from django.db import IntegrityError, transaction

from perennia.core.error import Conflict, Invalid, NotFound
from perennia.integrations.models import RequestForm
from perennia.team import setting_log
from perennia.team.models import Member

MOST, MOST_QUESTIONS, MOST_TOPICS = 50, 10, 30
LONGEST_LABEL, LONGEST_INTRO = 200, 1000
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class NoForm(NotFound):
    """There is no such form; it may have been removed."""

    code = "no_form"


class FormExists(Conflict):
    """There is a form at this address. Choose another one."""

    code = "form_exists"


class Question(msgspec.Struct, frozen=True):
    """One question beside what every form asks."""

    key: str
    label: str
    label_vi: str = ""
    is_required: bool = False
    is_long: bool = False

    def said(self, language: str) -> str:
        """The question in a language."""
        return (self.label_vi if language == "vi" else "") or self.label


def questions(row: RequestForm) -> list[Question]:
    """What it asks."""
    return msgspec.convert(row.questions, list[Question])


def open_forms() -> list[RequestForm]:
    """Those customers may fill in, by title."""
    return list(RequestForm.objects.filter(is_active=True).order_by("title", "pk"))


def any_open() -> bool:
    """Whether there is one customers may fill in."""
    return RequestForm.objects.filter(is_active=True).exists()


def open_form(slug: str) -> RequestForm:
    """Raises NoForm."""
    row = RequestForm.objects.filter(slug=slug, is_active=True).first()
    if row is None:
        raise NoForm
    return row


def create(said: Mapping[str, object], by: Member | None, at: datetime) -> RequestForm:
    """A new form. Raises Invalid, FormExists."""
    if RequestForm.objects.count() >= MOST:
        raise Invalid(f"There are {MOST} forms already. Remove one first.")
    return _kept(RequestForm(made_at=at), said, by, at)


def change(id_: int, said: Mapping[str, object], by: Member | None, at: datetime) -> RequestForm:
    """Changes what is named. Raises NoForm, Invalid, FormExists."""
    with transaction.atomic():
        row = RequestForm.objects.select_for_update().filter(pk=id_).first()
        if row is None:
            raise NoForm
        return _kept(row, said, by, at)


@transaction.atomic
def remove(id_: int, by: Member | None, at: datetime) -> None:
    """Its address answers no more; what was asked by it stays."""
    row = RequestForm.objects.filter(pk=id_).first()
    if row is None:
        raise NoForm
    row.delete()
    setting_log.note(by, at, f"request form {row.slug}", {"there": "yes"}, {"there": "no"})


def _kept(row: RequestForm, said: Mapping[str, object], by: Member | None, at: datetime) -> RequestForm:
    was = {name: getattr(row, name) for name in said} if row.pk else {}
    for name, value in said.items():
        setattr(row, name, value)
    _check(row)
    try:
        with transaction.atomic():
            row.save()
            setting_log.note(by, at, f"request form {row.slug}", was, dict(said))
    except IntegrityError:
        raise FormExists(field="body.slug") from None
    return row


def _check(row: RequestForm) -> None:
    if not _SLUG.fullmatch(row.slug) or len(row.slug) > 60:
        raise Invalid(
            "The end of the address has small letters, digits and single hyphens, like new-report.", field="body.slug"
        )
    if not row.title.strip():
        raise Invalid("Give the form a title.", field="body.title")
    row.topics = _lines(row.topics)
    asked = questions(row)
    if len(asked) > MOST_QUESTIONS or any(not one.label.strip() for one in asked):
        raise Invalid(f"A form asks at most {MOST_QUESTIONS} questions, each with words.", field="body.questions")
    row.questions = [
        msgspec.to_builtins(msgspec.structs.replace(one, key=f"q{place}")) for place, one in enumerate(asked)
    ]


def _lines(topics: Sequence[str]) -> list[str]:
    kept = list(dict.fromkeys(" ".join(one.split())[:LONGEST_LABEL] for one in topics if one.strip()))
    if len(kept) > MOST_TOPICS:
        raise Invalid(f"A form has at most {MOST_TOPICS} topics.", field="body.topics")
    return kept
