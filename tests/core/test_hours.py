"""Windows by the clock on the wall: half-hour zones, over midnight, over both changes of the clocks."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perennia.core.hours import Window, day_of, is_open, next_open, quiet, start_of

ZONES = [
    "UTC", "Asia/Ho_Chi_Minh", "Asia/Kolkata", "Australia/Lord_Howe", "America/New_York", "Europe/Berlin", "Pacific/Apia",
    "America/Sao_Paulo", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Nowhere/At_All",
]  # fmt: skip
MOMENTS = st.integers(1262304000, 2051222400).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
CLOCKS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
WINDOWS = st.builds(Window, CLOCKS, CLOCKS, st.frozensets(st.integers(0, 6), min_size=1))


@pytest.mark.number("R23")
@settings(max_examples=1000, deadline=None)
@given(WINDOWS, MOMENTS, st.sampled_from(ZONES))
def test_the_next_open_moment_is_open_and_not_before(window: Window, at: datetime, zone: str) -> None:
    found = next_open(window, at, zone)
    assert found >= at
    assert is_open(window, found, zone)
    assert next_open(window, found, zone) == found


@settings(max_examples=300, deadline=None)
@given(WINDOWS, MOMENTS, st.sampled_from(ZONES), st.integers(1, 99))
def test_nothing_before_the_next_open_moment_is_open(window: Window, at: datetime, zone: str, percent: int) -> None:
    found = next_open(window, at, zone)
    between = at + (found - at) * percent / 100
    assert found == at or between >= found or not is_open(window, between, zone)


@pytest.mark.number("R23")
@pytest.mark.parametrize(
    ("zone", "at", "opens"),
    [
        ("Europe/Berlin", "2026-03-28T21:00+00:00", "2026-03-29T06:00+00:00"),  # the night clocks go forward
        ("Europe/Berlin", "2026-10-24T20:00+00:00", "2026-10-25T07:00+00:00"),  # and the night they go back
        ("Asia/Kolkata", "2026-05-01T15:00+00:00", "2026-05-02T02:30+00:00"),
        ("Asia/Ho_Chi_Minh", "2026-05-01T13:00+00:00", "2026-05-02T01:00+00:00"),
        ("Asia/Ho_Chi_Minh", "2026-05-01T12:59+00:00", "2026-05-01T12:59+00:00"),
    ],
)
def test_quiet_hours_end_at_eight_by_the_recipients_clock(zone: str, at: str, opens: str) -> None:
    window = quiet(time(20), time(8))
    assert next_open(window, datetime.fromisoformat(at), zone) == datetime.fromisoformat(opens)


def test_a_window_that_starts_in_the_missing_hour_opens_when_the_clocks_have_sprung() -> None:
    window = Window(time(2, 30), time(5))
    found = next_open(window, datetime(2026, 3, 29, 0, 0, tzinfo=UTC), "Europe/Berlin")
    assert found == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_a_day_begins_after_its_missing_midnight() -> None:
    day = day_of(datetime(2018, 11, 4, 12, tzinfo=UTC), "America/Sao_Paulo")
    start = start_of(day, "America/Sao_Paulo")
    assert day_of(start, "America/Sao_Paulo") == day
    assert day_of(start - timedelta(seconds=1), "America/Sao_Paulo") == day - timedelta(days=1)


def test_a_window_on_no_day_is_refused() -> None:
    with pytest.raises(ValueError, match="weekday"):
        next_open(Window(time(9), time(17), frozenset()), datetime(2026, 5, 1, tzinfo=UTC), "UTC")


@pytest.mark.number("R23")
@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-10-24T22:00+00:00", "2026-10-24T23:30+00:00"),  # 01:30 comes before the clocks go back
        ("2026-10-25T00:40+00:00", "2026-10-25T00:40+00:00"),  # 02:40 the first time it is shown
        ("2026-10-25T01:10+00:00", "2026-10-25T01:10+00:00"),  # and while it is shown again
    ],
)
def test_an_hour_that_is_shown_twice_is_open_both_times(at: str, opens: str) -> None:
    window = Window(time(1, 30), time(3))
    assert next_open(window, datetime.fromisoformat(at), "Europe/Berlin") == datetime.fromisoformat(opens)


@pytest.mark.number("R23")
def test_monday_night_reaches_into_tuesday_and_no_other_night_is_open() -> None:
    window = Window(time(22), time(6), frozenset({0}))
    monday = datetime(2026, 5, 4, tzinfo=UTC)
    for zone, ahead in (("UTC", 0), ("Pacific/Kiritimati", 14), ("Pacific/Pago_Pago", -11)):
        local = monday - timedelta(hours=ahead)
        assert not is_open(window, local + timedelta(hours=5), zone)  # Monday early: that night was Sunday's
        assert is_open(window, local + timedelta(hours=23), zone)
        assert is_open(window, local + timedelta(hours=29, minutes=59), zone)
        assert not is_open(window, local + timedelta(hours=30), zone)
        assert not is_open(window, local + timedelta(hours=47), zone)
        assert next_open(window, local + timedelta(hours=31), zone) == local + timedelta(days=7, hours=22)
