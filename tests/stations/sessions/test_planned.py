"""From an event to a calendar: a workflow's step books a session, both sides get their letter, and a reminder would follow."""

import pytest
from django.db import connection
from django.db.models.signals import post_save

from perennia.host import clock
from perennia.messages import dispatch
from perennia.messages.models import MailboxMessage
from perennia.sessions.models import Booking
from perennia.workflows import perform
from tests.driving import Stream
from tests.noon import NOON
from tests.stations.sessions.given import a_kind, a_team


@pytest.mark.django_db(transaction=True)
def test_each_session_is_booked_in_a_transaction_of_its_own(stream: Stream) -> None:
    """Its hosts are held until the commit, and visitors who want to book with them wait for it."""
    a_kind(*a_team("Mai"))
    stream.workflow(
        trigger={"key": "event_seen", "names": ["Help Wanted"]},
        steps=[{"key": "plan_session", "session": "demo", "after": "P1D"}],
    )
    now = clock.now()
    for number in (11, 12):
        stream.put(
            stream.event(
                "Identify", kind="identify", contact=number, at=now, email=f"c{number}@acme.test", timezone="UTC"
            ),
            stream.event("Help Wanted", contact=number, at=now),
        )
    stream.run(until=clock.now())
    seen: set[object] = set()

    def saved(sender: object, **said: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select pg_current_xact_id()::text")
            seen.add(cursor.fetchone())

    post_save.connect(saved, sender=Booking)
    try:
        while perform.perform():
            pass
    finally:
        post_save.disconnect(saved, sender=Booking)
    assert Booking.objects.count() == len(seen) == 2


@pytest.mark.django_db(transaction=True)
def test_a_step_books_a_session_once_and_the_invitations_leave(stream: Stream) -> None:
    MailboxMessage.objects.all().delete()
    a_kind(*a_team("Mai"))
    stream.workflow(
        trigger={"key": "event_seen", "names": ["Help Wanted"]},
        re_entry="every_time",
        steps=[{"key": "plan_session", "session": "demo", "after": "P1D"}],
    )
    now = clock.now()
    stream.put(
        stream.event("Identify", kind="identify", at=now, email="anna@acme.test", first_name="Anna", timezone=NOON),
        stream.event("Help Wanted", at=now),
        stream.event("Help Wanted", at=now),
    )
    stream.run(until=clock.now())
    while perform.perform():
        pass
    one = Booking.objects.get()
    assert (one.email, one.made_by.upper(), one.contact_id) == ("anna@acme.test", "W", 11)
    while dispatch.dispatch():
        pass
    assert sorted(MailboxMessage.objects.values_list("to_address", flat=True)) == ["anna@acme.test", "mai@house.test"]
    stream.run(until=clock.now())
    assert stream.rows("select count(*) from history where name = 'Session Booked'") == [(1,)]
