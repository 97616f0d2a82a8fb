"""i1: eight check-ins in ninety days, until somebody answers or leaves."""

from datetime import timedelta

import pytest

from tests.world import ANNA, BOB, DAY, MONDAY, World, messages

DAYS = (1, 7, 14, 21, 28, 40, 60, 90)


def test_check_ins_leave_on_their_days_and_then_end() -> None:
    world = World("check_ins")
    world.happens("Signed In")
    out = world.passes(100 * DAY)
    assert [((row.asked_at - MONDAY).days, row.template) for row in out.messages] == [
        (day, f"day_{day}") for day in DAYS
    ]
    assert {row.contact for row in out.messages} == {ANNA}
    assert not world.loaded.timers
    assert world.tallied("check_ins", "done") == 1


def test_an_answer_ends_the_series_as_its_goal() -> None:
    world = World("check_ins")
    world.happens("Signed In")
    world.passes(8 * DAY)
    (enrolment,) = world.enrolments("check_ins")
    world.happens("Check-in Answered", kind="report", source=4, enrolment=str(enrolment.id), text="All fine")
    assert not world.passes(100 * DAY).messages
    assert world.tallied("check_ins", "goal") == 1


def test_the_answer_of_a_colleague_is_their_own() -> None:
    world = World("check_ins")
    world.happens("Signed In")
    world.happens("Signed In", contact=BOB)
    world.happens("Check-in Answered", contact=BOB, kind="report", source=4)
    assert {row.contact for row in world.passes(100 * DAY).messages} == {ANNA}


@pytest.mark.parametrize(
    ("name", "contact"),
    [("Subscription Cancelled", None), ("Account Deleted", ANNA), ("Account Removed User", ANNA)],
)
def test_it_stops_for_those_who_leave(name: str, contact: int | None) -> None:
    world = World("check_ins")
    world.happens("Signed In")
    world.passes(2 * DAY)
    world.happens(name, contact=contact)
    assert not world.passes(100 * DAY).messages


def test_the_removal_of_a_colleague_stops_nothing() -> None:
    world = World("check_ins")
    world.happens("Signed In")
    world.happens("Signed In", contact=BOB)
    world.happens("Account Removed User", contact=BOB)
    assert {row.contact for row in world.passes(100 * DAY).messages} == {ANNA}


def test_days_already_past_are_skipped() -> None:
    world = World("check_ins")
    world.happens("Signed In", MONDAY - timedelta(hours=20))
    assert [template for _, template in messages(world.passes(8 * DAY))] == ["day_1", "day_7"]
    stranger = World("check_ins")
    stranger.happens("Signed In", MONDAY - timedelta(days=9), received_at=MONDAY)
    assert [template for _, template in messages(stranger.passes(14 * DAY))] == ["day_14", "day_21"]


def test_nobody_is_asked_how_it_goes_at_a_customer_who_cancelled() -> None:
    world = World("check_ins")
    world.happens("Subscription Cancelled", contact=ANNA)
    assert not world.passes(10 * DAY).messages


def test_an_imported_contact_is_not_checked_in_on() -> None:
    world = World("check_ins")
    world.happens("Signed In", MONDAY - 200 * DAY, historical=True)
    world.happens("Signed In")
    assert not world.passes(100 * DAY).messages


def test_a_visitor_is_checked_in_on_from_the_day_we_know_them() -> None:
    world = World("check_ins")
    world.happens("Page Viewed", kind="page", hidden=True)
    world.passes(30 * DAY)
    world.happens("Identify", kind="identify", traits={"email": "anna@acme.test"})
    assert [template for _, template in messages(world.passes(2 * DAY))] == ["day_1"]


def test_a_tag_by_hand_is_not_the_first_day() -> None:
    world = World("check_ins")
    world.happens("Tag Added By Hand", kind="person", source=3, tag="VIP")
    assert not world.passes(10 * DAY).messages


@pytest.mark.parametrize("asks", ["Session Booked", "Task Requested"])
def test_who_only_booked_or_asked_has_not_begun_until_they_do(asks: str) -> None:
    world = World("check_ins")
    world.happens("Identify", kind="identify", context={"active": False}, traits={"email": "anna@acme.test"})
    world.happens(asks, context={"active": False})
    world.happens("Session Attended", MONDAY + 3 * DAY, context={"active": False})
    assert not world.passes(30 * DAY).messages
    assert not world.enrolments("check_ins")
    began = world.now
    world.happens("Signed In", began)
    out = world.passes(8 * DAY)
    assert [((row.asked_at - began).days, row.template) for row in out.messages] == [(1, "day_1"), (7, "day_7")]


def test_who_is_known_from_an_import_is_not_new_for_having_booked() -> None:
    for first, then in ((True, False), (False, True)):
        world = World("check_ins")
        world.happens("Identify", kind="identify", historical=first, context={"active": False})
        world.happens("Session Booked", context={"active": False})
        world.happens("Identify", kind="identify", historical=then, context={"active": False})
        world.happens("Signed In")
        assert not world.passes(10 * DAY).messages
