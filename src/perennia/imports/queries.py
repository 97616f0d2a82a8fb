"""Reads of imports: the list, a look at the first rows, what was refused and why."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from perennia.core.cell import written
from perennia.core.error import NotFound
from perennia.imports import check, faults, plans
from perennia.imports.line import Line, Refused
from perennia.imports.models import Fault, Import, Kind, Piece
from perennia.imports.put import traits_of
from perennia.imports.resolve import called

PAGE = 500
FIRST_ROWS = 20


class FileGone(NotFound):
    """The file is no longer kept: 30 days after an import ended its bytes are removed."""

    code = "file_gone"


class Seen(NamedTuple):
    """A row as it would be taken, or why it would not."""

    row: int
    whose: str
    values: dict[str, object]
    fault: Refused | None = None


def listing(after: int | None, limit: int) -> list[Import]:
    """Imports, the latest first, behind the one with number `after`."""
    rows = Import.objects.exclude(state="uploading").order_by("-pk")
    return list((rows if after is None else rows.filter(pk__lt=after))[:limit])


def first_rows(one: Import, now: datetime) -> list[Seen]:
    """The first rows as they would be taken. Raises Invalid where the mapping does not do."""
    plan = plans.of(one)
    one.row = one.offset = 0  # this look begins at the beginning, wherever the import is; nothing is saved
    records = next(check.chunks(one, FIRST_ROWS), [])
    found: list[Seen] = []
    for number, line in check.understood(records, plan, now):
        if isinstance(line, Line):
            found.append(Seen(number, _whose(one.kind, line), _said(one.kind, line, plan.event)))
        elif line is not None:
            found.append(Seen(number, "", {}, line))
    return found


def refused(one: Import, after: int, limit: int) -> list[Fault]:
    """Rows that cannot be taken, in order, behind row `after`."""
    return list(Fault.objects.filter(of=one, row__gt=after).order_by("row")[:limit])


def refused_file(one: Import, language: str) -> Iterator[bytes]:
    """The refused rows as they stood in the file, with the reason in a column of its own, as CSV."""
    if not Piece.objects.filter(of=one).exists():
        raise FileGone
    return _refused_rows(one, language)


def _refused_rows(one: Import, language: str) -> Iterator[bytes]:
    names = [str(column["name"]) for column in one.columns]
    heading = ("Dòng", "Lý do") if language == "vi" else ("Row", "Reason")
    yield b"\xef\xbb\xbf" + _lines([[*names, *heading]])
    one.row = one.offset = 0
    waiting = _faults(one)
    fault = next(waiting, None)
    for records in check.chunks(one, PAGE):
        rows: list[list[str]] = []
        for record in records:
            if fault is None or record.number < fault.row:
                continue
            cells = [_clean(cell) for cell in record.cells]
            reason = faults.words(fault.code, fault.column, fault.value, language)
            rows.append([*(cells + [""] * len(names))[: len(names)], str(record.number), reason])
            fault = next(waiting, None)
        if rows:
            yield _lines(rows)
        if fault is None:
            return


def _faults(one: Import) -> Iterator[Fault]:
    after = 0
    while page := refused(one, after, PAGE):
        yield from page
        after = page[-1].row


def _lines(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerows([[written(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8", "replace")


def _clean(cell: str) -> str:
    return cell.replace("\x00", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()


def _whose(kind: str, line: Line) -> str:
    site, name = called(kind, line)
    account = line.text("account_id") or line.text("id") or line.text("account") or site or name
    person = line.text("user_id") or line.text("email")
    return " · ".join(word for word in (person, account) if word)


def _said(kind: str, line: Line, event: str) -> dict[str, object]:
    if kind == Kind.EVENTS:
        at = line.at.isoformat() if line.at else ""
        return {"event": line.text("event") or event, "at": at, **line.own}
    tags = {"tags": list(line.tags)} if line.tags else {}
    return {**traits_of(line), **tags, **dict(line.stages)}
