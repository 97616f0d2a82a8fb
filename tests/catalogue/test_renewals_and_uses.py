"""i2: marks before a renewal with a task each and two letters; the 10th, 100th and 1,000th use of a feature."""

from datetime import timedelta

from tests.world import ANNA, BOB, DAY, MONDAY, World, message, messages, notices, tasks

MARKS = (120, 90, 60, 30)
I2 = (*(f"renewal_{days}_days_team" for days in MARKS), "renewal_60_days_letter", "renewal_30_days_letter")


def test_each_mark_is_a_task_for_the_owner_and_two_are_a_letter() -> None:
    world = World(*I2)
    renews = MONDAY + 200 * DAY
    world.happens("Subscription Started", contact=None, plan="Team", renews_at=renews.isoformat(), yearly_value=1200)
    found = []
    for before in MARKS:
        out = world.passes(renews - before * DAY + timedelta(minutes=1) - world.now)
        found.append((len(tasks(out)), tasks(out)[0].priority, messages(out)))
        assert notices(out) == [("renewal_ahead", "owner", False)]
    assert found == [
        (1, "normal", []), (1, "normal", []), (1, "high", [("renewal_60_days_letter", "letter")]),
        (1, "high", [("renewal_30_days_letter", "letter")]),
    ]  # fmt: skip
    assert message(world.everything, "letter").facts.hours == "business"
    assert not tasks(world.passes(60 * DAY))


def test_a_renewal_that_is_nearer_begins_at_the_next_mark_and_who_cancelled_is_left_alone() -> None:
    world = World(*I2)
    world.happens("Subscription Started", contact=None, renews_at=(MONDAY + 70 * DAY).isoformat())
    assert len(tasks(world.passes(30 * DAY))) == 1
    world.happens("Subscription Cancelled", contact=None)
    assert not tasks(world.passes(60 * DAY))


def test_the_tenth_hundredth_and_thousandth_use_of_a_feature_is_congratulated_once() -> None:
    world = World("usage_milestone")
    for use in range(1, 105):
        world.happens("Feature Used", feature="Reports", seconds=5, contact=ANNA if use % 2 else BOB)
        world.happens("Feature Used", feature="Boards", seconds=5) if use < 10 else None
    assert messages(world.everything) == [("usage_milestone", "congratulation")] * 2
    assert [row.facts.event["uses"] for row in world.everything.messages] == [10, 100]
