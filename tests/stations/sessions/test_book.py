"""Booking: nobody is booked twice however many try at once, hosts take turns, a stranger becomes a contact."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, connections, transaction

from perennia.core import partition
from perennia.core.error import Invalid
from perennia.customers.models import Contact
from perennia.sessions.book import SlotTaken, TooManyBooked, times
from perennia.sessions.cancel import cancel
from perennia.sessions.mark import NotYet, WasCancelled, mark, reopen
from perennia.sessions.models import Booking, OpenHours, State
from perennia.sessions.move import NotOpen, move
from perennia.workflows.marks import fresh, marks
from tests.stations.sessions.given import (
    DAY,
    HOUR,
    MONDAY,
    TUESDAY_TEN,
    a_kind,
    a_team,
    an_account,
    booked,
    events,
    known,
)

pytestmark = pytest.mark.django_db
KNOWN = 9_000_011  # a number nobody new is given


@pytest.mark.django_db(transaction=True)
def test_of_fifty_who_want_the_same_time_of_three_hosts_three_get_it(emptied: None) -> None:
    kind = a_kind(*a_team("Mai", "Tom", "Eva"))

    def tries(n: int) -> str:
        try:
            return str(booked(kind, email=f"v{n}@many.test").host)
        except SlotTaken:
            return "taken"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(12) as threads:
        became = Counter(threads.map(tries, range(50)))
    assert became == {"Mai": 1, "Tom": 1, "Eva": 1, "taken": 47}
    assert len(events()) == 3
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from message")
        assert cursor.fetchone() == (6,)


def test_the_database_itself_refuses_two_sessions_of_one_host_that_touch_with_what_lies_around() -> None:
    kind = a_kind(*a_team("Mai"), after=15)
    first = booked(kind)
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(
            type=kind, host=first.host, customer_id=2, contact_id=12, **times(kind, TUESDAY_TEN + HOUR / 2), name="B",
            email="b@b.test", email_folded="b@b.test", zone="UTC", language="en", organizer="x@x.test", made_at=MONDAY,
            changed_at=MONDAY,
        )  # fmt: skip
    with pytest.raises(SlotTaken):
        booked(kind, TUESDAY_TEN + HOUR / 2, email="c@c.test")
    assert booked(kind, TUESDAY_TEN + HOUR, email="c@c.test").host == first.host
    cancel(first.pk, MONDAY)
    assert booked(kind, email="d@d.test").starts_at == TUESDAY_TEN


def test_hosts_take_turns_and_the_owner_of_a_customer_comes_first() -> None:
    mai, tom = a_team("Mai", "Tom")
    kind = a_kind(mai, tom)
    hosts = [booked(kind, TUESDAY_TEN + n * HOUR, email=f"{n}@x.test").host for n in range(4)]
    assert hosts == [mai, tom, mai, tom]
    an_account(tom)
    owned = [booked(kind, TUESDAY_TEN + n * HOUR + DAY, whose=known(), email=f"a{n}@x.test").host for n in range(2)]
    assert owned == [tom, tom]
    OpenHours.objects.create(member=tom, is_bookable=False)
    assert booked(kind, TUESDAY_TEN + 2 * DAY, whose=known()).host == mai


def test_who_is_known_by_their_address_books_as_that_contact_and_a_stranger_is_made_one() -> None:
    kind = a_kind(*a_team("Mai"), questions=[{"key": "phone", "label": "Phone", "kind": "phone"}])
    an_account()
    Contact.objects.create(
        pk=KNOWN, partition=partition.of(1), customer_id=1, name="Anna", email="Anna@acme.test", email_folded="anna@acme.test",
        created_at=MONDAY, described_at=MONDAY,
    )  # fmt: skip
    assert booked(kind, email="ANNA@acme.test").contact_id == KNOWN
    one = booked(kind, TUESDAY_TEN + HOUR, name="Lan", email="lan@new.test", answers={"phone": "+84 90 123 4567"})
    again = booked(kind, TUESDAY_TEN + 2 * HOUR, name="Lan", email="LAN@new.test")
    assert (one.customer_id, one.contact_id) == (again.customer_id, again.contact_id)
    assert one.contact_id != KNOWN
    with connection.cursor() as cursor:
        cursor.execute(
            "select body #>> '{traits,email}', body #>> '{traits,phone}' from inbox where kind = 'identify' order by seq"
        )
        assert cursor.fetchone() == ("lan@new.test", "+84 90 123 4567")
    assert [name for name, _ in events()] == ["Session Booked"] * 3


def test_number_and_zone_of_who_comes_by_a_letter_are_learnt_and_of_nobody_else() -> None:
    kind = a_kind(*a_team("Mai"), questions=[{"key": "phone", "label": "Phone", "kind": "phone"}])
    an_account()
    Contact.objects.create(
        pk=KNOWN, partition=partition.of(1), customer_id=1, email="anna@acme.test", email_folded="anna@acme.test",
        created_at=MONDAY, described_at=MONDAY,
    )  # fmt: skip
    said = {"answers": {"phone": "+84 90 123 4567"}, "email": "anna@acme.test"}
    booked(kind, **said)  # type: ignore[arg-type]  # anybody may type her address
    assert (numbers_learnt(), zones_learnt()) == ([], [])
    booked(kind, TUESDAY_TEN + HOUR, whose=known(contact=KNOWN), **said)  # type: ignore[arg-type]  # as above
    assert numbers_learnt() == [(KNOWN, "+84 90 123 4567")]
    assert zones_learnt() == [KNOWN]
    Contact.objects.update(phone="+84 1")
    booked(kind, TUESDAY_TEN + 2 * HOUR, whose=known(contact=KNOWN), **said)  # type: ignore[arg-type]  # as above
    assert len(numbers_learnt()) == 1


def zones_learnt() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select contact_id from inbox where name = 'Session Booked' and body #>> '{context,timezone}' is not null"
        )
        return [int(contact) for (contact,) in cursor.fetchall()]


def numbers_learnt() -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute("select contact_id, body #>> '{traits,phone}' from inbox where kind = 'identify'")
        return [(int(contact), str(phone)) for contact, phone in cursor.fetchall()]


def test_what_cannot_be_booked_is_refused_and_leaves_nothing_behind() -> None:
    asked = [{"key": "goal", "label": "Goal", "kind": "text", "is_required": True}]
    kind = a_kind(*a_team("Mai"), questions=asked)
    for wrong, said in (
        (SlotTaken, {"at": MONDAY + 2 * HOUR}), (SlotTaken, {"at": TUESDAY_TEN + 10 * HOUR}),
        (SlotTaken, {"at": TUESDAY_TEN + 5 * DAY}), (SlotTaken, {"at": TUESDAY_TEN + 300 * DAY}), (SlotTaken, {"at": MONDAY - DAY}),
        (Invalid, {"email": "nobody"}), (Invalid, {"name": " \x07 "}), (Invalid, {"zone": "Mars/Base"}), (Invalid, {"answers": {}}),
    ):  # fmt: skip
        with pytest.raises(wrong):
            booked(kind, **{"answers": {"goal": "Reports"}, **said})  # type: ignore[arg-type]  # a table of cases
    for n in range(5):
        booked(kind, TUESDAY_TEN + n * HOUR, answers={"goal": "x"})
    with pytest.raises(TooManyBooked):
        booked(kind, TUESDAY_TEN + DAY, answers={"goal": "x"})
    assert (len(events()), Booking.objects.count()) == (5, 5)


def test_it_is_moved_cancelled_marked_and_taken_back_and_each_is_told_once() -> None:
    kind = a_kind(*a_team("Mai"), goals="First report")
    one = booked(kind)
    move(one.pk, TUESDAY_TEN + HOUR / 2, MONDAY, reason="late\nbus")  # beside itself: its own time is in nobody's way
    move(one.pk, TUESDAY_TEN + HOUR / 2, MONDAY)
    with pytest.raises(NotYet):
        mark(one.pk, "attended", MONDAY, by="Mai")
    after = TUESDAY_TEN + HOUR
    for fate in ("attended", "attended", "missed"):
        mark(one.pk, fate, after, by="Mai")
    assert reopen(one.pk, after, by="Mai").state == State.BOOKED
    reopen(one.pk, after, by="Mai")
    mark(one.pk, "attended", after, by="Mai")
    with pytest.raises(NotOpen):
        cancel(one.pk, after)
    said = events()
    assert [(name, told.get("was")) for name, told in said] == [
        ("Session Booked", None), ("Session Moved", None), ("Session Attended", None), ("Session Reopened", "Session Attended"),
        ("Session Missed", None), ("Session Reopened", "Session Missed"), ("Session Attended", None),
    ]  # fmt: skip
    told = said[1][1]
    assert {told["booking"]} == {str(one.pk)}
    assert (told["session"], told["goals"], told["member"], told["reason"]) == (
        "Demo",
        "First report",
        "mai@house.test",
        "late bus",
    )
    assert (told["starts_at"], told["invited"]) == ((TUESDAY_TEN + HOUR / 2).isoformat(), True)
    assert "/book/m/" in str(told["move_url"])
    gone = booked(kind, TUESDAY_TEN + DAY, email="b@b.test")
    cancel(gone.pk, MONDAY)
    with pytest.raises(WasCancelled):
        mark(gone.pk, "missed", after + DAY, by="")
    with pytest.raises(NotOpen):
        move(gone.pk, TUESDAY_TEN + 2 * DAY, MONDAY)


def test_open_screens_see_by_a_mark_whatever_happens_to_a_session() -> None:
    kind = a_kind(*a_team("Mai"))
    seen = [marks({"sessions"})["sessions"]]

    def changed() -> bool:
        seen.append(marks({"sessions"})["sessions"])
        return fresh(seen[-1], seen[-2]) is not None

    one = booked(kind, whose=known())
    assert changed()
    assert not changed()
    move(one.pk, TUESDAY_TEN + HOUR, MONDAY)
    assert changed()
    mark(one.pk, "attended", TUESDAY_TEN + DAY, by="Mai")
    assert changed()
    reopen(one.pk, TUESDAY_TEN + DAY, by="Mai")  # in the same breath: the moment alone would not tell
    assert changed()
    cancel(booked(kind, TUESDAY_TEN + 3 * HOUR, whose=known()).pk, MONDAY)
    assert changed()
