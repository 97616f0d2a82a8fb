"""Finds whose each event of a request is, and makes the people, accounts and contacts that are missing.

One statement reads all keys of a request that this process does not remember. Where nothing is new that is all. Else
what must change is locked, always in one order (stripes of keys, then people by id), read again, changed and written,
in the caller's transaction.
"""

from binascii import crc32
from collections.abc import Sequence, Set

import msgspec
from psycopg import Connection

from perennia.ingest import recall
from perennia.ingest.directory import MergedAway, load, lock, write
from perennia.ingest.recall import memory
from perennia.ingest.who import Asked, Directory, Key, Move, Place, wanted

STRIPES = 256


class Crossed(Exception):
    """Somebody else changed who is who meanwhile. Roll back and begin again with `locks`."""

    def __init__(self, locks: "Locks") -> None:
        super().__init__("Who is who changed meanwhile.")
        self.locks = locks


class Locks(msgspec.Struct, frozen=True):
    """What a request must hold to change who is who."""

    stripes: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()

    def __or__(self, other: "Locks") -> "Locks":
        return Locks(self.stripes | other.stripes, self.people | other.people)

    def cover(self, other: "Locks") -> bool:
        return self.stripes >= other.stripes and self.people >= other.people


NONE = Locks()


class Found(msgspec.Struct, frozen=True):
    """Where each event belongs, and the moves it causes. `now` is the database's time, in microseconds since 1970."""

    places: list[Place]
    moves: list[tuple[int, Move]]  # (place of the event that caused it, move)
    customer_of: dict[int, int]
    now: int


def identify(connection: Connection, asked: Sequence[Asked], held: Locks = NONE) -> Found:
    """Whose each event is, in order. Call it inside a transaction; raises Crossed.

    `held` is what an earlier attempt found it needs.
    """
    now, counts = recall.counts(connection)
    if held != NONE:
        return _changed(connection, asked, held, now)
    clock = recall.clock()
    known = [memory.get(one, counts, clock) for one in asked]
    unknown = [one for one, entry in zip(asked, known, strict=True) if entry is None]
    if not unknown:
        return Found([entry[0] for entry in known if entry], [], {}, now)
    directory = load(connection, wanted(unknown))
    found = _placed(directory, unknown, now)
    if directory.is_settled:
        for one, place in zip(unknown, found.places, strict=True):
            memory.keep(one, place, directory, counts, clock)
        return _among(known, found)
    people = {entry[1] for entry in known if entry is not None}
    if people.isdisjoint(needs(directory).people):
        found = _changed(connection, unknown, needs(directory), now, people)
        return _among(known, found)
    return _changed(connection, asked, needs(directory), now)


def _changed(
    connection: Connection, asked: Sequence[Asked], held: Locks, now: int, others: Set[int] = frozenset()
) -> Found:
    """The same under locks, written. `others` are people it must not touch, for their places are remembered."""
    lock(connection, sorted(held.stripes), sorted(held.people))
    directory = load(connection, wanted(asked))
    found = _placed(directory, asked, now)
    needed = needs(directory)
    if not held.cover(needed) or not others.isdisjoint(needed.people):
        raise Crossed(held | needed)
    try:
        real = write(connection, directory)
    except MergedAway as merged:
        raise Crossed(held) from merged
    recall.count(connection, needed.people)
    return _numbered(found, real)


def _among(known: Sequence[recall.Entry | None], found: Found) -> Found:
    """The places found now, among those remembered, in the order of the events."""
    rest = iter(found.places)
    places = [next(rest) if entry is None else entry[0] for entry in known]
    which = [index for index, entry in enumerate(known) if entry is None]
    moves = [(which[index], move) for index, move in found.moves]
    return Found(places, moves, found.customer_of, found.now)


def needs(directory: Directory) -> Locks:
    """The locks under which a directory's changes may be written."""
    return Locks(
        frozenset(stripe(key) for key in directory.keys_made),
        frozenset(person.id for person in directory.people_changed if person.id > 0),
    )


def stripe(key: Key) -> int:
    """The advisory lock of a key. So few that a large request does not fill the server's lock table."""
    return crc32(f"{key[0]}:{key[1]}".encode()) % STRIPES


def _placed(directory: Directory, asked: Sequence[Asked], now: int) -> Found:
    places: list[Place] = []
    moves: list[tuple[int, Move]] = []
    for index, one in enumerate(asked):
        places.append(directory.place(one))
        moves += [(index, move) for move in directory.moves[len(moves) :]]
    return Found(places, moves, directory.customer_of, now)


def _numbered(found: Found, real: dict[int, int]) -> Found:
    """The same with the ids the database gave in place of those below zero."""
    return Found(
        [Place(real.get(p.customer, p.customer), p.contact and real.get(p.contact, p.contact), p.is_visitor) for p in found.places],
        [
            (index, Move(real.get(m.source, m.source), real.get(m.target, m.target), real.get(m.person, m.person), m.reason))
            for index, m in found.moves
        ],
        {real.get(contact, contact): real.get(customer, customer) for contact, customer in found.customer_of.items()},
        found.now,
    )  # fmt: skip
