"""A company's own event names and what the tracking plan calls them; applied to what comes in from then on.

What is stored keeps the name it came with, so a change of mapping starts nothing and rewrites nothing.
"""

import difflib
import re
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from threading import Lock

import msgspec

from perennia.core.error import Invalid, NotFound
from perennia.core.tracking_plan import TRACKING_PLAN
from perennia.host.select import one, select
from perennia.ingest.check import Item

REMEMBERED = 5.0  # seconds a process believes what it read
MOST = 500
LONGEST = 200
PLAN = {planned.name: planned for planned in TRACKING_PLAN if planned.by == "tracked"}
_ALIKE = 0.6


class NoMapping(NotFound):
    """There is no such mapping; it may have been removed."""

    code = "no_mapping"


class Mapped(msgspec.Struct, frozen=True):
    """Their name and ours, their properties by ours, and what all of them have."""

    id: int
    theirs: str
    ours: str
    renamed: dict[str, str]
    fixed: dict[str, str | float | bool]
    is_on: bool
    changed_at: datetime


class Seen(msgspec.Struct, frozen=True):
    """A name that came in and is not in the plan, with the name of the plan it looks most like."""

    name: str
    count: int
    last_at: datetime
    guess: str | None


_COLUMNS = "id, theirs, ours, renamed::text, fixed::text, is_on, changed_at"
_SEEN = """
select name, count(*), max(received_at) from (
    select name, received_at from history where kind = 'track' and source >= 101 order by received_at desc limit 20000
) latest group by name order by 2 desc, 1 limit 500
"""


def every() -> list[Mapped]:
    """All mappings by their name."""
    return select(_mapped, f"select {_COLUMNS} from ingest_mapping order by theirs", {})  # noqa: S608  # a constant


def keep(
    theirs: str, ours: str, renamed: Mapping[str, str], fixed: Mapping[str, str | float | bool], *, is_on: bool
) -> Mapped:
    """Sets what a name is called from now on. Raises Invalid."""
    _check(theirs, ours, renamed, fixed)
    found = one(
        _mapped,
        f"""insert into ingest_mapping (theirs, ours, renamed, fixed, is_on)
            values (%(theirs)s, %(ours)s, %(renamed)s, %(fixed)s, %(is_on)s)
            on conflict (theirs) do update set ours = excluded.ours, renamed = excluded.renamed, fixed = excluded.fixed,
                is_on = excluded.is_on, changed_at = clock_timestamp()
            returning {_COLUMNS}""",  # noqa: S608  # a constant
        {"theirs": theirs, "ours": ours, "renamed": _json(renamed), "fixed": _json(fixed), "is_on": is_on},
    )
    _known.forget()
    assert found is not None
    return found


def remove(id_: int) -> str:
    """Their name is its own again; gives it. Raises NoMapping."""
    found = one(str, "delete from ingest_mapping where id = %(id)s returning theirs", {"id": id_})
    if found is None:
        raise NoMapping
    _known.forget()
    return found


def unmapped() -> list[Seen]:
    """Names that came in lately and that neither the plan nor a mapping knows."""
    taken = {row.theirs for row in every()} | set(PLAN)
    rows = [row for row in select(_row, _SEEN, {}) if row[0] not in taken]
    return [Seen(name, count, last, guess(name)) for name, count, last in rows]


def guess(name: str) -> str | None:
    """The planned name it looks most like; None where none is near."""
    theirs = _plain(name)
    # What it is about stands first in a planned name: that both were "created" makes no account of an invoice.
    known = [plain for plain in map(_plain, PLAN) if plain[:4] in theirs]
    near = difflib.get_close_matches(theirs, known, n=1, cutoff=_ALIKE)
    return next((one for one in PLAN if near and _plain(one) == near[0]), None)


def apply(items: Iterable[Item]) -> None:
    """Calls each event as the plan does; the name it came with stays in its context."""
    known = _known.all()
    if not known:
        return
    for item in items:
        if item.kind == "track" and (found := known.get(item.name)) is not None:
            item.context = {**item.context, "originalEvent": item.name}
            item.name = found.ours
            item.properties = _renamed(item.properties, found)


def _renamed(properties: Mapping[str, object], found: Mapped) -> dict[str, object]:
    made = {name: value for name, value in properties.items() if name not in found.renamed}
    # What they call as we do anyway is not written over.
    moved = {ours: properties[theirs] for theirs, ours in found.renamed.items() if theirs in properties}
    return {**found.fixed, **moved, **made}


def _check(theirs: str, ours: str, renamed: Mapping[str, str], fixed: Mapping[str, str | float | bool]) -> None:
    if not theirs.strip() or len(theirs) > LONGEST or "\x00" in theirs:
        raise Invalid(f"Their name has 1 to {LONGEST} characters.", field="body.theirs")
    if theirs in PLAN:
        raise Invalid("The plan knows this name already, as it is.", field="body.theirs")
    if ours not in PLAN:
        raise Invalid("Choose a name of the tracking plan.", field="body.ours")
    for part, words in (("renamed", [*renamed, *renamed.values()]), ("fixed", [*fixed])):
        if len(words) > 100 or any(not word.strip() or len(word) > LONGEST or "\x00" in word for word in words):
            raise Invalid(f"Names of properties have 1 to {LONGEST} characters.", field=f"body.{part}")
    if len(set(renamed.values())) < len(renamed):
        raise Invalid("Two of their properties would become the same one.", field="body.renamed")
    if any(isinstance(value, str) and (len(value) > 1000 or "\x00" in value) for value in fixed.values()):
        raise Invalid("A value has at most 1,000 characters.", field="body.fixed")
    many = one(int, "select count(*) from ingest_mapping where theirs <> %(theirs)s", {"theirs": theirs}) or 0
    if many >= MOST:
        raise Invalid(f"There are {MOST} mappings already. Remove one first.", field="body.theirs")


def _plain(name: str) -> str:
    words = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    return " ".join(re.split(r"[^a-z0-9]+", words.lower())).strip()


def _json(value: Mapping[str, object]) -> str:
    return msgspec.json.encode(value).decode()


def _row(name: str, count: int, last: datetime) -> tuple[str, int, datetime]:
    return name, count, last


def _mapped(id_: int, theirs: str, ours: str, renamed: str, fixed: str, is_on: bool, at: datetime) -> Mapped:
    return Mapped(id_, theirs, ours, msgspec.json.decode(renamed), msgspec.json.decode(fixed), is_on, at)


class _Known:
    """The mappings that are on, read again after some seconds."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.known: dict[str, Mapped] = {}
        self.read_at = -REMEMBERED

    def all(self) -> dict[str, Mapped]:
        """By their name, as they were at most five seconds ago."""
        if time.monotonic() - self.read_at >= REMEMBERED:
            with self.lock:
                if time.monotonic() - self.read_at >= REMEMBERED:
                    self.known = {row.theirs: row for row in every() if row.is_on}
                    self.read_at = time.monotonic()
        return self.known

    def forget(self) -> None:
        self.read_at = -REMEMBERED


_known = _Known()
forget = _known.forget
