"""A workflow's step books a session: a good time, with their owner, once; where it cannot, the owner hears why."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from perennia.core import partition
from perennia.core.effect import PlanSession
from perennia.customers.models import Contact, Customer
from perennia.messages import dispatch, suppress
from perennia.messages.models import MailboxMessage, Notice
from perennia.sessions.models import Booking
from perennia.sessions.plan import Asked, plan
from tests.stations.messages.given import an
from tests.stations.sessions.given import DAY, HOUR, MONDAY, a_kind, a_team, an_account, booked, events

pytestmark = pytest.mark.django_db


def a_contact(customer: Customer, id: int = 11, email: str = "anna@acme.test", **said: object) -> Contact:
    told = {"name": "Anna Berg", "zone": "America/New_York", "language": "vi", "roles": ["primary"], **said}
    return Contact.objects.create(
        pk=id, partition=partition.of(customer.pk), customer=customer, email=email, created_at=MONDAY, described_at=MONDAY,
        **told,
    )  # fmt: skip


def asks(contact: int | None = 11, session: str = "demo", after: timedelta = DAY, now: datetime = MONDAY) -> None:
    effect = PlanSession(session, after)
    plan(Asked(effect, uuid4(), 1, contact, now, "check_in_call", "Check-in call"), now)


def test_by_day_where_they_are_with_their_owner_and_in_their_language() -> None:
    mai, tom = a_team("Mai", "Tom")
    a_kind(mai, tom)
    a_contact(an_account(owner=tom))
    asks()
    one = Booking.objects.get()
    # The house is open 9 to 17 UTC; nine in New York is 14:00 there.
    assert (one.starts_at, one.host, one.language) == (MONDAY + DAY + 6 * HOUR, tom, "vi")
    assert (one.customer_id, one.contact_id, one.made_by) == (1, 11, "Check-in call")
    ((name, said),) = events()
    assert (name, said["invited"], said["by"]) == ("Session Booked", True, "Check-in call")


def test_who_has_one_ahead_gets_no_second_and_a_customer_is_met_by_its_primary_contact() -> None:
    kind = a_kind(*a_team("Mai"))
    account = an_account()
    a_contact(account, 11, roles=[])
    a_contact(account, 12, "boss@acme.test", zone="UTC")
    asks(contact=None)
    asks(contact=None)
    assert [one.contact_id for one in Booking.objects.all()] == [12]
    asks(contact=None, now=MONDAY + 30 * DAY)  # it is over
    assert Booking.objects.filter(type=kind).count() == 2


def test_a_name_longer_than_a_visitor_may_write_is_cut() -> None:
    a_kind(*a_team("Mai"))
    a_contact(an_account(), name="A" * 300)
    asks()
    assert Booking.objects.get().name == "A" * 120


def test_the_letter_of_a_session_a_workflow_booked_keeps_out_of_quiet_hours() -> None:
    an(11, 1, email="anna@acme.test", timezone="UTC")
    a_kind(*a_team("Mai"))
    a_contact(an_account(), zone="UTC")
    night = MONDAY.replace(hour=23)
    asks(now=night)
    while dispatch.dispatch(night):
        pass
    assert [to for to, _ in letters()] == ["mai@house.test"]
    while dispatch.dispatch(night + 9 * HOUR):  # the next morning
        pass
    assert [to for to, _ in letters()] == ["mai@house.test", "anna@acme.test"]


def letters() -> list[tuple[str, str]]:
    return list(MailboxMessage.objects.order_by("pk").values_list("to_address", "subject"))


@pytest.mark.parametrize("why", ["no kind", "nobody", "no time", "no mail", "no address", "too many"])
def test_where_it_cannot_be_the_owner_hears_why(why: str) -> None:
    mai, tom = a_team("Mai", "Tom")
    a_kind(tom, ahead_days=2)
    account = an_account(owner=mai)
    if why != "nobody":
        a_contact(account, email="nobody" if why == "no address" else "anna@acme.test")
    if why == "too many":
        other = a_kind(tom, slug="other")
        for hour in range(5):
            booked(other, MONDAY + DAY + (2 + hour) * HOUR, email="anna@acme.test")
    before = Booking.objects.count()
    if why == "no mail":
        suppress.suppress("anna@acme.test", "bounced", MONDAY)
    if why == "no time":
        asks(after=timedelta(days=5))  # beyond what may be booked
    else:
        asks(session="gone" if why == "no kind" else "demo")
    assert Booking.objects.count() == before
    (told,) = Notice.objects.filter(kind="session_unplanned")
    assert told.member_id == mai.pk
    words = {"no kind": "cannot be booked any more", "nobody": "has an address", "no time": "no time is free",
             "no mail": "nothing may be sent", "no address": "nothing may be sent", "too many": "5 sessions are booked"}  # fmt: skip
    assert words[why] in told.text
