"""Small files for the tests of imports, and the way from a file to what it made."""

import io
from collections.abc import Sequence

import psycopg

from perennia.imports import actions, run, upload
from perennia.imports.models import AT_WORK, Fault, Import
from perennia.workflows import perform
from perennia.workflows.work import Worker


def a_file(content: str | bytes, kind: str = "customers", name: str = "file.csv") -> Import:
    """A file as it lies after it was sent."""
    raw = io.BytesIO(content.encode() if isinstance(content, str) else content)
    return upload.upload(raw.read, kind=kind, file_name=name, by=None, by_name="Mai")


def table(columns: Sequence[str], *rows: Sequence[object]) -> str:
    return "\n".join(",".join(str(cell) for cell in row) for row in (columns, *rows)) + "\n"


def checked(one: Import) -> Import:
    """Mapped as guessed, and checked."""
    actions.map_columns(one.pk, upload.guess(one))
    return worked(one)


def taken(one: Import, worker: Worker | None = None, *, is_historical: bool = True) -> Import:
    """Mapped, checked, started, and all of it worked."""
    checked(one)
    actions.start(one.pk, is_historical=is_historical)
    return worked(one, worker)


def worked(one: Import, worker: Worker | None = None) -> Import:
    """Does all an import has to do, with an engine beside it where one is given."""
    for _ in range(2000):
        one.refresh_from_db()
        if one.state not in AT_WORK:
            return one
        if one.state in ("settling", "undoing"):
            work_off(worker)
        run.work(one.pk)
    raise AssertionError(f"The import never ends: {one.state} {one.row}")


def work_off(worker: Worker | None) -> None:
    """Lets the engine work all that waits."""
    assert worker is not None
    while worker.round():
        pass
    while perform.perform():
        pass


def faults(one: Import) -> list[tuple[int, str]]:
    return [(each.row, each.code) for each in Fault.objects.filter(of=one).order_by("row")]


def rows(connection: psycopg.Connection, statement: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
    return connection.execute(statement, values).fetchall()
