"""One row of the inbox, and the bytes by which PostgreSQL's binary COPY reads it."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from struct import Struct

import msgspec

from perennia.core import partition

LIVE, BULK = 0, 1
CLOCK, DERIVED, PEOPLE, REPORTS, IMPORTS = 1, 2, 3, 4, 5  # the sources every deployment has
COLUMNS = """partition, lane, customer_id, contact_id, source, kind, name, message_id, message_hash, at, received_at,
    historical, depth, hops, body"""

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_START = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_END = b"\xff\xff"
_NULL = b"\xff\xff\xff\xff"
_HEAD = Struct(">hihihiq").pack  # number of columns, partition, lane, customer
_SEQ = Struct(">iq").pack
_SMALL = Struct(">ih").pack
_LENGTH = Struct(">i").pack
_TAIL = Struct(">i16siqiqi?ihihiB").pack  # hash, at, received_at, historical, depth, hops, body's length and version


class Row(msgspec.Struct, kw_only=True, gc=False):
    """Something that happened, ready for the inbox. `body` is the JSON of properties, traits and context."""

    customer: int
    contact: int | None = None
    source: int
    kind: str
    name: str
    message_id: str
    at: datetime
    received_at: datetime
    body: bytes = b'{"properties":{},"traits":{},"context":{}}'
    historical: bool = False
    lane: int = LIVE
    depth: int = 0


class Body(msgspec.Struct):
    """What an event carries."""

    properties: dict[str, object] = {}
    traits: dict[str, object] = {}
    context: dict[str, object] = {}
    hidden: bool | msgspec.UnsetType = msgspec.UNSET  # done by a visitor nobody knows yet


encode = msgspec.json.Encoder().encode


def body(properties: dict[str, object] | None = None, traits: dict[str, object] | None = None) -> bytes:
    """The body of an event that comes from inside."""
    return encode(Body(properties or {}, traits or {}, {}))


def message_hash(message_id: str) -> bytes:
    """The 128 bits an event is known by for ever."""
    return blake2b(message_id.encode(), digest_size=16).digest()


def pack(rows: Iterable[Row], seqs: Sequence[int] = ()) -> bytes:
    """The rows as binary COPY of COLUMNS, each followed by its seq where those are given."""
    numbers = iter(seqs)
    parts = [_START]
    moment, received = _EPOCH, 0
    for row in rows:
        if row.received_at is not moment:  # one for all of a request
            moment, received = row.received_at, _micros(row.received_at)
        _pack_row(row, parts, bool(seqs), received)
        if seqs:
            parts.append(_SEQ(8, next(numbers)))
    parts.append(_END)
    return b"".join(parts)


def _pack_row(row: Row, parts: list[bytes], has_seq: bool, received: int) -> None:
    message_id = row.message_id.encode()
    digest = blake2b(message_id, digest_size=16).digest()
    parts += (
        _HEAD(16 if has_seq else 15, 2, partition.of(row.customer), 2, row.lane, 8, row.customer),
        _NULL if row.contact is None else _SEQ(8, row.contact),
        _SMALL(2, row.source), _word(row.kind), _word(row.name), _LENGTH(len(message_id)), message_id,
        _TAIL(
            16, digest, 8, received if row.at is row.received_at else _micros(row.at), 8, received, 1, row.historical,
            2, row.depth, 2, 0, len(row.body) + 1, 1,
        ),
        row.body,
    )  # fmt: skip


@lru_cache(4096)
def _word(text: str) -> bytes:
    """A text that comes again and again: the kinds, and the names of events."""
    data = text.encode()
    return _LENGTH(len(data)) + data


def _micros(moment: datetime) -> int:
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
