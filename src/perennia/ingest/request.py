"""Reads the body of a request into events, the sound and the refused. Touches no database."""

import re
from collections.abc import Sequence

import msgspec

from perennia.ingest import hostile, moment
from perennia.ingest.call import MAX_BATCH_BYTES, MAX_BATCH_EVENTS, MAX_EVENT_BYTES, Envelope, Key
from perennia.ingest.check import Item, Shared, item
from perennia.ingest.refusal import Refused, Rejection, Unreadable
from perennia.ingest.split import BROKEN, split

NO_LIST = 'A batch is a JSON object with a list of events: {"batch": [{"type": "track", ...}]}.'
WRITE_KEY = re.compile(rb'"writeKey"\s*:\s*"([^"\\]{1,200})"')

_envelope = msgspec.json.Decoder(Envelope)
_key = msgspec.json.Decoder(Key)


class Request(msgspec.Struct):
    """A request's events. `raws` are all of them as they came, for showing a refused one."""

    items: list[Item]
    rejected: list[Rejection]
    raws: Sequence[bytes]


def write_key(body: bytes) -> str:
    """The write key inside a body; empty when there is none."""
    try:
        return _key.decode(body).write_key or ""
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # One bad event must not hide the key, for the others would be refused with it.
        found = WRITE_KEY.search(body)
        return found.group(1).decode(errors="replace") if found else ""


def read(body: bytes, kind: str = "") -> Request:
    """One call of a `kind`, or a batch. Raises Unreadable."""
    limit = MAX_EVENT_BYTES if kind else MAX_BATCH_BYTES
    if len(body) > limit:
        raise Unreadable(
            "too_large", f"The body has {len(body):,} bytes, over the limit of {limit:,}. Send less at once.", limit
        )
    request = Request([], [], [body])
    shared = Shared(is_suspect=hostile.is_suspect(body))
    if not kind:
        try:
            request.raws, shared = _opened(body, shared)
        except Refused as refused:
            # What all events share is bad, so each of them is.
            request.raws = split(body)[1]
            request.rejected = [refused.at(index) for index in range(len(request.raws))]
            return request
    _read_each(request, kind, shared)
    return request


def _read_each(request: Request, kind: str, shared: Shared) -> None:
    for index, raw in enumerate(request.raws):
        try:
            if index >= MAX_BATCH_EVENTS:
                raise _too_many()
            request.items.append(item(raw, index, kind, shared))
        except Refused as refused:
            request.rejected.append(refused.at(index))


def _too_many() -> Refused:
    return Refused(
        "too_many_events", "batch",
        f"The batch has more than {MAX_BATCH_EVENTS:,} events. Send this one and those behind it in another.", MAX_BATCH_EVENTS,
    )  # fmt: skip


def _opened(body: bytes, shared: Shared) -> tuple[Sequence[bytes], Shared]:
    """The events of a batch, still as bytes, and what they share. Raises Refused and Unreadable."""
    raws: Sequence[bytes] = ()
    try:
        envelope = _envelope.decode(body)
        raws = [bytes(raw) for raw in envelope.batch]
    except msgspec.ValidationError as error:
        raise Unreadable("no_batch", f"{NO_LIST} {error}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        rest, raws = split(body)
        envelope = _rest(rest)
    if shared.is_suspect or hostile.is_deep(body):
        hostile.inspect(envelope.context, "context", 1)
        hostile.inspect(envelope.integrations, "integrations", 1)
    return raws, Shared(
        sent=moment.read(envelope.sent_at, "sentAt") if envelope.sent_at else None,
        context=envelope.context or {}, integrations=envelope.integrations or {}, is_suspect=shared.is_suspect,
    )  # fmt: skip


def _rest(rest: bytes) -> Envelope:
    try:
        return _envelope.decode(rest)
    except msgspec.ValidationError as error:
        raise Unreadable("no_batch", f"{NO_LIST} {error}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if refused := hostile.explain(rest):
            raise refused from error
        raise Unreadable("broken_json", BROKEN) from error
