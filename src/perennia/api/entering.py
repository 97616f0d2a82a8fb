"""Lets a member in: at once, or after the second step where they have one. Every way of signing in ends here."""

import time

from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest

from perennia.api.origin import origin_of
from perennia.core.error import Denied, Invalid, PerenniaError
from perennia.team import logged_in, second_step, throttle
from perennia.team.models import Member

BACKEND = "django.contrib.auth.backends.ModelBackend"
_HALF = "half_signed_in"
_PATIENCE = 10 * 60  # seconds for the second step


class CodeNeeded(PerenniaError):
    """The password is right. Now write the code your app shows, or one of your recovery codes."""

    code = "code_needed"
    status = 401


class WrongCode(PerenniaError):
    """This is not a code that is good now. Wait for the next one of the app, or use a recovery code you have not used."""

    code = "wrong_code"
    status = 401


class NotHalfWay(PerenniaError):
    """It took too long, or the sign-in was not begun. Sign in again."""

    code = "sign_in_needed"
    status = 401


def enter(request: HttpRequest, member: Member) -> None:
    """Signs in whoever has shown who they are. Raises CodeNeeded where the second step is still to come."""
    if not member.has_second_step:
        _open(request, member)
        return
    logout(request)
    # Bound to the password and the round: a change of either takes the half-way back too.
    request.session[_HALF] = [member.pk, member.get_session_auth_hash(), int(time.time()) + _PATIENCE]
    raise CodeNeeded


def finish(request: HttpRequest, code: str) -> Member:
    """The second step. Raises WrongCode, NotHalfWay, TooManyUses."""
    id_, bound, until = request.session.get(_HALF) or (0, "", 0)
    member = Member.objects.filter(pk=id_, is_active=True).first()
    if member is None or until < time.time() or bound != member.get_session_auth_hash():
        raise NotHalfWay
    # By member too: a guesser with the password may come from many places.
    with throttle.tries("code", origin_of(request)), throttle.tries("code", f"member {member.pk}"):
        if not second_step.passes(member, code):
            raise WrongCode(field="body.code")
    _open(request, member)
    return member


def stay(request: HttpRequest, member: Member) -> None:
    """Keeps this one login where a change of the member has ended all others."""
    was = request.session.session_key
    update_session_auth_hash(request, member)
    request.session.save()
    _note(request, member, was)


def refuse_strangers(request: HttpRequest) -> None:
    """Keeps other sites from signing a visitor in: a form can't send JSON, a script of theirs says its origin."""
    if request.content_type != "application/json":
        raise Invalid("Send JSON: `Content-Type: application/json`.", field="header.Content-Type")
    said = request.headers.get("Origin")
    if said is not None and said != "null" and said.partition("://")[2] != request.get_host():
        raise Denied(f"{said} may not sign people in here.")


def _open(request: HttpRequest, member: Member) -> None:
    request.session.pop(_HALF, None)
    login(request, member, backend=BACKEND)
    request.session.save()
    _note(request, member)


def _note(request: HttpRequest, member: Member, was: str | None = None) -> None:
    agent = request.headers.get("User-Agent", "")
    logged_in.note(member, request.session.session_key or "", origin_of(request), agent, was)
