"""Reads of guidance: who asks, what is known of them, and what items did. A fixed number of statements each."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec
from django.db.models import Q

from perennia.core.guided import TALLIED
from perennia.core.profile import CONTACT, Profile
from perennia.host.select import select
from perennia.knowledge.models import Guidance

DAYS = 30
_profile = msgspec.json.Decoder(Profile)


class Whose(msgspec.Struct, frozen=True):
    """The moment, and the contact who asks, if there is one."""

    now: datetime
    contact: int | None
    customer: int | None
    partition: int | None


class Numbers(msgspec.Struct):
    """What an item did, each person counted once; `by_day` is who saw it first on each of the last 30 days."""

    shown: int = 0
    clicked: int = 0
    closed: int = 0
    finished: int = 0
    missing: int = 0
    by_day: list[int] = msgspec.field(default_factory=lambda: [0] * DAYS)
    finished_by_day: list[int] = msgspec.field(default_factory=lambda: [0] * DAYS)
    parts: dict[str, int] = msgspec.field(default_factory=dict)


def whose(user: str, anonymous: str, group: str) -> Whose:
    """Whose page it is: the user's, else the visitor's. Makes nobody."""
    return select(Whose, _WHOSE, {"user": user, "anonymous": anonymous, "group": group})[0]


def profiles(of: Whose) -> tuple[Profile | None, Profile | None]:
    """(customer, contact) as the engine knows them."""
    found: dict[int, Profile] = {}
    rows = select(_state, _PROFILES, {"partition": of.partition, "contact": of.contact, "customer": of.customer})
    for kind, state in rows:
        found[kind] = _profile.decode(state)
    contact = found.get(CONTACT)
    return found.get(0), contact


def page(state: str | None, kind: str | None, words: str, after: Sequence[object] | None, limit: int) -> list[Guidance]:
    """Up to `limit` items behind the mark, the last changed first."""
    rows = Guidance.objects.filter(removed_at=None).select_related("created_by").order_by("-changed_at", "-id")
    if state is not None:
        rows = rows.filter(state=state)
    if kind is not None:
        rows = rows.filter(kind=kind)
    if words:
        rows = rows.filter(name__icontains=words)
    if after is not None:
        at, id_ = after
        rows = rows.filter(Q(changed_at__lt=at) | Q(changed_at=at, id__lt=id_))
    return list(rows[:limit])


def numbers(keys: Sequence[str], today: date) -> dict[str, Numbers]:
    """By key: of all time in sum, and of the last 30 days one by one."""
    first = today - timedelta(days=DAYS - 1)
    found: dict[str, Numbers] = {key: Numbers() for key in keys}
    rows = select(_tallied, _TALLY, {"names": [f"{TALLIED}{key}" for key in keys], "first": first})
    for name, part, what, day, count in rows:
        of = found[name.removeprefix(TALLIED)]
        if what == "done":
            of.parts[part] = of.parts.get(part, 0) + count
            continue
        setattr(of, what, getattr(of, what) + count)
        if day is not None and day <= today and what in ("shown", "finished"):
            (of.by_day if what == "shown" else of.finished_by_day)[(day - first).days] += count
    return found


def _state(kind: int, state: str) -> tuple[int, str]:
    return kind, state


def _tallied(name: str, part: str, what: str, day: date | None, count: int) -> tuple[str, str, str, date | None, int]:
    return name, part, what, day, count


_WHOSE = """
select clock_timestamp() + (select ahead from host_clock), found.id, found.customer_id, found.partition
from (select 1) one left join lateral (
    select c.id, c.customer_id, c.partition from ingest_key k
    join ingest_person p on p.id = k.person_id
    left join ingest_key g on g.kind = 'group' and g.key = %(group)s
    left join ingest_contact o on o.person_id = p.id and o.customer_id = g.customer_id and o.moved_to is null
    join ingest_contact c on c.id = coalesce(o.id, p.last_contact_id)
    where (k.kind = 'user' and k.key = %(user)s) or (k.kind = 'anonymous' and k.key = %(anonymous)s)
    order by k.kind = 'user' desc limit 1) found on true
"""
_PROFILES = """
select kind, state::text from profile where partition = %(partition)s
and ((kind = 1 and id = %(contact)s) or (kind = 0 and id = %(customer)s))
"""
_TALLY = """
select workflow, step, what, case when day >= %(first)s then day end as recent, sum(count)::bigint from tally
where workflow = any(%(names)s) and what in ('shown', 'clicked', 'closed', 'finished', 'missing', 'done')
group by workflow, step, what, recent
"""
