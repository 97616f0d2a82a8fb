"""Draws a page: its words around the organisation's name and colour, escaped throughout."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.http import HttpResponse
from django.template import Context, Template, engines
from django.template.backends.django import DjangoTemplates
from django.utils.safestring import mark_safe

from perennia.messages import colour, rules
from perennia.messages.rules import House

# The only thing such a page may do is send its own form to us.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


# By its path alone: such a page shows pictures of its own address and of no other.
LOGO = "/api/organisation/logo"


def draw(name: str, words: Mapping[str, object], language: str, status: int = 200, script: str = "") -> HttpResponse:
    """The page `name`.html with these words. `t` in the words holds its texts; its title is `t["title"]`.

    `script`: the address of a file of ours it may run; without it the page works as well, with one step more.
    """
    house = rules.house(rules.conduct())
    told = words.get("t")
    title = told.get("title", "") if isinstance(told, Mapping) else ""
    # Rendered with escaping the line before, so it is HTML already.
    body = mark_safe(_template(name).render(Context(dict(words))))
    page = _template("page").render(
        Context({**_look(house), "language": language, "title": title, "body": body, "script": script})
    )
    answer = HttpResponse(page, status=status)
    answer.headers["Content-Security-Policy"] = f"{POLICY}; script-src 'self'" if script else POLICY
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def wrong_link(language: str) -> HttpResponse:
    """Says that a link does not belong to a letter of ours."""
    return draw("said", {"t": _WRONG.get(language, _WRONG["en"])}, language, status=404)


def _look(house: House) -> dict[str, str]:
    brand = colour.valid(house.brand_colour)
    return {
        "house": house.name,
        "logo": LOGO if house.logo else "",
        "brand": brand,
        "on_brand": colour.on(brand),
        "accent": colour.readable(brand),
        "pale": colour.mixed(brand, "#ffffff", 0.55),
        "tint": colour.mixed(brand, "#ffffff", 0.93),
    }


@cache
def read(file: str) -> str:
    """A file that lies beside this one."""
    return (Path(__file__).parent / file).read_text("utf-8")


@cache
def _template(name: str) -> Template:
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)
    return engine.engine.from_string(read(f"{name}.html"))


_WRONG = {
    "en": {"title": "This link is not complete", "text": "Open it again from the letter, or copy the whole address."},
    "vi": {"title": "Liên kết chưa đầy đủ", "text": "Hãy mở lại từ thư, hoặc chép toàn bộ địa chỉ."},
}
