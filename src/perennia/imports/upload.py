"""Keeps a file that comes in, a piece at a time, and looks what kind of text it is."""

import codecs
from collections.abc import Callable, Iterator
from itertools import islice

from django.db import transaction

from perennia.core.error import Invalid
from perennia.host import config
from perennia.imports import house, mapping, sniff
from perennia.imports.models import Import, Piece, State
from perennia.imports.reading import PIECE, Reader
from perennia.imports.sniff import Dialect, Tally
from perennia.team.models import Member, organisation

MOST_COLUMNS = 300
SAMPLES = 30
SHOWN = 5
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# What people send in a CSV's place, by its first bytes.
_NO_TEXT = {b"PK\x03\x04": "an Excel workbook or an archive", b"\xd0\xcf\x11\xe0": "an old Excel workbook", b"%PDF": "a PDF",
    b"\x1f\x8b": "compressed"}  # fmt: skip


class TooLarge(Invalid):
    """The file is larger than may be imported at once. Split it."""

    code = "too_large"
    status = 413


class NoTable(Invalid):
    """This file is no table of text. Save it as CSV and send that."""

    code = "no_table"


def upload(read: Callable[[int], bytes], *, kind: str, file_name: str, by: Member | None, by_name: str) -> Import:
    """Keeps what `read` gives and makes an import of it. Raises TooLarge and NoTable; nothing is kept then."""
    one = Import.objects.create(
        kind=kind, file_name=" ".join(file_name.split())[:200] or "file.csv", made_by=by, made_by_name=by_name
    )
    try:
        dialect = _keep(one, read)
        describe(one, dialect)
    except BaseException:
        one.delete()
        raise
    one.state = State.UPLOADED
    one.save()
    return one


def recut(one: Import, dialect: Dialect) -> None:
    """Reads the columns anew, cut as somebody says."""
    describe(one, dialect)
    one.mapping, one.state = {}, State.UPLOADED
    one.row = one.offset = one.good = one.bad = 0
    with transaction.atomic():
        one.faults.all().delete()
        one.save()


def describe(one: Import, dialect: Dialect) -> None:
    """Notes the columns with samples of what stands in them. Raises NoTable."""
    one.encoding, one.separator, one.quote, one.skip = dialect.encoding, dialect.separator, dialect.quote, dialect.skip
    records = islice(Reader(piece_of(one), dialect), dialect.skip, SAMPLES + dialect.skip + 1)
    rows = [record.cells for record in records]
    headings = [_clean(cell) for cell in rows[0]] if rows else []
    while headings and not headings[-1]:
        headings.pop()
    if not headings:
        raise NoTable("The file has no header: its first row must name the columns.")
    if len(headings) > MOST_COLUMNS:
        raise NoTable(f"The file has {len(headings)} columns, over the limit of {MOST_COLUMNS}. Leave some out.")
    if not any(any(cell.strip() for cell in row) for row in rows[1:]):
        raise NoTable("The file has a header and no row below it.")
    samples = [[_clean(row[place]) if place < len(row) else "" for row in rows[1:]] for place in range(len(headings))]
    one.columns = [
        {"name": name, "samples": list(dict.fromkeys(cell for cell in told if cell))[:SHOWN]}
        for name, told in zip(headings, samples, strict=True)
    ]
    one.signature = mapping.signature(one.kind, headings)


def guess(one: Import) -> mapping.Mapping:
    """What the columns most likely are, from their names and samples."""
    headings = [str(column["name"]) for column in one.columns]
    samples = [
        [str(cell) for cell in told] if isinstance(told := column["samples"], list) else [] for column in one.columns
    ]
    return mapping.guess(one.kind, headings, samples, organisation().zone, house.house(one.kind))


def piece_of(one: Import) -> Callable[[int], bytes | None]:
    """The file's bytes by piece."""

    def piece(number: int) -> bytes | None:
        content = Piece.objects.filter(of=one, number=number).values_list("content", flat=True).first()
        return None if content is None else bytes(content)

    return piece


def dialect_of(one: Import) -> Dialect:
    """How the file is cut."""
    return Dialect(one.encoding, one.separator, one.quote, one.skip)


def _keep(one: Import, read: Callable[[int], bytes]) -> Dialect:
    """Stores the file in pieces of equal length, as UTF-8 where it was UTF-16: its line ends can then be seen."""
    limit = config.current().import_megabytes * 1024 * 1024
    tally, held, number = Tally(), b"", 0
    for part in _unmarked(read):
        one.size += len(part)
        if one.size > limit:
            raise TooLarge(f"The file is over the limit of {limit // 1024 // 1024} MB. Split it, or raise the limit.")
        tally.add(part)
        held += part
        while len(held) >= PIECE:
            Piece.objects.create(of=one, number=number, content=held[:PIECE])
            held, number = held[PIECE:], number + 1
    tally.add(b"", is_last=True)
    if held:
        Piece.objects.create(of=one, number=number, content=held)
    if not one.size:
        raise NoTable("The file is empty.")
    return sniff.dialect(tally.head, tally.encoding)


def _unmarked(read: Callable[[int], bytes]) -> Iterator[bytes]:
    """The file's bytes without a byte order mark, and UTF-16 as UTF-8. Raises NoTable for what is no text."""
    part = read(PIECE)
    for first, what in _NO_TEXT.items():
        if part.startswith(first):
            raise NoTable(f"The file is {what}. Save it as CSV and send that.")
    mark, coding = next(((mark, coding) for mark, coding in _MARKS if part.startswith(mark)), (b"", _bare(part)))
    if coding == "utf-8-sig":
        part = part[len(mark) :]
    decoder = codecs.getincrementaldecoder(coding)("surrogatepass") if coding.startswith("utf-16") else None
    while part:
        yield decoder.decode(part).encode("utf-8", "surrogatepass") if decoder else part
        part = read(PIECE)


def _bare(part: bytes) -> str:
    """UTF-16 without its mark: every other byte of plain letters is then nought."""
    head = part[:4000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 4 > len(head):
        return "utf-16-be" if even > odd else "utf-16-le"
    return ""


def _clean(cell: str) -> str:
    """A heading or sample as it may be stored and shown."""
    shown = "".join(
        "\N{REPLACEMENT CHARACTER}" if "\ud800" <= sign <= "\udfff" or sign == "\x00" else sign for sign in cell
    )
    return " ".join(shown.split())[:120]
