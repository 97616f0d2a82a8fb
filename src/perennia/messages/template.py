"""Texts as people write them: plain paragraphs with a little Markdown and Liquid, compiled to HTML and plain text.

Markdown is read before the values are in, so a customer's name is never read as Markdown, HTML or Liquid.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from urllib.parse import quote, urlsplit

import msgspec
import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from perennia.core.error import Invalid
from perennia.core.event import Value
from perennia.messages.liquid import Liquid

SCHEMES = frozenset(["http", "https", "mailto"])
_TAGS = {"p", "h2", "h3", "ul", "ol", "li", "a", "strong", "em", "blockquote", "hr", "br", "code"}
_LIQUID = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_LONE_TAG = re.compile(r"^[ \t]*(\{%(?:(?!%\}).)*%\})[ \t]*$", re.MULTILINE)
_UNSAFE = re.compile(r"[\s<>\"'`\\^{|}\x00-\x1f\x7f]")


class Written(msgspec.Struct, frozen=True):
    """A text with its values in it; `html` is the sanitised inside of a page."""

    subject: str
    html: str
    text: str


class Template:
    """A compiled subject and body."""

    def __init__(self, subject: str, body: str) -> None:
        html, text = _halves(body)
        self._subject = Liquid(subject, is_html=False)
        self._html = Liquid(html, is_html=True)
        self._text = Liquid(text, is_html=False)

    def write(self, context: Mapping[str, Value]) -> Written:
        """The text for one recipient. Raises Invalid where a limit is passed."""
        subject = " ".join(self._subject.render(context).replace("\x00", "").split())
        html = cleaned(self._html.render(context).replace("\x00", ""))
        return Written(subject, html, _tidy(self._text.render(context)))

    def names(self) -> set[str]:
        """The variables it asks for."""
        return self._subject.names() | self._html.names() | self._text.names()


@lru_cache(maxsize=512)
def compiled(subject: str, body: str) -> Template:
    """The template of these words, compiled once. Raises Invalid naming what cannot be read."""
    return Template(subject, body)


def cleaned(html: str) -> str:
    """The HTML with nothing but text, simple marks and links of safe schemes."""
    safe = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href", "class"}},
        attribute_filter=_attribute,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
    joined = re.sub(r"</(ul|ol)>\s*<\1>", "", safe)  # items written by a loop each come as a list of one
    return re.sub(r"<(p|li)>\s*</\1>\s*", "", joined).strip()


def is_safe_link(address: str) -> bool:
    """Whether an address may be linked to: http, https or mailto, complete, without a sign-in in it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return True
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return value if value == "button" else None
    address = _UNSAFE.sub(lambda found: quote(found.group(), safe=""), value.strip())
    return address if is_safe_link(address) else None


def _halves(body: str) -> tuple[str, str]:
    """The body as HTML and as plain text, both still with their Liquid."""
    mark = "lq"
    while mark in body:
        mark += "q"
    kept: list[str] = []

    def hide(found: re.Match[str]) -> str:
        kept.append(found.group())
        return f"{mark}{len(kept) - 1}x"

    alone = _LONE_TAG.sub(r"\n\n\1\n\n", body.replace("\r\n", "\n"))
    tokens = _MARKDOWN.parse(_LIQUID.sub(hide, alone))
    held = re.compile(rf"{mark}(\d+)x")

    def show(text: str) -> str:
        return held.sub(lambda found: kept[int(found.group(1))], text)

    lone = re.compile(rf"<p>((?:{mark}\d+x\s*)+)</p>\n?")

    def unwrap(found: re.Match[str]) -> str:
        marks = held.findall(found.group(1))
        return found.group(1) if all(kept[int(one)].startswith("{%") for one in marks) else found.group()

    html = lone.sub(unwrap, _MARKDOWN.renderer.render(_buttons(tokens), _MARKDOWN.options, {}))
    return show(html), show(_plain(tokens))


def _buttons(tokens: list[Token]) -> list[Token]:
    """A paragraph that is nothing but one link becomes a button."""
    for token in tokens:
        if _is_button(token.children or []) and token.children is not None:
            token.children[0].attrSet("class", "button")
    return tokens


def _is_button(inside: Sequence[Token]) -> bool:
    kinds = [token.type for token in inside]
    return len(kinds) > 2 and kinds[0] == "link_open" and kinds[-1] == "link_close" and kinds.count("link_open") == 1


def _plain(tokens: Sequence[Token]) -> str:
    """The same words without marks; links with their address behind them."""
    out: list[str] = []
    depth, numbers = 0, [0]
    for token in tokens:
        match token.type:
            case "inline":
                out.append(_inline(token.children or []))
            case "paragraph_close" | "heading_close":
                out.append("\n" if token.hidden else "\n\n")
            case "bullet_list_open" | "ordered_list_open":
                depth += 1
                numbers.append(0 if token.type == "bullet_list_open" else 1)
            case "bullet_list_close" | "ordered_list_close":
                depth -= 1
                numbers.pop()
                out.append("\n")
            case "list_item_open":
                out.append("  " * (depth - 1) + (f"{numbers[-1]}. " if numbers[-1] else "- "))
                numbers[-1] += 1 if numbers[-1] else 0
            case "hr":
                out.append("-----\n\n")
    return "".join(out)


def _inline(tokens: Sequence[Token]) -> str:
    out: list[str] = []
    address, is_button = "", _is_button(tokens)
    for token in tokens:
        match token.type:
            case "text" | "code_inline":
                out.append(token.content)
            case "softbreak" | "hardbreak":
                out.append("\n")
            case "link_open":
                address = str(token.attrGet("href") or "")
            case "link_close":
                out.append(f": {address}" if is_button else f" ({address})")
    return "".join(out)


def _tidy(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.replace("\x00", "").splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def _markdown() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True})
    reader.disable(["code", "fence", "html_block", "html_inline", "image", "reference", "lheading", "entity"])
    reader.validateLink = _anything  # type: ignore[method-assign]  # the library's own way to set it
    return reader


def _anything(url: str) -> bool:
    """A link is judged when the values are in it, not while it is still Liquid."""
    return True


_MARKDOWN = _markdown()


def check(subject: str, body: str, names: Sequence[str]) -> None:
    """Raises Invalid where the words cannot be read or name a variable that does not exist."""
    for field, words in (("subject", subject), ("body", body)):
        if not words.strip():
            raise Invalid(f"The {field} is empty.", field=field)
    known = set(names)
    for name in sorted(compiled(subject, body).names()):
        stem = name.split("[", 1)[0]
        if stem not in known and not any(k.endswith(".*") and stem.startswith(k[:-1]) for k in known):
            raise Invalid(f"There is no {name}. Known: {', '.join(sorted(known))}.", field="body")
