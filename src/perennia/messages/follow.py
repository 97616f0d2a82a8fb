"""A message put back into the outbox after its contact had moved follows them to where they are now.

The mover carries what waits. What was on its way just then stays behind, and may have to wait again after all.
"""

from collections.abc import Iterable

from django.db import connection

from perennia.messages.outbox import Message

_FOLLOW = """
with gone as (
    delete from message m using moved v
    where m.state = 'queued' and (m.partition, m.id) in (select p, i from unnest(%s::smallint[], %s::uuid[]) as t (p, i))
    and v.partition = m.partition and v.kind = 1 and v.id = m.contact_id
    returning to_jsonb(m) || jsonb_build_object('partition', v.to_partition, 'customer_id', v.to_customer,
        'contact_id', coalesce(v.to_contact, m.contact_id)) as message
)
insert into message select (jsonb_populate_record(null::message, gone.message)).* from gone returning id
"""


def follow(strays: Iterable[Message]) -> set[object]:
    """Sends these messages after their contacts, in the caller's transaction. Gives the ids of those that had moved."""
    wanted = [(one.partition, one.id) for one in strays]
    if not wanted:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW, [list(column) for column in zip(*wanted, strict=True)])
        return {id_ for (id_,) in cursor.fetchall()}
