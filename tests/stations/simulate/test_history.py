"""The made-up company: the same seed says the same, and what it says is what a company would say."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from perennia.simulate.archetype import ARCHETYPES
from perennia.simulate.history import History, digest
from perennia.simulate.said import Said

END = datetime(2026, 6, 3, 14, 0, tzinfo=UTC)
DAYS = 40


def history(seed: int = 7, customers: int = 60, contacts: int = 500) -> History:
    return History(seed, customers, contacts, END - timedelta(days=DAYS), END)


def said(of: History, window: timedelta = timedelta(days=1)) -> list[Said]:
    return [one for _, _, arrived in of.windows(window) for one in arrived]


def test_the_same_seed_says_the_same() -> None:
    assert digest(said(history())) == digest(said(history()))


def test_another_seed_says_something_else() -> None:
    assert digest(said(history(seed=7))) != digest(said(history(seed=8)))


def test_windows_of_any_length_give_the_same_in_the_same_order() -> None:
    assert digest(said(history())) == digest(said(history(), timedelta(hours=7)))


def test_everything_arrives_in_order_between_the_beginning_and_the_end() -> None:
    moments = [one.received for one in said(history())]
    assert moments == sorted(moments)
    assert END - timedelta(days=DAYS) <= moments[0] <= moments[-1] < END


def test_no_two_calls_share_an_id() -> None:
    assert max(Counter(one.message_id for one in said(history())).values()) == 1


def test_there_are_as_many_customers_and_contacts_as_asked_for() -> None:
    accounts = history(customers=80, contacts=700).accounts
    assert len(accounts) == 80
    assert sum(len(one.people) for one in accounts) == 700
    assert len({one.name for one in accounts}) == 80


def test_every_kind_of_customer_is_there() -> None:
    found = {one.archetype.key for one in history(customers=200, contacts=400).accounts}
    assert found == {one.key for one in ARCHETYPES}


def test_what_the_import_tells_lies_in_the_past_and_counts_as_history() -> None:
    imported = [one for one in said(history()) if one.source == "crm"]
    assert imported
    assert all(one.received - one.at > timedelta(hours=24) for one in imported)


def test_something_happens_in_the_last_hours_even_on_a_sunday_night() -> None:
    sunday = datetime(2026, 6, 7, 2, 0, tzinfo=UTC)
    late = History(7, 150, 1500, sunday - timedelta(days=10), sunday)
    assert sum(one.at > sunday - timedelta(hours=6) for one in said(late)) > 20


def test_who_has_cancelled_is_not_seen_again() -> None:
    whole = history(customers=150, contacts=900)
    told = said(whole)
    left = {one.group: one.at for one in told if one.name == "Subscription Cancelled" and one.group}
    assert left
    for one in told:
        if one.group in left and one.name == "Feature Used":
            assert one.at < left[one.group] + timedelta(days=1)


@pytest.mark.parametrize("archetype", ARCHETYPES, ids=lambda one: one.key)
def test_a_pace_is_told_for_every_share_of_the_days(archetype: object) -> None:
    paces = [archetype.pace(n / 20) for n in range(21)]  # type: ignore[attr-defined]  # an Archetype
    assert all(0 <= pace <= 1.5 for pace in paces)
