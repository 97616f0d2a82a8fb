"""Refusals as the reader reads them: the sentences of our own failures, and of values a form may not have."""

import re
from functools import cache
from typing import Any

from django.http import HttpRequest

from perennia.api.refusals_vi import FAULTS, FIELDS, SENTENCES


def language_of(request: HttpRequest) -> str:
    """The language of who was let in; of who was not, as their browser asks."""
    caller = getattr(request, "auth", None)
    told = getattr(caller, "language", "") or request.headers.get("Accept-Language", "")
    return "vi" if str(told)[:2].lower() == "vi" else "en"


def said(sentence: str, language: str) -> str:
    """One of our sentences in the reader's language; one that is in no table stays as it is."""
    if language != "vi":
        return sentence
    if sentence in SENTENCES:
        return SENTENCES[sentence]
    for pattern, words in _patterns():
        if found := pattern.fullmatch(sentence):
            return words.format(*found.groups())
    return sentence


def fault(place: str, kind: str, message: str, limits: dict[str, Any], language: str) -> str:
    """What is wrong with a value, as a sentence that names its field by what people call it."""
    is_vi, name = language == "vi", place.rpartition(".")[2]
    words = FAULTS.get(kind)
    if words is None:
        return f"{place}: {message}."
    field = FIELDS[name][is_vi] if name in FIELDS else f"“{name.replace('_', ' ')}”"
    try:
        return f"{field} {words[is_vi].format(**limits)}."
    except (KeyError, IndexError):
        return f"{place}: {message}."


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """The sentences with places, those with the most words of their own first."""
    places = sorted((one for one in SENTENCES if "{}" in one), key=lambda one: -len(one))
    return [(re.compile("(.+?)".join(map(re.escape, one.split("{}"))), re.DOTALL), SENTENCES[one]) for one in places]
