"""Makes a customer that a person or the API describes before any event named it."""

from django.db import connection, transaction

from perennia.core import partition
from perennia.core.error import Conflict


class AlreadyThere(Conflict):
    """There is a customer with this group id already. Open that one instead."""

    code = "customer_exists"


@transaction.atomic
def make(group_id: str | None) -> int:
    """The number of a new account. `group_id`: what the company's own systems call it. Raises AlreadyThere."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('ingest_account', 'id'))")
        (id_,) = cursor.fetchone() or (0,)
        cursor.execute(
            "insert into ingest_account (id, partition, kind) overriding system value values (%s, %s, 'account')",
            [id_, partition.of(id_)],
        )
        if group_id is not None:
            cursor.execute(
                "insert into ingest_key (kind, key, customer_id) values ('group', %s, %s) on conflict do nothing",
                [group_id, id_],
            )
            if not cursor.rowcount:
                raise AlreadyThere(field="body.group_id")
    return int(id_)
