"""f1: a session is confirmed, reminded of a day and an hour before to both sides, counted, asked about, and moved."""

from datetime import timedelta

from perennia.core.conduct import LATE, Asked, Hold, Rules, Send, judge
from perennia.core.effect import AddTask, CloseTask
from tests.world import BOB, DAY, MONDAY, World, message, messages, notices, points, tasks

BOTH = ("session_reminders", "session_team", "session_follow_up", "session_outcome_team")
HOUR = timedelta(hours=1)
THURSDAY = MONDAY + 3 * DAY + 5 * HOUR


def booked(world: World, starts_at: str = THURSDAY.isoformat(), **said: object) -> None:
    told = {"session": "Feature walkthrough", "starts_at": starts_at, "booking": "B-1", "goals": "First report", **said}
    world.work([world.event("Session Booked", **told)], world.now)  # type: ignore[arg-type]  # its properties


def test_it_is_confirmed_at_once_and_reminded_of_a_day_and_an_hour_before() -> None:
    world = World(*BOTH)
    world.happens("", kind="identify", traits={"phone": "+49 30 1234"})
    booked(world)
    assert messages(world.everything) == [("session_reminders", "confirmed")]
    assert notices(world.everything) == [("session", "named", False)]
    out = world.passes(2 * DAY + 6 * HOUR)
    assert messages(out) == [("session_reminders", "day_before"), ("session_reminders", "text_day_before")]
    assert message(out, "text_day_before").channel == "sms"
    assert [(one.to, one.priority) for one in tasks(out)] == [("owner", "high")]
    assert notices(out) == [("session", "named", False)]
    out = world.passes(DAY)
    assert messages(out) == [("session_reminders", "hour_before"), ("session_reminders", "text_hour_before")]
    assert notices(out) == [("session", "named", True)]
    assert {row.topic for row in world.everything.messages} == {"transactional"}
    assert not world.passes(10 * DAY).messages


def test_reminders_of_a_late_session_leave_at_their_hour_while_it_is_quiet_where_they_are() -> None:
    world = World(*BOTH)
    world.happens("", kind="identify", traits={"phone": "+49 30 1234"})
    late = THURSDAY.replace(hour=21, minute=30)
    booked(world, late.isoformat())
    world.passes(4 * DAY)
    reminders = [row for row in world.everything.messages if row.template.endswith("_before")]
    assert [row.asked_at for row in reminders] == [late - DAY, late - DAY, late - HOUR, late - HOUR]
    for row in reminders:
        asked = Asked(row.topic, row.asked_at, row.expires_at, "UTC", hours=row.facts.hours)
        assert judge(asked, Rules(), row.asked_at) == Send(counts=False), row.template
        is_late = judge(asked, Rules(), late + LATE)  # nobody sent for so long: it would remind of what has begun
        assert is_late == Hold("span_over:late"), row.template


def test_without_a_phone_no_text_leaves_and_what_is_too_near_is_not_reminded_of() -> None:
    world = World(*BOTH)
    booked(world, (MONDAY + 5 * HOUR).isoformat())
    assert messages(world.passes(2 * DAY)) == [("session_reminders", "hour_before")]
    at_once = World(*BOTH)
    booked(at_once, (MONDAY + HOUR / 2).isoformat())
    assert messages(at_once.passes(DAY)) == []
    assert messages(at_once.everything) == [("session_reminders", "confirmed")]


def test_moved_it_is_reminded_of_at_its_new_time_only_and_another_booking_stays_as_it_is() -> None:
    world = World(*BOTH)
    booked(world)
    booked(world, (THURSDAY + DAY).isoformat(), booking="B-2")
    world.happens("Session Moved", booking="B-1", starts_at=(THURSDAY + 7 * DAY).isoformat())
    assert messages(world.everything)[-1] == ("session_reminders", "moved")
    out = world.passes(5 * DAY)
    assert messages(out) == [("session_reminders", "day_before"), ("session_reminders", "hour_before")]  # of B-2
    assert messages(world.passes(7 * DAY)) == [
        ("session_reminders", "day_before"), ("session_reminders", "hour_before"),
    ]  # fmt: skip


def test_who_came_gets_points_a_question_and_a_promise_kept() -> None:
    world = World(*BOTH)
    booked(world)
    out = world.happens("Session Attended", booking="B-1", session="Feature walkthrough")
    assert points(out) == [(30, "Attended a session")]
    assert len(tasks(out)) == 1
    assert not messages(out)
    assert messages(world.passes(3 * HOUR)) == [("session_follow_up", "survey")]
    assert not world.passes(10 * DAY).messages  # no reminders of what is over


def test_who_missed_it_loses_points_and_is_offered_another_time() -> None:
    world = World(*BOTH)
    booked(world)
    out = world.happens("Session Missed", booking="B-1")
    assert points(out) == [(-30, "Missed a session")]
    assert not messages(out)  # whoever said it may still take it back
    assert messages(world.passes(HOUR)) == [("session_follow_up", "missed")]
    assert notices(out) == [("session_missed", "named", False)]
    assert len(tasks(out)) == 1


def test_cancelled_it_is_confirmed_and_costs_nothing() -> None:
    world = World(*BOTH)
    booked(world)
    out = world.happens("Session Cancelled", booking="B-1")
    assert messages(out) == [("session_follow_up", "cancelled")]
    assert notices(out) == [("session", "named", False)]
    assert not points(out)
    assert not world.passes(10 * DAY).messages


def test_sessions_of_the_past_write_to_nobody() -> None:
    world = World(*BOTH)
    for name in ("Session Booked", "Session Attended", "Session Missed"):
        world.happens(
            name, MONDAY - 100 * DAY, contact=BOB, historical=True, booking="B-0", starts_at=THURSDAY.isoformat()
        )
    world.passes(10 * DAY)
    assert not world.everything.messages
    assert not world.everything.points
    assert not notices(world.everything)


def test_what_was_said_by_mistake_is_taken_back_with_its_points_before_anybody_is_written_to() -> None:
    world = World(*BOTH)
    booked(world)
    world.happens("Session Missed", booking="B-1")
    out = world.happens("Session Reopened", booking="B-1", was="Session Missed")
    assert points(out) == [(30, "Missing taken back")]
    world.happens("Session Attended", booking="B-1")
    out = world.happens("Session Reopened", booking="B-1", was="Session Attended")
    assert points(out) == [(-30, "Attendance taken back")]
    assert sum(many for many, _ in points(world.everything)) == 0
    named = [row.effect.known_as for row in world.everything.effects if isinstance(row.effect, AddTask | CloseTask)]
    missed, missed_back, attended, attended_back = named  # each is taken back by the name it was given under
    assert (missed, attended) == (missed_back, attended_back)
    assert missed != attended
    world.passes(10 * DAY)
    assert not {template for _, template in messages(world.everything)} & {"missed", "survey"}


def test_where_an_invitation_has_said_it_no_letter_and_no_notice_says_it_again() -> None:
    world = World(*BOTH)
    booked(world, invited=True)
    world.happens("Session Moved", booking="B-1", starts_at=THURSDAY.isoformat(), invited=True)
    assert not messages(world.everything)
    assert not notices(world.everything)
    assert messages(world.passes(2 * DAY + 6 * HOUR)) == [("session_reminders", "day_before")]
    out = world.happens("Session Cancelled", booking="B-1", invited=True)
    assert not messages(out)
    assert not notices(out)
