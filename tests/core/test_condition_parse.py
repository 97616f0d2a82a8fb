"""Conditions as people and workflows write them: what is taken, and how a mistake is named."""

from collections.abc import Callable

import pytest

from perennia.core import condition
from perennia.core.condition import All, Any, Compare, Not
from perennia.core.error import Invalid

SCORE = {"field": "customer.score", "op": "at_least", "value": 300}


def nested(depth: int) -> object:
    tree: object = SCORE
    for _ in range(depth):
        tree = {"not": tree}
    return tree


def test_a_tree_is_read_and_written_back_unchanged() -> None:
    tree = {
        "all": [
            SCORE,
            {
                "any": [
                    {"field": "contact.tag.vip", "op": "is", "value": True},
                    {"field": "event.at", "op": "is_missing"},
                ]
            },
            {"not": {"field": "customer.stage.Onboarding", "op": "one_of", "value": ["Kick-off", "Training"]}},
        ]
    }
    read = condition.parse(tree)
    assert isinstance(read, All)
    assert isinstance(read.of[1], Any)
    assert isinstance(read.of[2], Not)
    assert condition.unparse(read) == tree


@pytest.mark.parametrize(
    ("tree", "field", "says"),
    [
        (None, None, "object, not nothing"),
        ([], None, "object, not a list"),
        ({}, "field", "name a field"),
        ({**SCORE, "extra": 1}, None, "'extra' is not known"),
        ({"all": [SCORE], "any": [SCORE]}, None, "stand alone"),
        ({"all": [SCORE, {"any": []}]}, "all[1].any", "never holds"),
        ({"not": [SCORE]}, "not", "object, not a list"),
        ({"all": "x"}, "all", "list of conditions"),
        ({**SCORE, "field": "customer.scor"}, "field", "A customer has score"),
        ({**SCORE, "field": "score"}, "field", "begins with customer., contact. or event."),
        ({**SCORE, "field": "customer..x"}, "field", "double quotes"),
        ({**SCORE, "field": 'customer.tag."x'}, "field", "not closed"),
        ({**SCORE, "field": "customer.recent.Login.0"}, "field", "1 to 366 days"),
        ({**SCORE, "field": "customer.recent.Login.\u0661"}, "field", "1 to 366 days"),
        ({**SCORE, "field": "customer.tag.a\0b"}, "field", "cannot be stored"),
        ({**SCORE, "op": "matches"}, "op", "Use is, is_not"),
        ({**SCORE, "op": ["is"]}, "op", "not an operator"),
        ({**SCORE, "op": 10**5000}, "op", "a number is not an operator"),
        ({"any": [{**SCORE, "op": "contains"}]}, "any[0].op", "does not fit this field"),
        ({**SCORE, "value": "300"}, "value", "a number, not a text"),
        ({**SCORE, "value": True}, "value", "do not fit"),
        ({**SCORE, "value": None}, "value", "is_missing"),
        ({**SCORE, "value": float("nan")}, "value", "NaN"),
        ({**SCORE, "value": float("inf")}, "value", "NaN"),
        ({**SCORE, "value": 2**63}, "value", "64 bits"),
        ({**SCORE, "value": {"a": 1}}, "value", "a text, a number"),
        ({**SCORE, "op": "one_of", "value": []}, "value", "1 to 200 values"),
        ({**SCORE, "op": "is_missing", "value": 1}, "value", "takes no value"),
        ({"field": "customer.tag.vip", "op": "is", "value": "yes"}, "value", "true or false"),
        ({"field": "customer.renews_at", "op": "within_days", "value": 1.5}, "value", "whole days"),
        ({"field": "customer.renews_at", "op": "before", "value": "2025-02-29"}, "value", "2025-03-01"),
        ({"field": "customer.trait.x", "op": "is", "value": "\ud800"}, "value", "half surrogates"),
        ({"field": "customer.trait.x", "op": "is", "value": "x" * 1001}, "value", "1000 characters"),
        ({"field": "customer.trait.x", "op": "contains", "value": ""}, "value", "at least one character"),
        ({"field": "customer.trait.x", "op": "above", "value": True}, "value", "do not fit"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_remedy(tree: object, field: str | None, says: str) -> None:
    with pytest.raises(Invalid) as wrong:
        condition.parse(tree)
    assert wrong.value.field == field
    assert says in wrong.value.detail


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: nested(32), "32 deep"),
        (lambda: nested(100_000), "32 deep"),
        (lambda: {"all": [SCORE] * 501}, "500 predicates"),
        (lambda: {"all": [{"all": []}] * 100_000}, "1000 parts"),
    ],
)
@pytest.mark.number("S3")
def test_a_condition_stays_small(make: Callable[[], object], says: str) -> None:
    with pytest.raises(Invalid, match=says):
        condition.parse(make())


def test_thirty_two_levels_and_five_hundred_predicates_are_taken() -> None:
    condition.parse(nested(31))
    condition.parse({"all": [SCORE] * 500})


def test_a_scope_that_is_not_at_hand_is_refused_by_name() -> None:
    with pytest.raises(Invalid, match="event fields cannot be used here"):
        condition.parse({"field": "event.name", "op": "is", "value": "x"}, scopes=("customer", "contact"))


@pytest.mark.parametrize("name", ["plain", "with space", "a.b", 'say "hi"', '"', ".", "…", "1", "Đã gọi"])
def test_any_name_can_be_written_as_a_field(name: str) -> None:
    for field in (
        condition.path("customer", "trait", name),
        condition.path("contact", "place", name, name),
        condition.path("contact", "feature", name, "uses"),
        condition.path("event", "properties", "cart", name),
    ):
        condition.check(Compare(field, "is_present"))
    assert condition.needs(Compare(condition.path("contact", "recent", name, "7"), "is", 1)) == {(1, name)}


def test_dots_need_no_quotes_where_one_name_follows() -> None:
    assert condition.needs(Compare("customer.recent.cart.opened.30", "is", 1)) == {(0, "cart.opened")}
    assert condition.window_days(Compare("customer.recent.cart.opened.30", "is", 1)) == 30


def test_a_condition_made_in_python_obeys_the_same_rules() -> None:
    with pytest.raises(Invalid, match="a number, not a text"):
        condition.check(All((Compare("customer.score", "above", "300"),)))


def test_a_condition_says_itself_in_english_and_vietnamese() -> None:
    tree = condition.parse(
        {"all": [SCORE, {"any": [
            {"field": "contact.tag.vip", "op": "is", "value": False},
            {"not": {"field": "customer.trait.plan", "op": "one_of", "value": ["Pro", "Team", 3]}},
        ]}]}
    )  # fmt: skip
    assert condition.describe(tree) == (
        "The customer's score is at least 300 and (the contact does not have the tag “vip” or "
        "the customer's “plan” is none of “Pro”, “Team” or 3)"
    )
    assert condition.describe(tree, "vi") == (
        "Điểm của khách hàng ít nhất là 300 và (người liên hệ không có thẻ “vip” hoặc "
        "“gói” của khách hàng không phải “Pro”, “Team” hoặc 3)"
    )


def test_braces_in_names_and_values_are_said_as_they_are() -> None:
    tree = Compare(condition.path("customer", "trait", "{value}{who}"), "is", "{name}")
    assert condition.describe(tree) == "The customer's “{value}{who}” is “{name}”"
