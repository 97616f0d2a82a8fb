"""h1: who earned 1,200 points is invited, asked again after 60 days, and their answer is recorded."""

import pytest

from tests.world import DAY, World, definition, messages, notices, stages, tasks

H1 = ("affiliate_invitation", "affiliate_qualified_team", "affiliate_invited_team", "affiliate_answer_team")
MANAGER = ("affiliate", "role:head_of_cs", False)


def earning(points: int = 1200) -> World:
    earn = {"id": "p", "key": "add_score", "points": points, "reason": "x"}
    lose = {"id": "l", "key": "add_score", "points": -200, "reason": "x"}
    world = World(
        *H1,
        definition("earn", trigger={"key": "event_seen", "names": ["Earned"]}, re_entry="every_time", steps=[earn]),
        definition("lose", trigger={"key": "event_seen", "names": ["Lost"]}, re_entry="every_time", steps=[lose]),
    )
    world.happens("Earned")
    return world


def sent(world: World) -> None:
    world.happens("Message Sent", kind="report", workflow="affiliate_invitation", template="invitation")


def test_who_qualifies_is_invited_and_the_manager_hears_of_it() -> None:
    world = earning()
    assert messages(world.everything) == [("affiliate_invitation", "invitation")]
    assert notices(world.everything) == [MANAGER]
    assert not stages(world.everything)  # invited is who was sent the letter
    sent(world)
    assert stages(world.everything) == [("Affiliates", "Invited")]
    assert not earning(1199).everything.messages


def test_who_does_not_answer_is_asked_again_after_60_days_while_they_qualify() -> None:
    world = earning()
    assert messages(world.passes(61 * DAY)) == [("affiliate_invitation", "reminder")]
    assert messages(world.passes(60 * DAY)) == [("affiliate_invitation", "reminder")]
    assert not world.passes(300 * DAY).messages
    assert len(notices(world.everything)) == 8  # every 60 days
    below = earning()
    below.happens("Lost")
    assert not below.passes(200 * DAY).messages
    assert notices(below.everything) == [MANAGER]


@pytest.mark.parametrize("answer", ["Joined", "Declined"])
def test_an_answer_is_recorded_and_ends_the_asking(answer: str) -> None:
    world = earning()
    sent(world)
    out = world.happens(f"Affiliate {answer}")
    assert stages(out) == [("Affiliates", answer)]
    assert world.tags() == ({"Affiliate"} if answer == "Joined" else set())
    assert len(tasks(out)) == (answer == "Joined")
    assert notices(out) == [MANAGER]
    later = world.passes(300 * DAY)
    assert not later.messages
    assert not notices(later)
    [run] = world.enrolments("affiliate_invitation")
    assert (run.state, run.reason) == (("done", "goal") if answer == "Joined" else ("left", "exit:0"))
