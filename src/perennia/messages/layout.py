"""The page around a letter: one column of 600 px, light and dark, the organisation's colour, styles written inline."""

import re
from html import escape

import msgspec

from perennia.messages import colour

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

_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>{subject}</title>
<style>a{{color:{accent}}}@media (prefers-color-scheme:dark){{.g{{background:#0b0e0c!important}}.s{{background:#181d19!important;\
border-color:{brand} #2c342d #2c342d!important}}.t{{color:#e8ece6!important}}.q,.q a{{color:#b4bdb1!important}}\
.t a:not(.b){{color:{pale}!important}}\
hr,blockquote{{border-color:#394239!important}}}}@media (max-width:480px){{.o{{padding:0!important}}.s{{border-radius:0!important;\
border-left:0!important;border-right:0!important}}.i{{padding:24px 20px!important}}.b{{display:block!important;text-align:center}}}}\
</style></head>
<body class="g" style="margin:0;background:#f0f2ed"><div style="display:none;max-height:0;overflow:hidden">{preview}</div>
<table role="presentation" width="100%" cellspacing="0" cellpadding="0" class="g" style="background:#f0f2ed"><tr><td class="o" \
align="center" style="padding:28px 12px"><table role="presentation" width="100%" cellspacing="0" cellpadding="0" class="s" \
style="max-width:600px;background:#ffffff;border:1px solid #e6e9e2;border-radius:10px;border-top:4px solid {brand}"><tr>\
<td class="i t" style="padding:30px 36px;font:400 16px/25px -apple-system,'Segoe UI',Inter,Roboto,Helvetica,Arial,sans-serif;\
color:#1b211c;text-align:left;word-break:break-word"><div style="margin:0 0 22px;font-size:15px;font-weight:600">{house}</div>
{body}
</td></tr></table><table role="presentation" width="100%" cellspacing="0" cellpadding="0" style="max-width:600px"><tr>\
<td class="i q" style="padding:18px 36px;font:400 13px/20px -apple-system,'Segoe UI',Inter,Roboto,Helvetica,Arial,sans-serif;\
color:#545d51;text-align:left">{foot}</td></tr></table></td></tr></table></body></html>
"""


class Foot(msgspec.Struct, frozen=True):
    """What stands below a letter: why it came, the address by law, and the way out."""

    why: str
    address: str = ""
    leave_text: str = ""
    leave_url: str = ""


def page(subject: str, body: str, house: str, brand: str, foot: Foot, language: str) -> str:
    """The whole HTML. `body` is sanitised already; everything else is escaped here."""
    brand = colour.valid(brand)
    words = re.sub(r"<[^>]*>", " ", body)
    return _PAGE.format(
        language=escape(language),
        subject=escape(subject),
        accent=colour.readable(brand),
        pale=colour.mixed(brand, "#ffffff", 0.55),
        brand=brand,
        house=escape(house),
        body=_styled(body, brand),
        preview=" ".join(words.split())[:140],
        foot=_foot(foot),
    )


def _styled(body: str, brand: str) -> str:
    """Sanitised HTML has these tags bare, so plain replacing is exact: no `<` stands inside an attribute."""
    style = (
        f"display:inline-block;padding:11px 20px;border-radius:6px;background:{brand};color:{colour.on(brand)};"
        "font-weight:600;text-decoration:none"
    )
    body = _BUTTON.sub(rf'<p style="margin:24px 0">\1 class="b" style="{style}">\2</a></p>', body)
    for tag, rule in _STYLES.items():
        body = body.replace(tag, f'{tag[:-1]} style="{rule}">')
    return body


def _foot(foot: Foot) -> str:
    lines = [escape(foot.why)] if foot.why else []
    if foot.leave_url:
        lines.append(f'<a href="{escape(foot.leave_url)}" style="color:#545d51">{escape(foot.leave_text)}</a>')
    lines += [escape(line) for line in foot.address.splitlines() if line.strip()]
    return "<br>".join(lines)
