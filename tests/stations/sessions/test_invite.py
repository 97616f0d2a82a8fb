"""Invitations through a real mail server: one letter a change to each side, which calendars read as one entry."""

from datetime import datetime
from email.message import EmailMessage

import pytest
from django.db import connection
from icalendar import Calendar, Event

from perennia.messages import dispatch
from perennia.messages.models import MailboxMessage, Notice
from perennia.sessions.cancel import cancel
from perennia.sessions.move import move
from tests.stations.messages.given import an
from tests.stations.messages.post_office import Office, opened
from tests.stations.sessions.given import DAY, HOUR, MONDAY, TUESDAY_TEN, a_kind, a_team, booked, known

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 3, 2, 23, tzinfo=MONDAY.tzinfo)  # quiet hours


def entries(mail: EmailMessage) -> tuple[Event, Event]:
    """The entry of the part that becomes buttons, and that of the attached file."""
    parts = {part.get_content_type(): part for part in mail.walk()}
    assert [part.get_content_type() for part in parts["multipart/alternative"].iter_parts()] == [
        "text/plain", "text/html", "text/calendar",
    ]  # fmt: skip
    params = dict(parts["text/calendar"]["Content-Type"].params)
    calendar = read(parts["text/calendar"])
    assert params["method"] == str(calendar["method"])
    assert params["charset"].upper() == "UTF-8"
    assert parts["application/ics"].get_filename() == "invite.ics"
    return event(calendar), event(read(parts["application/ics"]))


def read(part: EmailMessage) -> Calendar:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    return calendar


def event(calendar: Calendar) -> Event:
    (found,) = calendar.walk("VEVENT")
    assert isinstance(found, Event)
    return found


def left(office: Office, now: datetime) -> dict[str, EmailMessage]:
    """What leaves now, by who gets it: one letter each."""
    office.received.clear()
    while dispatch.dispatch(now):
        pass
    found = dict(office.received)
    assert len([to for to, _ in office.received if to == "anna@acme.test"]) <= 1
    return found


def attendees(entry: Event) -> list[str]:
    found = entry["attendee"]
    return sorted(str(one) for one in (found if isinstance(found, list) else [found]))


def test_booked_moved_and_cancelled_each_side_gets_one_letter_of_the_same_entry() -> None:
    an(customer=1, email="anna@acme.test")
    (mai,) = a_team("Mai")
    kind = a_kind(mai, agenda="Reports; from scratch, twice", prepare="Your list", url="https://meet.house.test/mai")
    with opened() as office:
        booking = booked(kind, name='Ánh "A" Ngô', whose=known(), now=MONDAY)
        first = left(office, LATE)
        assert set(first) == {"anna@acme.test", "mai@house.test"}
        for to, mail in first.items():
            entry, file = entries(mail)
            assert entry.to_ical() == file.to_ical()
            assert (str(entry["uid"]), entry["sequence"], str(entry["status"])) == (str(booking.key), 0, "CONFIRMED")
            assert (entry.start, entry.end) == (TUESDAY_TEN, TUESDAY_TEN + HOUR / 2)
            assert str(entry["organizer"]) == "mailto:success@acme.example"
            assert attendees(entry) == ["mailto:anna@acme.test", "mailto:mai@house.test"]
            assert str(entry["location"]) == "https://meet.house.test/mai"
            assert to in mail["To"]
        letter, text = first["anna@acme.test"], first["anna@acme.test"].get_body(("plain",))
        assert text is not None
        assert letter["Subject"] == "Booked: Demo on 3 Mar 2026, 11:00"  # her time
        assert "Reports; from scratch, twice" in text.get_content()
        assert "/book/m/" in text.get_content()
        assert "because a session with" in text.get_content()
        assert "/book/m/" not in first["mai@house.test"].as_string()
        move(booking.pk, TUESDAY_TEN + DAY, MONDAY + HOUR)
        entry, _ = entries(left(office, LATE)["anna@acme.test"])
        assert (entry["sequence"], entry.start) == (1, TUESDAY_TEN + DAY)
        cancel(booking.pk, MONDAY + 2 * HOUR, reason="Ill")
        last = left(office, LATE)
        assert set(last) == set(first)
        text = last["anna@acme.test"].get_body(("plain",))
        assert text is not None
        assert "Ill" in text.get_content()
        for mail in last.values():
            entry, _ = entries(mail)
            assert (entry["sequence"], str(entry["status"])) == (2, "CANCELLED")
            assert str(entry["uid"]) == str(booking.key)
        assert last["anna@acme.test"]["Subject"] == "Cancelled: Demo"
        cancel(booking.pk, MONDAY + 3 * HOUR)
        assert left(office, LATE + DAY) == {}
    with connection.cursor() as cursor:
        cursor.execute("select state, count(*) from message group by 1")
        assert cursor.fetchall() == [("sent", 6)]
    assert [one.text.partition(":")[0] for one in Notice.objects.order_by("pk")] == ["Booked", "New time", "Cancelled"]
    assert not Notice.objects.exclude(mail_at=None)  # the letter has said it


def test_held_by_somebody_else_after_a_move_the_first_host_is_taken_off_and_the_second_invited() -> None:
    an(customer=1, email="anna@acme.test")
    mai, tom = a_team("Mai", "Tom")
    kind = a_kind(mai, tom)
    with opened() as office:
        mine, other = booked(kind, whose=known()), booked(kind, TUESDAY_TEN + HOUR, email="bo@b.test")
        assert (mine.host, other.host) == (mai, tom)
        third = booked(kind, TUESDAY_TEN + HOUR, email="cy@c.test")
        assert third.host == mai
        left(office, LATE)
        cancel(other.pk, MONDAY + HOUR)
        left(office, LATE)
        move(mine.pk, TUESDAY_TEN + HOUR, MONDAY + HOUR)
        mails = left(office, LATE)
        assert set(mails) == {"anna@acme.test", "mai@house.test", "tom@house.test"}
        gone, _ = entries(mails["mai@house.test"])
        assert (attendees(gone), "status" in gone) == (["mailto:mai@house.test"], False)
        come, _ = entries(mails["tom@house.test"])
        assert (str(come["status"]), come["sequence"]) == ("CONFIRMED", 1)


def test_a_stranger_is_written_to_at_once_though_no_record_of_them_stands_yet() -> None:
    kind = a_kind(*a_team("Mai"))
    booked(kind, name="Lan", email="lan@new.test", language="vi", zone="Asia/Ho_Chi_Minh")
    while dispatch.dispatch(LATE):
        pass
    row = MailboxMessage.objects.get(audience="customer")
    assert (row.to_address, row.subject) == ("lan@new.test", "Đã đặt: Giới thiệu lúc 17:00, 3 tháng 3, 2026")
