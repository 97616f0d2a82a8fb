"""The page around a letter: one column of 600 px, narrow, wide, light and dark, in the organisation's colour.

`layout.mjml` is compiled once; a letter is then no more than its words put into it.
"""

import re
from functools import cache, lru_cache
from html import escape
from pathlib import Path

import msgspec
from mjml import mjml2html

from perennia.messages import colour
from perennia.messages.rules import House

_STYLES = {
    "<p>": "margin:0 0 16px",
    "<h2>": "margin:28px 0 12px;font-size:20px;line-height:28px;font-weight:600",
    "<h3>": "margin:24px 0 8px;font-size:16px;line-height:24px;font-weight:600",
    "<ul>": "margin:0 0 16px;padding-left:22px",
    "<ol>": "margin:0 0 16px;padding-left:22px",
    "<li>": "margin:0 0 6px",
    "<hr>": "border:0;border-top:1px solid #d7dbd2;margin:24px 0",
    "<blockquote>": "margin:0 0 16px;padding:2px 0 2px 14px;border-left:3px solid #d7dbd2",
}
_BUTTON = re.compile(r'<p>(<a href="[^"]*") class="button">(.*?)</a></p>', re.DOTALL)
_PLACE = re.compile(r"\[\[(\w+)\]\]")


class Foot(msgspec.Struct, frozen=True):
    """What stands below a letter: why it came, the address by law, and the way out."""

    why: str
    address: str = ""
    leave_text: str = ""
    leave_url: str = ""


def page(subject: str, body: str, house: House, foot: Foot, language: str) -> str:
    """The whole HTML. `body` is sanitised already; everything else is escaped here."""
    words = " ".join(re.sub(r"<[^>]*>", " ", body).split())
    said = {
        "language": escape(language), "subject": escape(subject), "preview": words[:140], "house": _head(house),
        "body": _styled(body, colour.valid(house.brand_colour)), "foot": _foot(foot),
    }  # fmt: skip
    parts = _coloured(colour.valid(house.brand_colour))
    return "".join(said[part] if place % 2 else part for place, part in enumerate(parts))


@lru_cache(maxsize=16)
def _coloured(brand: str) -> list[str]:
    """The layout in a colour, cut at the places that differ from letter to letter: text and name by turns."""
    fixed = {
        "brand": brand, "accent": colour.readable(brand), "pale": colour.mixed(brand, "#ffffff", 0.55), "on": colour.on(brand),
    }  # fmt: skip
    return _PLACE.split(_PLACE.sub(lambda found: fixed.get(found[1], found[0]), _compiled()))


@cache
def _compiled() -> str:
    # No fonts from elsewhere: opening a letter tells nobody.
    return str(mjml2html((Path(__file__).parent / "layout.mjml").read_text(encoding="utf-8"), fonts={}))


def _head(house: House) -> str:
    """The logo, which says its name where pictures are off; else the name."""
    if not house.logo:
        return escape(house.name)
    return (
        f'<img class="logo" src="{escape(house.logo)}" alt="{escape(house.name)}" height="36"'
        ' style="display:block;height:36px;max-width:220px;border:0;font-weight:600">'
    )


def _styled(body: str, brand: str) -> str:
    """Sanitised HTML has these tags bare, so plain replacing is exact: no `<` stands inside an attribute."""
    on = colour.on(brand)
    # A table, since one mail program pads no link; the link fills it all the same.
    style = f"display:block;padding:11px 20px;color:{on};font-weight:600;text-decoration:none;text-align:center"
    button = (
        '<table role="presentation" class="button" cellpadding="0" cellspacing="0" border="0" style="margin:24px 0">'
        rf'<tr><td bgcolor="{brand}" style="border-radius:6px;background:{brand}">\1 class="b" style="{style}">\2</a></td></tr></table>'
    )
    body = _BUTTON.sub(button, body)
    for tag, rule in _STYLES.items():
        body = body.replace(tag, f'{tag[:-1]} style="{rule}">')
    return body


def _foot(foot: Foot) -> str:
    lines = [escape(foot.why)] if foot.why else []
    if foot.leave_url:
        lines.append(f'<a href="{escape(foot.leave_url)}" style="color:#545d51">{escape(foot.leave_text)}</a>')
    lines += [escape(line) for line in foot.address.splitlines() if line.strip()]
    return "<br>".join(lines)
