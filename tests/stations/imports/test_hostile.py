"""A hundred thousand rows, many of them meant badly: each that cannot be taken is named, all others are taken once."""

import csv
import io

import pytest

from perennia.api import export
from perennia.host import clock
from perennia.imports import actions, queries, run, upload
from perennia.imports.models import Import, State
from perennia.workflows.work import Worker
from tests.stations.imports.files import a_file, checked, rows

MANY = 100_000
BAD = {
    7: (b"not mail,x,1", "bad_email"), 11: (b"n11@x.test,\xff\xfe,1", "not_utf8"), 13: (b"n13@x.test,a\x00b,1", "nul_character"),
    17: (b"n17@x.test,a,b,c,d", "too_many_cells"), 19: (b",nobody,1", "no_identity"), 23: (b"n23@x.test,a,lots", "bad_number"),
    29: (b"n29@x.test," + b"y" * 40_000 + b",1", "too_long"),
}  # fmt: skip
GOOD = (
    b'n%d@x.test,"=HYPERLINK(""http://evil"")",%d',
    b'n%d@x.test,"Li Nguy\xe1\xbb\x85n, ""x""",%d',
    b"n%d@x.test,+1-2,%d",
    b"n%d@x.test,@cmd,%d",
)


def a_hostile_file() -> tuple[bytes, dict[int, str]]:
    """The file, and the rows that cannot be taken with their reasons. It begins with a byte order mark."""
    lines, bad = [b"\xef\xbb\xbfE-mail,Name,Seats used"], dict[int, str]()
    for row in range(2, MANY + 2):
        raw, code = BAD.get(row % 1000, (b"", ""))
        lines.append(raw or GOOD[row % 4] % (row, row))
        if code:
            bad[row] = code
    return b"\r\n".join(lines) + b"\r\n", bad


@pytest.mark.number("S10")
def test_of_a_hundred_thousand_rows_the_bad_are_named_and_the_good_are_taken_once(
    engine: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "MOST_WAITING", 10 * MANY)  # no engine works here
    raw, bad = a_hostile_file()
    one = a_file(raw, "contacts")
    actions.map_columns(one.pk, upload.guess(one))
    shares = progress(one, State.CHECKING)
    assert (one.state, one.good, one.bad) == ("checked", MANY - len(bad), len(bad))
    actions.start(one.pk, is_historical=True)
    shares += progress(one, State.RUNNING)
    assert (one.state, one.taken, one.refused) == ("settling", MANY - len(bad), len(bad))
    assert len(shares) > 10
    assert dict(one.faults.values_list("row", "code")) == bad
    stored = rows(engine.connection, "select count(*), count(distinct message_id) from inbox where kind = 'identify'")
    assert stored == [(MANY - len(bad), MANY - len(bad))]
    file = b"".join(queries.refused_file(one, "vi")).decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(file, newline="")))
    assert [int(row["Dòng"]) for row in found] == sorted(bad)
    assert all(row["Lý do"] for row in found)


def progress(one: Import, state: State) -> list[int]:
    """How far it says it is, slice by slice, for as long as it is in this state."""
    shares: list[int] = []
    one.refresh_from_db()
    while one.state == state:
        run.work(one.pk)
        one.refresh_from_db()
        shares.append(one.offset)
    assert shares == sorted(shares)
    return shares


@pytest.mark.number("S10")
def test_what_came_from_a_file_leaves_again_as_plain_text(engine: Worker) -> None:
    one = checked(a_file('Name\n"\'=1+1"\n=2+2\n'))
    names = [str(seen.values["name"]) for seen in queries.first_rows(one, clock.now())]
    assert names == ["=1+1", "=2+2"]
    assert (
        b"".join(export.writer(["n"], iter([[[name] for name in names]]), "csv")).decode("utf-8-sig")
        == "n\r\n'=1+1\r\n'=2+2\r\n"
    )
