"""Colours of a brand made readable: what stands on them, what they look like as text on white and on dark."""

import re

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_FERN = "#1f6843"
_WHITE_READS = 0.183  # up to this luminance white text has 4.5:1


def valid(colour: str) -> str:
    """The colour, or ours where it is none."""
    return colour if _HEX.fullmatch(colour) else _FERN


def on(colour: str) -> str:
    """White or near-black, whichever reads better on the colour."""
    return "#ffffff" if _luminance(colour) <= _WHITE_READS else "#111512"


def readable(colour: str) -> str:
    """The colour, darkened until it reads on white (4.5:1)."""
    while _luminance(colour) > _WHITE_READS:
        colour = mixed(colour, "#000000", 0.15)
    return colour


def mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
