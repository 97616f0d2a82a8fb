"""a2: somebody joins an account; the owner hears of it, and they begin with 30 points."""

from tests.world import ANNA, BOB, World, notices, points

AT_ACME = {"userId": "u1", "groupId": "acme"}


def test_the_first_we_hear_of_somebody_at_an_account_tells_the_owner_and_brings_30_points() -> None:
    world = World("new_user_team")
    out = world.happens("Signed In", context=AT_ACME)
    assert notices(out) == [("new_user", "owner", False)]
    assert points(out) == [(30, "Joined the account")]
    assert (world.profile().score, world.profile(None).score) == (30, 30)


def test_each_contact_joins_once() -> None:
    world = World("new_user_team")
    for contact in (ANNA, BOB, ANNA, BOB):
        world.happens("Signed In", contact=contact, context=AT_ACME)
    world.happens("Contact Joined", kind="derived")
    assert len(points(world.everything)) == 2


def test_who_is_alone_has_joined_nothing_until_they_come_over_to_an_account() -> None:
    world = World("new_user_team")
    assert not world.happens("Signed Up").points
    out = world.happens("Contact Joined", kind="derived")  # as the mover tells it
    assert notices(out) == [("new_user", "owner", False)]


def test_nobody_known_from_an_import_is_new() -> None:
    world = World("new_user_team")
    world.happens("Identify", kind="identify", context=AT_ACME, historical=True)
    assert not world.happens("Signed In", context=AT_ACME).points


def test_a_visitor_joins_when_we_learn_who_they_are() -> None:
    world = World("new_user_team")
    assert not world.happens("Page Viewed", kind="page", context=AT_ACME, hidden=True).points
    assert world.happens("Identify", kind="identify", context=AT_ACME).points
