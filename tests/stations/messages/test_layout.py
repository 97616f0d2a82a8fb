"""The page around a letter: nothing from elsewhere in it, nothing a reader could run, quick to make."""

import re
import time
from html.parser import HTMLParser

import msgspec
import pytest
from typing_extensions import override

from perennia.messages import layout
from perennia.messages.layout import Foot
from perennia.messages.rules import House
from perennia.messages.template import compiled

HOUSE = House("Tidewell", "UTC", "en", "https://cs.tidewell.example", "#1f6843", "Hafenstrasse 1\nHamburg", {})
FOOT = Foot(
    "You get this because you use Tidewell.", HOUSE.legal_address, "Unsubscribe", "https://cs.tidewell.example/u/x"
)
# As a name, a company, a subject or a word of an event: none may do more than be read.
HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</title><script>alert(1)</script>", '"><svg onload=alert(1)>',
    "[x](javascript:alert(1))", "[x](java\nscript:alert(1))", "<a href='javascript:alert(1)'>x</a>", "{{7*7}}", "{% raw %}", "[[body]]",
    "[[foot]]", "<style>*{display:none}</style>", "<!--[if mso]><script>alert(1)</script><![endif]-->", "-->", "</mj-text>",
    "<mj-include path='/etc/passwd'/>", "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe src=//evil.example>", "<base href=//evil.example>", "<meta http-equiv=refresh content=0;url=//evil.example>",
    "data:text/html,<script>alert(1)</script>", "<object data=//evil.example>", "\u202ereversed", "<b onclick=alert(1)>x",
]  # fmt: skip
TAGS = {
    "html", "head", "title", "meta", "style", "body", "div", "table", "tbody", "tr", "td", "p", "strong", "em", "a", "br", "h2",
    "h3", "ul", "ol", "li", "hr", "blockquote", "code", "noscript",
}  # fmt: skip


class Reader(HTMLParser):
    """Reads a page as a program would, and refuses what could run, fetch or lead astray."""

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name)
            if name in ("href", "src"):
                assert (value or "").startswith(("http://", "https://", "mailto:")), value
            if name == "http-equiv":
                assert value in ("X-UA-Compatible", "Content-Type")


def letter(subject: str, body: str, name: str = "An", house: House = HOUSE) -> str:
    written = compiled(subject, body).write({"contact": {"first_name": name}})
    return layout.page(written.subject, written.html, house, FOOT, "en")


@pytest.mark.number("S7")
@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words_wherever_they_stand(words: str) -> None:
    hostile = msgspec.structs.replace(HOUSE, name=words, legal_address=words, logo="")
    for page in (
        letter("Hello {{ contact.first_name }}", "Hi {{ contact.first_name }}", words),
        letter("Hello", "Hi {{ contact.first_name }}, **{{ contact.first_name }}**", words),
        letter("Hello", "Hi", house=hostile),
        layout.page(words, "<p>Hi</p>", HOUSE, Foot(words, words, words, "https://x.example"), "en"),
    ):
        reader = Reader()
        reader.feed(page)
        reader.close()
        assert page.count("</html>") == 1


@pytest.mark.parametrize("colour", ["#1f6843", "#ffffff", "#000000", "#ffd400", "red;}</style><script>", ""])
def test_any_brand_colour_gives_a_whole_page_with_nothing_left_open(colour: str) -> None:
    page = letter(
        "Hello", "Hi\n\n[Press](https://x.example)", house=msgspec.structs.replace(HOUSE, brand_colour=colour)
    )
    assert "[[" not in page
    assert "<script" not in page


def test_a_letter_fetches_nothing_from_elsewhere_but_the_organisations_own_logo() -> None:
    page = letter("Hello", "Hi\n\n[Press](https://x.example)")
    assert not re.search(r"<link|@import|url\(|<img", page)
    shown = letter(
        "Hello", "Hi", house=msgspec.structs.replace(HOUSE, logo="https://cs.tidewell.example/api/organisation/logo")
    )
    assert re.findall(r'<img[^>]* src="([^"]*)"', shown) == ["https://cs.tidewell.example/api/organisation/logo"]
    assert 'alt="Tidewell"' in shown


def test_it_has_the_words_for_every_width_and_both_schemes() -> None:
    page = letter("Hello", "Hi")
    assert "max-width: 480px" in page
    assert "prefers-color-scheme: dark" in page
    assert 'width="600"' in page  # programs that read no style sheets have a table


def test_after_the_first_a_page_costs_next_to_nothing() -> None:
    letter("Hello", "Hi")
    began = time.process_time()
    for _ in range(200):
        layout.page("Hello", "<p>Hi</p>" * 20, HOUSE, FOOT, "en")
    assert (time.process_time() - began) / 200 < 0.001
