"""The public pages: a day, a time, one form; the letter's link knows who comes; hostile input is refused in words."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from icalendar import Calendar

from perennia.core import partition
from perennia.messages import link as letters
from perennia.sessions import link
from perennia.sessions.models import Booking, SessionType, State
from tests.stations.messages.given import an, message, profile
from tests.stations.sessions.given import a_kind, a_team, booked

pytestmark = [pytest.mark.django_db, pytest.mark.number("S11")]
BEGUN = datetime.now(UTC)  # once, so that all days of a test are reckoned from the same one
VISITOR = {"name": "Anna Berg", "email": "anna@acme.test", "z": "Europe/Berlin"}
HOSTILE = [
    "", " ", "0", "x" * 5000, "a\x00b", "<script>alert(1)</script>", "'; drop table message --", "2026-13-45", "9999-12-31",
    "0001-01-01T00:00:00+14:00", "2026-03-03T10:00:00", "NaN", "../../etc/passwd", "Europe/../etc", "\u202e", "1.2.3", "{{7*7}}",
]  # fmt: skip


def soon(hour: int = 10) -> datetime:
    """A working day some days ahead of the real clock, by which pages go."""
    day = BEGUN.replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=4)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def read(client: Client, path: str, **asked: str) -> str:
    answer = client.get(path, asked)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_from_the_list_to_the_booked_page_by_links_and_one_form() -> None:
    client = Client(enforce_csrf_checks=True)
    a_team("Mai")
    listed = read(client, "/book")
    assert "Feature walkthrough" in listed
    assert 'href="/book/success' in listed
    kind = a_kind(questions=[{"key": "goal", "label": "Goal <b>", "kind": "text", "is_required": True}])
    page = client.get("/book/demo", {"z": "Asia/Ho_Chi_Minh", "d": soon().date().isoformat()})
    html = page.content.decode()
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert html.count("<script") == 1
    assert 'href="?z=Asia%2FHo_Chi_Minh&amp;at=' in html
    assert re.search(r">16:00</a>", html)  # 9:00 UTC
    form = read(client, "/book/demo", z="Asia/Ho_Chi_Minh", at=soon(9).isoformat())
    assert "16:00 to 16:30" in form
    assert "Goal &lt;b&gt;" in form
    assert not Booking.objects.exists()
    said = {**VISITOR, "at": soon(9).isoformat(), "q_goal": "Reports"}
    answer = client.post("/book/demo", said)
    assert answer.status_code == 303
    one = Booking.objects.get(type=kind)
    assert (one.starts_at, one.zone, one.answers[0]["text"]) == (soon(9), "Europe/Berlin", "Reports")
    done = client.get(answer["Location"]).content.decode()
    assert "It is booked" in done
    assert "anna@acme.test" in done
    assert "<script" not in done


def test_the_form_says_what_is_wrong_and_keeps_what_was_written() -> None:
    client = Client()
    a_kind(*a_team("Mai"), questions=[{"key": "goal", "label": "Goal", "kind": "text", "is_required": True}])
    at = {"at": soon().isoformat(), "q_goal": "Reports"}
    for said, status, word in (
        ({**VISITOR, **at, "name": ""}, 422, "Tell us your name"), ({**VISITOR, **at, "email": "nobody"}, 422, "no e-mail address"),
        ({**VISITOR, **at, "name": "Win at http://prizes.test"}, 422, "Leave the web address out"),
        ({**VISITOR, **at, "q_goal": ""}, 422, "Please answer: Goal"), ({**VISITOR, **at, "fax_number": "1"}, 422, "hidden field"),
        ({**VISITOR, **at, "at": "never"}, 422, "Choose one of these times"),
        ({**VISITOR, **at, "at": soon(3).isoformat()}, 409, "Somebody was quicker"),
    ):  # fmt: skip
        answer = client.post("/book/demo", said)
        html = answer.content.decode()
        assert (answer.status_code, word in html) == (status, True), word
        assert 'role="alert"' in html
    kept = client.post("/book/demo", {**VISITOR, **at, "email": "<nobody>"}).content.decode()
    assert "&lt;nobody&gt;" in kept
    assert ">Reports</textarea>" in kept
    assert not Booking.objects.exists()
    codes = [client.post("/book/demo", {**VISITOR, **at, "name": ""}).status_code for _ in range(5)]
    assert codes == [422, 422, 429, 429, 429]


def test_a_time_taken_meanwhile_is_said_with_those_still_free() -> None:
    client = Client()
    a_kind(*a_team("Mai"))
    said = {**VISITOR, "at": soon().isoformat()}
    first = client.post("/book/demo", said)
    again = client.post("/book/demo", said)  # sent twice by one press
    assert (again.status_code, again["Location"]) == (303, first["Location"])
    late = client.post("/book/demo", {**said, "email": "b@b.test"})
    html = late.content.decode()
    assert late.status_code == 409
    assert "Somebody was quicker" in html
    assert html.count('href="?z=Europe%2FBerlin&amp;at=') > 5


def test_the_link_of_a_letter_knows_who_comes_and_asks_nothing_twice() -> None:
    client = Client()
    kind = SessionType.objects.get(slug="walkthrough")
    a_team("Mai")
    an(timezone="Asia/Tokyo", language="vi")
    letter = message(facts={"event": {"name": "Feature Used", "at": "", "properties": {"feature": "Reports"}}})
    token = letters.make("booking", "", 158, letter)  # the partition of customer 1
    sent = client.get(token)
    assert sent.status_code == 302 or sent.status_code == 303
    assert sent["Location"].startswith("/book/walkthrough?l=")
    html = read(client, sent["Location"])
    assert '<html lang="vi">' in html
    assert "An Tran" in html
    assert '<option value="Asia/Tokyo" selected>' in html
    form = read(client, f"{sent['Location']}&at={quote(soon(10).isoformat())}")
    assert 'name="email"' not in form
    known = token.rpartition("/")[2]
    answer = client.post(
        "/book/walkthrough", {"at": soon(10).isoformat(), "l": known, "email": "other@x.test", "name": "X"}
    )
    assert answer.status_code == 303
    one = Booking.objects.get(type=kind)
    assert (one.contact_id, one.email, one.goals, one.zone) == (11, "an11@acme.example", "Reports", "Asia/Tokyo")
    for wrong in (known[:-1] + "x", "1-2-3.abc", "x"):
        assert client.get(f"/b/{wrong}").status_code == 200  # what can be booked, for anybody
        assert "An Tran" not in read(client, f"/book/walkthrough?l={wrong}")


def test_who_has_joined_an_account_since_the_letter_books_as_who_they_are_there() -> None:
    a_team("Mai")
    letter = message(an())  # they were alone then
    profile(1, 12, 2, {"name": "An Tran", "email": "an@acme.example", "timezone": "UTC"})
    with connection.cursor() as cursor:
        cursor.execute("delete from profile where kind = 1 and id = 11")
        cursor.execute(
            "insert into moved (partition, kind, id, to_partition, to_customer, to_contact, at) values (%s, 1, 11, %s, 2, 12, now())",
            [partition.of(1), partition.of(2)],
        )
    token = letters.make("booking", "", partition.of(1), letter).rpartition("/")[2]
    assert "An Tran" in read(Client(), f"/book/walkthrough?l={token}")
    assert Client().post("/book/walkthrough", {"at": soon(10).isoformat(), "l": token}).status_code == 303
    one = Booking.objects.get()
    assert (one.customer_id, one.contact_id, one.email) == (2, 12, "an@acme.example")


def test_by_its_own_link_a_session_is_moved_kept_as_a_file_and_cancelled() -> None:
    client = Client()
    kind = a_kind(*a_team("Mai"), agenda="Reports", url="https://meet.test/x")
    one = booked(kind, soon(), soon() - timedelta(days=3))
    address = f"/book/m/{link.token(one)}"
    page = read(client, address)
    assert 'href="https://meet.test/x"' in page
    assert "Reports" in page
    entry = Calendar.from_ical(client.get(f"{address}/session.ics").content)
    (event,) = entry.walk("VEVENT")
    assert (str(entry["method"]), event.decoded("dtstart")) == ("PUBLISH", soon())
    assert ("organizer" in event, "attendee" in event) == (True, False)  # RFC 5546, 3.2.1
    moving = read(client, f"/book/demo?b={link.token(one)}&d={soon().date()}")
    assert "A new time for Demo" in moving
    assert client.post("/book/demo", {"b": link.token(one), "at": soon(14).isoformat()}).status_code == 303
    one.refresh_from_db()
    assert (one.starts_at, one.sequence, Booking.objects.count()) == (soon(14), 1, 1)
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "Ill"}).status_code == 303
    one.refresh_from_db()
    assert (one.state, one.reason) == (State.CANCELLED, "Ill")
    assert "It is cancelled" in read(client, address)
    assert client.post("/book/demo", {"b": link.token(one), "at": soon(15).isoformat()}).status_code == 409
    for wrong in (link.token(one)[:-1] + "x", one.key.hex, "1"):
        assert client.get(f"/book/m/{wrong}").status_code == 404
        assert client.post(f"/book/m/{wrong}").status_code == 404


def test_no_value_of_any_field_breaks_a_page() -> None:
    client = Client()
    a_kind(*a_team("Mai"))
    for value in HOSTILE:
        for name in ("z", "m", "d", "at", "l", "b", "lang", "name"):
            answer = client.get("/book/demo", {name: value})
            assert answer.status_code == 200, (name, value)
            assert "<script>alert" not in answer.content.decode()
        for path in (
            f"/b/{quote(value, safe='')}",
            f"/book/m/{quote(value, safe='')}",
            f"/book/{quote(value, safe='')}",
        ):
            assert client.get(path).status_code in (200, 302, 303, 404), path
    assert client.get("/book/nothing").status_code == 404
    SessionType.objects.update(is_active=False)
    assert client.get("/book/demo").status_code == 404
    assert "Nothing can be booked" in read(client, "/book")
