"""Addresses a customer gets of us: of one booking, to see, move or cancel it. Signed, not to be guessed."""

from uuid import UUID

from django.core.signing import BadSignature, Signer

from perennia.sessions.models import Booking

PATH = "book"
_SIGNER = Signer(salt="perennia.sessions.booking", sep=".")


def make(url: str, booking: Booking) -> str:
    """The address of a booking below `url`."""
    return f"{url}/{PATH}/m/{token(booking)}"


def token(booking: Booking) -> str:
    """What names a booking in an address."""
    return _SIGNER.sign(booking.key.hex)


def read(text: str) -> UUID | None:
    """The key of the booking a token was made for; None for any other text."""
    try:
        return UUID(_SIGNER.unsign(text))
    except (BadSignature, ValueError):
        return None
