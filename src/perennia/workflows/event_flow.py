"""How the stream flows: events a minute, what waits, which names there are."""

from datetime import datetime

import msgspec

from perennia.host.select import one, select
from perennia.workflows.events import SCAN


class Minute(msgspec.Struct, frozen=True):
    """What came in within one minute."""

    at: datetime
    accepted: int
    rejected: int


class Waiting(msgspec.Struct, frozen=True):
    """What has not been worked yet."""

    number: int
    oldest_seconds: int | None
    parked_customers: int


def minutes() -> list[Minute]:
    """The last hour by minute."""
    return select(Minute, _MINUTES, {})


def waiting() -> Waiting:
    """How much waits, and how long."""
    return one(Waiting, _COUNTS, {}) or Waiting(0, None, 0)


class Name(msgspec.Struct, frozen=True):
    """A name of events, and how often it came lately."""

    name: str
    count: int


def names(limit: int = 100) -> list[Name]:
    """The names among the latest events, the most frequent first."""
    return select(Name, _NAMES, {"scan": SCAN, "limit": limit})


_MINUTES = """
with minute as (
    select generate_series(date_trunc('minute', clock_timestamp()) - interval '59 minutes',
                           date_trunc('minute', clock_timestamp()), interval '1 minute') as at),
worked as (
    select date_trunc('minute', received_at) as at, count(*) as n from history
    where received_at > clock_timestamp() - interval '61 minutes' and place = 0 group by 1),
refused as (
    select date_trunc('minute', received_at) as at, count(*) as n from rejected
    where received_at > clock_timestamp() - interval '61 minutes' group by 1),
queued as (
    select date_trunc('minute', received_at) as at, count(*) as n from inbox
    where received_at > clock_timestamp() - interval '61 minutes' group by 1)
select m.at, (coalesce(w.n, 0) + coalesce(q.n, 0))::bigint, coalesce(r.n, 0)
from minute m left join worked w using (at) left join refused r using (at) left join queued q using (at) order by m.at
"""
_COUNTS = """
select (select count(*) from inbox), (
    select extract(epoch from clock_timestamp() - min(o.received_at))::integer
    from engine_partition p cross join (values (0), (1), (2)) as l(lane)
    cross join lateral (
        select received_at from inbox where partition = p.partition and lane = l.lane order by seq limit 1) o),
    (select count(*) from trouble where is_parked)
"""
_NAMES = """
select name, count(*) from (
    select name from history order by received_at desc, seq desc, place desc limit %(scan)s) latest
group by name order by count(*) desc, name limit %(limit)s
"""
