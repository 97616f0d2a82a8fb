"""Changes the text of a template, brings the shipped one back, shows it with a customer's values."""

from datetime import datetime

from perennia.core.error import Invalid, NotFound
from perennia.core.workflow import Text
from perennia.messages import words
from perennia.messages.context import NAMES
from perennia.messages.models import Template
from perennia.messages.template import check

LONGEST_SUBJECT = 300


class NoSuchText(NotFound):
    """This workflow has no text of that name."""

    code = "no_such_text"


def edit(workflow: str, name: str, language: str, text: Text, at: datetime, by: int | None) -> None:
    """Keeps new words. Raises Invalid naming what cannot be read or a variable that does not exist."""
    _known(workflow, name)
    if len(text.subject) > LONGEST_SUBJECT:
        raise Invalid(f"A subject has at most {LONGEST_SUBJECT} characters.", field="subject")
    parts = (text.subject, text.body, text.short)
    if any("\x00" in part or any("\ud800" <= sign <= "\udfff" for sign in part) for part in parts):
        raise Invalid("The text holds a character that cannot be kept.", field="body")
    check(text.subject, text.body, NAMES)
    check_short(text.short)
    said = {"subject": text.subject, "body": text.body, "short": text.short, "edited_at": at, "edited_by": by}
    Template.objects.update_or_create(workflow=workflow, name=name, language=language, defaults=said)


def check_short(short: str) -> None:
    """Raises Invalid where a short text cannot be read; there need not be one."""
    if not short.strip():
        return
    try:
        check("-", short, NAMES)
    except Invalid as wrong:
        raise Invalid(wrong.detail, field="short") from wrong


def reset(workflow: str, name: str, language: str) -> None:
    """Brings the shipped words back."""
    _known(workflow, name)
    Template.objects.filter(workflow=workflow, name=name, language=language).delete()


def _known(workflow: str, name: str) -> None:
    if words.shipped(workflow, None, name, "en") is None:
        raise NoSuchText
