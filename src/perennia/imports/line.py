"""One row of a file, understood: whose it is and what it says; or the first thing about it that cannot be taken."""

from datetime import datetime

import msgspec

from perennia.core.event import Value
from perennia.customers import traits as known_traits
from perennia.imports import cells, house
from perennia.imports.cells import Unclear
from perennia.imports.fields import IDENTIFYING, OWN
from perennia.imports.mapping import Chosen, Plan, since
from perennia.imports.reading import Record

LARGEST_ROW = 30_000  # characters: with its names it must fit into an event's 32 KB
LONGEST_ID = 255
LONGEST_TAG = 100
LONGEST_EVENT = 200
SHOWN = 120
IDS = ("id", "user_id", "account_id", "account", "email", "website")


class Line(msgspec.Struct, frozen=True):
    """A row that can be taken. `values`: its fields by key; `own`: the company's own fields, or properties."""

    row: int
    values: dict[str, Value]
    own: dict[str, Value]
    at: datetime | None = None
    tags: tuple[str, ...] = ()
    owner: int | None = None
    stages: tuple[tuple[str, str], ...] = ()  # pipeline and stage

    def text(self, key: str) -> str:
        """A field as text; empty where the row does not have it."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""


class Refused(Exception):
    """The row cannot be taken: its fault's code, the column, and what stands there."""

    def __init__(self, code: str, column: str = "", value: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.column = column[:200]
        self.value = _shown(value)


def understand(record: Record, plan: Plan, now: datetime) -> Line | None:
    """What a row says; None for an empty one. Raises Refused."""
    if not any(record.cells) and not record.fault:
        return None
    _refuse_unreadable(record, plan)
    values: dict[str, Value] = {}
    own: dict[str, Value] = {}
    tags: tuple[str, ...] = ()
    owner, at = None, None
    stages: list[tuple[str, str]] = []
    for one in plan.chosen:
        cell = cells.text(record.cells[one.column]) if one.column < len(record.cells) else ""
        if not cell:
            continue
        value = _value(one, cell, plan)
        if isinstance(value, datetime):
            if one.key == "at":
                if value > now:
                    raise Refused("in_the_future", one.heading, cell)
                at = value
                continue
            value = since(value)
        if one.type == "tags":
            tags = tuple(str(value).split("\x1f"))
        elif one.type == "owner":
            owner = int(str(value))
        elif one.type == "stage":
            stages.append((one.key.removeprefix(house.STAGE), str(value)))
        elif one.key == OWN:
            own[one.name] = value
        elif one.type == "own":
            own[one.key.removeprefix(house.FIELD)] = value
        else:
            values[one.key] = value
    line = Line(record.number, values, own, at, tags, owner, tuple(stages))
    _refuse_incomplete(line, plan)
    return line


def _refuse_unreadable(record: Record, plan: Plan) -> None:
    if record.fault:
        raise Refused(record.fault, value=record.cells[0] if record.cells else "")
    if sum(map(len, record.cells)) > LARGEST_ROW:
        raise Refused("too_long")
    if len(record.cells) > plan.width and any(record.cells[plan.width :]):
        raise Refused("too_many_cells", value=str(len(record.cells)))
    whole = "".join(record.cells)
    if "\x00" in whole or not whole.isascii():
        for place, cell in enumerate(record.cells):
            column = next((one.heading for one in plan.chosen if one.column == place), f"#{place + 1}")
            if "\x00" in cell:
                raise Refused("nul_character", column, cell)
            if any(0xD800 <= ord(sign) <= 0xDFFF for sign in cell):
                raise Refused("not_utf8", column, plan.encoding)


def _value(one: Chosen, cell: str, plan: Plan) -> Value | datetime:
    """A cell as what its column is."""
    try:
        match one.type:
            case "number":
                return cells.number(cell, has_comma=plan.has_decimal_comma)
            case "whole":
                return cells.whole(cell, has_comma=plan.has_decimal_comma)
            case "yes_no":
                return cells.yes_no(cell)
            case "moment":
                return cells.moment(cell, plan.zone, is_day_first=plan.is_day_first)
            case "day":
                return since(cells.moment(cell, plan.zone, is_day_first=plan.is_day_first))
            case "own":
                return _own(one, cell, plan)
    except Unclear as unclear:
        code = {"yes_no": "bad_yes_no", "moment": "bad_moment", "day": "bad_moment", "own": "bad_own"}.get(
            one.type, "bad_number"
        )
        raise Refused(code, one.heading, cell) from unclear
    return _word(one, cell, plan)


def _own(one: Chosen, cell: str, plan: Plan) -> Value:
    field = plan.house.own[one.key.removeprefix(house.FIELD)]
    return house.own_value(field, cell, has_comma=plan.has_decimal_comma, is_day_first=plan.is_day_first)


def _word(one: Chosen, cell: str, plan: Plan) -> Value:
    if one.key in IDS and len(cell) > LONGEST_ID:
        raise Refused("too_long", one.heading, cell)
    match one.type:
        case "email":
            name, sign, host = cell.rpartition("@")
            if not (name and sign and host) or any(mark.isspace() or mark in ",;<>" for mark in cell):
                raise Refused("bad_email", one.heading, cell)
        case "tags":
            tags = dict.fromkeys(tag for word in cell.replace(";", ",").split(",") if (tag := " ".join(word.split())))
            if any(len(tag) > LONGEST_TAG for tag in tags):
                raise Refused("too_long", one.heading, cell)
            return "\x1f".join(tags)
        case "owner":
            member = plan.members.get(" ".join(cell.casefold().split()))
            if member is None:
                raise Refused("no_member", one.heading, cell)
            return member
        case "stage":
            stage = plan.house.stages[one.key.removeprefix(house.STAGE)].get(house.plainly(cell))
            if stage is None:
                raise Refused("no_stage", one.heading, cell)
            return stage
        case "role":
            roles = known_traits.roles({"roles": [word.strip() for word in cell.replace(";", ",").split(",")]})
            if not roles:
                raise Refused("bad_role", one.heading, cell)
            return ",".join(roles)
    if one.key == "event" and len(cell) > LONGEST_EVENT:
        raise Refused("too_long", one.heading, cell)
    return cell


def _refuse_incomplete(line: Line, plan: Plan) -> None:
    """Each row must say for itself whose it is."""
    if not any(key in line.values for key in IDENTIFYING[plan.kind]):
        raise Refused("no_identity", plan.heading(*IDENTIFYING[plan.kind]))
    if plan.kind == "customers" and not (line.text("name") or line.text("website") or line.text("id")):
        raise Refused("no_name", plan.heading("name"))
    if plan.kind == "events":
        if "event" not in line.values and not plan.event:
            raise Refused("no_event", plan.heading("event"))
        if line.at is None:
            raise Refused("no_moment", plan.heading("at"))


def _shown(value: str) -> str:
    """What of a value a person is shown, in signs the database can keep."""
    clean = "".join("\N{REPLACEMENT CHARACTER}" if _is_odd(sign) else sign for sign in value[:SHOWN])
    return clean + ("…" if len(value) > SHOWN else "")


def _is_odd(sign: str) -> bool:
    return sign == "\x00" or 0xD800 <= ord(sign) <= 0xDFFF
