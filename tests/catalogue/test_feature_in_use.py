"""c1: seven minutes on a feature bring help, a tag and a stage; time brings points."""

from tests.world import ANNA, BOB, DAY, World, message, messages, points, stages

C1 = ("feature_tips", "feature_active", "feature_time_30", "feature_time_60", "feature_time_120")


def test_seven_minutes_added_up_over_days_bring_tips_a_tag_and_a_stage() -> None:
    world = World(*C1)
    assert not world.happens("Feature Used", feature="Reports", seconds=419).messages
    world.passes(30 * DAY)
    out = world.happens("Feature Used", feature="Reports", seconds=1)
    assert messages(out) == [("feature_tips", "tips")]
    event = message(out, "tips").facts.event
    assert isinstance(event, dict)
    assert event["properties"] == {"feature": "Reports", "seconds": 1}
    assert world.tags() == {"Active on Reports"}
    assert stages(out) == [("Product Adoption", "Reports")]


def test_each_feature_and_each_contact_counts_by_itself_and_once() -> None:
    world = World(*C1)
    for feature, contact in (("Reports", ANNA), ("Boards", ANNA), ("Reports", BOB), ("Reports", ANNA)):
        world.happens("Feature Used", contact=contact, feature=feature, seconds=600)
    assert len(messages(world.everything)) == 3
    assert world.tags() == {"Active on Reports", "Active on Boards"}
    assert set(world.profile().places["Product Adoption"]) == {"Reports", "Boards"}
    assert world.tags(BOB) == {"Active on Reports"}


def test_half_an_hour_an_hour_and_two_add_up_to_210_points_each_once() -> None:
    world = World(*C1)
    for minutes in (29, 1, 30, 59, 1, 600):
        world.happens("Feature Used", feature="Reports", seconds=minutes * 60)
    assert points(world.everything) == [
        (30, "30 minutes on Reports"), (60, "60 minutes on Reports"), (120, "120 minutes on Reports"),
    ]  # fmt: skip
    assert world.profile().score == 210
    assert world.profile(None).score == 210
    assert world.profile(None).own_score == 0


def test_one_long_sitting_passes_two_marks_at_once() -> None:
    assert points(World(*C1).happens("Feature Used", feature="Reports", seconds=3600)) == [
        (30, "30 minutes on Reports"), (60, "60 minutes on Reports"),
    ]  # fmt: skip


def test_time_from_an_import_counts_and_starts_nothing() -> None:
    world = World(*C1)
    assert not world.happens("Feature Used", feature="Reports", seconds=400, historical=True).messages
    assert not world.happens("Feature Used", feature="Boards", seconds=3600, historical=True).points
    assert messages(world.happens("Feature Used", feature="Reports", seconds=60)) == [("feature_tips", "tips")]


def test_an_event_without_a_feature_is_nothing() -> None:
    out = World(*C1).happens("Feature Used", seconds=3600)
    assert not out.messages
    assert not out.points
    assert not out.tags
