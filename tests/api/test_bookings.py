"""Sessions by the API: lists, booking for a customer, marks with undo, kinds and hours; and whose they are."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perennia.core import partition
from perennia.customers.models import Contact, Customer
from perennia.host import clock
from perennia.messages.models import Notice
from perennia.sessions import remind
from perennia.sessions.book import times
from perennia.sessions.models import Booking, SessionType
from perennia.team.models import Member
from perennia.team.roles import Role
from tests.api.company import a_member, signed_in
from tests.stations.sessions.given import a_kind, a_team, booked, events, known

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BEGUN = datetime.now(UTC)  # once, so that all days of a test are reckoned from the same one


def now() -> datetime:
    return clock.now()


def monday(hour: int = 10) -> datetime:
    """The Monday after next."""
    today = BEGUN.replace(hour=hour, minute=0, second=0, microsecond=0)
    return today + (14 - today.weekday()) * DAY


def send(client: Client, method: str, path: str, **said: object) -> tuple[int, dict[str, Any]]:
    answer = client.generic(method, f"/api{path}", json.dumps(said), content_type="application/json")
    return answer.status_code, answer.json()


def over(booking: Booking) -> Booking:
    """The same, as if it had been this morning."""
    starts_at = now() - timedelta(hours=2)
    Booking.objects.filter(pk=booking.pk).update(**times(booking.type, starts_at))
    booking.refresh_from_db()
    return booking


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def test_a_member_books_for_a_contact_finds_it_marks_it_and_takes_that_back() -> None:
    mai, tom = a_team("Mai", "Tom")
    kind = a_kind(mai, tom, goals="First report")
    Customer.objects.create(
        pk=1, partition=partition.of(1), name="Acme", kind="account", created_at=now(), described_at=now()
    )
    told: Mapping[str, Any] = {
        "partition": partition.of(1),
        "customer_id": 1,
        "created_at": now(),
        "described_at": now(),
    }
    Contact.objects.create(pk=11, name="Anna", email="anna@acme.test", language="vi", zone="Asia/Ho_Chi_Minh", **told)
    Contact.objects.create(pk=12, name="Bob", **told)
    client = client_of(mai)
    day = monday().date().isoformat()
    status, free = send(client, "GET", f"/session-types/{kind.pk}/slots?first={day}&days=1")
    assert status == 200
    assert [one["name"] for one in free["items"][0]["hosts"]] == ["Mai", "Tom"]
    said = {"type_id": kind.pk, "starts_at": monday().isoformat()}
    assert send(client, "POST", "/bookings", **said, contact_id=12)[1]["code"] == "no_address"
    assert send(client, "POST", "/bookings", **said, contact_id=99)[0] == 422
    status, made = send(client, "POST", "/bookings", **said, contact_id=11, host_id=tom.pk, goals="Month end")
    assert (status, made["host"]["name"], made["customer"]["name"], made["goals"]) == (201, "Tom", "Acme", "Month end")
    assert (made["made_by"], made["zone"]) == ("Mai", "Asia/Ho_Chi_Minh")
    assert send(client, "POST", "/bookings", **said, contact_id=11)[1]["id"] == made["id"]  # pressed twice
    late = {**said, "starts_at": (monday() - timedelta(hours=8)).isoformat()}
    assert send(client, "POST", "/bookings", **late, contact_id=11)[1]["code"] == "slot_taken"
    assert [one["id"] for one in send(client, "GET", "/bookings?customer=1")[1]["items"]] == [made["id"]]
    assert send(client, "GET", "/bookings?host=me")[1]["items"] == []
    theirs = client_of(tom)
    assert send(theirs, "POST", f"/bookings/{made['id']}/attended")[1]["code"] == "session_not_begun"
    moved = send(theirs, "POST", f"/bookings/{made['id']}/move", starts_at=(monday() + DAY).isoformat())[1]
    assert moved["starts_at"].startswith((monday() + DAY).date().isoformat())
    over(Booking.objects.get())
    assert send(theirs, "GET", "/bookings/numbers")[1] == {"upcoming": 0, "unsettled": 1}
    row = next(one for one in send(theirs, "GET", "/today")[1]["items"] if one["kind"] == "session")
    assert (row["id"], row["what"]) == (f"session:{made['id']}", "Did they come?")
    assert remind.ask(now()) == 1
    assert remind.ask(now()) == 0
    assert [one.member_id for one in Notice.objects.filter(kind="session_settle")] == [tom.pk]
    for deed, state in (("attended", "attended"), ("reopen", "booked"), ("missed", "missed")):
        assert send(theirs, "POST", f"/bookings/{made['id']}/{deed}")[1]["state"] == state
    assert send(theirs, "GET", "/bookings?when=past&state=missed")[1]["items"][0]["id"] == made["id"]
    assert [name for name, _ in events()] == [
        "Session Booked", "Session Moved", "Session Attended", "Session Reopened", "Session Missed",
    ]  # fmt: skip


def test_whose_sessions_one_may_change_and_whose_hours() -> None:
    mai, tom = a_team("Mai", "Tom")
    one = booked(a_kind(tom), monday(), now(), whose=known())
    for client, may in ((client_of(mai), False), (client_of(tom), True), (signed_in(Role.HEAD_OF_CS), True)):
        (item,) = send(client, "GET", "/bookings")[1]["items"]
        assert (item["may_change"], item["link"] is not None) == (may, may)
    assert send(client_of(mai), "POST", f"/bookings/{one.pk}/cancel", reason="x")[0] == 403
    assert send(client_of(mai), "PATCH", f"/open-hours?member={tom.pk}", is_bookable=False)[0] == 403
    status, hours = send(client_of(mai), "GET", "/open-hours")
    assert (status, hours["is_own"], hours["week"]["mon"]) == (200, False, [["09:00", "17:00"]])
    week = {"tue": [["08:00", "12:00"], ["13:00", "14:30"]]}
    status, hours = send(client_of(mai), "PATCH", "/open-hours", week=week, days={monday().date().isoformat(): []})
    assert (status, hours["is_own"], hours["week"]) == (200, True, week)
    wrong = send(client_of(mai), "PATCH", "/open-hours", week={"mon": [["12:00", "09:00"]]})
    assert (wrong[0], wrong[1]["errors"][0]["field"] if "errors" in wrong[1] else wrong[1].get("field")) == (
        422,
        "body.week",
    )
    assert send(signed_in(Role.HEAD_OF_CS), "PATCH", f"/open-hours?member={tom.pk}", is_bookable=False)[0] == 200
    assert not booked_hosts(tom)


def booked_hosts(tom: Member) -> list[str]:
    kind = SessionType.objects.get(slug="demo")
    path = f"/session-types/{kind.pk}/slots?first={monday().date()}&days=1"
    found = send(client_of(tom), "GET", path)[1]["items"]
    return [host["name"] for one in found for host in one["hosts"]]


def test_a_kind_is_made_changed_put_to_rest_and_noted() -> None:
    ops = signed_in(Role.CS_OPS)
    listed = send(ops, "GET", "/session-types")[1]["items"]
    assert [one["slug"] for one in listed] == ["walkthrough", "success"]
    assert listed[0]["link"].endswith("/book/walkthrough")
    status, made = send(ops, "POST", "/session-types", title="Kick-off: first week", minutes=60)
    assert (status, made["slug"], made["minutes"], made["hosts"]) == (201, "kick-off-first-week", 60, [])
    assert send(ops, "POST", "/session-types", title="Kick-off first week")[1]["code"] == "session_address_taken"
    mai = a_member(Role.CS_STAFF, email="mai@x.test", name="Mai")
    asked = [{"key": "goal", "label": "Goal", "kind": "text", "is_required": True}]
    status, changed = send(
        ops, "PATCH", f"/session-types/{made['id']}", host_ids=[mai.pk], questions=asked, is_active=False
    )
    assert (status, changed["hosts"][0]["name"], changed["questions"][0]["label"]) == (200, "Mai", "Goal")
    assert not changed["is_active"]
    for wrong in ({"slug": "Book Me"}, {"slug": "m"}, {"url": "javascript:alert(1)"}, {"minutes": 1}, {"host_ids": [9999]},
                  {"questions": asked * 2}):  # fmt: skip
        assert send(ops, "PATCH", f"/session-types/{made['id']}", **wrong)[0] == 422, wrong
    assert send(client_of(mai), "POST", "/session-types", title="Mine")[0] == 403
    log = send(ops, "GET", "/setting-log")[1]["items"]
    assert {one["area"] for one in log} == {"sessions"}


def test_a_list_takes_the_same_statements_however_long_and_goes_on_by_its_cursor() -> None:
    mai, tom = a_team("Mai", "Tom")
    kind = a_kind(mai, tom)
    client, counts = client_of(mai), []
    for n in range(6):
        booked(kind, monday(9) + timedelta(hours=n), now(), email=f"v{n}@x.test")
        if n in (0, 5):
            with CaptureQueriesContext(
                connection,
            ) as caught:
                send(client, "GET", "/bookings")
            counts.append(len(caught))
    assert counts[0] == counts[1]
    first = send(client, "GET", "/bookings?limit=4")[1]
    rest = send(client, "GET", f"/bookings?limit=4&cursor={first['next_cursor']}")[1]
    starts = [one["starts_at"] for one in first["items"] + rest["items"]]
    assert (len(starts), starts, rest["next_cursor"]) == (6, sorted(starts), None)
