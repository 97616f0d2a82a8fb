"""When an event happened: the caller's clock corrected, the future not believed, the past told apart."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from perennia.ingest import source
from perennia.ingest.moment import happened, read
from perennia.ingest.receive import receive
from perennia.ingest.refusal import Refused
from perennia.ingest.source import Sender
from perennia.team.models import Organisation
from tests.stations.ingest.calls import empty, inbox, track
from tests.stations.ingest.conftest import Send

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_clock_that_is_off_is_corrected_by_when_it_said_it_sent() -> None:
    assert happened(NOON + 2 * HOUR, NOON + 3 * HOUR, NOON) == (NOON - HOUR, False)
    assert happened(NOON - 9 * HOUR, NOON - 8 * HOUR, NOON) == (NOON - HOUR, False)


def test_without_the_time_of_sending_the_original_counts_as_it_is() -> None:
    assert happened(NOON - HOUR, None, NOON) == (NOON - HOUR, False)


def test_without_any_time_it_happened_when_it_was_received() -> None:
    assert happened(None, NOON - HOUR, NOON) == (NOON, False)


def test_the_future_is_taken_as_now_and_said_so() -> None:
    assert happened(NOON + HOUR, None, NOON) == (NOON, True)
    assert happened(NOON, NOON - HOUR, NOON) == (NOON, True)


def test_a_correction_out_of_the_years_kept_is_refused() -> None:
    with pytest.raises(Refused, match="sentAt"):
        happened(datetime(1970, 1, 2, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC), NOON)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-01T12:00:00Z", NOON), ("2026-03-01T12:00:00.000Z", NOON), ("2026-03-01T19:00:00+07:00", NOON),
        ("2026-03-01T12:00", NOON), ("20260301T120000Z", NOON), ("2026-03-01", NOON - 12 * HOUR),
    ],
)  # fmt: skip
def test_times_are_read_as_clients_write_them(text: str, moment: datetime) -> None:
    assert read(text, "timestamp") == moment


@pytest.mark.django_db(transaction=True)
def test_a_time_in_the_future_is_kept_in_the_context(send: Send) -> None:
    send(track("ann", timestamp="2099-01-01T00:00:00Z"))
    (row,) = inbox()
    assert row.at == row.received_at
    assert row.body["context"]["originalTimestamp"] == "2099-01-01T00:00:00Z"


@pytest.mark.django_db(transaction=True)
def test_what_is_older_than_a_day_at_receipt_is_the_past(send: Send) -> None:
    now = datetime.now(UTC)
    send(track("a", timestamp=(now - 23 * HOUR).isoformat()), track("a", timestamp=(now - 25 * HOUR).isoformat()))
    assert [(row.historical, row.lane) for row in inbox()] == [(False, 0), (True, 0)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("hours", "is_past"), [(12, True), (48, False)])
def test_when_the_past_begins_is_for_the_organisation_to_say(hours: int, is_past: bool) -> None:
    empty()
    Organisation.objects.create(pk=1, historical_after_hours=hours)
    _, key = source.create("Product")
    who = source.sender(key)
    assert who is not None
    call = track("a", timestamp=(datetime.now(UTC) - 25 * HOUR).isoformat())
    receive(who, json.dumps(call).encode(), "track")
    assert [row.historical for row in inbox()] == [is_past]


@pytest.mark.django_db(transaction=True)
def test_a_source_of_the_past_goes_by_the_bulk_lane(sender: Sender) -> None:
    receive(Sender(sender.id, is_historical=True), b'{"userId":"ann","event":"E"}', "track")
    assert [(row.historical, row.lane) for row in inbox()] == [(True, 1)]


@pytest.mark.django_db(transaction=True)
def test_what_a_batch_shares_is_merged_into_its_events_and_unknown_fields_are_kept(send: Send) -> None:
    shared = {"app": {"name": "web"}, "locale": "vi"}
    send(
        track("ann", group="acme", color="red", integrations={"All": False}),
        context=shared,
        integrations={"Mail": True},
    )
    context = inbox()[0].body["context"]
    assert context == {
        **shared, "groupId": "acme", "userId": "ann", "extra": {"color": "red"},
        "integrations": {"Mail": True, "All": False},
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_simulated_day_is_received_when_it_says(sender: Sender) -> None:
    receive(sender, b'{"userId":"ann","event":"E"}', "track", now=NOON)
    assert inbox()[0].received_at == NOON
