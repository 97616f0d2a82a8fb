"""What people type into a form, as it is kept: nothing in it that cannot be seen."""

import re

_LINK = re.compile(r"://|\bwww\.|[a-z0-9]\.[a-z]{2,24}/", re.IGNORECASE)


def line(text: str, longest: int | None = None) -> str:
    """In one line, cut at `longest` characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:longest]


def has_link(text: str) -> bool:
    """Whether a web address stands in it. What anybody may have us write to anybody must lead nowhere."""
    return _LINK.search(text) is not None


def lines(text: str, longest: int | None = None) -> str:
    """With its line breaks, cut at `longest` characters."""
    plain = "".join(sign for sign in text.replace("\r\n", "\n") if sign.isprintable() or sign == "\n")
    return plain.strip()[:longest]
