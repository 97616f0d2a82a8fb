"""What one event teaches a profile: the newest value wins, sums always count."""

import random
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perennia.core.event import Event, Properties
from perennia.core.fold import fold, learn
from perennia.core.profile import Profile
from tests.world import ACME, ANNA, DAY, MONDAY, World, definition

CUSTOMER, CONTACT = Profile(kind=0, id=ACME, customer=ACME), Profile(kind=1, id=ANNA, customer=ACME)


def event(name: str = "Signed In", minutes: float = 0, **parts: object) -> Event:
    at = MONDAY + timedelta(minutes=minutes)
    told = {
        "seq": 1,
        "id": f"m{minutes}",
        "kind": "track",
        "customer": ACME,
        "contact": ANNA,
        "received_at": at,
        "source": 101,
    }
    return msgspec.convert({"name": name, "at": at, **told, **parts}, Event)


def logins(*events: Event) -> list[Properties]:
    customer, contact = CUSTOMER, CONTACT
    said: list[Properties] = []
    for one in events:
        folded = fold(customer, contact, one)
        assert folded.contact is not None
        customer, contact = folded.customer, folded.contact
        said += [properties for name, properties in folded.derived if name == "Logged In"]
    return said


@pytest.mark.parametrize(
    "said",
    [
        {"renews_at": "0001-01-01T00:00:00+14:00"},
        {"renews_at": "9999-12-31T23:59:59-12:00"},
        {"renews_at": "0001-01-01"},
        {"renews_at": "9999-12-31"},
        {"renews_at": 99_999_999_999},
        {"price": "1e999999", "interval": "month"},
        {"mrr": "1e99999"},
        {"amount": "9" * 5000, "interval": "year"},
        {"mrr": 1e308},
    ],
)
def test_values_beyond_all_calendars_and_purses_are_as_if_not_said(said: dict[str, object]) -> None:
    customer = fold(CUSTOMER, CONTACT, event("Subscription Started", properties=said)).customer
    assert customer.renews_at is None
    assert customer.trait("yearly_value") is None
    assert customer.trait("subscription_status") == "active"


def test_the_first_event_is_a_login_and_the_next_after_half_an_hour_of_silence() -> None:
    used = [event("Feature Used", minutes) for minutes in (0, 10, 39, 69, 98)]
    assert logins(*used) == [{"is_first": True, "month": "2026-03"}, {"silent_seconds": 1800}]


def test_signed_in_is_a_login_without_any_silence() -> None:
    assert logins(event("Feature Used", 0), event("Signed In", 1)) == [
        {"is_first": True, "month": "2026-03"}, {"silent_seconds": 60},
    ]  # fmt: skip


@pytest.mark.parametrize(
    "told",
    [
        {"context": {"active": False}},
        {"name": "Payment Failed"},
        {"kind": "clock"},
        {"kind": "person"},
        {"kind": "report"},
    ],
)
def test_what_nobody_did_is_no_login_and_not_being_seen(told: dict[str, object]) -> None:
    folded = fold(CUSTOMER, CONTACT, event(**told))  # type: ignore[arg-type]  # parts of an event
    assert folded.derived == ()
    assert folded.contact is not None
    assert folded.contact.last_seen_at is None


@pytest.mark.parametrize("told", [{"kind": "clock"}, {"kind": "person"}, {"kind": "report"}, {"historical": True}])
def test_what_nobody_did_here_and_now_begins_no_life(told: dict[str, object]) -> None:
    assert fold(CUSTOMER, CONTACT, event(**told)).customer.started_at is None  # type: ignore[arg-type]  # parts of an event


@pytest.mark.number("R2")
def test_a_late_event_adds_to_sums_and_changes_no_newer_value() -> None:
    world = World()
    world.happens("Identify", MONDAY, kind="identify", traits={"title": "Head"})
    world.happens("Feature Used", MONDAY, feature="Reports", seconds=60)
    earlier = MONDAY - timedelta(hours=3)
    out = world.happens("Feature Used", earlier, received_at=MONDAY, feature="Reports", seconds=30)
    world.happens("Identify", earlier, received_at=MONDAY, kind="identify", traits={"title": "Clerk", "phone": "1"})
    use = world.profile().features["Reports"]
    assert (use.seconds, use.uses, use.first_at, use.last_at) == (90, 2, earlier, MONDAY)
    assert world.profile().trait("title") == "Head"
    assert world.profile().trait("phone") == "1"
    assert world.profile().last_seen_at == MONDAY
    assert out.happened[0].is_late


@pytest.mark.number("R2")
def test_of_two_values_of_one_moment_the_later_message_id_stands() -> None:
    for order in (("a", "b"), ("b", "a")):
        profile = CONTACT
        for by in order:
            profile = learn(profile, {"plan": by}, MONDAY, by)
        assert profile.trait("plan") == "b"


def test_a_tag_taken_off_is_not_brought_back_by_an_older_event() -> None:
    add, take = ({"key": f"{what}_tag", "tag": "VIP"} for what in ("add", "remove"))
    parts = {"re_entry": "every_time"}
    world = World(
        definition("add", trigger={"key": "event_seen", "names": ["Add"]}, steps=[add], **parts),
        definition("take", trigger={"key": "event_seen", "names": ["Take"]}, steps=[take], **parts),
    )
    world.happens("Add", MONDAY)
    world.happens("Take", MONDAY + timedelta(hours=2))
    world.happens("Add", MONDAY + timedelta(hours=1))
    assert world.tags() == set()
    world.happens("Add", MONDAY + timedelta(hours=3))
    assert world.tags() == {"VIP"}


def test_of_an_exclusive_set_the_tag_with_the_later_event_stands() -> None:
    levels = ("Happy", "Neutral", "Not Happy")
    world = World(
        *(
            definition(level.lower().replace(" ", "_"), trigger={"key": "event_seen", "names": [level]}, re_entry="every_time",
                       steps=[{"key": "add_tag", "tag": level, "among": levels}])
            for level in levels
        )
    )  # fmt: skip
    world.happens("Happy", MONDAY)
    world.happens("Not Happy", MONDAY + timedelta(hours=2))
    world.happens("Neutral", MONDAY + timedelta(hours=1), received_at=MONDAY + timedelta(hours=3))
    assert world.tags() == {"Not Happy"}


def test_the_stage_of_the_later_event_stands() -> None:
    world = World("payment_succeeded_team", "payment_failed_team")
    world.happens("Payment Failed", MONDAY + timedelta(hours=1), contact=None)
    world.happens("Payment Succeeded", MONDAY, contact=None)
    assert world.profile(None).stage("Subscription & Billing") == "Subscription Failed"
    assert world.tags(None) == {"Payment Failed"}
    assert world.profile(None).score == 0


@settings(max_examples=60, deadline=None)
@given(st.floats(allow_nan=False) | st.integers() | st.text(max_size=5) | st.booleans() | st.none())
def test_whatever_a_client_sends_as_seconds_is_a_day_at_most_and_never_less_than_nothing(seconds: object) -> None:
    if seconds in (float("inf"), float("-inf")):
        return
    folded = fold(CUSTOMER, CONTACT, event("Feature Used", properties={"feature": "Reports", "seconds": seconds}))
    assert folded.contact is not None
    assert 0 <= folded.contact.features["Reports"].seconds <= 86_400


def thousand() -> list[Event]:
    """A thousand events over three days that all touch the same few values."""
    rng = random.Random(3)
    return [
        event(**one_of(rng, number), minutes=rng.randrange(3 * 24 * 60), id=f"m{number:04}") for number in range(1000)
    ]


def one_of(rng: random.Random, number: int) -> dict[str, Any]:
    feature, plan = {"feature": rng.choice("ABC"), "seconds": rng.randrange(900)}, {"plan": str(number)}
    renews = {**plan, "renews_at": str(MONDAY + number * DAY)}
    kinds: list[dict[str, Any]] = [
        {"name": "Feature Used", "properties": feature},
        {"name": "Identify", "kind": "identify", "traits": {rng.choice(["title", "phone"]): str(number)}},
        {"name": "Group", "kind": "group", "traits": plan},
        {"name": "Payment Failed", "contact": None},
        {"name": "Payment Succeeded", "contact": None},
        {"name": "Subscription Changed", "contact": None, "properties": renews},
    ]
    return rng.choice(kinds)


@pytest.mark.number("R2")
def test_a_thousand_events_shuffled_a_hundred_ways_teach_the_same() -> None:
    events, seen = thousand(), []
    for seed in range(100):
        random.Random(seed).shuffle(events)
        customer, contact = CUSTOMER, CONTACT
        for one in events:
            folded = fold(customer, contact if one.contact is not None else None, one)
            customer, contact = folded.customer, folded.contact or contact
        # When a life began and its last login depend on what was known on arrival; all else may not.
        seen.append(
            [
                msgspec.structs.replace(one, started_at=None, last_login_at=None, features_due_at=None)
                for one in (customer, contact)
            ]
        )
    assert all(one == seen[0] for one in seen)
    assert seen[0][1].features["A"].uses > 30


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ({"yearly_value": 900, "amount": 10, "interval": "month"}, 900),
        ({"amount": 10, "interval": "month"}, 120),
        ({"amount": "99.95", "interval": "quarter"}, 399.8),
        ({"price": 1200, "interval": "year"}, 1200),
        ({"mrr": 50}, 600),
        ({"amount": 10}, None),
        ({"amount": "much", "interval": "month"}, None),
    ],
)
def test_a_subscription_tells_what_it_is_worth_a_year(said: Properties, value: float | None) -> None:
    told = event("Subscription Started", contact=None, properties={**said, "currency": "EUR"})
    assert fold(CUSTOMER, None, told).customer.trait("yearly_value") == value


def test_a_month_s_revenue_follows_the_year_s() -> None:
    customer = learn(CUSTOMER, {"mrr": 99}, MONDAY - DAY, "g")
    changed = event("Subscription Changed", properties={"yearly_value": 4188}, contact=None)
    assert fold(customer, None, changed).customer.trait("mrr") == 349
    told = event("Subscription Changed", properties={"mrr": 120}, contact=None)
    after = fold(customer, None, told).customer
    assert (after.trait("mrr"), after.trait("yearly_value")) == (120, 1440)
    assert fold(CUSTOMER, None, changed).customer.trait("mrr") is None, "nobody counts in months here"


def test_names_without_end_stop_being_remembered_and_are_said_to() -> None:
    profile = CONTACT
    for number in range(1_100):
        used = event("Feature Used", number, properties={"feature": f"f{number}", "seconds": 60})
        folded = fold(CUSTOMER, fold(CUSTOMER, profile, used).contact, event(f"Viewed order {number}", number))
        assert folded.contact is not None
        profile = folded.contact
    profile = learn(profile, {f"seen_{number}": True for number in range(600)}, MONDAY, "m")
    assert (len(profile.features), len(profile.counts), len(profile.traits)) == (500, 1_000, 500)
    assert profile.full_of == ("traits", "features", "events")
    again = fold(CUSTOMER, profile, event("Feature Used", 2_000, properties={"feature": "f3", "seconds": 5})).contact
    assert again is not None
    assert again.features["f3"].seconds == 65
    named = learn(again, {"name": "Anna Lind"}, MONDAY, "n")
    assert named.trait("name") == "Anna Lind", "what lists show always has room"
