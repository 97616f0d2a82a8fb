"""How the engine is: who works, what waits, and what has waited too long."""

from datetime import datetime, timedelta
from typing import NamedTuple

from perennia.host.select import one, select

ALIVE = timedelta(seconds=20)
STANDING_STILL = timedelta(seconds=60)


class Vitals(NamedTuple):
    """What a monitor asks for. `waits` says what the oldest due item is, `seconds` how long it is due.

    `is_moving`: a turn was begun of late, so what waits is a queue being worked off.
    """

    is_worker_alive: bool
    is_moving: bool
    waits: str | None
    seconds: int | None
    partition: int | None

    @property
    def is_standing_still(self) -> bool:
        """Whether something is due so long, with no turn begun, that nobody can be working on it."""
        return not self.is_moving and self.seconds is not None and self.seconds > STANDING_STILL.total_seconds()

    @property
    def oldest_due(self) -> dict[str, object] | None:
        """The oldest due item by name, once it is late enough to speak of."""
        if self.waits is None or self.seconds is None:
            return None
        return {"what": self.waits, "seconds": self.seconds}


def vital_signs() -> Vitals:
    """Whether workers live and what is overdue, in one statement."""
    found = one(Vitals, _VITALS, {"alive": ALIVE, "still": STANDING_STILL})
    return found or Vitals(False, False, None, None, None)


class Worker(NamedTuple):
    """A worker by its own word."""

    name: str
    last_seen_at: datetime


def workers() -> list[Worker]:
    """Workers seen within the last day, the latest first."""
    return select(Worker, _WORKERS, {})


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
       oldest.what, extract(epoch from clock_timestamp() - oldest.since)::integer, oldest.partition
from (values (1)) as always(one)
left join (select * from due order by since limit 1) oldest on true
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
