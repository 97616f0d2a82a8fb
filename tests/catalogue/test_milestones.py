"""b3: 300, 600, 900 and 1,200 points bring a tag, a stage, a word to the team and a letter, each once."""

from perennia.core.policy import MILESTONES, Milestone, Policy
from tests.world import BOB, World, definition, messages, notices, stages, tasks

B3 = ("milestone_team", "milestone_congratulation")
EARN = definition(
    "earn", trigger={"key": "event_seen", "names": ["Earned"]}, re_entry="every_time",
    steps=[{"key": "add_score", "points": 100, "reason": "earned"}],
)  # fmt: skip
LOSE = definition(
    "lose", trigger={"key": "event_seen", "names": ["Lost"]}, re_entry="every_time",
    steps=[{"key": "add_score", "points": -500, "reason": "lost"}],
)  # fmt: skip


def test_each_milestone_brings_its_tag_its_stage_its_word_and_its_letter_once() -> None:
    world = World(*B3, EARN)
    seen = []
    for many in range(1, 14):
        out = world.happens("Earned")
        if out.stages:
            seen.append((many * 100, stages(out), notices(out), messages(out), world.tags()))
    assert seen == [
        (300, [("User Milestone", "Starter User")], [("milestone", "owner", False)],
         [("milestone_congratulation", "starter")], {"Starter User"}),
        (600, [("User Milestone", "Moderate User")], [("milestone", "owner", False)],
         [("milestone_congratulation", "moderate")], {"Moderate User"}),
        (900, [("User Milestone", "Pro User")], [("milestone_high", "everybody", False)],
         [("milestone_congratulation", "pro")], {"Pro User"}),
        (1200, [("User Milestone", "Advanced User")], [("milestone_high", "everybody", False)],
         [("milestone_congratulation", "advanced")], {"Advanced User"}),
    ]  # fmt: skip


def test_for_pro_and_advanced_the_owner_writes_in_person() -> None:
    world = World(*B3, EARN)
    asked = [many * 100 for many in range(1, 14) for _ in tasks(world.happens("Earned"))]
    assert asked == [900, 1200]
    assert {task.to for task in tasks(world.everything)} == {"owner"}


def test_of_several_milestones_passed_at_once_the_highest_counts() -> None:
    leap = definition(
        "leap", trigger={"key": "event_seen", "names": ["Leapt"]},
        steps=[{"key": "add_score", "points": 950, "reason": "leapt"}],
    )  # fmt: skip
    world = World(*B3, leap)
    assert stages(world.happens("Leapt")) == [("User Milestone", "Pro User")]


def test_who_falls_back_and_climbs_again_keeps_the_milestone_and_is_not_congratulated_twice() -> None:
    world = World(*B3, EARN, LOSE)
    for name in ["Earned"] * 6 + ["Lost"] + ["Earned"] * 6:
        world.happens(name)
    assert world.profile().score == 700
    assert world.tags() == {"Moderate User"}
    assert [template for _, template in messages(world.everything)] == ["starter", "moderate"]


def test_milestones_are_of_contacts_each_for_themselves() -> None:
    world = World(*B3, EARN)
    for contact in (None, BOB, None, BOB):
        world.happens("Earned", contact=contact)
    assert not world.everything.stages
    assert world.profile(None).score == 200


def test_other_scores_may_be_set() -> None:
    lower = Policy(milestones=(Milestone("Starter User", 100), *MILESTONES[1:]))
    world = World(*B3, EARN, policy=lower)
    out = world.happens("Earned")
    assert stages(out) == [("User Milestone", "Starter User")]
    event = out.messages[0].facts.event
    assert isinstance(event, dict)
    assert event["properties"] == {"milestone": "Starter User", "score": 100, "of": "contact"}
