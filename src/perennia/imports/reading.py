"""Reads a kept file row by row from any row on, holding one piece of it at a time."""

import csv
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from perennia.imports.sniff import Dialect

PIECE = 1024 * 1024
LONGEST_LINE = 512 * 1024  # bytes; a row that may be kept has 32 KB at most
TOO_LONG, UNCLOSED = "too_long", "quote_not_closed"
# Stands in a line's place that is longer than any row may be. No text decodes to it.
_LONG = "\udfff\n"


class Record(NamedTuple):
    """One row. `number` counts as a spreadsheet does, the header's line among them; `end` is the byte behind it.

    `fault` says why it could not even be cut into cells.
    """

    number: int
    cells: list[str]
    end: int
    fault: str = ""


class Reader:
    """The rows of a file from byte `offset` on, where `number` rows lie before it. `piece` gives the bytes by number."""

    def __init__(
        self, piece: Callable[[int], bytes | None], dialect: Dialect, offset: int = 0, number: int = 0
    ) -> None:
        self._piece = piece
        self._dialect = dialect
        self._end = offset
        self._number = number

    def __iter__(self) -> Iterator[Record]:
        rows = csv.reader(self._texts(), delimiter=self._dialect.separator, quotechar=self._dialect.quote)
        while True:
            fault = ""
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error:
                # A quote that nobody closes takes all that follows for its cell, up to the reader's limit.
                cells, fault = [], UNCLOSED
            if any(_LONG[0] in cell for cell in cells):
                fault = TOO_LONG
            self._number += 1
            yield Record(self._number, cells, self._end, fault)

    def _texts(self) -> Iterator[str]:
        encoding, is_vietnamese = self._dialect.encoding, self._dialect.encoding == "cp1258"
        for size, line in self._lines():
            self._end += size
            if size > LONGEST_LINE:
                yield _LONG
                continue
            # A byte that is none of this encoding's comes out as a lone surrogate, by which its row is named.
            text = line.decode(encoding, "surrogateescape")
            yield text if text.isascii() or not is_vietnamese else unicodedata.normalize("NFC", text)

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        """Each line with its end, and how many bytes it has; of one that is too long only that."""
        number, within = divmod(self._end, PIECE)
        size, held = 0, b""
        while (content := self._piece(number)) is not None:
            lines = content[within:].splitlines(keepends=True)
            number, within = number + 1, 0
            if held.endswith(b"\r") and lines and lines[0] != b"\n":
                yield size, held
                size, held = 0, b""
            for line in lines:
                size += len(line)
                held = held + line if size <= LONGEST_LINE else b""
                # What ends a piece may go on in the next: the line, or a carriage return's line feed.
                if line is not lines[-1] or line.endswith(b"\n"):
                    yield size, held
                    size, held = 0, b""
        if size:
            yield size, held
