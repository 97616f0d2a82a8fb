"""What endpoints are told, and when a delivery is tried again."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from perennia.core import webhook
from perennia.core.webhook import Subscription
from tests.world import MONDAY, World, definition

SINCE = MONDAY - timedelta(days=1)


def world(*names: str) -> World:
    made = World(
        definition(trigger={"key": "event_seen", "names": ["Signed Up"]}, steps=[{"key": "add_tag", "tag": "New"}])
    )
    made.index.webhooks = (Subscription(7, frozenset(names), SINCE),)
    return made


def test_an_endpoint_hears_of_the_events_it_chose_with_who_and_what() -> None:
    here = world("Signed Up")
    here.happens("Identify", kind="identify", traits={"name": "Anna", "email": "anna@acme.example"})
    out = here.happens("Signed Up", plan="Pro", amount=12.5)
    here.happens("Signed Out")
    (row,) = here.everything.webhooks
    said = msgspec.json.decode(row.body)
    assert out.webhooks == [row]
    assert (row.endpoint, row.type, said["type"], said["timestamp"]) == (
        7,
        "signed_up",
        "signed_up",
        "2026-03-02T09:00:00.000Z",
    )
    assert said["data"]["contact"] == {"id": 11, "name": "Anna", "email": "anna@acme.example"}
    assert said["data"]["properties"] == {"plan": "Pro", "amount": 12.5}


def test_all_events_are_those_that_follow_too_each_with_an_id_of_its_own() -> None:
    here = world("*")
    here.happens("Signed Up")
    told = here.everything.webhooks
    assert {"Signed Up", "Tag Added"} <= {row.event for row in told}
    assert len({row.id for row in told}) == len(told)


def test_the_same_event_worked_again_has_the_same_id_and_the_same_body() -> None:
    first, second = world("*"), world("*")
    for one in (first, second):
        one.happens("Signed Up", plan="Pro")
    assert [(row.id, row.body) for row in first.everything.webhooks] == [
        (row.id, row.body) for row in second.everything.webhooks
    ]


def test_nothing_is_told_of_the_past_of_visitors_or_of_the_time_before_it_was_made() -> None:
    here = world("*")
    here.happens("Signed Up", historical=True)
    here.happens("Signed Up", received_at=SINCE - timedelta(hours=1), at=SINCE - timedelta(hours=1))
    assert here.everything.webhooks == []
    visited = world("*")
    visited.happens("Page Viewed", hidden=True)
    assert visited.everything.webhooks == []


def test_a_body_that_would_be_too_large_goes_without_its_properties_and_says_so() -> None:
    here = world("Signed Up")
    here.happens("Signed Up", text="ấ" * 20_000)
    (row,) = here.everything.webhooks
    said = msgspec.json.decode(row.body)["data"]
    assert len(row.body.encode()) < webhook.LARGEST
    assert said["left_out"] == ["properties"]
    assert "properties" not in said


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Payment Succeeded", "payment_succeeded"),
        ("Đã thanh toán", "da_thanh_toan"),
        ("a.b  c!", "a_b_c"),
        ("支払い", "event"),
    ],
)
def test_an_events_name_becomes_a_type_of_the_standard(name: str, kind: str) -> None:
    assert webhook.type_of(name) == kind


@pytest.mark.number("R28")
def test_eight_tries_over_about_twenty_eight_hours_each_wait_a_little_longer_by_chance() -> None:
    now = datetime(2026, 5, 4, tzinfo=UTC)
    waits = [webhook.next_at(rung, now, 0.0) for rung in range(1, 9)]
    assert [(at - now).total_seconds() if at else None for at in waits] == [
        5,
        300,
        1800,
        7200,
        18000,
        36000,
        36000,
        None,
    ]
    assert sum(webhook.LADDER, timedelta()) == timedelta(hours=27, minutes=35, seconds=5)
    late = webhook.next_at(2, now, 1.0)
    assert late is not None
    assert late - now == timedelta(seconds=330)


@pytest.mark.number("R18", "R28")
@pytest.mark.parametrize(
    ("status", "fate"),
    [(200, "delivered"), (204, "delivered"), (301, "refused"), (400, "refused"), (404, "refused"), (408, "again"),
     (410, "gone"), (429, "again"), (500, "again"), (503, "again")],
)  # fmt: skip
def test_what_an_answer_means(status: int, fate: str) -> None:
    assert webhook.fate(status) == fate


def test_the_wait_a_server_asks_for_is_read_in_seconds_and_as_a_moment_and_has_an_end() -> None:
    now = datetime(2026, 5, 4, 12, tzinfo=UTC)
    assert webhook.asked_wait("120", now) == timedelta(minutes=2)
    assert webhook.asked_wait("Mon, 04 May 2026 13:00:00 GMT", now) == timedelta(hours=1)
    assert webhook.asked_wait("99999999999999999999", now) == timedelta(hours=24)
    for nonsense in (None, "", "soon", "-5", "\uff11\uff12", "Mon, 99 May"):
        assert webhook.asked_wait(nonsense, now) is None
    asked = webhook.next_at(1, now, 0.0, timedelta(hours=3))
    assert asked == now + timedelta(hours=3)
