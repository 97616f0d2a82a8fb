"""A recalculation puts the ledger right, then tag and stage, and starts nothing."""

from typing import Any

from perennia.core.event import Properties
from perennia.core.policy import MILESTONES, Milestone, Policy
from perennia.core.put_right import RECALCULATED
from tests.world import ANNA, World, definition, stages

EARN = definition(
    "earn", trigger={"key": "event_seen", "names": ["Earned"]}, re_entry="every_time",
    steps=[{"id": "score", "key": "add_score", "points": 100, "reason": "earned"}],
)  # fmt: skip


def correction(points: int) -> Properties:
    return {"points": points, "reason": "earned", "reason_vi": "", "workflow": "earn", "step": "score"}


def recalculated(world: World, *points: int, milestone: bool = True, contact: int | None = ANNA) -> None:
    said: dict[str, Any] = {"corrections": [correction(one) for one in points], "milestone": milestone}
    world.happens(RECALCULATED, kind="person", source=3, historical=True, contact=contact, **said)


def test_points_are_put_right_for_the_contact_and_the_customer_and_the_milestone_follows() -> None:
    world = World("milestone_team", "milestone_congratulation", EARN)
    for _ in range(2):
        world.happens("Earned")
    before = len(world.everything.messages), len(world.everything.effects)
    recalculated(world, 100, 50)
    assert (world.profile().score, world.profile(None).score) == (350, 350)
    assert world.tags() == {"Starter User"}
    assert stages(world.everything) == [("User Milestone", "Starter User")]
    assert (len(world.everything.messages), len(world.everything.effects)) == before
    assert [(row.points, row.times) for row in world.everything.points[-2:]] == [(100, 0), (50, 0)]


def test_who_no_longer_reaches_a_milestone_loses_tag_and_stage() -> None:
    world = World("milestone_team", EARN)
    for _ in range(4):
        world.happens("Earned")
    recalculated(world, -200)
    assert world.tags() == set()
    assert world.profile().stage("User Milestone") is None
    assert stages(world.everything)[-1] == ("User Milestone", "")


def test_where_only_the_milestones_moved_the_score_stays() -> None:
    world = World("milestone_team", EARN, policy=Policy(milestones=(Milestone("Starter User", 50), *MILESTONES[1:])))
    world.happens("Earned", historical=True)
    recalculated(world)
    assert world.tags() == set()
    world.happens("Earned")
    recalculated(world)
    assert world.tags() == {"Starter User"}
    assert world.profile().score == 100


def test_a_customers_own_points_are_put_right_without_a_milestone() -> None:
    world = World(policy=Policy(milestones=(Milestone("Starter User", 10),)))
    recalculated(world, 40, contact=None)
    assert world.profile(None).score == 40
    assert not world.everything.tags
