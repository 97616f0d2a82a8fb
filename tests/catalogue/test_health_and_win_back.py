"""b1: a status set on the board is tagged, told and answered. e1: who cancels is won back, by people and by letters."""

import pytest

from tests.world import DAY, World, messages, notices, tasks

BOARD = "Customer Health Status"
B1 = ("health_status_team", "health_status_message")
CHURN = ("win_back", "win_back_team")


@pytest.mark.parametrize("status", ["Thriving", "Healthy", "Steady", "Struggling"])
def test_a_status_set_by_hand_is_tagged_told_and_answered(status: str) -> None:
    world = World(*B1)
    world.happens("Signed In")
    before = "Steady" if status != "Steady" else "Healthy"
    world.happens("Stage Set By Hand", kind="person", contact=None, pipeline=BOARD, stage=before)
    out = world.happens("Stage Set By Hand", kind="person", contact=None, pipeline=BOARD, stage=status)
    assert world.tags(None) == {status}  # the one before fell off
    assert messages(out) == [("health_status_message", status.lower())]
    is_bad = status == "Struggling"
    assert notices(out) == [("health_status", "role:head_of_cs" if is_bad else "owner", is_bad)]
    assert [one.priority for one in tasks(out)] == (["high"] if is_bad else [])
    assert not world.happens("Stage Set By Hand", kind="person", contact=None, pipeline=BOARD, stage=status).messages


def test_who_cancels_is_called_and_written_to_three_times() -> None:
    world = World(*CHURN)
    out = world.happens("Subscription Cancelled", contact=None, reason="too_expensive")
    assert [(one.to, one.priority) for one in tasks(out)] == [("owner", "urgent")]
    assert messages(world.passes(4 * DAY)) == [("win_back", "question")]
    out = world.passes(14 * DAY)
    assert messages(out) == [("win_back", "since_then")]
    assert len(tasks(out)) == 1
    assert messages(world.passes(30 * DAY)) == [("win_back", "last")]
    assert not world.passes(300 * DAY).messages
    assert not notices(world.everything)


def test_who_comes_back_is_written_to_no_more_and_the_team_hears_of_it() -> None:
    world = World(*CHURN)
    world.happens("Subscription Cancelled", contact=None)
    world.passes(5 * DAY)
    out = world.happens("Subscription Started", contact=None, plan="Team")
    assert notices(out) == [("won_back", "everybody", False)]
    [run] = world.enrolments("win_back")
    assert (run.state, run.reason) == ("done", "goal")
    later = world.passes(200 * DAY)
    assert not later.messages
    assert not tasks(later)


def test_who_comes_back_late_is_told_of_too_and_who_deletes_the_account_is_left_alone() -> None:
    late = World("win_back_team")
    late.happens("Subscription Cancelled", contact=None)
    late.passes(40 * DAY)
    assert notices(late.happens("Subscription Started", contact=None)) == [("won_back", "everybody", False)]
    gone = World(*CHURN)
    gone.happens("Subscription Cancelled", contact=None)
    gone.happens("Account Deleted", contact=None)
    assert not gone.passes(100 * DAY).messages
