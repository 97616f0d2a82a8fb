"""Business hours are judged at dispatch by the reader's clock, over both changes of it."""

from datetime import datetime, timedelta

import pytest

from perennia.messages import dispatch
from tests.stations.messages.given import DAY, an, message, next_at, state, words

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.number("R23")
@pytest.mark.parametrize(
    ("zone", "asked", "leaves"),
    [
        (
            "Europe/Berlin",
            "2026-03-27T17:30+00:00",
            "2026-03-30T07:00+00:00",
        ),  # clocks go forward on the Sunday between
        ("Europe/Berlin", "2026-10-23T16:30+00:00", "2026-10-26T08:00+00:00"),  # and back
        ("America/New_York", "2026-03-06T23:30+00:00", "2026-03-09T13:00+00:00"),
        ("Asia/Ho_Chi_Minh", "2026-03-27T11:30+00:00", "2026-03-30T02:00+00:00"),  # has no such change
    ],
)
def test_what_is_asked_for_on_friday_evening_leaves_on_monday_at_nine(zone: str, asked: str, leaves: str) -> None:
    at, opens = datetime.fromisoformat(asked), datetime.fromisoformat(leaves)
    words()
    id = message(an(timezone=zone), at=at, span=5 * DAY, facts={"hours": "business"})
    now = at
    for _ in range(5):  # quiet hours first, then business hours: each look names the next
        if dispatch.one_round(now) == {"sent": 1}:
            break
        assert state(id)[0] == "queued"
        now = next_at(id)
    assert (state(id), now) == (("sent", ""), opens)
    assert now - at > timedelta(days=2)
