"""Patterns of page addresses: `/reports/*`, `https://app.example.com/*`, `!/reports/secret*`.

A star stands for anything. A pattern with a scheme is held against the whole address, any other against the path. The
query counts only where a pattern has a `?`, what stands behind `#` only where it has a `#`. One that begins with `!`
keeps pages out. No patterns: every page. No regular expressions, so no pattern can take long.
"""

from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit

LONGEST = 2000


def matches(patterns: Sequence[str], address: str) -> bool:
    """Whether a page is among those the patterns mean."""
    page = _read(address)
    wanted = [one for one in patterns if not one.startswith("!")]
    unwanted = [one[1:] for one in patterns if one.startswith("!")]
    if any(_fits(one, page) for one in unwanted):
        return False
    return not wanted or any(_fits(one, page) for one in wanted)


def like(pattern: str, text: str) -> bool:
    """Whether a text is what the pattern says, each star being anything. Linear: every part is found once, leftmost."""
    first, *rest = pattern.split("*")
    if not rest:
        return text == pattern
    *middle, last = rest
    if not text.startswith(first) or len(text) < len(first) + len(last) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _read(address: str) -> SplitResult:
    try:
        return urlsplit(address[:LONGEST])
    except ValueError:
        return SplitResult("", "", "/", "", "")


def _fits(pattern: str, page: SplitResult) -> bool:
    text = page.path or "/"
    if "://" in pattern:
        text = f"{page.scheme}://{page.netloc.lower()}{text}"
    if "?" in pattern:
        text += f"?{page.query}"
    if "#" in pattern:
        text += f"#{page.fragment}"
    return like(pattern, text) or like(_plain(pattern), _plain(text))


def _plain(text: str) -> str:
    """Without the slash at its end, which means nothing."""
    return text.rstrip("/") if len(text) > 1 and not text.endswith("://") else text
