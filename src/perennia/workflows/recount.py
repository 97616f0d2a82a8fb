"""Brings the members of a segment up to what it means now: a timer for each subject it may concern, judged in its turn.

The engine judges; here is only found whom. What a new definition changes is learnt in silence, see `core.segment`.
"""

import logging
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec
from django.db import connection

from perennia.core.condition import parse
from perennia.core.error import Invalid
from perennia.core.partition import PARTITIONS
from perennia.core.profile import CUSTOMER
from perennia.core.segment import ANEW, compiled
from perennia.customers.condition_sql import Param, Sql, where
from perennia.ingest import wake

logger = logging.getLogger(__name__)

JOB = "recount"
DUE = """
select key, kind, condition::text, revision, archived_at is not null from customers_segment
where id = %s and counted < revision
"""
DONE = "update customers_segment set counted = %s where id = %s and counted < %s"
SETTINGS = """
select clock_timestamp() + (select ahead from host_clock), coalesce((select zone from team_organisation where id = 1), 'UTC')
"""
HEAD = """
insert into timer (partition, due_at, enrolment_id, node, subject_kind, subject_id, customer_id)
select s.partition, %s, md5('anew:' || s.kind || ':' || s.id)::uuid, %s, s.kind, s.id, s.customer_id from ("""
CUSTOMERS = """
    select c.partition, c.kind, c.id, c.customer_id, {} as is_wanted from profile c left join profile k on false
    where c.partition = %s and c.kind = 0 and not c.is_hidden) s
"""
CONTACTS = """
    select k.partition, k.kind, k.id, k.customer_id, {} as is_wanted
    from profile k join profile c on c.partition = k.partition and c.kind = 0 and c.id = k.customer_id
    where k.partition = %s and k.kind = 1 and not k.is_hidden) s
"""
DIFFERS = """
where s.is_wanted <> exists (select from segment_member m
    where m.partition = s.partition and m.kind = s.kind and m.subject_id = s.id and m.segment = %s)
on conflict do nothing
"""
ALL = "on conflict do nothing"


def recount(segment: int) -> bool:
    """Asks for the judging of all whom the segment's meaning concerns now. Nothing is ever left for another slice.

    Run twice, or cut off and run again, it asks again; a timer that finds nothing to change changes nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(DUE, [segment])
        found = cursor.fetchone()
        if found is None:
            return False
        key, kind, text, revision, is_archived = found
        cursor.execute(SETTINGS)
        now, zone = cursor.fetchone()
        asked = _asked(kind, None if is_archived else text, now, now.astimezone(ZoneInfo(zone)).date())
        if asked is not None:
            statement, params, is_timed = asked
            tail, more = (ALL, []) if is_timed else (DIFFERS, [key])
            for partition in range(PARTITIONS):
                cursor.execute(HEAD + statement + tail, [now, ANEW, *params, partition, *more])
            wake.workers()
        cursor.execute(DONE, [revision, segment, revision])
    return False


def given_up(segment: int, reason: str) -> None:
    """The members stay as they were; the next change of the segment asks again."""
    logger.error("The segment %s could not be counted: %s", segment, reason)


def _asked(kind: int, text: str | None, now: datetime, today: date) -> tuple[str, list[Param], bool] | None:
    """Statement, parameters, and whether everybody must be looked at. None: a definition that cannot be read rests."""
    wanted, is_timed = Sql("false"), False
    if text is not None:
        try:
            condition = parse(msgspec.json.decode(text))
        except Invalid:
            return None
        is_timed = compiled("", kind, condition).is_timed
        wanted = Sql("true") if is_timed else where(condition, now, today)
    body = (CUSTOMERS if kind == CUSTOMER else CONTACTS).format(wanted.text)
    return body, list(wanted.params), is_timed
