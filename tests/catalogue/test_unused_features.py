"""c2: features left unused longer than their own frames come as one list a customer, again after 45 days."""

from perennia.core.effect import KnowFeature
from perennia.core.policy import Policy
from tests.world import BOB, DAY, World, message, messages, notices, tasks

C2 = ("unused_features_team", "unused_features_invitation")
POLICY = Policy(
    features={"Boards": 30, "Forecasts": 60, "Reports": 14}, known=frozenset({"Boards", "Forecasts", "Reports"})
)


def listed(world: World) -> list[object]:
    found = [one.event for one in world.everything.happened if one.event.name == "Features Unused"]
    return [(round((one.at - found[0].at).days), one.properties["features"]) for one in found]


def uses(world: World, feature: str, days: int, *, contact: int = BOB) -> None:
    for _ in range(days):
        world.happens("Feature Used", contact=contact, feature=feature, seconds=60)
        world.passes(DAY)


def test_each_feature_has_its_own_frame_and_the_whole_list_comes_in_one_event() -> None:
    world = World(*C2, policy=POLICY)
    uses(world, "Reports", 31)
    assert listed(world) == [(0, ["Boards"])]
    assert notices(world.everything) == [("features_unused", "everybody", False)]
    assert messages(world.everything) == [("unused_features_invitation", "invite")]
    event = message(world.everything, "invite").facts.event
    assert isinstance(event, dict)
    assert event["properties"] == {"features": ["Boards"], "count": 1, "high_value": False}


def test_a_customer_is_looked_at_again_after_45_days_with_what_is_unused_then() -> None:
    world = World(*C2, policy=POLICY)
    uses(world, "Reports", 160)
    assert listed(world) == [(0, ["Boards"]), (45, ["Boards", "Forecasts"]), (90, ["Boards", "Forecasts"])]
    assert len(notices(world.everything)) == 3


def test_who_uses_everything_hears_nothing() -> None:
    world = World(*C2, policy=POLICY)
    for _ in range(20):
        for feature in POLICY.features:
            world.happens("Feature Used", feature=feature, seconds=60)
        world.passes(6 * DAY)
    assert not listed(world)
    assert not world.everything.messages


def test_whoever_at_the_customer_used_it_counts_for_all() -> None:
    world = World(*C2, policy=Policy(features={"Boards": 30}, known=frozenset({"Boards"})))
    world.happens("Feature Used", feature="Boards", seconds=60)
    world.passes(25 * DAY)
    world.happens("Feature Used", feature="Boards", seconds=60, contact=BOB)
    world.passes(25 * DAY)
    assert not listed(world)
    world.passes(10 * DAY)
    assert listed(world) == [(0, ["Boards"])]


def test_a_customer_of_high_value_is_rung_up() -> None:
    world = World(
        "unused_features_team", policy=Policy(features={"Boards": 30}, high_value={"EUR": 5000}, currency="EUR")
    )
    world.happens("Subscription Started", contact=None, yearly_value=6000, currency="EUR")
    world.passes(31 * DAY)
    assert notices(world.everything) == [("features_unused", "everybody", False)]
    assert [(task.to, task.priority) for task in tasks(world.everything)] == [("owner", "high")]


def test_who_cancelled_or_was_not_seen_lately_is_not_invited() -> None:
    world = World(*C2, policy=Policy(features={"Boards": 60}))
    world.happens("Signed In")
    world.passes(70 * DAY)
    assert listed(world) == [(0, ["Boards"])]
    assert not world.everything.messages
    gone = World(*C2, policy=POLICY)
    gone.happens("Subscription Cancelled", contact=None)
    assert not notices(gone.passes(100 * DAY))


def test_a_customer_known_from_an_import_alone_is_not_looked_at() -> None:
    world = World(*C2, policy=POLICY)
    world.happens("Feature Used", feature="Reports", seconds=60, historical=True)
    assert world.profile(None).features_due_at is None


def test_a_feature_nobody_heard_of_is_noted_once_a_customer() -> None:
    world = World(policy=POLICY)
    for feature in ("Reports", "Mailbox", "Mailbox"):
        world.happens("Feature Used", feature=feature, seconds=60)
    assert [row.effect for row in world.everything.effects if isinstance(row.effect, KnowFeature)] == [
        KnowFeature("Mailbox")
    ]
