"""d1: a week of silence is noticed, answered, followed week by week, and undone by the return."""

from datetime import timedelta

from tests.world import BOB, DAY, World, messages, notices, stages

TEAM = ("inactive_team", "login_activity", "login_activity_week")
PIPELINE = "User Login Activity"


def test_silence_moves_through_the_stages_one_by_one() -> None:
    world = World(*TEAM)
    world.happens("Signed In")
    first = world.everything.stages[0]
    out = world.passes(40 * DAY)
    assert first.stage == "Active"
    assert [(row.stage, (row.since - first.since).days) for row in out.stages] == [
        ("Active within a week", 1), ("Inactive (1 week)", 7), ("Inactive (2 weeks)", 14), ("Inactive (3 weeks)", 21),
        ("Inactive (1 month)", 30),
    ]  # fmt: skip
    assert world.tags() == {"Inactive"}
    assert notices(out) == [("inactive", "owner", False)]


def test_the_return_undoes_tag_and_stage_whenever_it_comes() -> None:
    for days in (8, 15, 25, 400):
        world = World(*TEAM)
        world.happens("Signed In")
        world.passes(days * DAY)
        out = world.happens("Signed In")
        assert world.tags() == set(), days
        assert world.profile().stage(PIPELINE) == "Active"
        assert notices(out) == [("returned", "owner", False)]
        assert not world.loaded.timers


def test_the_second_silence_is_noticed_like_the_first() -> None:
    world = World(*TEAM)
    for _ in range(2):
        world.happens("Signed In")
        world.passes(8 * DAY)
    assert [kind for kind, _, _ in notices(world.everything)] == ["inactive", "returned", "inactive"]


def test_who_works_on_is_never_inactive() -> None:
    world = World(*TEAM, "inactive_reach_out")
    for _ in range(30):
        world.happens("Feature Used", feature="Reports", seconds=60)
        world.passes(timedelta(hours=20))
    assert stages(world.everything) == [(PIPELINE, "Active")]
    assert not world.everything.messages


def test_a_letter_goes_out_and_the_return_within_two_weeks_is_its_success() -> None:
    world = World("inactive_reach_out")
    world.happens("Signed In")
    assert messages(world.passes(8 * DAY)) == [("inactive_reach_out", "we_miss_you")]
    world.happens("Signed In", contact=BOB)
    assert world.tallied("inactive_reach_out", "goal") == 0
    world.happens("Signed In")
    assert (world.tallied("inactive_reach_out", "entered"), world.tallied("inactive_reach_out", "goal")) == (1, 1)


def test_a_return_after_more_than_two_weeks_is_not_its_success() -> None:
    world = World("inactive_reach_out")
    world.happens("Signed In")
    world.passes(30 * DAY)
    world.happens("Signed In")
    assert world.tallied("inactive_reach_out", "goal") == 0
    assert world.tallied("inactive_reach_out", "done") == 1


def test_nobody_is_asked_back_to_what_they_cancelled() -> None:
    world = World("inactive_reach_out")
    world.happens("Signed In")
    world.happens("Subscription Cancelled", contact=None)
    assert not world.passes(10 * DAY).messages


def test_a_customer_is_inactive_when_the_last_of_them_goes_quiet() -> None:
    world = World("inactive_customer")
    world.happens("Signed In")
    world.passes(3 * DAY)
    world.happens("Signed In", contact=BOB)
    assert not world.passes(5 * DAY).tags
    out = world.passes(3 * DAY)
    assert world.tags(None) == {"Inactive"}
    assert notices(out) == [("customer_inactive", "owner", True)]
    world.happens("Signed In")
    assert world.tags(None) == set()


def test_a_payment_or_a_hidden_page_is_no_login() -> None:
    world = World(*TEAM)
    world.happens("Signed In")
    world.passes(6 * DAY)
    world.happens("Payment Succeeded")
    world.happens("Page Viewed", kind="page", context={"active": False})
    world.passes(2 * DAY)
    assert world.tags() == {"Inactive"}


def test_a_silence_that_was_none_is_over_when_that_is_told() -> None:
    world = World(*TEAM)
    world.happens("Signed In")
    began = world.now
    world.passes(7 * DAY + timedelta(hours=6))
    assert world.tags() == {"Inactive"}
    world.happens("Signed In", began + timedelta(days=6, hours=23), received_at=world.now)
    assert world.tags() == set()
    assert world.profile().stage(PIPELINE) == "Active"
