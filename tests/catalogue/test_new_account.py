"""a1: a new account is welcomed and taken in, once."""

from tests.world import MONDAY, World, assigned, message, messages, notices, stages

A1 = ("new_account_welcome", "new_account_team")


def test_an_account_made_is_welcomed_tagged_staged_given_an_owner_and_told_of() -> None:
    world = World(*A1)
    out = world.happens("Account Created", account_name="Acme")
    assert messages(out) == [("new_account_welcome", "welcome")]
    assert message(out, "welcome").topic == "transactional"
    assert message(out, "welcome").contact is None
    assert world.tags(None) == {"Active SaaS"}
    assert stages(out) == [("Subscription & Billing", "Active Subscription")]
    assert assigned(out) == ["cs_staff"]
    assert notices(out) == [("new_account", "everybody", False)]


def test_somebody_who_signs_up_alone_counts_with_their_own_customer() -> None:
    world = World(*A1)
    world.happens("Identify", kind="identify", traits={"email": "anna@acme.test"})
    assert messages(world.happens("Signed Up")) == [("new_account_welcome", "welcome")]


def test_it_fires_once_whatever_else_begins_the_account_again() -> None:
    world = World(*A1)
    world.happens("Signed Up")
    for name in ("Account Created", "Signed Up", "Customer Created"):
        out = world.happens(name)
        assert not out.messages
        assert not notices(out)
        assert not assigned(out)


def test_a_person_or_the_api_may_make_a_customer_too() -> None:
    out = World(*A1).happens("Customer Created", contact=None, traits={"name": "Acme"})
    assert messages(out) == [("new_account_welcome", "welcome")]


def test_identifying_visiting_and_importing_begin_no_account() -> None:
    world = World(*A1)
    out = [
        world.happens("Signed Up", hidden=True),
        world.happens("Identify", kind="identify", traits={"email": "a@acme.test"}),
        world.happens("Group", kind="group", traits={"name": "Acme"}),
    ]
    assert [messages(one) + notices(one) for one in out] == [[], [], []]
    imported = World(*A1).happens("Account Created", MONDAY, historical=True)
    assert not imported.messages
    assert not imported.tags


def test_a_colleague_who_signs_up_at_an_imported_customer_begins_nothing() -> None:
    world = World(*A1)
    world.happens("Group", kind="group", traits={"name": "Acme"}, historical=True)
    assert not world.happens("Signed Up").messages


def test_somebody_who_booked_a_session_first_is_welcomed_once_they_sign_up() -> None:
    world = World(*A1)
    world.happens("Identify", kind="identify", context={"active": False}, traits={"email": "anna@acme.test"})
    assert not world.happens("Session Booked", context={"active": False}).messages
    assert messages(world.happens("Signed Up")) == [("new_account_welcome", "welcome")]
