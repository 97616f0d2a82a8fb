"""Signing in: one answer for every wrong try, known address or not, and a throttle on guessing."""

import hashlib
from datetime import timedelta

from django.contrib.auth import authenticate
from django.db import connection

from perennia.core.error import PerenniaError, TooMany
from perennia.team.models import LoginAttempt, Member, fold_address

WINDOW = timedelta(minutes=15)
# Failed tries within the window: at one address from one origin, at one address, from one origin.
LIMIT_PAIR, LIMIT_ADDRESS, LIMIT_ORIGIN = 8, 40, 80


class WrongSignIn(PerenniaError):
    """That e-mail address and password do not go together. Check both, or ask an administrator for a new password."""

    code = "wrong_sign_in"
    status = 401


class TooManyTries(TooMany):
    """Too many failed tries to sign in. Wait 15 minutes, or ask an administrator."""

    retry_after = int(WINDOW.total_seconds())


def sign_in(email: str, password: str, origin: str) -> Member:
    """The member with this address and password. Raises WrongSignIn or TooManyTries."""
    address = hashlib.sha256(fold_address(email).encode("utf-8", "surrogatepass")).digest()
    # Written before the password is looked at: tries sent side by side count each other.
    attempt = LoginAttempt.objects.create(address_hash=address, origin=origin[:64])
    _throttle(address, attempt.origin)
    member = authenticate(username=fold_address(email), password=password) if "\x00" not in email + password else None
    if not isinstance(member, Member):
        raise WrongSignIn
    LoginAttempt.objects.filter(address_hash=address, origin=attempt.origin).delete()
    return member


def _throttle(address: bytes, origin: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select count(*) filter (where address_hash = %(address)s and origin = %(origin)s),
                   count(*) filter (where address_hash = %(address)s),
                   count(*) filter (where origin = %(origin)s)
            from team_loginattempt
            where at > now() - make_interval(secs => %(window)s) and (address_hash = %(address)s or origin = %(origin)s)
            """,
            {"address": address, "origin": origin, "window": WINDOW.total_seconds()},
        )
        pair, by_address, by_origin = cursor.fetchone() or (0, 0, 0)
    if pair > LIMIT_PAIR or by_address > LIMIT_ADDRESS or by_origin > LIMIT_ORIGIN:
        raise TooManyTries
