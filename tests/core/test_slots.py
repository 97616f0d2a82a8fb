"""Free times: inside somebody's hours by their clock, clear of what is taken, over both changes of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perennia.core.error import Invalid
from perennia.core.hours import zone_of
from perennia.core.slots import Hours, Interval, Taken, Terms, check, days_of, open_stretches, slots, week_of

ZONES = [
    "UTC", "Asia/Ho_Chi_Minh", "Asia/Kolkata", "Australia/Lord_Howe", "America/New_York", "Europe/Berlin", "Pacific/Apia",
    "America/Sao_Paulo", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Kiritimati", "Pacific/Pago_Pago",
]  # fmt: skip
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)  # a Monday
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
NINE_TO_FIVE: tuple[tuple[Interval, ...], ...] = (((540, 1020),),) * 5 + ((), ())
HALF = Terms(timedelta(minutes=30), timedelta(minutes=30))

MOMENTS = st.integers(1262304000, 2051222400).map(lambda seconds: datetime.fromtimestamp(seconds // 60 * 60, UTC))
INTERVALS = st.tuples(st.integers(0, 95), st.integers(1, 96)).filter(lambda one: one[0] < one[1])
SPANS = st.lists(INTERVALS.map(lambda one: (one[0] * 15, one[1] * 15)), max_size=3).map(tuple)
HOURS = st.builds(Hours, st.sampled_from(ZONES), st.tuples(*[SPANS] * 7))
TERMS = st.builds(
    Terms, st.sampled_from([15, 30, 45, 90]).map(lambda n: n * MINUTE), st.sampled_from([15, 30, 60]).map(lambda n: n * MINUTE),
    st.sampled_from([0, 10]).map(lambda n: n * MINUTE), st.sampled_from([0, 15]).map(lambda n: n * MINUTE),
    st.sampled_from([0, 3, 48]).map(lambda n: n * HOUR), st.just(30 * DAY), st.sampled_from([0, 1, 2]),
)  # fmt: skip


def is_open(hours: Hours, at: datetime) -> bool:
    """What the wall clock says, asked minute by minute and in no other way."""
    here = at.astimezone(zone_of(hours.zone))
    minute = here.hour * 60 + here.minute
    return any(start <= minute < end for start, end in hours.of(here.date()))


@settings(max_examples=250, deadline=None)
@given(HOURS, TERMS, MOMENTS, st.lists(st.integers(0, 5 * 96), max_size=6))
def test_a_slot_lies_ahead_inside_the_hours_and_clear_of_what_is_taken(
    hours: Hours, terms: Terms, now: datetime, quarters: list[int]
) -> None:
    starts = [now + quarter * 15 * MINUTE for quarter in quarters]
    taken = [Taken(at - 10 * MINUTE, at + 40 * MINUTE, at, is_same=True) for at in starts]
    found = slots(hours, terms, taken, now, now, now + 5 * DAY)
    assert found == sorted(set(found))
    for at in found:
        assert now + terms.notice <= at < now + 5 * DAY
        assert all(is_open(hours, at + n * MINUTE) for n in range(0, terms.length // MINUTE, 5))
        assert is_open(hours, at + terms.length - MINUTE)
        since, till = at - terms.before, at + terms.length + terms.after
        assert all(one.end <= since or one.start >= till for one in taken)
        assert at.astimezone(zone_of(hours.zone)).astimezone(UTC) == at  # there is such a moment


@settings(max_examples=200, deadline=None)
@given(HOURS, MOMENTS)
def test_the_open_stretches_are_what_the_wall_clock_shows_as_open(hours: Hours, at: datetime) -> None:
    stretches = open_stretches(hours, at, at + 2 * DAY)
    assert all(before[1] < after[0] for before, after in pairwise(stretches))
    for n in range(0, 2 * 24 * 60, 15):
        moment = at + n * MINUTE
        assert any(start <= moment < end for start, end in stretches) == is_open(hours, moment), moment


def clocks(found: list[datetime], zone: str) -> list[str]:
    return [f"{at.astimezone(ZoneInfo(zone)):%d %H:%M%z}" for at in found]


def test_the_missing_hour_has_no_slot_and_the_double_hour_has_each_of_its_own() -> None:
    hours = Hours("Europe/Berlin", (((60, 210),),) * 7)  # 01:00 to 03:30
    hour = Terms(HOUR / 2, HOUR / 2)
    spring = datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert clocks(slots(hours, hour, [], spring, spring, spring + 5 * HOUR), "Europe/Berlin") == [
        "29 01:00+0100", "29 01:30+0100", "29 03:00+0200",
    ]  # fmt: skip
    autumn = datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert clocks(slots(hours, hour, [], autumn, autumn, autumn + 6 * HOUR), "Europe/Berlin") == [
        "25 01:00+0200", "25 01:30+0200", "25 02:00+0200", "25 02:30+0200", "25 02:00+0100", "25 02:30+0100", "25 03:00+0100",
    ]  # fmt: skip


def test_days_of_their_own_notice_and_a_full_day_take_slots_away() -> None:
    hours = Hours("UTC", NINE_TO_FIVE, {date(2026, 3, 3): (), date(2026, 3, 7): ((600, 660),)})
    days = {at.date() for at in slots(hours, HALF, [], NOW, NOW, NOW + 7 * DAY)}
    assert sorted(day.day for day in days) == [2, 4, 5, 6, 7]
    soon = Terms(HOUR, HOUR, notice=5 * HOUR)
    assert slots(hours, soon, [], NOW, NOW, NOW + DAY)[0].time() == time(13)
    at = datetime(2026, 3, 4, 10, tzinfo=UTC)
    one_a_day = Terms(HOUR, HOUR, per_day=1)
    taken = [Taken(at, at + HOUR, at, is_same=True)]
    assert {one.day for one in slots(hours, one_a_day, taken, NOW, at, at + 2 * DAY)} == {5, 6}
    assert slots(hours, HALF, [], NOW, NOW + DAY, NOW + 2 * DAY) == []


def test_written_hours_are_read_and_what_cannot_be_meant_is_refused() -> None:
    assert week_of({"mon": [["09:00", "12:00"]], "sun": [["22:00", "02:00"]]}) == (
        ((0, 120), (540, 720)), (), (), (), (), (), ((1320, 1440),),
    )  # fmt: skip
    assert days_of({"2026-12-24": []}) == {date(2026, 12, 24): ()}
    for week, days in (
        ({"mon": [["12:00", "09:00"]]}, {}), ({"mon": [["09:00", "12:00"], ["11:00", "13:00"]]}, {}), ({"funday": []}, {}),
        ({"mon": [["9", "x"]]}, {}), ({"mon": [["09:00"]]}, {}), ({}, {"2026-02-30": []}), ({}, {"2026-03-01": [["10:00", "10:00"]]}),
    ):  # fmt: skip
        with pytest.raises(Invalid):
            check(week, days)
