"""Values of any length are kept; none of them may stop a customer, though an index takes only so much."""

import random
import string
from datetime import timedelta

import pytest

from tests.driving import NINE, Stream

# Random, for an index packs what repeats itself and takes it after all.
LONG = "".join(random.Random(7).choices(string.ascii_letters + string.digits, k=12_000))


def works_on(stream: Stream) -> None:
    """The customer is not in trouble, and what comes later is worked."""
    stream.put(stream.event("Signed In", at=NINE + timedelta(hours=1)))
    stream.run()
    assert stream.rows("select reason from trouble") == []
    assert stream.rows("select count(*) from inbox") == [(0,)]


@pytest.mark.number("A9")
def test_a_feature_with_a_very_long_name_is_used_like_any_other(stream: Stream) -> None:
    stream.put(*[stream.event("Feature Used", feature=LONG, seconds=60) for _ in range(2)])
    works_on(stream)
    assert stream.rows(
        "select sum(count)::int, sum(seconds)::int from daily where kind = 1 and name <> 'Signed In'"
    ) == [(2, 120)]


@pytest.mark.number("A9")
def test_an_entry_key_of_any_length_tells_entries_apart(stream: Stream) -> None:
    stream.workflow(trigger={"key": "event_seen", "names": ["Paid"]}, re_entry="per properties.invoice",
                    steps=[{"key": "add_score", "points": 1, "reason": "paid"}])  # fmt: skip
    stream.put(
        stream.event("Paid", invoice=LONG + "a"), stream.event("Paid", invoice=LONG + "b"),
        stream.event("Paid", invoice=LONG + "a"),
    )  # fmt: skip
    works_on(stream)
    assert stream.rows("select sum(points)::int from points where kind = 1") == [(2,)]


@pytest.mark.number("A9")
def test_a_tag_and_a_stage_named_by_an_event_are_cut(stream: Stream) -> None:
    stream.workflow(trigger={"key": "event_seen", "names": ["Used"]}, steps=[
        {"key": "add_tag", "tag": "Active on {feature}"},
        {"key": "move_stage", "pipeline": "P", "stage": "{feature}", "several": True},
    ])  # fmt: skip
    stream.put(stream.event("Used", feature=LONG))
    works_on(stream)
    assert stream.rows("select length(tag) < 200 from tag") == [(True,)]
