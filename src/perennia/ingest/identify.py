"""Finds whose each event of a request is, and makes the people, accounts and contacts that are missing.

One statement reads all keys of a request. Where nothing is new that is all. Else what must change is locked, always in
one order (stripes of keys, then people by id), read again, changed and written, in the caller's transaction.
"""

from binascii import crc32
from collections.abc import Sequence

import msgspec
from psycopg import Connection

from perennia.ingest.directory import load, lock, write
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
    keys = wanted(asked)
    if not held.stripes and not held.people:
        directory, now = load(connection, keys)
        found = _placed(directory, asked, now)
        if directory.is_settled:
            return found
        held = needs(directory)
    lock(connection, sorted(held.stripes), sorted(held.people))
    directory, now = load(connection, keys)
    found = _placed(directory, asked, now)
    if not held.cover(needed := needs(directory)):
        raise Crossed(held | needed)
    return _numbered(found, write(connection, directory))


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
