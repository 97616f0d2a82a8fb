"""What an item says: its texts in both languages, where it leads, its parts; read strictly, and judged before it goes live."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from perennia.core.error import Invalid
from perennia.core.event import Properties, Value
from perennia.core.guidance import By, Form, Kind, Repeat
from perennia.core.guided import KEY
from perennia.knowledge import marks

Side = Literal["top", "bottom", "left", "right", "auto"]
LANGUAGES = ("en", "vi")
MOST_PARTS, LONGEST_TITLE, LONGEST_BODY, LONGEST_BUTTON = 20, 200, 20_000, 60
MOST_PAGES, LONGEST_PAGE = 30, 300


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in one language. `body` is Markdown; `done` is what a completed checklist says."""

    title: str = ""
    body: str = ""
    button: str = ""
    done: str = ""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step of a tour or an item of a checklist."""

    id: str
    texts: dict[str, Words] = {}
    link: str = ""
    selector: str = ""
    side: Side = "auto"
    by: By = "click"
    name: str = ""


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All an item says."""

    texts: dict[str, Words] = {}
    link: str = ""
    form: Form = "card"
    repeat: Repeat = "once"
    parts: list[Part] = []


def read(stored: object) -> Content:
    """The content from its stored form. Raises Invalid."""
    try:
        return msgspec.convert(stored, Content)
    except msgspec.ValidationError as error:
        raise Invalid(f"This is not the content of guidance: {error}.", field="content") from error


def checked(given: object) -> Properties:
    """The content as it is kept: within its limits, nothing in it that leads anywhere unsafe. Raises Invalid."""
    content = read(given)
    if len(content.parts) > MOST_PARTS:
        raise Invalid(f"At most {MOST_PARTS} parts.", field="content.parts")
    ids = [part.id for part in content.parts]
    if len(set(ids)) < len(ids) or not all(KEY.fullmatch(one) for one in ids):
        raise Invalid("Every part needs an id of its own, of small letters and digits.", field="content.parts")
    for place, texts, link in _places(content):
        _check_texts(texts, place)
        if link and not marks.is_safe(link):
            raise Invalid(
                "A link begins with https://, http://, mailto: or / for a page of your product.", field=f"{place}.link"
            )
    for index, part in enumerate(content.parts):
        if len(part.selector) > 500 or len(part.name) > 200:
            raise Invalid("This is too long.", field=f"content.parts.{index}.selector")
    kept: Properties = msgspec.to_builtins(content)
    return kept


def faults(kind: Kind, content: Content) -> Iterator[tuple[str, str]]:
    """What has to be mended before it can go live: (field, sentence)."""
    if kind in ("help", "announcement", "checklist") and not said(content.texts):
        yield "content.texts", "Write a title, in English or Vietnamese."
    if kind == "announcement" and content.link and not any(one.button for one in content.texts.values()):
        yield "content.texts", "Write what stands on the button, or take its link away."
    if kind in ("tip", "checklist") and not content.parts:
        yield "content.parts", "Add at least one step." if kind == "tip" else "Add at least one thing to do."
    for index, part in enumerate(content.parts if kind in ("tip", "checklist") else []):
        place = f"content.parts.{index}"
        if not said(part.texts):
            yield f"{place}.texts", f"Number {index + 1} has no words yet."
        if kind == "tip" and not part.selector.strip():
            yield f"{place}.selector", f"Number {index + 1} does not say what it points at."
        if kind == "checklist" and part.by != "click" and not part.name.strip():
            yield f"{place}.name", f"Number {index + 1} does not say what makes it done."


def said(texts: Mapping[str, Words]) -> bool:
    """Whether there is anything to read in any language."""
    return any(one.title.strip() or one.body.strip() for one in texts.values())


def pages(given: list[str]) -> list[str]:
    """Patterns as they are kept. Raises Invalid."""
    kept = [one.strip() for one in given if one.strip()]
    if len(kept) > MOST_PAGES:
        raise Invalid(f"At most {MOST_PAGES} patterns.", field="pages")
    for index, one in enumerate(kept):
        if len(one) > LONGEST_PAGE or not re.match(r"!?(/|\*|https?://)", one) or re.search(r"\s", one):
            raise Invalid(
                "A pattern begins with / or https://, like /reports/*, and has no spaces.", field=f"pages.{index}"
            )
    return kept


def drawn(kind: Kind, content: Content, language: str) -> dict[str, Value]:
    """What the page draws of it, in a language: words as nodes, nothing it need not know."""
    of = _in_language(content.texts, language)
    shown: dict[str, Value] = {
        "title": of.title, "body": marks.nodes(of.body), "button": of.button, "done": of.done, "link": content.link,
    }  # fmt: skip
    if kind == "announcement":
        shown["form"] = content.form
        shown["once"] = content.repeat == "once"
    if kind in ("tip", "checklist"):
        shown["parts"] = [_part(kind, part, language) for part in content.parts]
    return {name: value for name, value in shown.items() if value not in ("", [], False)}


def _part(kind: Kind, part: Part, language: str) -> dict[str, Value]:
    of = _in_language(part.texts, language)
    shown: dict[str, Value] = {
        "id": part.id, "title": of.title, "body": marks.nodes(of.body), "button": of.button, "link": part.link,
    }  # fmt: skip
    shown |= {"selector": part.selector, "side": part.side} if kind == "tip" else {"by": part.by}
    return {name: value for name, value in shown.items() if value not in ("", [])}


def _in_language(texts: Mapping[str, Words], language: str) -> Words:
    """The words in the language, else in the other one."""
    order = [language, *(one for one in LANGUAGES if one != language)]
    return next((texts[one] for one in order if one in texts and said({one: texts[one]})), Words())


def _places(content: Content) -> Iterator[tuple[str, dict[str, Words], str]]:
    yield "content", content.texts, content.link
    for index, part in enumerate(content.parts):
        yield f"content.parts.{index}", part.texts, part.link


def _check_texts(texts: Mapping[str, Words], place: str) -> None:
    for language, one in texts.items():
        field = f"{place}.texts.{language}"
        if language not in LANGUAGES:
            raise Invalid("The languages are en and vi.", field=field)
        limits = {"title": LONGEST_TITLE, "body": LONGEST_BODY, "button": LONGEST_BUTTON, "done": LONGEST_TITLE}
        for name, longest in limits.items():
            text = str(getattr(one, name))
            if len(text) > longest or "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
                raise Invalid(f"At most {longest} characters, and none that no font can show.", field=f"{field}.{name}")
