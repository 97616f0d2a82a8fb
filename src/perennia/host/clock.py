"""The one clock of business time: the database's, plus what the demo or a test has moved it ahead.

It is read once a turn and passed on. Leases and time-outs use the database's own time, never this one.
"""

from datetime import UTC, datetime, timedelta

from django.db import connection


def now() -> datetime:
    """The moment, in UTC. One statement; inside a transaction too it is the present, not the transaction's start."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp() + (SELECT ahead FROM host_clock)")
        (moment,) = cursor.fetchone()
    return aware(moment)


def ahead() -> timedelta:
    """How far the clock runs ahead of the database's; zero but in a demo or a test."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ahead FROM host_clock")
        (offset,) = cursor.fetchone()
    assert isinstance(offset, timedelta)
    return offset


def set_ahead(offset: timedelta) -> None:
    """Sets how far the clock runs ahead (behind, when negative); every process sees it from its next turn on."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE host_clock SET ahead = make_interval(secs => %s)", [offset.total_seconds()])


def move(by: timedelta) -> None:
    """Moves the clock on, from wherever it is."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE host_clock SET ahead = ahead + make_interval(secs => %s)", [by.total_seconds()])


def aware(moment: object) -> datetime:
    """A moment the database gave, in UTC."""
    assert isinstance(moment, datetime)
    return moment.astimezone(UTC)
