"""Consent, caps and quiet hours: what leaves, what waits and until when, what is held and why."""

from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from perennia.core.conduct import Asked, Defer, Hold, Rules, Send, free_at, judge, stopped_for

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)  # a Monday
ASKED = Asked("success", NOON, NOON + timedelta(days=3), "UTC")


def test_a_message_in_open_hours_leaves() -> None:
    assert judge(ASKED, Rules(), NOON) == Send(counts=True)


def test_a_transactional_one_does_not_count_and_passes_a_full_cap() -> None:
    asked = msgspec.structs.replace(ASKED, topic="transactional", sent_at=[NOON] * 3)
    assert judge(asked, Rules(), NOON) == Send(counts=False)


def test_what_is_waited_for_leaves_in_quiet_hours_if_it_is_transactional() -> None:
    night = NOON + timedelta(hours=10)
    morning = datetime(2026, 5, 5, 8, tzinfo=UTC)
    asked = msgspec.structs.replace(ASKED, topic="transactional")
    assert judge(asked, Rules(), night) == Defer("quiet_hours", morning)
    assert judge(msgspec.structs.replace(asked, hours="at_once"), Rules(), night) == Send(counts=False)
    assert judge(msgspec.structs.replace(ASKED, hours="at_once"), Rules(), night) == Defer("quiet_hours", morning)
    held = msgspec.structs.replace(asked, hours="at_once", suppressed="bounced")
    assert judge(held, Rules(), night) == Hold("suppressed:bounced")


def test_withdrawn_consent_is_never_passed_and_unknown_by_the_setting() -> None:
    withdrawn = msgspec.structs.replace(ASKED, consent="withdrawn")
    assert judge(withdrawn, Rules(), NOON) == Hold("no_consent:success")
    assert judge(ASKED, Rules(unknown_consent=False), NOON) == Hold("consent_unknown:success")


def test_one_who_left_after_it_was_planned_is_not_written_to() -> None:
    left = msgspec.structs.replace(ASKED, left_at=NOON + timedelta(hours=1))
    assert judge(left, Rules(), NOON + timedelta(hours=2)) == Hold("customer_left")
    before = msgspec.structs.replace(ASKED, left_at=NOON - timedelta(hours=1))
    assert judge(before, Rules(), NOON) == Send(counts=True)


def test_the_second_of_a_day_waits_for_the_next_mornings_open_hour() -> None:
    asked = msgspec.structs.replace(ASKED, sent_at=[NOON - timedelta(hours=2)])
    assert judge(asked, Rules(), NOON) == Defer("cap_day:1", datetime(2026, 5, 5, 8, tzinfo=UTC))


def test_the_fourth_of_a_week_waits_until_the_first_is_seven_days_old() -> None:
    sent = [NOON - timedelta(days=ago) for ago in (1, 2, 4)]
    asked = msgspec.structs.replace(ASKED, sent_at=sent, expires_at=NOON + timedelta(days=9))
    assert judge(asked, Rules(), NOON) == Defer("cap_week:3", datetime(2026, 5, 7, 8, tzinfo=UTC))


def test_one_still_in_the_way_of_a_rule_when_its_span_ends_is_held() -> None:
    asked = msgspec.structs.replace(ASKED, sent_at=[NOON], expires_at=NOON)
    assert judge(asked, Rules(), NOON) == Hold("span_over:cap_day:1")


def test_one_first_looked_at_long_after_its_span_is_held_and_one_a_moment_behind_leaves() -> None:
    hour = timedelta(hours=1)
    for topic in ("success", "transactional"):
        asked = msgspec.structs.replace(ASKED, topic=topic, expires_at=NOON + hour)
        assert isinstance(judge(asked, Rules(), NOON + hour + timedelta(minutes=1)), Send)
        assert judge(asked, Rules(), NOON + 2 * hour) == Hold("span_over:late")


def test_time_under_stop_all_is_summed_within_the_span_alone() -> None:
    hour = timedelta(hours=1)
    stops = [(NOON - 5 * hour, NOON - 3 * hour), (NOON, None)]
    assert stopped_for(stops, NOON - 4 * hour, NOON + 2 * hour) == 3 * hour


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.integers(0, 24 * 9), max_size=6),
    st.integers(1, 3),
    st.integers(1, 5),
    st.sampled_from(["UTC", "Asia/Kolkata", "America/New_York"]),
)
def test_sending_when_the_caps_say_free_never_passes_them(
    ago: list[int], per_day: int, per_week: int, zone: str
) -> None:
    rules, sent = Rules(per_day=per_day, per_week=per_week), [NOON - timedelta(hours=h) for h in ago]
    _, free = free_at(sent, rules, NOON, zone)
    assert free >= NOON
    assert free_at(sent, rules, free, zone)[1] == free
