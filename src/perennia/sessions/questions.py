"""What a visitor is asked beside name and address: how questions are kept, and what an answer must be."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from perennia.core import typed
from perennia.core.error import Invalid

Kind = Literal["line", "text", "phone"]
MOST = 10
LONGEST = {"line": 300, "text": 2000, "phone": 40}
_PHONE = re.compile(r"\+?[0-9 ()./-]{5,39}")


class Question(msgspec.Struct, frozen=True):
    """One question. A `phone` number becomes the contact's, where none is known and it is surely they who book."""

    key: str
    label: str
    label_vi: str = ""
    kind: Kind = "line"
    is_required: bool = False

    def said(self, language: str) -> str:
        """The question in a language."""
        return (self.label_vi if language == "vi" else "") or self.label


class Answers(msgspec.Struct, frozen=True):
    """What was answered, as it is kept, and the phone number among it."""

    kept: list[dict[str, str]]
    phone: str = ""


class NotAnswered(Invalid):
    """A question that needs an answer has none."""

    code = "not_answered"


def of(kept: object) -> list[Question]:
    """The questions of a type."""
    return msgspec.convert(kept, list[Question])


def take(questions: Sequence[Question], given: Mapping[str, str], language: str) -> Answers:
    """The answers, cut of what no one writes. Raises Invalid naming the question."""
    kept: list[dict[str, str]] = []
    phone = ""
    for one in questions:
        clean = typed.lines if one.kind == "text" else typed.line
        text = clean(given.get(one.key, ""), LONGEST[one.kind])
        if not text and one.is_required:
            raise NotAnswered(field=one.key)
        if text and one.kind == "phone":
            if not _PHONE.fullmatch(text):
                raise Invalid("That is no phone number.", field=one.key)
            phone = text
        if text:
            kept.append({"key": one.key, "label": one.said(language), "text": text})
    return Answers(kept, phone)
