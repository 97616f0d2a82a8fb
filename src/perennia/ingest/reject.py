"""Keeps what was refused, with the reason, so that a person sees it beside what was taken."""

import re
from collections.abc import Sequence
from datetime import datetime

from psycopg import Connection, Cursor

from perennia.ingest.refusal import Rejection

EXCERPT = 300
COPY = "copy rejected (received_at, source, place, code, field, message, name, excerpt) from stdin"
NAME = re.compile(r'"event"\s*:\s*"([^"\\]{1,200})"')
TYPE = re.compile(r'"type"\s*:\s*"([^"\\]{1,50})"')


def keep(conn: Connection, source: int, now: datetime, rejected: Sequence[Rejection], raws: Sequence[bytes]) -> None:
    """Stores refused events in the caller's transaction."""
    with Cursor(conn).copy(COPY) as stream:
        for one in rejected:
            text = raws[one.index].decode(errors="replace").replace("\x00", "\N{REPLACEMENT CHARACTER}")
            stream.write_row((
                now, source, one.index, one.code, _clean(one.field), _clean(one.message), _name(text), text[:EXCERPT],
            ))  # fmt: skip


def _name(text: str) -> str:
    found = NAME.search(text) or TYPE.search(text)
    return found.group(1) if found else ""


def _clean(text: str) -> str:
    """Text that PostgreSQL can keep, though it speaks of text it cannot."""
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}").encode(errors="replace").decode()
