"""How the engine is: who works, what waits, and what has waited too long."""

from datetime import datetime, timedelta
from typing import NamedTuple

from perennia.host.select import one, select

ALIVE = timedelta(seconds=20)
STANDING_STILL = timedelta(seconds=60)
HOPELESS = timedelta(minutes=10)  # so far behind, it is no queue that is being worked off
TURN = timedelta(seconds=25)  # by then the watchdog has ended who holds a partition
SWEEPING = timedelta(seconds=50)  # a sweep begins every 20
LONG = timedelta(minutes=1)  # no transaction of ours is open so long


class Vitals(NamedTuple):
    """What a monitor asks for. `waits` says what the oldest due item is, `seconds` how long it is due.

    `is_moving`: a turn was begun of late, so what waits is a queue being worked off. `is_sweeping`: the clock's rules
    are looked at; an empty queue is no proof of that. `is_held`: somebody who is no worker holds the oldest item's
    partition.
    """

    is_worker_alive: bool
    is_moving: bool
    is_sweeping: bool
    waits: str | None
    seconds: int | None
    partition: int | None
    is_held: bool = False

    @property
    def is_standing_still(self) -> bool:
        """Whether the clock is not looked at, or something is due so long that nobody can be working on it."""
        if self.is_worker_alive and not self.is_sweeping:
            return True
        if self.seconds is None or self.seconds <= STANDING_STILL.total_seconds():
            return False
        return not self.is_moving or self.is_held or self.seconds > HOPELESS.total_seconds()

    @property
    def is_well(self) -> bool:
        """Whether events are worked and the clock is looked at."""
        return self.is_worker_alive and not self.is_standing_still

    @property
    def oldest_due(self) -> dict[str, object] | None:
        """The oldest due item by name, once it is late enough to speak of."""
        if self.waits is None or self.seconds is None:
            return None
        return {"what": self.waits, "seconds": self.seconds, "partition": self.partition}


def vital_signs() -> Vitals:
    """Whether workers live and what is overdue: one statement, and one more when something is."""
    found = one(Vitals, _VITALS, {"alive": ALIVE, "still": STANDING_STILL, "sweeping": SWEEPING})
    if found is None:
        return Vitals(False, False, False, None, None, None)
    if found.seconds is None or found.seconds <= STANDING_STILL.total_seconds():
        return found
    held = one(Held, _HELD, {"partition": found.partition, "turn": TURN})
    return found._replace(is_held=held is not None and held.is_held)


class Held(NamedTuple):
    """Whether a partition is locked by somebody who is not in a turn."""

    is_held: bool


class Worker(NamedTuple):
    """A worker by its own word."""

    name: str
    last_seen_at: datetime


def workers() -> list[Worker]:
    """Workers seen within the last day, the latest first."""
    return select(Worker, _WORKERS, {})


class OpenTransaction(NamedTuple):
    """A transaction that is open too long: while it is, no dead row can be removed, and what polls grows slow."""

    pid: int
    name: str
    seconds: int
    statement: str


def open_transactions() -> list[OpenTransaction]:
    """Those open for over a minute, the longest first."""
    return select(OpenTransaction, _OPEN, {"long": LONG})


class Load(NamedTuple):
    """What has not been done yet."""

    events: int
    timers: int
    effects: int


class Parked(NamedTuple):
    """A customer whose events wait for a person."""

    customer_id: int
    name: str
    reason: str
    since: datetime
    waiting: int


class Durability(NamedTuple):
    """How the database keeps what it has confirmed."""

    fsync: str
    synchronous_commit: str

    @property
    def is_safe(self) -> bool:
        """Whether what was confirmed survives a loss of power."""
        return self.fsync == "on" and self.synchronous_commit in ("on", "local", "remote_write", "remote_apply")


def load() -> Load:
    """How much waits."""
    return one(Load, _LOAD, {}) or Load(0, 0, 0)


def parked() -> list[Parked]:
    """Parked customers, the longest first."""
    return select(Parked, _PARKED, {})


def durability() -> Durability:
    """What the server is set to."""
    found = one(Durability, "select current_setting('fsync'), current_setting('synchronous_commit')", {})
    return found or Durability("", "")


# The oldest of a lane is its lowest number; each lane of each partition is looked up in the index of its own.
_VITALS = """
with due as (
    select 'event ' || i.name as what, i.received_at as since, p.partition
    from engine_partition p cross join (values (0), (2)) as l(lane)
    cross join lateral (
        select name, received_at from inbox
        where partition = p.partition and lane = l.lane order by seq limit 1) i
    union all
    select 'timer of a workflow', t.due_at, p.partition from engine_partition p cross join lateral (
        select due_at from timer where partition = p.partition and not exists (
            select from trouble u where u.partition = timer.partition and u.customer_id = timer.customer_id and u.is_parked)
        order by due_at limit 1) t
    where t.due_at <= clock_timestamp() + (select ahead from host_clock)
)
select coalesce((select max(seen_at) > clock_timestamp() - %(alive)s from engine_worker), false),
       coalesce((select max(taken_at) > clock_timestamp() - %(still)s from engine_lease), false),
       coalesce((select max(swept_at) > clock_timestamp() - %(sweeping)s from engine_worker), false),
       oldest.what, extract(epoch from clock_timestamp() - oldest.since)::integer, oldest.partition
from (values (1)) as always(one)
left join (select * from due order by since limit 1) oldest on true
"""
# For a lock that waits for nobody and that only a turn's own would stand against.
_HELD = """
select not exists (select 1 from engine_lease where partition = %(partition)s and taken_at > clock_timestamp() - %(turn)s)
   and not exists (select 1 from (
       select 1 from engine_partition where partition = %(partition)s for key share skip locked) free)
"""
_OPEN = """
select pid, application_name, extract(epoch from clock_timestamp() - xact_start)::integer, left(query, 200)
from pg_stat_activity
where datname = current_database() and backend_type = 'client backend' and xact_start < clock_timestamp() - %(long)s
order by xact_start limit 20
"""
_LOAD = """
select (select count(*) from inbox),
       (select count(*) from timer where due_at <= clock_timestamp() + (select ahead from host_clock)),
       (select count(*) from effect)
"""
_PARKED = """
select t.customer_id, coalesce(c.name, ''), t.reason, t.since,
       (select count(*) from parked k where k.partition = t.partition and k.customer_id = t.customer_id)
from trouble t left join customers_customer c on c.id = t.customer_id where t.is_parked order by t.since limit 200
"""
_WORKERS = """
select name, seen_at from engine_worker where seen_at > clock_timestamp() - interval '1 day' order by seen_at desc
"""
