"""Each shipped condition says what its label says."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from perennia.catalogue.conditions.event_happened import EventHappened
from perennia.catalogue.conditions.event_property import EventProperty
from perennia.catalogue.conditions.feature_used import FeatureUsed
from perennia.catalogue.conditions.has_tag import HasTag
from perennia.catalogue.conditions.in_stage import InStage
from perennia.catalogue.conditions.score_at_least import ScoreAtLeast
from perennia.catalogue.conditions.seen_within import SeenWithin
from perennia.catalogue.conditions.trait_is import TraitIs
from perennia.core import condition
from perennia.core.catalogue import ConditionEntry, discover
from perennia.core.condition import Days, View
from perennia.core.error import Invalid
from perennia.core.event import Event, Properties
from perennia.core.profile import CONTACT, CUSTOMER, FeatureUse, Known, Profile
from perennia.core.workflow import entry_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
CONTACTED = Profile(CONTACT, 5, 1, score=80, tags={"vip": Known(True, NOW)}, last_seen_at=NOW - 3 * DAY)
NO_DAYS: dict[tuple[int, int, str], Days] = {}


def holds(
    entry: ConditionEntry,
    customer: Profile | None = None,
    event: Event | None = None,
    days: dict[tuple[int, int, str], Days] = NO_DAYS,
) -> bool:
    view = View(customer or Profile(CUSTOMER, 1, 1), CONTACTED, event, NOW, NOW.date(), days)
    return condition.compile(entry.condition())(view)


def test_the_shipped_conditions_are_found() -> None:
    assert set(discover(ConditionEntry)) >= {
        "has_tag", "in_stage", "trait_is", "score_at_least", "seen_within", "feature_used", "event_happened",
        "event_property",
    }  # fmt: skip


def test_a_tag_is_on_or_off() -> None:
    assert holds(HasTag(of="contact", tag="vip"))
    assert not holds(HasTag(of="customer", tag="vip"))
    assert holds(HasTag(of="customer", tag="vip", has=False))
    assert HasTag(tag="a.b", has=False).summary() == "The customer does not have the tag “a.b”"


def test_a_stage_is_found_in_pipelines_of_one_and_of_several() -> None:
    customer = Profile(CUSTOMER, 1, 1, stages={"Sales": Known("Won", NOW)}, places={"Adoption": {"Tried": NOW}})
    assert holds(InStage(pipeline="Sales", stages=["New", "Won"]), customer)
    assert not holds(InStage(pipeline="Sales", stages=["New"]), customer)
    assert holds(InStage(pipeline="Adoption", stages=["Tried"]), customer)
    assert not holds(InStage(pipeline="Adoption", stages=["Loved"]), customer)
    assert (
        InStage(pipeline="Sales", stages=["New", "Won"]).summary("en")
        == "The customer stands in “New” or “Won” of Sales"
    )


def test_a_trait_is_one_of_its_values() -> None:
    customer = Profile(CUSTOMER, 1, 1, traits={"plan": Known("PRO", NOW), "seats": Known(5.0, NOW)})
    assert holds(TraitIs(trait="plan", values=["free", "pro"]), customer)
    assert holds(TraitIs(trait="seats", values=[5]), customer)
    assert not holds(TraitIs(trait="seats", values=["5", True]), customer)
    assert not holds(TraitIs(trait="other", values=["pro"]), customer)


def test_a_score_reaches_its_height() -> None:
    assert holds(ScoreAtLeast(of="contact", score=80))
    assert not holds(ScoreAtLeast(of="contact", score=81))


def test_seen_within_ends_with_its_last_day() -> None:
    assert holds(SeenWithin(of="contact", days=4))
    assert not holds(SeenWithin(of="contact", days=3))
    assert not holds(SeenWithin(of="customer", days=3650))


def test_a_feature_is_used_often_long_and_lately() -> None:
    customer = Profile(CUSTOMER, 1, 1, features={"Export": FeatureUse(600, 3, NOW - 9 * DAY, NOW - 5 * DAY)})
    assert holds(FeatureUsed(feature="Export", times=3, minutes=10, within_days=6), customer)
    assert not holds(FeatureUsed(feature="Export", times=4), customer)
    assert not holds(FeatureUsed(feature="Export", minutes=11), customer)
    assert not holds(FeatureUsed(feature="Export", within_days=5), customer)


def test_an_event_happened_ever_or_lately() -> None:
    customer = Profile(CUSTOMER, 1, 1, counts={"Login": 9})
    days: dict[tuple[int, int, str], Days] = {(CUSTOMER, 1, "Login"): {NOW.date() - DAY: (2, 0)}}
    assert holds(EventHappened(event="Login", times=9), customer)
    assert not holds(EventHappened(event="Login", times=10), customer)
    assert holds(EventHappened(event="Login", times=2, within_days=2), customer, days=days)
    assert not holds(EventHappened(event="Login", within_days=1), customer, days=days)
    assert condition.needs(EventHappened(event="Login", within_days=7).condition()) == {(CUSTOMER, "Login")}


def test_a_property_of_the_event_is_compared() -> None:
    event = Event(
        seq=1, id="m", name="Order", kind="track", customer=1, contact=5, at=NOW, received_at=NOW, source=101,
        properties={"cart": {"total.net": 12}, "plan": "Pro"},
    )  # fmt: skip
    assert holds(EventProperty(property="plan", value="pro"), event=event)
    assert holds(EventProperty(property='cart."total.net"', op="above", value=11), event=event)
    assert holds(EventProperty(property="other", op="is_missing"), event=event)


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "event_property", "property": "a..b"},
        {"key": "event_property", "property": "plan"},
        {"key": "event_property", "property": "at", "op": "before", "value": "soon"},
        {"key": "trait_is", "trait": "x", "values": [float("nan")]},
        {"key": "trait_is", "trait": "x", "values": []},
        {"key": "has_tag", "tag": "a\0b"},
    ],
)
def test_a_parameter_that_makes_no_sense_is_refused_when_it_is_saved(wrong: Properties) -> None:
    with pytest.raises(Invalid, match=r"^when"):
        entry_of(ConditionEntry, wrong, "when")


def test_an_entry_may_stand_wherever_a_predicate_may() -> None:
    def entry(tree: Properties, where: str) -> condition.Condition:
        return entry_of(ConditionEntry, tree, where).condition()

    tree = {"any": [{"key": "has_tag", "tag": "vip"}, {"not": {"key": "score_at_least", "score": 5}}]}
    read = condition.parse(tree, entry=entry)
    assert condition.describe(read) == "The customer has the tag “vip” or the customer's score is not at least 5"
    with pytest.raises(Invalid, match=r"if.any\[0\]: there is no"):
        condition.parse({"any": [{"key": "nonesuch"}]}, entry=entry, where="if")


def test_a_half_filled_form_names_its_field() -> None:
    with pytest.raises(ValidationError, match="tag"):
        HasTag.model_validate({"of": "customer"})
