"""Lists as files: CSV or JSON, written while they are read, a short page at a time, so that memory stays constant.

No page holds a snapshot longer than its own statement takes: what changes meanwhile may appear in its old or new state,
but no row appears twice or is left out, since each page begins behind the last row of the one before.
"""

import csv
import io
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from itertools import chain
from typing import Literal

import msgspec
from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.http import HttpRequest, StreamingHttpResponse

from perennia.core.cell import Cell, written
from perennia.host import clock

Format = Literal["csv", "json"]
Row = Sequence[Cell]
Pages = Iterator[Sequence[Row]]
PAGE = 500
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
# Without it Excel reads the file in the machine's old code page, and Vietnamese comes out as noise.
BOM = b"\xef\xbb\xbf"
log = logging.getLogger(__name__)


def answer(
    request: HttpRequest, name: str, columns: Sequence[str], pages: Pages, format_: Format
) -> StreamingHttpResponse:
    """A file to download. The first page is read at once, so that what is refused is still answered as a failure."""
    first = list(next(pages, ()))
    return stream(request, name, writer(columns, chain((first,), pages), format_), format_)


def stream(request: HttpRequest, name: str, parts: Iterator[bytes], format_: Format) -> StreamingHttpResponse:
    """These bytes as a file to download."""
    # The test client and plain WSGI read it here and now; a real server reads it in its loop.
    content = _in_loop(parts) if hasattr(request, "scope") else parts
    response = StreamingHttpResponse(content, content_type=TYPES[format_])
    stamp = clock.now().strftime("%Y-%m-%d")
    response["Content-Disposition"] = f'attachment; filename="{name}-{stamp}.{format_}"'
    response["Cache-Control"] = "no-store, no-transform"
    response["X-Accel-Buffering"] = "no"
    return response


def writer(columns: Sequence[str], pages: Pages, format_: Format) -> Iterator[bytes]:
    """The bytes of the file, a part for each page."""
    return _csv(columns, pages) if format_ == "csv" else _json(columns, pages)


def _csv(columns: Sequence[str], pages: Pages) -> Iterator[bytes]:
    yield BOM + _lines([columns])
    for page in pages:
        yield _lines(page)


def _lines(rows: Sequence[Row]) -> bytes:
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        lines.writerow([written(value) for value in row])
    return out.getvalue().encode("utf-8", "replace")


def _json(columns: Sequence[str], pages: Pages) -> Iterator[bytes]:
    """`{"items": [...]}`, a row a line. Numbers and moments keep their types; nothing runs a formula in JSON."""
    before = b'{"items":['
    for page in pages:
        for row in page:
            yield before + b"\n" + msgspec.json.encode(dict(zip(columns, row, strict=True)))
            before = b","
    yield (b"" if before == b"," else before) + b"\n]}\n"


def as_json(value: object) -> str:
    """Several values in one cell; empty where there are none."""
    return msgspec.json.encode(value).decode() if value else ""


async def _in_loop(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (part := await sync_to_async(_next)(parts)) is not None:
        yield part


def _next(parts: Iterator[bytes]) -> bytes | None:
    """The next part; the connection goes back to the pool while the browser takes its time over it."""
    try:
        return next(parts, None)
    except Exception:
        # The answer has begun, so all that is left is to break it off: a file that ends early must not look whole.
        log.exception("An export broke off.")
        raise
    finally:
        close_old_connections()


def by_mark(read: Callable[[object | None, int], tuple[Sequence[Row], object | None]], size: int = PAGE) -> Pages:
    """Pages of a list that is read behind a mark: `read` gives the rows and the mark to go on behind, None at the end."""
    mark: object | None = None
    while True:
        rows, mark = read(mark, size)
        yield rows
        if mark is None:
            return
