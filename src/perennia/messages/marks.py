"""What is known of a message after it left: delivered, opened, clicked, bounced and the like, each with its first moment."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import connection

from perennia.core.channel import Mark

# The earliest moment holds, so that reports may come twice and in any order.
_PUT = """
insert into message_mark as k (partition, message_id, mark, at, detail) values (%s, %s, %s, %s, %s)
on conflict (partition, message_id, mark) do update set at = excluded.at, detail = excluded.detail where k.at > excluded.at
returning xmax = 0
"""
_OF = """
select partition, message_id, mark, at, detail from message_mark
where (partition, message_id) in (select p, i from unnest(%s::smallint[], %s::uuid[]) as t (p, i)) order by at
"""


class Marked(msgspec.Struct, frozen=True):
    """One thing that became of a message."""

    mark: Mark
    at: datetime
    detail: str


def put(partition: int, message: UUID, mark: Mark, at: datetime, detail: str = "") -> bool:
    """Keeps it, in the caller's transaction. Says whether it is the first of its kind."""
    with connection.cursor() as cursor:
        cursor.execute(_PUT, [partition, message, mark, at, detail.replace("\x00", "")[:300]])
        return bool(cursor.fetchone() == (True,))


def of(messages: Sequence[tuple[int, UUID]]) -> dict[tuple[int, UUID], list[Marked]]:
    """What became of these, the earliest first, in one statement."""
    if not messages:
        return {}
    found: dict[tuple[int, UUID], list[Marked]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_OF, [[p for p, _ in messages], [i for _, i in messages]])
        for partition, id, mark, at, detail in cursor.fetchall():
            found.setdefault((partition, id), []).append(Marked(mark, at, detail))
    return found
