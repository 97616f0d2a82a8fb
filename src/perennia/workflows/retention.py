"""Keeps what is kept for a time within that time: dedupe keys 30 days, refusals 7, history made ahead by month."""

from datetime import date, timedelta

import psycopg
from psycopg import sql

DEDUPE_DAYS = 30
REJECTED_DAYS = 7
MONTHS_AHEAD = 2
BATCH = 10_000
FORGET_KEYS = """
delete from dedupe where (partition, source, message_hash) in
(select partition, source, message_hash from dedupe
 where partition between 0 and 255 and received_at < clock_timestamp() - make_interval(days => %s) limit %s)
"""
# Of workers that are no more, of logins that have run out, of tries to sign in the throttle no longer looks at, of what
# a workflow's breaker looks back on.
FORGET_THE_PAST = (
    "delete from engine_worker where seen_at < clock_timestamp() - interval '1 day'",
    "delete from django_session where expire_date < clock_timestamp()",
    "delete from team_loginattempt where at < clock_timestamp() - interval '1 hour'",
    "delete from team_formuse where at < clock_timestamp() - interval '1 hour'",
    "delete from messages_attempts where hour < clock_timestamp() - interval '2 days'",
)
FORGET_REFUSALS = "delete from rejected where received_at < clock_timestamp() - make_interval(days => %s)"


def keep_bounded(connection: psycopg.Connection) -> int:
    """Removes what is past its time, in batches, and makes the next months' tables. Gives the rows removed."""
    removed = connection.execute(FORGET_REFUSALS, [REJECTED_DAYS]).rowcount
    removed += sum(connection.execute(statement).rowcount for statement in FORGET_THE_PAST)
    while True:
        batch = connection.execute(FORGET_KEYS, [DEDUPE_DAYS, BATCH]).rowcount
        removed += batch
        if batch < BATCH:
            break
    make_months(connection)
    return removed


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
