"""How many parts a text message takes: the 7-bit alphabet where every sign is in it, else 16 bits a sign."""

from typing import Literal

import msgspec

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = frozenset("^{}\\[~]|€\f")
MOST = 10  # parts a provider takes of one message


class Parts(msgspec.Struct, frozen=True):
    """`units` of the alphabet's, and how many fit into the last of `count` parts still."""

    alphabet: Literal["gsm", "unicode"]
    units: int
    count: int
    left: int


def parts(text: str) -> Parts:
    """What a text takes. One part holds 160 units or 70; of several each gives some to say which it is."""
    is_plain = all(sign in _BASIC or sign in _TWICE for sign in text)
    sizes = (
        [2 if sign in _TWICE else 1 for sign in text] if is_plain else [len(s.encode("utf-16-le")) // 2 for s in text]
    )
    single, each = (160, 153) if is_plain else (70, 67)
    alphabet: Literal["gsm", "unicode"] = "gsm" if is_plain else "unicode"
    units = sum(sizes)
    if units <= single:
        return Parts(alphabet, units, 1 if units else 0, single - units)
    count, used = 1, 0
    for size in sizes:  # a sign of two units is never cut in half
        if used + size > each:
            count, used = count + 1, 0
        used += size
    return Parts(alphabet, units, count, each - used)


def number(text: str, country: str = "") -> str:
    """The phone number as +49301234567; "" where it is none. `country`: the code put before a number without one."""
    plain = "".join(sign for sign in text if sign.isascii() and (sign.isdigit() or sign == "+"))
    if plain.startswith("00"):
        plain = f"+{plain[2:]}"
    if not plain.startswith("+"):
        code = "".join(sign for sign in country if sign.isdigit())
        plain = f"+{code}{plain.removeprefix('0')}" if code else f"+{plain}"
    digits = plain[1:]
    return plain if digits.isdigit() and 7 <= len(digits) <= 15 else ""
