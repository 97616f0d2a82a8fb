"""Files as people send them: any encoding, separator and quote; what is no table is refused with a remedy."""

import codecs
from dataclasses import replace

import pytest

from perennia.host import config
from perennia.imports import upload
from perennia.imports.models import Import, Piece
from perennia.imports.reading import PIECE, Reader
from perennia.imports.sniff import Dialect
from tests.stations.imports.files import a_file, checked, faults

pytestmark = pytest.mark.django_db
TEXT = "Name;City\nCông ty Đông Á;Hà Nội\nThương mại Nguyễn Phước;Đà Nẵng\n"


def names(one: Import) -> list[str]:
    rows = list(Reader(upload.piece_of(one), upload.dialect_of(one)))
    return [row.cells[0] for row in rows[1:] if row.cells]


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(), codecs.BOM_UTF8 + TEXT.encode(), TEXT.encode("utf-16"), TEXT.encode("utf-16-le"), TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(), TEXT.replace("\n", "\r").encode(),
    ],
)  # fmt: skip
def test_a_file_is_read_the_same_in_every_form_of_unicode(raw: bytes) -> None:
    one = a_file(raw)
    assert (one.encoding, one.separator) == ("utf-8", ";")
    assert names(one) == ["Công ty Đông Á", "Thương mại Nguyễn Phước"]


def test_the_old_code_page_of_vietnamese_is_told_from_that_of_the_west() -> None:
    # As Windows writes it: a letter with its circumflex or horn, and the tone behind it.
    vietnamese = "Name,City\nCông ty Ðông Á,Hà Nô\u0323i\nNguyê\u0303n Phươ\u0301c,Ðà Nă\u0303ng\n".replace("Ð", "Đ")
    one = a_file(vietnamese.encode("cp1258"))
    assert (one.encoding, names(one)) == ("cp1258", ["Công ty Đông Á", "Nguyễn Phước"])
    other = a_file("Name,City\nMüller & Söhne,Köln\nCafé Noël,Évry\n".encode("cp1252"))
    assert (other.encoding, names(other)) == ("cp1252", ["Müller & Söhne", "Café Noël"])


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_though_others_stand_in_the_cells(separator: str) -> None:
    rows = [("Name", "Note"), ('"Acme, Inc; Berlin"', '"a|b"'), ('"Beta, Ltd; Rome"', '"c\td"')]
    one = a_file("\n".join(separator.join(row) for row in rows))
    assert (one.separator, names(one)) == (separator, ["Acme, Inc; Berlin", "Beta, Ltd; Rome"])


def test_quotes_doubled_quotes_and_line_ends_within_a_cell_belong_to_the_text() -> None:
    one = a_file('Name,Note\r\n"Say ""hi""","two\r\nlines"\r\n"",x\r\n')
    assert names(one) == ['Say "hi"', ""]
    quoted = a_file("'Name','Note'\n'Acme, Inc','a'\n'Beta, Ltd','b'\n")
    assert (quoted.quote, names(quoted)) == ("'", ["Acme, Inc", "Beta, Ltd"])


def test_a_line_that_only_names_the_separator_is_no_header() -> None:
    one = a_file("sep=;\nName;City\nAcme;Rome\n")
    assert [column["name"] for column in one.columns] == ["Name", "City"]
    assert checked(one).good == 1


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"), (b"PK\x03\x04abc", "Excel"), (b"%PDF-1.7", "PDF"), (b"Name,City\n", "no row below"),
        (b"\n\n", "no header"), (b",".join(b"c%d" % number for number in range(400)) + b"\n1\n", "400 columns"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_and_not_kept(raw: bytes, said: str) -> None:
    with pytest.raises(upload.NoTable, match=said):
        a_file(raw)
    assert (Import.objects.count(), Piece.objects.count()) == (0, 0)


def test_a_file_over_the_limit_is_refused_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    small = replace(config.current(), import_megabytes=1)
    monkeypatch.setattr(config, "current", lambda: small)
    with pytest.raises(upload.TooLarge, match="limit of 1 MB"):
        a_file(b"Name\n" + b"x\n" * 1024 * 1024)
    assert not Piece.objects.exists()


def test_a_row_is_found_again_from_any_place_in_the_file() -> None:
    rows = "".join(f'{number},"{"x" * (number % 90)}"\r\n' for number in range(60_000))
    one = a_file("Number,Text\r\n" + rows)
    assert one.pieces.count() > 1
    whole = list(Reader(upload.piece_of(one), upload.dialect_of(one)))
    assert [int(row.cells[0]) for row in whole[1:]] == list(range(60_000))
    for place in (1, 100, 31_234, 59_999):
        rest = Reader(upload.piece_of(one), upload.dialect_of(one), whole[place].end, whole[place].number)
        assert next(iter(rest)) == whole[place + 1]


def test_a_line_without_an_end_costs_one_row_and_no_memory() -> None:
    pieces = [
        (b"Name\nfirst\n" + b"x" * 3 * PIECE + b"\nlast\n")[start : start + PIECE]
        for start in range(0, 3 * PIECE + 20, PIECE)
    ]
    rows = list(Reader(lambda number: pieces[number] if number < len(pieces) else None, Dialect()))
    assert [row.cells[0][:5] for row in rows if not row.fault] == ["Name", "first", "last"]
    assert [row.fault for row in rows if row.fault] == ["too_long"]


def test_a_quote_that_is_never_closed_is_named_and_the_rest_goes_on() -> None:
    one = a_file('Name,Plan\nAcme,Pro\nBeta,"Pro\n' + "".join(f"C{number},{'y' * 100}\n" for number in range(3000)))
    checked(one)
    assert faults(one)[0] == (3, "quote_not_closed")
    assert one.good > 1000
