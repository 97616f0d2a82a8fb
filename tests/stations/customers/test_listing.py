"""A filter many pass and one few pass are asked in different ways; both give the same customers in the same order."""

from typing import get_args

import pytest

from perennia.core.profile import CONTACT
from perennia.customers import listing
from perennia.customers.listing import Filter, Sort
from tests.api.company import a_contact, a_customer, put_stage, put_tag

pytestmark = pytest.mark.django_db
FILTERS = {
    "tag": Filter(tag="VIP"),
    "stage": Filter(pipeline="Subscription & Billing", stage="Active Subscription"),
    "stage of contacts": Filter(pipeline="User Login Activity", stage="Active"),
    "inactive": Filter(is_inactive=True),
    "not inactive": Filter(is_inactive=False),
    "words": Filter(q="n1"),
    "two": Filter(tag="VIP", is_inactive=False),
    "nobody": Filter(tag="no such tag"),
}


@pytest.fixture
def customers() -> None:
    for id_ in range(1, 40):
        seen = None if id_ % 7 == 0 else id_ % 4
        value = {} if id_ % 5 == 0 else {"value": id_ % 3}
        a_customer(id_, hours=id_ % 3, seen=seen, score=id_ % 4, name=f"N{id_ % 2}", **value)
        a_contact(1000 + id_, id_, email=f"c{id_}@acme.test")
        if id_ % 3:
            put_tag(id_, "VIP", *([] if id_ % 2 else [CONTACT, 1000 + id_]))
        if id_ % 4 == 0:
            put_tag(id_, "Inactive")
        if id_ % 10:
            put_stage(id_, "Subscription & Billing", "Active Subscription")
        if id_ % 2:
            put_stage(id_, "User Login Activity", "Active", CONTACT, 1000 + id_)


def walked(chosen: Filter, sort: Sort) -> list[int]:
    found: list[int] = []
    after: listing.Mark | None = None
    while rows := listing.page(chosen, sort, after, 3):
        found += [row.id for row in rows]
        place, id_ = listing.mark(rows[-1])
        after = (str(place) if place is not None else None, id_)  # type: ignore[assignment]  # as a cursor carries it
    return found


@pytest.mark.parametrize("sort", get_args(Sort))
@pytest.mark.parametrize("name", FILTERS)
def test_it_is_one_list_however_it_is_asked(
    customers: None, monkeypatch: pytest.MonkeyPatch, name: str, sort: Sort
) -> None:
    chosen = FILTERS[name]
    seen = []
    for window in (0, 1, 5, 1000):
        monkeypatch.setattr(listing, "WINDOW", window)
        seen.append(walked(chosen, sort))
    assert seen[0] == seen[1] == seen[2] == seen[3]
    assert len(seen[0]) == len(set(seen[0])) == listing.count(chosen)
