"""Takes the bookings of a customer or contact that became another along."""

from perennia.core.effect import Forget
from perennia.core.profile import CONTACT
from perennia.sessions.models import Booking


def carry(effect: Forget, customer: int) -> None:
    """From now on they are of whom it became; a contact's are of the customer where that contact is now."""
    if effect.kind == CONTACT:
        Booking.objects.filter(contact_id=effect.id).update(contact_id=effect.became, customer_id=customer)
    else:
        Booking.objects.filter(customer_id=effect.id).update(customer_id=effect.became)
