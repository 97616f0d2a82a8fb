"""What this process remembers of whose events are, so that known people cost no look-up.

Each change to a person counts up their slot in the transaction that makes it. A request reads the counts, in the one
small statement that also tells the time, before it reads anything else; what was remembered at the same count still
holds. Moves do not count: the engine hands an event on that comes to a contact who has left, so it is enough to forget
after some seconds.
"""

import time
from collections.abc import Collection, Sequence

from psycopg import Connection, Cursor

from perennia.ingest.who import Asked, Directory, Place

SLOTS = 256
MOST = 50_000  # remembered at once; then it begins again
SECONDS = 10.0

READ = """
select (extract(epoch from clock_timestamp()) * 1000000)::bigint, array(select number from ingest_epoch order by slot)
"""
COUNT = """
update ingest_epoch set number = number + 1
where slot in (select slot from ingest_epoch where slot = any(%s::smallint[]) order by slot for update)
"""

Key = tuple[str, str, str]
Entry = tuple[Place, int, int, float]  # the place, the person, the count of their slot, when it is forgotten


class Memory:
    """Remembered places; shared by the threads of a process, which only ever replace whole entries."""

    def __init__(self) -> None:
        self.entries: dict[Key, Entry] = {}

    def get(self, asked: Asked, counts: Sequence[int], now: float) -> Entry | None:
        """Where such an event belongs, if it is known and nothing has changed since."""
        if asked.kind == "alias":
            return None
        entry = self.entries.get((asked.user, asked.anonymous, asked.group))
        if entry is None or entry[2] != counts[entry[1] % SLOTS] or entry[3] < now:
            return None
        return entry

    def keep(self, asked: Asked, place: Place, directory: Directory, counts: Sequence[int], now: float) -> None:
        """Remembers the place of an event that changed nothing."""
        if asked.kind == "alias" or not (asked.user or not asked.group):
            return
        person = directory.people.get(("user", asked.user) if asked.user else ("anonymous", asked.anonymous))
        if person is None or (asked.anonymous and directory.people.get(("anonymous", asked.anonymous)) is not person):
            return
        if len(self.entries) >= MOST:
            self.entries = {}
        key = (asked.user, asked.anonymous, asked.group)
        self.entries[key] = (place, person.id, counts[person.id % SLOTS], now + SECONDS)

    def forget(self) -> None:
        """Begins again with nothing."""
        self.entries = {}


memory = Memory()


def counts(connection: Connection) -> tuple[int, list[int]]:
    """The database's time in microseconds since 1970, and the counts of all slots."""
    row = Cursor(connection).execute(READ, binary=True).fetchone()
    assert row is not None
    return row[0], row[1]


def count(connection: Connection, people: Collection[int]) -> None:
    """Notes that some people have changed. Last in a transaction, so that nobody waits for it long."""
    if people:
        Cursor(connection).execute(COUNT, (sorted({person % SLOTS for person in people}),))


def clock() -> float:
    """Seconds that only ever go forward."""
    return time.monotonic()
