"""Keeps what is kept for a time within that time: dedupe keys 30 days, refusals 7, history made ahead by month.

What providers report is kept 400 days, a year over a year; the names they know our messages by 90, longer than any of
them reports; reports nobody has claimed 3.
"""

from datetime import date, timedelta

import psycopg
from psycopg import sql

DEDUPE_DAYS = 30
REJECTED_DAYS = 7
MARK_DAYS = 400
OUTSIDE_DAYS = 90
EARLY_DAYS = 3
MONTHS_AHEAD = 2
BATCH = 10_000
FORGET_KEYS = """
delete from dedupe where (partition, source, message_hash) in
(select partition, source, message_hash from dedupe
 where partition between 0 and 255 and received_at < clock_timestamp() - make_interval(days => %s) limit %s)
"""
FORGET_MARKS = """
delete from message_mark where (partition, message_id, mark) in
(select partition, message_id, mark from message_mark
 where partition between 0 and 255 and at < clock_timestamp() - make_interval(days => %s) limit %s)
"""
FORGET_OUTSIDE = """
delete from messages_outside where id in
(select id from messages_outside where at < clock_timestamp() - make_interval(days => %s) order by at limit %s)
"""
FORGET_EARLY = """
delete from messages_earlyreport where id in
(select id from messages_earlyreport where heard_at < clock_timestamp() - make_interval(days => %s) limit %s)
"""
IN_BATCHES = (
    (FORGET_KEYS, DEDUPE_DAYS), (FORGET_MARKS, MARK_DAYS), (FORGET_OUTSIDE, OUTSIDE_DAYS), (FORGET_EARLY, EARLY_DAYS),
)  # fmt: skip
# Of workers that are no more, of logins that have run out, of tries to sign in the throttle no longer looks at, of what
# a workflow's breaker looks back on, of posts too old to come again.
FORGET_THE_PAST = (
    "delete from engine_worker where seen_at < clock_timestamp() - interval '1 day'",
    "delete from django_session where expire_date < clock_timestamp()",
    "delete from team_loginattempt where at < clock_timestamp() - interval '1 hour'",
    "delete from team_formuse where at < clock_timestamp() - interval '1 hour'",
    "delete from messages_attempts where hour < clock_timestamp() - interval '2 days'",
    "delete from messages_heardpost where until < clock_timestamp()",
)
FORGET_REFUSALS = "delete from rejected where received_at < clock_timestamp() - make_interval(days => %s)"


def keep_bounded(connection: psycopg.Connection) -> int:
    """Removes what is past its time, in batches, and makes the next months' tables. Gives the rows removed."""
    removed = connection.execute(FORGET_REFUSALS, [REJECTED_DAYS]).rowcount
    removed += sum(connection.execute(statement).rowcount for statement in FORGET_THE_PAST)
    removed += sum(_in_batches(connection, statement, days) for statement, days in IN_BATCHES)
    make_months(connection)
    return removed


def _in_batches(connection: psycopg.Connection, statement: str, days: int) -> int:
    """A few at a time, so that nobody waits for a lock of it."""
    removed = batch = BATCH
    while batch == BATCH:
        batch = connection.execute(statement, [days, BATCH]).rowcount
        removed += batch
    return removed - BATCH


def make_months(connection: psycopg.Connection, today: date | None = None) -> None:
    """Makes the history tables of this month and the next ones where they are missing.

    A month that already has rows in the default table stays there: they are read all the same.
    """
    first = today or connection.execute("select current_date").fetchone()[0]  # type: ignore[index]
    first = first.replace(day=1)
    for _ in range(MONTHS_AHEAD + 1):
        following = (first + timedelta(days=32)).replace(day=1)
        name = sql.Identifier(f"history_{first:%Y_%m}")
        exists = connection.execute("select to_regclass(%s)", [f"history_{first:%Y_%m}"]).fetchone()
        taken = connection.execute(
            "select exists (select 1 from history_default where received_at >= %s and received_at < %s)",
            [first, following],
        ).fetchone()
        if exists == (None,) and taken == (False,):
            connection.execute(
                sql.SQL("create table {} partition of history for values from ({}) to ({})").format(
                    name, sql.Literal(first), sql.Literal(following)
                )
            )
        first = following
