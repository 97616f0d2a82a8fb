"""What is kept for a time is gone after it; the tables of the months to come are there before them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from perennia.team.models import Organisation
from perennia.workflows import ageing, retention
from tests.driving import Stream

NOW = datetime.now(UTC)
AGES = [timedelta(hours=1), timedelta(days=6), timedelta(days=29), timedelta(days=31), timedelta(days=401)]


@pytest.fixture
def aged(stream: Stream) -> Stream:
    stream.connection.execute("truncate rejected")  # another test's refusals
    for place, age in enumerate(AGES):
        at = NOW - age
        stream.connection.execute("insert into dedupe values (%s, 101, gen_random_uuid(), 1, %s)", [place, at])
        stream.connection.execute(
            "insert into rejected (received_at, source, place, code, field, message, name, excerpt)"
            " values (%s, 101, 0, '', '', '', '', '')",
            [at],
        )
        stream.connection.execute(
            "insert into message_mark (partition, message_id, mark, at) values (%s, gen_random_uuid(), 'opened', %s)",
            [place, at],
        )
        stream.connection.execute(
            "insert into messages_outside (medium, name, partition, message, at) values ('email', %s, 1, gen_random_uuid(), %s)",
            [f"n{place}", at],
        )
        stream.connection.execute(
            "insert into messages_earlyreport (medium, name, mark, at, key, address, detail, is_final, heard_at)"
            " values ('email', %s, 'opened', %s, 'k', '', '', true, %s)",
            [f"n{place}", at, at],
        )
        stream.connection.execute("insert into engine_worker values (%s, 1, %s)", [f"w{place}", at])
        stream.connection.execute("insert into django_session values (%s, '', %s)", [f"s{place}", at])
        stream.connection.execute(
            "insert into team_loginattempt (address_hash, origin, at) values ('x', %s, %s)",
            [f"o{place}", at - timedelta(minutes=1)],
        )
    stream.connection.execute("insert into team_loginattempt (address_hash, origin, at) values ('x', 'now', now())")
    stream.connection.execute("insert into django_session values ('open', '', %s)", [NOW + timedelta(days=1)])
    return stream


def test_what_is_past_its_time_is_removed_and_the_rest_is_kept(aged: Stream) -> None:
    retention.keep_bounded(aged.connection)
    assert aged.rows("select partition from dedupe order by 1") == [(0,), (1,), (2,)]
    assert aged.rows("select count(*) from rejected") == [(2,)]
    assert aged.rows("select partition from message_mark order by 1") == [(0,), (1,), (2,), (3,)]
    assert aged.rows("select name from messages_outside order by 1") == [("n0",), ("n1",), ("n2",), ("n3",)]
    assert aged.rows("select name from messages_earlyreport") == [("n0",)]
    aged.connection.execute("truncate message_mark, messages_outside, messages_earlyreport")
    assert aged.rows("select name from engine_worker where name like 'w_'") == [("w0",)]
    assert aged.rows("select session_key from django_session") == [("open",)]
    assert aged.rows("select origin from team_loginattempt") == [("now",)]
    aged.connection.execute("truncate rejected")


def test_the_months_to_come_have_tables_and_a_month_that_began_without_one_is_left_alone(stream: Stream) -> None:
    stream.put(stream.event("Signed In", at=datetime(2031, 11, 5, tzinfo=UTC)))
    stream.run()
    for _ in range(2):
        retention.make_months(stream.connection, date(2031, 11, 20))
    made = "select relname from pg_class where relname ~ '^history_203[12]_[0-9]*$' order by 1"
    found = [name for (name,) in stream.rows(made)]
    assert found == ["history_2031_12", "history_2032_01"]
    assert stream.rows("select count(*) from history_default where name = 'Signed In'") == [(1,)]
    for name in found:
        stream.connection.execute(f"drop table {name}")


def test_the_log_is_kept_as_long_as_the_organisation_says(stream: Stream) -> None:
    Organisation.objects.update_or_create(pk=1, defaults={"keep_log_days": 30})
    line = (
        "insert into run_log (partition, at, customer_id, workflow, outcome, detail)"
        " select %s, %s, 1, 'w', 'done', '{}' from generate_series(1, %s)"
    )
    for partition, many in ((3, 12_000), (200, 1)):
        stream.connection.execute(line, [partition, NOW - timedelta(days=31), many])
        stream.connection.execute(line, [partition, NOW - timedelta(days=29), 2])
    assert ageing.forget(stream.connection) == 12_001
    assert stream.rows("select partition, count(*) from run_log group by 1 order by 1") == [(3, 2), (200, 2)]
    assert ageing.forget(stream.connection) == 0


def test_months_of_history_go_once_all_of_them_is_older_and_what_was_learnt_stays(stream: Stream) -> None:
    for month in (1, 2):
        retention.make_months(stream.connection, date(2030, month, 5))
    for at in (datetime(2029, 12, 31, tzinfo=UTC), datetime(2030, 1, 5, tzinfo=UTC), datetime(2030, 3, 5, tzinfo=UTC)):
        stream.put(stream.event("Signed In", at=at))
        stream.run()
    count = stream.state(1, 11)["counts"]
    kept = "select received_at from history where name = 'Signed In' order by 1"
    with stream.connection.transaction(force_rollback=True):
        stream.connection.execute("update host_clock set ahead = timestamptz '2030-05-02' - clock_timestamp()")
        Organisation.objects.update_or_create(pk=1, defaults={"keep_history_days": 0})
        ageing.forget(stream.connection)
        assert len(stream.rows(kept)) == 3
        Organisation.objects.update_or_create(pk=1, defaults={"keep_history_days": 90})
        ageing.forget(stream.connection)
        there = "select relname from pg_class where relname ~ '^history_2030_[0-9]*$' order by 1"
        assert stream.rows(there)[0] == ("history_2030_02",)
        assert stream.rows(kept) == [(datetime(2030, 3, 5, tzinfo=UTC),)]
        assert stream.state(1, 11)["counts"] == count
    for name in ("history_2030_01", "history_2030_02", "history_2030_03", "history_2030_04"):
        stream.connection.execute(f"drop table if exists {name}")
