"""Names of people: put together from their parts, and never made poorer."""

import pytest

from perennia.core.apply import CALLED
from perennia.core.effect import Describe
from perennia.core.event import Properties
from perennia.core.outcome import Outcome
from perennia.core.profile import CUSTOMER
from tests.world import ANNA, DAY, MONDAY, World


def known(*told: Properties) -> tuple[object, object]:
    """Name and first name after these identify calls, each a day later than the one before."""
    world = World()
    for day, traits in enumerate(told):
        world.happens("Identify", MONDAY + day * DAY, kind="identify", traits=traits)
    return world.profile().trait("name"), world.profile().trait("first_name")


@pytest.mark.parametrize(
    ("told", "name", "first"),
    [
        ([{"first_name": "Mai", "last_name": "Trần"}], "Mai Trần", "Mai"),
        ([{"name": "Mai Trần"}], "Mai Trần", "Mai"),
        ([{"name": "Mai Trần"}, {"first_name": "Mai"}], "Mai Trần", "Mai"),
        ([{"name": "Mai Trần"}, {"firstName": "mai"}], "Mai Trần", "mai"),
        ([{"name": "Mai Trần"}, {"last_name": "Trần"}], "Mai Trần", "Mai"),
        ([{"name": "Trần Thị Mai"}, {"first_name": "Mai"}], "Trần Thị Mai", "Mai"),
        ([{"first_name": "Mai"}, {"name": "Trần Thị Mai"}], "Trần Thị Mai", "Mai"),
        ([{"first_name": "Mai"}, {"last_name": "Trần"}], "Mai Trần", "Mai"),
        ([{"last_name": "Trần"}, {"first_name": "Mai"}], "Mai Trần", "Mai"),
        ([{"first_name": "Mai", "last_name": "Trần"}, {"last_name": "Lê"}], "Mai Lê", "Mai"),
        ([{"name": "Mai Trần"}, {"first_name": "Ngọc"}], "Ngọc", "Ngọc"),
        ([{"name": "Mai Anh Trần"}, {"first_name": "Mai", "last_name": "Trần"}], "Mai Trần", "Mai"),
        ([{"name": "Mai Trần"}, {"name": "Mai"}], "Mai", "Mai"),
        ([{"name": "Mai Trần"}, {"title": "Head"}], "Mai Trần", "Mai"),
        ([{"name": "  "}, {"first_name": 7}], None, 7),
    ],
)
def test_part_of_a_name_never_replaces_a_fuller_one_that_it_agrees_with(
    told: list[Properties], name: str | None, first: object
) -> None:
    heard, greeted = known(*told)
    assert (heard if heard != "  " else None, greeted) == (name, first)


def test_a_sign_up_with_a_first_name_alone_leaves_the_name_that_is_known() -> None:
    world = World()
    world.happens("Identify", MONDAY, kind="identify", traits={"name": "Mai Trần"})
    world.happens("Signed Up", MONDAY + DAY, first_name="Mai")
    assert world.profile().trait("name") == "Mai Trần"


def test_the_parts_of_a_name_make_the_same_name_in_whatever_order_they_arrive() -> None:
    world = World()
    world.happens("Identify", MONDAY + DAY, kind="identify", traits={"first_name": "Mai"}, received_at=MONDAY + DAY)
    world.happens("Identify", MONDAY, kind="identify", traits={"last_name": "Trần"}, received_at=MONDAY + DAY)
    assert world.profile().trait("name") == "Mai Trần"


def called(out: Outcome) -> list[object]:
    told = [one.effect for one in out.effects]
    return [one.traits.get(CALLED) for one in told if isinstance(one, Describe) and one.kind == CUSTOMER]


def test_a_customer_nobody_named_hears_what_its_contact_is_called_whenever_that_changes() -> None:
    world = World()
    assert called(world.happens("Feature Used", MONDAY)) == [None]
    assert called(world.happens("Identify", kind="identify", traits={"email": "mai@x.test"})) == ["mai@x.test"]
    assert called(world.happens("Identify", kind="identify", traits={"name": "Mai Trần"})) == ["Mai Trần"]
    assert called(world.happens("Feature Used")) == []
    world.happens("Group", kind="group", traits={"name": "Acme"})
    assert called(world.happens("Identify", kind="identify", traits={"name": "Mai Lê"})) == []
    assert world.profile(ANNA).trait("name") == "Mai Lê"
