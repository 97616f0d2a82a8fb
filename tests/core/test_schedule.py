"""Moments that come round: at the hour on the wall in any zone, over both changes of the clocks, by both ways of asking."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perennia.catalogue.triggers.schedule import OnSchedule
from perennia.core.error import Invalid
from perennia.core.schedule import Schedule, check

ZONES = ("UTC", "Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia")
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
triggers = st.builds(
    OnSchedule,
    every=st.sampled_from(["day", "week", "month"]),
    at=st.times().map(lambda time: f"{time:%H:%M}"),
    weekdays=st.lists(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), min_size=1, max_size=7),
    day=st.integers(1, 31),
)


@given(triggers, st.sampled_from(ZONES), st.integers(0, 400 * 24 * 60), st.integers(0, 90 * 24 * 60))
def test_all_ways_of_asking_agree_and_the_wall_shows_the_hour(
    trigger: OnSchedule, name: str, begin: int, span: int
) -> None:
    zone, schedule = ZoneInfo(name), trigger.schedule()
    after = BEGIN + timedelta(minutes=begin)
    until = after + timedelta(minutes=span)
    every = list(schedule.every(after, until, zone))
    assert every == sorted(set(every))
    assert all(after < moment <= until for moment in every)
    assert schedule.latest(after, until, zone) == (every[-1] if every else None)
    following = schedule.next(after, zone)
    assert following is not None
    assert (every[0] if every else None) == (following if following <= until else None)
    for moment in every:
        here = moment.astimezone(zone)
        # Where the clocks are put forward the hour may not exist: the first after it is meant.
        assert f"{here:%H:%M}" == trigger.at or here.utcoffset() != (here - timedelta(hours=3)).utcoffset()
        if trigger.every == "week":
            assert f"{here:%a}".lower() in trigger.weekdays


def test_the_31st_of_a_short_month_is_its_last_day() -> None:
    schedule = OnSchedule(every="month", day=31, at="09:00").schedule()
    days = [moment.day for moment in schedule.every(BEGIN, BEGIN + timedelta(days=365), UTC)]
    assert days == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("*/5 * * * *", "once an hour"),
        ("0 0 30 2 *", "no cron line"),
        ("nine o'clock", "no cron line"),
        ("", "no cron line"),
    ],
)
def test_a_line_nobody_could_mean_is_refused_with_the_reason(line: str, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        check(Schedule(line))
    check(Schedule("0 */2 * * 1-5"))
