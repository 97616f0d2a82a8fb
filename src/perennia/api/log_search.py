"""Finds lines of the run log by what a reader sees of them: words of the sentence with its reason, and names, in their language."""

from collections.abc import Callable, Iterable

from perennia.api import log
from perennia.api.log_shapes import RunLogEntry
from perennia.customers.fold_text import fold_text
from perennia.workflows.reading import Reader
from perennia.workflows.run_log import Line

CHUNK = 500
MOST = 5_000  # lines one page looks through; the cursor goes on from there
Read = Callable[[int | None, int], list[Line]]  # before which line, how many


def page(
    read: Read, q: str | None, reader: Reader, before: int | None, limit: int
) -> tuple[list[RunLogEntry], int | None]:
    """Up to `limit` entries, and the line behind which the next page begins. A rare word gives a short page."""
    words = fold_text(q or "").split()
    if not words:
        lines = read(before, limit + 1)
        return log.entries(lines[:limit], reader), lines[limit - 1].id if len(lines) > limit else None
    found: list[RunLogEntry] = []
    for _ in range(MOST // CHUNK):
        lines = read(before, CHUNK)
        for line, entry in zip(lines, log.entries(lines, reader), strict=True):
            if _says(entry, words):
                found.append(entry)
                if len(found) == limit:
                    return found, line.id
        if len(lines) < CHUNK:
            return found, None
        before = lines[-1].id
    return found, before


def _says(entry: RunLogEntry, words: Iterable[str]) -> bool:
    named = [each.name for each in (entry.customer, entry.contact) if each is not None]
    text = fold_text(" ".join([entry.workflow.name, entry.text, *named]))
    return all(word in text for word in words)
