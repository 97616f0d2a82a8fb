"""What conditions answer: missing, texts, numbers, times, counts, and what the run log is told."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from perennia.core import condition
from perennia.core.condition import All, Any, Compare, Days, Not, Op, Seen, View
from perennia.core.event import Event, Properties, Value
from perennia.core.profile import CONTACT, CUSTOMER, FeatureUse, Known, Profile

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NO_DAYS: dict[tuple[int, int, str], Days] = {}


def view(
    traits: Properties | None = None,
    *,
    contact: Profile | None = None,
    event: Event | None = None,
    days: dict[tuple[int, int, str], Days] = NO_DAYS,
    seen: datetime | None = None,
) -> View:
    known = {name: Known(value, NOW) for name, value in (traits or {}).items()}
    customer = Profile(CUSTOMER, 1, 1, score=300, last_seen_at=seen, renews_at=NOW + 30 * DAY, traits=known)
    return View(customer, contact, event, NOW, NOW.astimezone(ZONE).date(), days)


def holds(field: str, op: Op, value: Value, seen: View) -> bool:
    """The answer, which both ways of asking must give, and whose complement `not` must give."""
    compare = Compare(field, op, value)
    answer = condition.compile(compare)(seen)
    assert condition.judge(compare, seen).holds is answer
    assert condition.compile(Not(compare))(seen) is not answer
    return answer


def of_trait(op: Op, value: Value, trait: Value) -> bool:
    return holds("customer.trait.x", op, value, view({"x": trait}))


@pytest.mark.parametrize("op", ["is", "is_not", "contains", "starts_with", "above", "at_most"])
@pytest.mark.parametrize("field", ["customer.trait.x", "contact.trait.x", "event.properties.x.y"])
def test_missing_makes_every_comparison_false(field: str, op: Op) -> None:
    assert not holds(field, op, "x", view({"x": None}))
    assert holds(field, "is_missing", None, view({"x": None}))
    assert not holds(field, "is_present", None, view({"x": None}))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("Đã gọi", "đã gọi".upper()), ("café", "CAFE\u0301"), ("STRASSE", "straße"), ("i", "I"), ("ﬁ", "FI"), ("Σ", "ς")],
)
def test_texts_are_one_whatever_their_case_and_composition(wanted: str, found: str) -> None:
    assert of_trait("is", wanted, found)
    assert of_trait("contains", wanted, f"<{found}>")
    assert of_trait("starts_with", wanted, f"{found}…")
    assert of_trait("one_of", ["no", wanted], found)


def test_the_dotless_i_is_another_letter_in_every_locale() -> None:
    assert not of_trait("is", "i", "\u0131")
    assert not of_trait("is", "i", "İ")


@pytest.mark.parametrize(
    ("op", "value", "trait", "answer"),
    [
        ("is", 1, 1.0, True),
        ("is", 1, True, False),
        ("is", True, 1, False),
        ("is", 1, "1", False),
        ("is_not", "1", 1, True),
        ("is", 0.1, 0.1, True),
        ("is", 9007199254740993, 9007199254740992.0, False),
        ("below", 9223372036854775807, 9223372036854775000.0, True),
        ("above", 0.3, 0.1 + 0.2, True),
        ("is", 0, -0.0, True),
        ("at_least", 1e300, 10**300, True),
        ("above", 5, "6", False),
        ("above", 5, True, False),
        ("above", "b", "C", True),
        ("below", "b", 1, False),
        ("one_of", [1, "a", True], 1.0, True),
        ("one_of", [1, "a"], True, False),
        ("one_of", [0, "a"], "A", True),
        ("contains", "b", ["A", "B"], True),
        ("contains", "b", ["ab"], False),
        ("contains", 2, [1, 2.0], True),
        ("contains", True, [1], False),
        ("contains", 1, "1", False),
        ("starts_with", "a", ["a"], False),
        ("is", "a", ["a"], False),
        ("is_not", "a", ["a"], True),
        ("is_present", None, [], True),
        ("is_present", None, "", True),
    ],
)
def test_values_are_compared_by_what_they_are(op: Op, value: Value, trait: Value, answer: bool) -> None:
    assert of_trait(op, value, trait) is answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("2026-02-28", True),
        ("2026-02-28T23:59:59.999999Z", True),
        ("2026-03-01T06:59+07:00", True),
        ("2026-03-01", False),
        ("2026-02-28T23:00-03:00", False),
        ("2026-02-29", False),
        ("28.02.2026", False),
        ("2026-02-28\n", False),
        ("soon", False),
        (1772150400, False),
    ],
)
def test_a_text_that_writes_a_time_is_an_instant(text: Value, answer: bool) -> None:
    assert of_trait("before", "2026-03-01", text) is answer


@pytest.mark.parametrize(
    ("at", "ahead", "within", "ago"),
    [
        (NOW + 8 * DAY, False, False, False),
        (NOW + 7 * DAY, True, False, False),
        (NOW + timedelta(microseconds=1), True, False, False),
        (NOW, False, True, False),
        (NOW - 7 * DAY + timedelta(microseconds=1), False, True, False),
        (NOW - 7 * DAY, False, False, True),
    ],
)
def test_spans_meet_without_a_gap(at: datetime, ahead: bool, within: bool, ago: bool) -> None:
    for field, seen in (("customer.last_seen_at", view(seen=at)), ("customer.trait.x", view({"x": at.isoformat()}))):
        assert holds(field, "in_next_days", 7, seen) is ahead
        assert holds(field, "within_days", 7, seen) is within
        assert holds(field, "more_than_days_ago", 7, seen) is ago


def test_a_contact_is_seen_with_its_tags_stages_places_features_and_counts() -> None:
    contact = Profile(
        CONTACT, 5, 1, score=7,
        tags={"vip": Known(True, NOW), "old": Known(False, NOW)}, stages={"Sales": Known("Won", NOW)},
        places={"Adoption": {"Tried": NOW}}, counts={"Login": 4},
        features={"Export": FeatureUse(90, 3, NOW - DAY, NOW)},
    )  # fmt: skip
    seen = view(contact=contact)
    asked: list[tuple[str, Op, Value]] = [
        ("contact.score", "is", 7), ("contact.tag.vip", "is", True), ("contact.tag.old", "is", False),
        ("contact.tag.never", "is_not", True), ("contact.stage.Sales", "is", "Won"),
        ("contact.stage.Sales", "is_not", "won"),
        ("contact.place.Adoption.Tried", "is", True), ("contact.place.Adoption.Other", "is", False),
        ("contact.feature.Export.seconds", "at_least", 90), ("contact.feature.Export.first_at", "within_days", 2),
        ("contact.feature.Other.uses", "is", 0), ("contact.feature.Other.last_at", "is_missing", None),
        ("contact.count.Login", "is", 4), ("contact.count.Other", "is", 0), ("contact.stage.Other", "is_missing", None),
    ]  # fmt: skip
    for field, op, value in asked:
        assert holds(field, op, value, seen), field
        assert not holds(field, op, value, view()) or op == "is_missing", field


def test_recent_counts_the_last_days_with_today() -> None:
    today = NOW.astimezone(ZONE).date()
    days: Days = {today: (1, 0), today - 6 * DAY: (10, 0), today - 7 * DAY: (100, 0), today + DAY: (1000, 0)}
    assert holds("customer.recent.Login.7", "is", 11, view(days={(CUSTOMER, 1, "Login"): days}))
    assert holds("customer.recent.Login.1", "is", 1, view(days={(CUSTOMER, 1, "Login"): days}))
    assert holds("customer.recent.Other.7", "is", 0, view(days={(CUSTOMER, 1, "Login"): days}))


def test_the_event_is_seen_down_to_its_nested_properties() -> None:
    event = Event(
        seq=1, id="m", name="Order Placed", kind="track", customer=1, contact=None, at=NOW, received_at=NOW, source=101,
        properties={"cart": {"total.net": 12.5}}, traits={"plan": "Pro"}, context={"page": {"path": "/buy"}},
    )  # fmt: skip
    seen = view(event=event)
    assert holds("event.name", "starts_with", "Order", seen)
    assert holds('event.properties.cart."total.net"', "above", 12, seen)
    assert holds("event.properties.cart.total.net", "is_missing", None, seen)
    assert holds("event.traits.plan", "is", "pro", seen)
    assert holds("event.context.page.path", "is", "/buy", seen)
    assert holds("event.at", "within_days", 1, seen)


def test_the_run_log_is_told_every_value_seen() -> None:
    tree = Any((
        Compare("customer.score", "at_least", 300),
        All((Compare("customer.trait.x", "is", "a"), Compare("customer.renews_at", "in_next_days", 7))),
    ))  # fmt: skip
    verdict = condition.judge(tree, view({"x": "b" * 300}))
    assert verdict.holds
    assert verdict.seen == (
        Seen("customer.score", "at_least", 300, 300, True),
        Seen("customer.trait.x", "is", "a", "b" * 200 + "…", False),
        Seen("customer.renews_at", "in_next_days", 7, "2026-03-31T12:00:00Z", False),
    )


def test_an_empty_all_holds_and_an_empty_any_does_not() -> None:
    assert condition.compile(All(()))(view())
    assert not condition.compile(Any(()))(view())


def test_the_answer_flips_when_a_span_or_a_day_ends() -> None:
    absent = Compare("customer.last_seen_at", "more_than_days_ago", 7)
    assert condition.next_flip(absent, view(seen=NOW - DAY), ZONE) == NOW + 6 * DAY
    assert condition.next_flip(absent, view(seen=NOW - 7 * DAY), ZONE) is None
    assert condition.next_flip(Compare("customer.renews_at", "in_next_days", 7), view(), ZONE) == NOW + 23 * DAY
    quiet = Compare("customer.recent.Login.7", "below", 2)
    days: dict[tuple[int, int, str], Days] = {
        (CUSTOMER, 1, "Login"): {date(2026, 2, 27): (2, 0), date(2026, 2, 28): (2, 0)}
    }
    assert condition.next_flip(quiet, view(days=days), ZONE) == datetime(2026, 3, 6, 17, tzinfo=UTC)


def test_a_flip_that_changes_nothing_in_all_is_passed_over() -> None:
    tree = All((Compare("customer.score", "above", 1000), Compare("customer.last_seen_at", "within_days", 7)))
    assert condition.next_flip(tree, view(seen=NOW), ZONE) is None
