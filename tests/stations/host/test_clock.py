"""The one clock: the database's time, and what it was moved ahead."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from perennia.host import clock

pytestmark = pytest.mark.django_db


def database_time() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
    return clock.aware(moment)


def test_it_is_the_databases_time_in_utc() -> None:
    before, moment, after = database_time(), clock.now(), database_time()
    assert before <= moment <= after
    assert moment.tzinfo is UTC


def test_moved_four_hundred_days_it_stays_there() -> None:
    clock.move(timedelta(days=399))
    clock.move(timedelta(days=1))
    assert clock.ahead() == timedelta(days=400)
    assert timedelta(days=400) <= clock.now() - database_time() + timedelta(seconds=1) < timedelta(days=400, seconds=2)


def test_it_can_be_set_back_to_the_present() -> None:
    clock.move(timedelta(days=400))
    clock.set_ahead(timedelta())
    assert clock.ahead() == timedelta()


def test_inside_a_transaction_time_goes_on() -> None:
    assert clock.now() < clock.now()
