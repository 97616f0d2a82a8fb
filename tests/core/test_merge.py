"""Two profiles become one: the newest is believed, sums add up."""

from datetime import UTC, datetime

from perennia.core.fold import learn
from perennia.core.merge import merge
from perennia.core.profile import CUSTOMER, Profile

MARCH, APRIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)


def renewing(id_: int, day: str, said_at: datetime) -> Profile:
    return learn(Profile(kind=CUSTOMER, id=id_, customer=id_), {"renews_at": day}, said_at, "m")


def test_the_renewal_is_the_one_said_last_whichever_way_they_are_joined() -> None:
    old, new = renewing(1, "2027-01-01", MARCH), renewing(2, "2028-01-01", APRIL)
    for joined in (merge(old, new), merge(new, old)):
        assert joined.renews_at == datetime(2028, 1, 1, tzinfo=UTC)
        assert joined.trait("renews_at") == "2028-01-01"


def test_a_renewal_known_to_one_alone_is_kept() -> None:
    known = renewing(1, "2027-01-01", MARCH)
    assert merge(Profile(kind=CUSTOMER, id=2, customer=2), known).renews_at == known.renews_at
