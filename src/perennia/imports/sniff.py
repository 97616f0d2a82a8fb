"""What kind of text a file is: its encoding, the sign between cells, the quote, the line its header stands on."""

import codecs
import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

import msgspec

SEPARATORS = (",", ";", "\t", "|")
QUOTES = ('"', "'")
ROWS = 50
_ESCAPED = re.compile("[\udc80-\udcff]")
_SEP_LINE = re.compile(r"sep=(.)\r?\n?\Z")
# Signs of which each language's files have many and the other's nearly none.
_VIETNAMESE = re.compile("[\u1ea0-\u1ef9\u01a0\u01a1\u01af\u01b0\u0102\u0103\u0110\u0111]")
_STRANGE = re.compile(r"[ÌÒÞìòþ\u0152\u0153\u0178ÕõÝýÐð]")


class Dialect(msgspec.Struct, frozen=True):
    """How a file's text is cut into cells. `skip`: lines before the header."""

    encoding: str = "utf-8"
    separator: str = ","
    quote: str = '"'
    skip: int = 0


class Tally:
    """Counts, as a file's bytes pass, how much of them is UTF-8. Holds nothing of them but a head."""

    HEAD = 256 * 1024

    def __init__(self) -> None:
        self.head = b""
        self.sound = 0
        self.broken = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")

    def add(self, part: bytes, *, is_last: bool = False) -> None:
        """The next bytes of the file."""
        if len(self.head) < self.HEAD:
            self.head += part[: self.HEAD - len(self.head)]
        text = self._decoder.decode(part, is_last)
        if not text.isascii():
            broken = len(_ESCAPED.findall(text))
            self.broken += broken
            self.sound += sum(1 for sign in text if sign > "\x7f") - broken

    @property
    def encoding(self) -> str:
        """UTF-8 where nearly all of it is, even if some rows are not: those are then named one by one."""
        if not self.broken or self.sound > 3 * self.broken:
            return "utf-8"
        return _code_page(self.head)


def _code_page(head: bytes) -> str:
    """Windows' code page of Vietnamese, or that of Western Europe: whichever makes more sense of the text."""
    lines = b"\n".join(line for line in head.split(b"\n") if not line.isascii())[:50_000]
    vietnamese = unicodedata.normalize("NFC", lines.decode("cp1258", "replace"))
    western = lines.decode("cp1252", "replace")
    told = len(_VIETNAMESE.findall(vietnamese))
    return "cp1258" if told > 0 and told >= len(_STRANGE.findall(western)) / 2 else "cp1252"


def dialect(head: bytes, encoding: str) -> Dialect:
    """How to cut the text of a file that begins like this."""
    text = head.decode(encoding, "replace")
    lines = text.splitlines(keepends=True)
    if lines and (found := _SEP_LINE.match(lines[0])):
        return Dialect(encoding, found[1], _quote(text, found[1]), 1)
    separator = max(SEPARATORS, key=lambda sign: _evenness(lines, sign))
    return Dialect(encoding, separator, _quote(text, separator))


def _evenness(lines: list[str], separator: str) -> tuple[float, int]:
    """How many rows have as many cells as most have, and how many that is; a single column is no table."""
    widths = Counter(len(row) for row in _rows(lines, separator) if row)
    if not widths:
        return (0.0, 0)
    width, often = widths.most_common(1)[0]
    return (often / widths.total() if width > 1 else 0.0, width)


def _rows(lines: Iterable[str], separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(lines, delimiter=separator)
    while len(rows) < ROWS:
        try:
            rows.append(next(reader))
        except StopIteration:
            break
        except csv.Error:
            continue
    return rows[:-1] or rows  # the last may be cut off where the head ends


def _quote(text: str, separator: str) -> str:
    """The sign around cells: a single quote only where many cells begin and end with it and none with a double one."""
    sign = re.escape(separator)
    counts = {
        quote: len(re.findall(rf"(?:^|{sign}){quote}[^{quote}]*{quote}(?={sign}|\r?$)", text, re.MULTILINE))
        for quote in QUOTES
    }
    return "'" if counts["'"] > 2 and not counts['"'] else '"'
