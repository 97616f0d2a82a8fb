"""Sessions that are booked: lists, booking for a customer, moving, cancelling, what became of them."""

from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router, Status

from perennia.api import needs
from perennia.api.booking_shapes import (
    BookingNumbers,
    BookingOut,
    Bookings,
    NewBooking,
    NewTime,
    WhichBookings,
    Why,
    may_change,
    shown,
)
from perennia.api.needs import Needs
from perennia.api.paging import Window, cursor_of, mark_of
from perennia.api.permissions import Permission
from perennia.api.shapes import Id
from perennia.core.error import Denied, Invalid
from perennia.core.hours import is_zone
from perennia.customers import queries as customers
from perennia.customers.models import Contact
from perennia.host import clock
from perennia.sessions import book as books
from perennia.sessions import cancel as cancels
from perennia.sessions import mark as marks
from perennia.sessions import move as moves
from perennia.sessions import queries
from perennia.sessions.book import Wanted
from perennia.sessions.queries import Filter
from perennia.sessions.who import Whose
from perennia.team.models import Language, organisation

router = Router()
READ, WRITE = Needs(Permission.SESSION_READ), Needs(Permission.SESSION_WRITE)


class NotYourSession(Denied):
    """This session is somebody else's. Its host, their group, the customer's owner or the Head of CS can change it."""

    code = "not_your_session"


class NoAddress(Invalid):
    """This contact has no e-mail address to send the invitation to. Add one first."""

    code = "no_address"


class Wished(Window, WhichBookings):
    """A page of these."""


@router.get("", auth=READ, response=Bookings)
def listing(request: HttpRequest, wished: Query[Wished]) -> Bookings:
    """Sessions, a page at a time."""
    name = f"bookings.{wished.when}"
    rows = queries.page(_filter(request, wished), mark_of(wished, name), wished.limit + 1)
    page = rows[: wished.limit]
    last = (page[-1].starts_at, page[-1].pk) if len(rows) > len(page) else None
    return Bookings(items=shown(page, needs.caller(request)), next_cursor=cursor_of(last, name))


@router.get("/numbers", auth=READ, response=BookingNumbers)
def numbers(request: HttpRequest, wished: Query[WhichBookings]) -> BookingNumbers:
    """How many sessions lie ahead, and how many wait for a word."""
    found = queries.numbers(_filter(request, wished))
    return BookingNumbers(upcoming=found.upcoming, unsettled=found.unsettled)


@router.get("/{int:booking_id}", auth=READ, response=BookingOut)
def read(request: HttpRequest, booking_id: Id) -> BookingOut:
    """One session."""
    return _one(request, booking_id)


@router.post("", auth=WRITE, response={201: BookingOut})
def add(request: HttpRequest, given: NewBooking) -> Status[BookingOut]:
    """Books a session for a contact. They and the host get the invitation."""
    caller = needs.caller(request)
    contact = Contact.objects.exclude(customer__kind="visitor").filter(pk=given.contact_id).first()
    if contact is None:
        raise Invalid("There is no contact with this number.", field="body.contact_id")
    if not contact.email:
        raise NoAddress(field="body.contact_id")
    house = organisation()
    wanted = Wanted(
        starts_at=given.starts_at, name=contact.name or contact.email, email=contact.email,
        zone=contact.zone if contact.zone and is_zone(contact.zone) else house.zone,
        language=contact.language[:2] if contact.language[:2] in Language.values else house.language,
        goals=given.goals, whose=Whose(contact.customer_id, contact.pk), host=given.host_id, by=caller.name,
    )  # fmt: skip
    kept = books.book(queries.type_of(given.type_id), wanted, clock.now())
    return Status(201, _one(request, kept.pk))


@router.post("/{int:booking_id}/move", auth=WRITE, response=BookingOut)
def move(request: HttpRequest, booking_id: Id, given: NewTime) -> BookingOut:
    """Moves it; everybody's calendar follows."""
    by = _mine(request, booking_id)
    moves.move(booking_id, given.starts_at, clock.now(), reason=given.reason, by=by)
    return _one(request, booking_id)


@router.post("/{int:booking_id}/cancel", auth=WRITE, response=BookingOut)
def cancel(request: HttpRequest, booking_id: Id, given: Why) -> BookingOut:
    """Cancels it; everybody is told."""
    by = _mine(request, booking_id)
    cancels.cancel(booking_id, clock.now(), reason=given.reason, by=by)
    return _one(request, booking_id)


@router.post("/{int:booking_id}/attended", auth=WRITE, response=BookingOut)
def attended(request: HttpRequest, booking_id: Id) -> BookingOut:
    """They came."""
    return _marked(request, booking_id, "attended")


@router.post("/{int:booking_id}/missed", auth=WRITE, response=BookingOut)
def missed(request: HttpRequest, booking_id: Id) -> BookingOut:
    """They did not come."""
    return _marked(request, booking_id, "missed")


@router.post("/{int:booking_id}/reopen", auth=WRITE, response=BookingOut)
def reopen(request: HttpRequest, booking_id: Id) -> BookingOut:
    """Takes back what was said of it, and the points with it."""
    by = _mine(request, booking_id)
    marks.reopen(booking_id, clock.now(), by=by)
    return _one(request, booking_id)


def _marked(request: HttpRequest, booking_id: int, fate: Literal["attended", "missed"]) -> BookingOut:
    by = _mine(request, booking_id)
    marks.mark(booking_id, fate, clock.now(), by=by)
    return _one(request, booking_id)


def _one(request: HttpRequest, booking_id: int) -> BookingOut:
    return shown([queries.find(booking_id)], needs.caller(request))[0]


def _mine(request: HttpRequest, booking_id: int) -> str:
    """The caller's name, where they may change it. Raises NotYourSession."""
    caller, booking = needs.caller(request), queries.find(booking_id)
    if not may_change(caller, booking, customers.owners([booking.customer_id]).get(booking.customer_id)):
        raise NotYourSession
    return caller.name


def _filter(request: HttpRequest, wished: WhichBookings) -> Filter:
    member = needs.caller(request).member
    me = member.pk if member is not None else 0
    host = None if wished.host is None else me if wished.host == "me" else int(wished.host)
    return Filter(
        now=clock.now(), when=wished.when, host=host, type=wished.type, state=wished.state, customer=wished.customer
    )
