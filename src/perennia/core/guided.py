"""What a contact has seen and done of the guidance shown in the product, folded from events into their profile.

So it is the same on every device, moves with the person, and is read with the profile in one go.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from perennia.core.event import Event
from perennia.core.profile import MOST_GUIDED, Guided, Profile

SHOWN, CLICKED, DISMISSED, NOT_SHOWN = "Guidance Shown", "Guidance Clicked", "Guidance Dismissed", "Guidance Not Shown"
ITEM_DONE, COMPLETED = "Checklist Item Done", "Checklist Completed"
NAMES = frozenset({SHOWN, CLICKED, DISMISSED, NOT_SHOWN, ITEM_DONE, COMPLETED})
TALLIED = "guidance:"  # before an item's key in `tally`; no workflow's key has a colon
MOST_PARTS = 40
KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def fold(contact: Profile, event: Event) -> Profile:
    """The profile after an event about guidance; the same object where the event names none."""
    key = key_of(event)
    if key is None:
        return contact
    was = contact.guided.get(key)
    now = _after(was or Guided(), event)
    if now == was:
        return contact
    guided = {**contact.guided, key: now}
    if len(guided) > MOST_GUIDED:
        guided.pop(min(contact.guided, key=lambda one: (_age(contact.guided[one]), one)))
    return msgspec.structs.replace(contact, guided=guided)


def news(before: Profile, after: Profile, event: Event) -> Iterator[tuple[str, str, str]]:
    """What is counted of the event: (tallied name, part, what), each once a contact. Visitors count in nothing."""
    key = key_of(event)
    now = after.guided.get(key) if key is not None else None
    if now is None or after.is_hidden:
        return
    was = before.guided.get(key) if key is not None else None
    name = f"{TALLIED}{key}"
    for what, at in _moments(now).items():
        if at is not None and (was is None or _moments(was)[what] is None):
            yield name, "", what
    for part in sorted(now.done.keys() - (was.done.keys() if was is not None else set())):
        yield name, part, "done"


def joined(one: Guided, other: Guided) -> Guided:
    """What two contacts who became one have seen and done of an item."""
    return Guided(
        _first(one.first_at, other.first_at),
        _last(one.last_at, other.last_at),
        _first(one.clicked_at, other.clicked_at),
        _first(one.closed_at, other.closed_at),
        _first(one.finished_at, other.finished_at),
        {part: min(at for at in (one.done.get(part), other.done.get(part)) if at) for part in one.done | other.done},
        _first(one.missing_at, other.missing_at),
    )


def key_of(event: Event) -> str | None:
    """The item an event is about, where it names one as items are named."""
    key = event.properties.get("guidance")
    return key if isinstance(key, str) and KEY.fullmatch(key) else None


def _after(was: Guided, event: Event) -> Guided:
    at = event.at
    now = msgspec.structs.replace(was, first_at=_first(was.first_at, at), last_at=_last(was.last_at, at))
    match event.name:
        case "Guidance Clicked" if event.properties.get("finished") is True:
            return msgspec.structs.replace(
                now, clicked_at=_first(was.clicked_at, at), finished_at=_first(was.finished_at, at)
            )
        case "Guidance Clicked":
            return msgspec.structs.replace(now, clicked_at=_first(was.clicked_at, at))
        case "Guidance Dismissed":
            return msgspec.structs.replace(now, closed_at=_first(was.closed_at, at))
        case "Guidance Not Shown":  # it was not seen, so nothing of when it was
            return msgspec.structs.replace(was, missing_at=_first(was.missing_at, at))
        case "Checklist Item Done":
            return msgspec.structs.replace(now, done=_with(was.done, event))
        case "Checklist Completed":
            return msgspec.structs.replace(now, finished_at=_first(was.finished_at, at))
    return now


def _with(done: dict[str, datetime], event: Event) -> dict[str, datetime]:
    part = event.properties.get("item")
    if not isinstance(part, str) or not KEY.fullmatch(part) or (part not in done and len(done) >= MOST_PARTS):
        return done
    return {**done, part: min(done.get(part, event.at), event.at)}


def _moments(seen: Guided) -> dict[str, datetime | None]:
    """By the word each is counted under, when it came to that first."""
    return {
        "shown": seen.first_at, "clicked": seen.clicked_at, "closed": seen.closed_at, "finished": seen.finished_at,
        "missing": seen.missing_at,
    }  # fmt: skip


def _age(seen: Guided) -> datetime:
    return seen.last_at or seen.missing_at or datetime.min.replace(tzinfo=UTC)


def _last(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at is not None), default=None)


def _first(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((at for at in (one, other) if at is not None), default=None)
