"""Whose a booking is: the contact with that address, or somebody new who is made known."""

from datetime import datetime
from typing import NamedTuple

from perennia.core.event import Properties
from perennia.customers.models import Contact
from perennia.ingest import store
from perennia.ingest.identify import NONE, Crossed, identify
from perennia.ingest.row import PEOPLE, Body, Row, encode
from perennia.ingest.who import Asked, Place
from perennia.team.models import fold_address

ATTEMPTS = 6


class Whose(NamedTuple):
    """A contact and the customer it is at."""

    customer: int
    contact: int


class Visitor(NamedTuple):
    """Who books, as they say."""

    name: str
    email: str
    zone: str
    language: str
    phone: str = ""


def whose(visitor: Visitor, at: datetime) -> Whose:
    """The contact of this address, the latest at a real account; else a new one, made in the caller's transaction."""
    rows = Contact.objects.filter(email_folded=fold_address(visitor.email)).exclude(customer__kind="visitor")
    known = rows.order_by("customer__kind", "-pk").values_list("customer_id", "pk").first()  # account before implicit
    return Whose(*known) if known is not None else _made(visitor, at)


def _made(visitor: Visitor, at: datetime) -> Whose:
    """The same address makes the same person, here and in imports. They are written down, and nothing more is theirs."""
    place = _placed(Asked("identify", fold_address(visitor.email), "", ""))
    assert place.contact is not None
    found = Whose(place.customer, place.contact)
    traits = {
        "email": visitor.email, "name": visitor.name, "timezone": visitor.zone, "language": visitor.language,
        "phone": visitor.phone,
    }  # fmt: skip
    _tell(found, {name: value for name, value in traits.items() if value}, at)
    return found


def learn_phone(found: Whose, phone: str, at: datetime) -> None:
    """The number of somebody a letter's link knows, where none is known. An address alone proves nobody's number."""
    if phone and Contact.objects.filter(pk=found.contact, phone="").exists():
        _tell(found, {"phone": phone}, at)


def _tell(found: Whose, traits: Properties, at: datetime) -> None:
    row = Row(
        customer=found.customer, contact=found.contact, source=PEOPLE, kind="identify", name="Identify",
        message_id=f"session:who:{found.contact}:{at.isoformat()}", at=at, received_at=at,
        body=encode(Body({}, dict(traits), {"active": False})),
    )  # fmt: skip
    store.put([row])


def _placed(asked: Asked) -> Place:
    connection, held = store.session(), NONE
    for _ in range(ATTEMPTS):
        try:
            with connection.transaction():
                return identify(connection, [asked], held).places[0]
        except Crossed as crossed:
            held = crossed.locks
    raise Crossed(held)
