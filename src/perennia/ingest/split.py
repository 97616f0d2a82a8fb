"""Cuts a batch into its events where a strict parser gives up, so that only the bad event is lost."""

import re
from collections.abc import Iterator

from perennia.ingest.refusal import Unreadable

TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{},]|[^\s"\[\]{},]+', re.DOTALL)
BATCH = re.compile(rb'"batch"\s*:\s*\[')
BROKEN = "The body is not valid JSON. Send one JSON object, encoded as UTF-8."


def split(body: bytes) -> tuple[bytes, list[bytes]]:
    """The batch without its events, and each event's bytes. Raises Unreadable when the brackets do not match."""
    start = _batch_start(body)
    events, end = _events(body, start)
    return body[:start] + body[end - 1 :], events


def _tokens(body: bytes, start: int) -> Iterator[tuple[int, int, bytes]]:
    for found in TOKEN.finditer(body, start):
        yield found.start(), found.end(), found.group()


def _batch_start(body: bytes) -> int:
    """Where the first event of the top-level list `batch` begins."""
    depth = 0
    for start, _, token in _tokens(body, 0):
        if token in b"{[":
            depth += 1
        elif token in b"}]":
            depth -= 1
        elif depth == 1 and token == b'"batch"' and (found := BATCH.match(body, start)):
            return found.end()
    raise Unreadable("broken_json", BROKEN)


def _events(body: bytes, start: int) -> tuple[list[bytes], int]:
    events: list[bytes] = []
    depth, begun, last = 0, -1, start
    for at, end, token in _tokens(body, start):
        if depth == 0 and token in (b",", b"]"):
            if begun >= 0:
                events.append(body[begun:last])
            elif events or token == b",":
                break  # a comma too many
            if token == b"]":
                return events, end
            begun = -1
            continue
        begun = at if begun < 0 else begun
        depth += (token in (b"{", b"[")) - (token in (b"}", b"]"))
        last = end
    raise Unreadable("broken_json", BROKEN)
