"""Puts understood rows into the inbox, on the bulk lane, and notes what each made and what stood there before."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec
from psycopg import Connection, Cursor, DataError

from perennia.core import partition
from perennia.core.by_hand import OWNER_SET, STAGE_SET, TAG_ADDED
from perennia.core.profile import CONTACT, CUSTOMER
from perennia.imports.line import Line, Refused
from perennia.imports.models import Import
from perennia.imports.resolve import Resolver, resolver
from perennia.ingest import arrive
from perennia.ingest.call import MAX_EVENT_BYTES
from perennia.ingest.check import NAMES
from perennia.ingest.identify import Found, Locks, identify
from perennia.ingest.row import BULK, IMPORTS, Body, Row, encode
from perennia.ingest.store import copy
from perennia.ingest.who import Asked, Place

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BEFORE = """
select p.kind, p.id, coalesce(p.state->'traits', '{}')::text, coalesce(p.state->'tags', '{}')::text,
    coalesce(p.state->'stages', '{}')::text, c.owner_id
from unnest(%s::smallint[], %s::smallint[], %s::bigint[]) t (partition, kind, id)
join profile p on p.partition = t.partition and p.kind = t.kind and p.id = t.id
left join customers_customer c on p.kind = 0 and c.id = p.id
"""
# What stood before this import's first row about somebody stays what stood before.
SUBJECTS = """
insert into imports_subject as s (import_id, partition, kind, id, customer_id, is_made, before)
select %s, p, k, i, c, m, b
from rows from (unnest(%s::smallint[], %s::smallint[], %s::bigint[], %s::bigint[], %s::boolean[]),
    jsonb_array_elements(%s::jsonb)) as g (p, k, i, c, m, b)
on conflict (import_id, partition, kind, id) do update set before = jsonb_build_object(
    'traits', coalesce(excluded.before->'traits', '{}') || coalesce(s.before->'traits', '{}'),
    'tags', coalesce(excluded.before->'tags', '{}') || coalesce(s.before->'tags', '{}'),
    'stages', coalesce(excluded.before->'stages', '{}') || coalesce(s.before->'stages', '{}'),
    'owner', case when s.before ? 'owner' then s.before->'owner' else excluded.before->'owner' end,
    'member', excluded.before->'member')
returning kind, is_made, xmax = 0
"""
_json = msgspec.json.Decoder(dict[str, object]).decode


class About(NamedTuple):
    """A row, and whose it is."""

    line: Line
    place: Place

    @property
    def subjects(self) -> list[tuple[int, int]]:
        """The customer, and where there is one the contact."""
        whole = [(int(CUSTOMER), self.place.customer)]
        return whole if self.place.contact is None else [*whole, (int(CONTACT), self.place.contact)]


class Stood(NamedTuple):
    """What a profile held, and who looked after the customer."""

    traits: dict[str, object]
    tags: dict[str, object]
    stages: dict[str, object]
    owner: int | None


Known = dict[tuple[int, int], Stood]


class Put(msgspec.Struct):
    """What became of some rows: taken or refused, and how many customers and contacts are new."""

    taken: int = 0
    refused: list[tuple[int, Refused]] = []
    made_customers: int = 0
    made_contacts: int = 0


class Manner(msgspec.Struct, frozen=True):
    """How rows of an import are put: which import, since when what they say is true, and from when on it is the past."""

    import_id: int
    kind: str
    event: str
    by: str
    at: datetime
    is_historical: bool
    historical_after: timedelta

    def message_id(self, row: int, suffix: str = "") -> str:
        """The same for the same row for ever; sorts as the rows do, for among equals the later one stands."""
        return f"{prefix(self.import_id)}{row:012d}{suffix}"


def prefix(import_id: int) -> str:
    """How the message ids of an import begin."""
    return f"import:{import_id}:"


def manner(one: Import, event: str, historical_after: timedelta) -> Manner:
    """How this import's rows are put."""
    assert one.started_at is not None
    by = one.made_by_name or "import"
    return Manner(one.pk, one.kind, event, by, one.started_at, one.is_historical, historical_after)


def put(conn: Connection, how: Manner, lines: Sequence[Line], held: Locks, *, is_careful: bool = False) -> Put:
    """Stores rows in the caller's transaction. Raises Crossed and DataError; with `is_careful` the latter costs one row."""
    done = Put(refused=[])
    if not lines:
        return done
    known = resolver(conn, how.kind, lines)
    clear = list(_clear(known, how.kind, lines, done))
    found = identify(conn, [asked for _, asked in clear], held)
    about = [About(line, place) for (line, _), place in zip(clear, found.places, strict=True)]
    before = _before(conn, about)
    rows = _rows(how, about, found, before, done)
    stored = _one_by_one(conn, rows, done) if is_careful else _all(conn, rows)
    _note(conn, how, [one for one in about if one.line.row in stored], before, done)
    done.taken = len(stored)
    return done


def _clear(known: Resolver, kind: str, lines: Sequence[Line], done: Put) -> Iterator[tuple[Line, Asked]]:
    for line in lines:
        try:
            yield line, known.asked(kind, line)
        except Refused as refused:
            done.refused.append((line.row, refused))


def _rows(
    how: Manner, about: Sequence[About], found: Found, before: Known, done: Put
) -> list[tuple[int, list[Row]]]:  # fmt: skip
    """The inbox's rows of each line, the moves that naming somebody caused right before it."""
    now = _EPOCH + timedelta(microseconds=found.now)
    made: list[tuple[int, list[Row]]] = []
    moves: dict[int, list[Row]] = {}
    for index, move in found.moves:
        moves.setdefault(index, []).append(arrive.order(move, found.customer_of, now))
    for index, (line, place) in enumerate(about):
        is_new = (CUSTOMER, place.customer) not in before
        own = list(_of_line(how, line, place, now, is_new=is_new))
        if any(len(row.body) > MAX_EVENT_BYTES for row in own):
            done.refused.append((line.row, Refused("too_long")))
            own = []
        made.append((line.row if own else 0, [*moves.get(index, ()), *own]))
    return made


def _of_line(how: Manner, line: Line, place: Place, now: datetime, *, is_new: bool) -> Iterator[Row]:
    at = min(line.at or how.at, now)
    is_past = how.is_historical or now - at > how.historical_after

    def row(kind: str, name: str, body: Body, suffix: str = "", *, is_of_customer: bool = False) -> Row:
        return Row(
            customer=place.customer, contact=None if is_of_customer else place.contact, source=IMPORTS, kind=kind,
            name=name, message_id=how.message_id(line.row, suffix), at=at, received_at=now, lane=BULK,
            historical=is_past, body=encode(body),
        )  # fmt: skip

    if how.kind == "events":
        yield row("track", line.text("event") or how.event, Body(dict(line.own), {}, _ids(line)))
        return
    if is_new and how.kind == "contacts" and (account := line.text("account")):
        # An account that is only now heard of is called as the row calls it; one that has a name keeps it.
        yield row("group", NAMES["group"], Body({}, _account(account), {}), "a", is_of_customer=True)
    kind = "group" if how.kind == "customers" else "identify"
    # Somebody who stands in a file has not been seen by that.
    yield row(kind, NAMES[kind], Body({}, traits_of(line), {**_ids(line), "active": False}))
    for number, tag in enumerate(line.tags):
        yield row("person", TAG_ADDED, Body({"tag": tag, "by": how.by}), f"t{number:02d}")
    for number, (pipeline, stage) in enumerate(line.stages):
        yield row("person", STAGE_SET, Body({"pipeline": pipeline, "stage": stage, "by": how.by}), f"s{number:02d}")
    if line.owner is not None:
        yield row("person", OWNER_SET, Body({"member": line.owner, "by": how.by}), "o", is_of_customer=True)


def traits_of(line: Line) -> dict[str, object]:
    """What a row says of its customer or contact."""
    said: dict[str, object] = {
        key: value for key, value in line.values.items() if key not in ("id", "user_id", "account_id", "account")
    }
    if isinstance(roles := said.get("role"), str):
        said["role"] = list(roles.split(","))
    return {**said, **line.own}


def _account(account: str) -> dict[str, object]:
    return {"website": account} if "." in account and " " not in account else {"name": account}


def _ids(line: Line) -> dict[str, object]:
    names = {"user_id": "userId", "account_id": "groupId", "id": "groupId"}
    return {name: value for key, name in names.items() if (value := line.text(key))}


def _all(conn: Connection, rows: Sequence[tuple[int, list[Row]]]) -> set[int]:
    copy(conn, [row for _, own in rows for row in own])
    return {number for number, _ in rows if number}


def _one_by_one(conn: Connection, rows: Sequence[tuple[int, list[Row]]], done: Put) -> set[int]:
    """Stores line by line, so that a value the checks let through and the database does not costs no other line."""
    stored: set[int] = set()
    for number, own in rows:
        try:
            with conn.transaction():
                copy(conn, own)
            stored |= {number} - {0}
        except DataError:
            done.refused.append((number, Refused("not_storable")))
    return stored


def _before(conn: Connection, about: Sequence[About]) -> Known:
    """What is known so far of the customers and contacts these rows are about; of the new ones nothing."""
    customers = {subject: one.place.customer for one in about for subject in one.subjects}
    subjects = sorted(customers)
    places = [partition.of(customers[one]) for one in subjects]
    rows = Cursor(conn).execute(BEFORE, [places, [kind for kind, _ in subjects], [id_ for _, id_ in subjects]])
    return {
        (kind, id_): Stood(_json(traits), _json(tags), _json(stages), owner)
        for kind, id_, traits, tags, stages, owner in rows
    }


def _note(conn: Connection, how: Manner, about: Sequence[About], before: Known, done: Put) -> None:
    """Notes whom these rows are about: who is new, and what was known before of what they change."""
    told: dict[tuple[int, int], list[Line]] = {}
    customers: dict[tuple[int, int], int] = {}
    for one in about:
        for subject in one.subjects:
            told.setdefault(subject, [])
            customers[subject] = one.place.customer
        told[one.subjects[-1]].append(one.line)
        if one.line.owner is not None:
            told[one.subjects[0]].append(one.line)
    subjects = sorted(told)
    stood = [_stood(told[one], before[one]) if how.kind != "events" and one in before else {} for one in subjects]
    rows = Cursor(conn).execute(SUBJECTS, [
        how.import_id, [partition.of(customers[one]) for one in subjects], [kind for kind, _ in subjects],
        [id_ for _, id_ in subjects], [customers[one] for one in subjects], [one not in before for one in subjects],
        msgspec.json.encode(stood).decode(),
    ])  # fmt: skip
    for kind, is_made, is_first in rows:
        if is_made and is_first and kind == CONTACT:
            done.made_contacts += 1
        elif is_made and is_first:
            done.made_customers += 1


def _stood(lines: Sequence[Line], known: Stood) -> dict[str, object]:
    """What was known of what these rows change. What is missing was not known, and is taken away again."""
    # A name comes with its parts, and a nested trait under a longer name.
    names = {name.partition(".")[0] for line in lines for name in traits_of(line)} | {"name", "first_name"}
    tags = {tag for line in lines for tag in line.tags}
    pipelines = {pipeline for line in lines for pipeline, _ in line.stages}
    return {
        "traits": {name: value for name, value in known.traits.items() if name.partition(".")[0] in names},
        "tags": {tag: value for tag, value in known.tags.items() if tag in tags},
        "stages": {pipeline: stage for pipeline, stage in known.stages.items() if pipeline in pipelines},
        "owner": known.owner,
        "member": next((line.owner for line in lines if line.owner is not None), None),
    }
