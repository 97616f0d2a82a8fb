"""Who is in a segment, as the engine keeps it; and who would be in one that is still being written."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from django.db import connection, transaction

from perennia.core.condition import Condition
from perennia.core.profile import CUSTOMER, Kind
from perennia.customers import matching
from perennia.host.select import one, select

SAMPLE = 6
PATIENCE = "10s"


class Somebody(msgspec.Struct, frozen=True):
    """A customer, or a contact with theirs."""

    id: int
    name: str
    customer_id: int
    customer: str
    since: datetime | None = None


class Found(msgspec.Struct, frozen=True):
    """How many meet a condition, and the first few."""

    count: int
    sample: list[Somebody]


def counts(keys: Sequence[str]) -> dict[str, int]:
    """How many are in each of these; those with nobody are left out."""
    return dict(select(_pair, _COUNTS, {"keys": list(keys)}))


def page(key: str, kind: int, after: Sequence[object] | None, limit: int) -> list[Somebody]:
    """Up to `limit` members behind the mark, the newest first."""
    since, id_ = after or (None, None)
    statement = _CUSTOMERS if kind == CUSTOMER else _CONTACTS
    return select(Somebody, statement, {"key": key, "kind": kind, "since": since, "id": id_, "limit": limit})


def preview(kind: Kind, condition: Condition, now: datetime) -> Found:
    """Counted on what is known at this moment, whether or not the engine has ever heard of the condition."""
    zone = one(str, "select zone from team_organisation where id = 1", {}) or "UTC"
    today = now.astimezone(ZoneInfo(zone)).date()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select set_config('statement_timeout', %s, true)", [PATIENCE])
        number = matching.count(kind, condition, now, today)
        ids = [id_ for _, id_ in matching.page(kind, condition, now, today, limit=SAMPLE)] if number else []
    return Found(number, select(Somebody, _NAMED_CUSTOMERS if kind == CUSTOMER else _NAMED_CONTACTS, {"ids": ids}))


def _pair(key: str, number: int) -> tuple[str, int]:
    return key, number


_COUNTS = "select segment, count(*) from segment_member where segment = any(%(keys)s) group by 1"
_BEHIND = """
from segment_member m {join}
where m.segment = %(key)s and m.kind = %(kind)s and (%(since)s::timestamptz is null
    or (m.since <= %(since)s::timestamptz and (m.since, m.subject_id) < (%(since)s::timestamptz, %(id)s::bigint)))
order by m.since desc, m.subject_id desc limit %(limit)s
"""
_CUSTOMERS = "select c.id, c.name, c.id, c.name, m.since" + _BEHIND.format(
    join="join customers_customer c on c.id = m.subject_id"
)
_CONTACTS = "select k.id, k.name, c.id, c.name, m.since" + _BEHIND.format(
    join="join customers_contact k on k.id = m.subject_id join customers_customer c on c.id = k.customer_id"
)
_NAMED_CUSTOMERS = """
select id, name, id, name, null from customers_customer where id = any(%(ids)s::bigint[]) order by name_folded, id
"""
_NAMED_CONTACTS = """
select k.id, k.name, c.id, c.name, null from customers_contact k join customers_customer c on c.id = k.customer_id
where k.id = any(%(ids)s::bigint[]) order by k.name_folded, k.id
"""
