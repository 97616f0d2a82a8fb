"""Which column is what: as a person chose it, guessed from names and samples, and made ready for reading rows."""

from collections import Counter
from collections.abc import Mapping as Table
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from hashlib import blake2b
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from perennia.core.error import Invalid
from perennia.customers.fold_text import fold_text
from perennia.imports import cells, fields
from perennia.imports.fields import OWN, OWN_TYPES, As
from perennia.imports.house import House

LONGEST_NAME = 200
NOTHING = House()


class Column(msgspec.Struct, frozen=True):
    """What one column is: a field by its key, `trait` with a name and type of one's own, or nothing (empty)."""

    column: int
    to: str = ""
    name: str = ""
    type: As = "text"


class Mapping(msgspec.Struct, frozen=True):
    """All columns, and how their cells are to be read. `event`: the name of events where no column has it."""

    columns: tuple[Column, ...] = ()
    event: str = ""
    zone: str = ""
    is_day_first: bool = False
    has_decimal_comma: bool = False


class Chosen(msgspec.Struct, frozen=True):
    """A column that is read: where it stands, what it is called in the file, and what its cells become."""

    column: int
    heading: str
    key: str
    name: str
    type: As


class Plan(msgspec.Struct, frozen=True):
    """A mapping ready for reading rows. `members`: folded address or name -> member."""

    kind: str
    width: int
    chosen: tuple[Chosen, ...]
    event: str
    zone: tzinfo
    is_day_first: bool
    has_decimal_comma: bool
    encoding: str
    members: Table[str, int]
    house: House = House()

    def heading(self, *keys: str) -> str:
        """What the file calls these fields, or what we call them where it has none of them."""
        own = [one.heading for one in self.chosen if one.key in keys]
        return ", ".join(own) or ", ".join(found.label for key in keys if (found := self.house.find(self.kind, key)))


def signature(kind: str, headings: Sequence[str]) -> str:
    """By which files with the same columns are known again."""
    words = "\x1f".join([kind, *(fold_text(heading) for heading in headings)])
    return blake2b(words.encode(), digest_size=16).hexdigest()


def guess(
    kind: str, headings: Sequence[str], samples: Sequence[Sequence[str]], zone: str, there: House = NOTHING
) -> Mapping:  # fmt: skip
    """What the columns most likely are. A field is given once, to the first column that means it."""
    taken: set[str] = set()
    columns: list[Column] = []
    for place, heading in enumerate(headings):
        found = there.meant_by(kind, heading)
        if found is not None and found.key not in taken:
            taken.add(found.key)
            columns.append(Column(place, found.key, type=found.type))
        elif heading.strip():
            columns.append(Column(place, OWN, heading.strip()[:LONGEST_NAME], _type(samples[place])))
        else:
            columns.append(Column(place))
    day_first = _is_day_first([cell for column in samples for cell in column])
    comma = any(_has_comma(cell) for column in samples for cell in column)
    return Mapping(tuple(columns), zone=zone, is_day_first=day_first, has_decimal_comma=comma)


def _type(samples: Sequence[str]) -> As:
    """The narrowest type all samples are of. Digits that begin with nought are a code and no number."""
    told = [cell.strip() for cell in samples if cell.strip()]
    if not told:
        return "text"
    if all(_is_number(cell) for cell in told):
        return "number"
    if all(_is(cell, "moment") for cell in told):
        return "moment"
    return (
        "yes_no" if all(cell.casefold() in {"true", "false", "yes", "no", "có", "không"} for cell in told) else "text"
    )


def _is_number(cell: str) -> bool:
    is_code = (cell.startswith(("0", "+")) and len(cell) > 1 and cell[1].isdigit()) or len(cell) > 15
    return not is_code and any(_is(cell, "number", has_comma=comma) for comma in (False, True))


def _is(cell: str, type_: As, *, has_comma: bool = False) -> bool:
    try:
        cells.number(cell, has_comma=has_comma) if type_ == "number" else cells.moment(cell, UTC, is_day_first=True)
    except cells.Unclear:
        return False
    return True


def _is_day_first(samples: Sequence[str]) -> bool:
    """Whether 03/04 is in April: so where a first number is no month, and by default unless a second is none."""
    firsts, seconds = set[int](), set[int]()
    for cell in samples:
        parts = cell.strip().replace("-", "/").replace(".", "/").split(" ")[0].split("/")
        if len(parts) == 3 and all(part.isdigit() for part in parts) and len(parts[0]) < 3:
            firsts.add(int(parts[0]))
            seconds.add(int(parts[1]))
    return any(number > 12 for number in firsts) or (bool(firsts) and not any(number > 12 for number in seconds))


def _has_comma(cell: str) -> bool:
    """Whether a number is written like 1.234,50."""
    bare = cell.strip().lstrip("-€$ ")
    head, comma, tail = bare.rpartition(",")
    return bool(comma) and tail.isdigit() and len(tail) != 3 and head.replace(".", "").isdigit()


def plan(
    kind: str, mapping: Mapping, headings: Sequence[str], *, encoding: str, members: Table[str, int],
    there: House = NOTHING,
) -> Plan:  # fmt: skip
    """Makes a mapping ready. Raises Invalid that names the column and what is missing."""
    chosen = tuple(_chosen(kind, one, headings, there) for one in mapping.columns if one.to)
    keys = Counter(one.key if one.key != OWN else f"{OWN}:{one.name}" for one in chosen)
    for key, often in keys.items():
        if often > 1:
            said = key.partition(":")[2] if key.startswith(f"{OWN}:") else _label(kind, key, there)
            raise Invalid(f"{often} columns are {said}. Choose one of them.", field="body.columns")
    if not any(key in keys for key in fields.IDENTIFYING[kind]):
        can = ", ".join(_label(kind, key, there) for key in fields.IDENTIFYING[kind])
        raise Invalid(f"Choose the column that says whose a row is: {can}.", field="body.columns")
    if kind == "events" and "event" not in keys and not mapping.event.strip():
        raise Invalid("Choose the column with the event's name, or give one name for all rows.", field="body.event")
    if kind == "events" and "at" not in keys:
        raise Invalid("Choose the column that says when it happened.", field="body.columns")
    return Plan(
        kind, len(headings), chosen, mapping.event.strip(), _zone(mapping.zone), mapping.is_day_first,
        mapping.has_decimal_comma, encoding, members, there,
    )  # fmt: skip


def _chosen(kind: str, one: Column, headings: Sequence[str], there: House) -> Chosen:
    if not 0 <= one.column < len(headings):
        raise Invalid(f"The file has no column {one.column + 1}.", field="body.columns")
    heading = headings[one.column] or f"#{one.column + 1}"
    if one.to == OWN:
        name = " ".join(one.name.split())
        if not 0 < len(name) <= LONGEST_NAME or "\x00" in name:
            raise Invalid(f"Give {heading!r} a name of at most {LONGEST_NAME} characters.", field="body.columns")
        if one.type not in OWN_TYPES:
            raise Invalid(f"{heading!r} can be {', '.join(OWN_TYPES)}.", field="body.columns")
        return Chosen(one.column, heading, OWN, name, one.type)
    found = there.find(kind, one.to)
    if found is None:
        raise Invalid(f"There is no field {one.to[:60]!r} for {kind}.", field="body.columns")
    return Chosen(one.column, heading, found.key, found.key, found.type)


def _label(kind: str, key: str, there: House) -> str:
    found = there.find(kind, key)
    return found.label if found else key


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid(f"There is no time zone {name[:60]!r}.", field="body.zone") from error


def since(at: datetime) -> str:
    """A moment as a trait holds it."""
    return at.isoformat().replace("+00:00", "Z")
