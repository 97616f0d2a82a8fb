"""Who meets a condition now: counted, or read page by page."""

from datetime import date, datetime

from django.db import connection

from perennia.core.condition import Condition
from perennia.core.profile import CUSTOMER, Kind
from perennia.customers.condition_sql import where

# A customer is asked alone, so `k` is nobody; hidden visitors are not counted with anybody.
CUSTOMERS = "from profile c left join profile k on false where c.kind = 0 and not c.is_hidden and "
CONTACTS = (
    "from profile k join profile c on c.partition = k.partition and c.kind = 0 and c.id = k.customer_id"
    " where k.kind = 1 and not k.is_hidden and "
)
PAGE = {
    0: ("select c.partition, c.id ", " and (c.partition, c.id) > (%s, %s) order by c.partition, c.id limit %s"),
    1: ("select k.partition, k.id ", " and (k.partition, k.id) > (%s, %s) order by k.partition, k.id limit %s"),
}
FIRST = (-1, 0)


def count(kind: Kind, condition: Condition, now: datetime, today: date) -> int:
    """How many customers or contacts meet it."""
    sql = where(condition, now, today)
    origin = CUSTOMERS if kind == CUSTOMER else CONTACTS
    with connection.cursor() as cursor:
        cursor.execute("select count(*) " + origin + sql.text, sql.params)
        (number,) = cursor.fetchone()
    return int(number)


def page(
    kind: Kind, condition: Condition, now: datetime, today: date, after: tuple[int, int] = FIRST, limit: int = 1000
) -> list[tuple[int, int]]:
    """(partition, id) of those who meet it, in that order, behind `after`: the last of the page before."""
    sql = where(condition, now, today)
    head, tail = PAGE[kind]
    origin = CUSTOMERS if kind == CUSTOMER else CONTACTS
    with connection.cursor() as cursor:
        cursor.execute(head + origin + sql.text + tail, [*sql.params, *after, limit])
        return [(int(partition), int(id_)) for partition, id_ in cursor.fetchall()]
