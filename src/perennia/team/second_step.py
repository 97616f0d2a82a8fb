"""The second step of a sign-in: a code from an app (TOTP), or one of ten recovery codes that work once each.

The arithmetic and the rows are django-allauth's; what a member may do with them stands here.
"""

from collections.abc import Sequence

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction
from typing_extensions import override

from perennia.core.error import Conflict, Invalid
from perennia.host import secrets
from perennia.team.models import Member, organisation
from perennia.team.roles import Role


class AlreadyThere(Conflict):
    """You have a second step already. Remove it before you set up another."""

    code = "second_step_there"


class StillNeeded(Conflict):
    """Your role asks for a second step, so it cannot be removed. Set it up anew with another app instead."""

    code = "second_step_needed"


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library ships no types
    """Keeps the library's secrets encrypted, and names us in the app."""

    @override
    def encrypt(self, text: str) -> str:
        return secrets.encrypt(text).decode()

    @override
    def decrypt(self, encrypted_text: str) -> str:
        return secrets.decrypt(encrypted_text.encode())

    @override
    def get_totp_issuer(self) -> str:
        return f"Perennia, {organisation().name}"[:60]


def new_secret() -> str:
    """A secret for somebody's app; it counts once `confirm` has seen a code of it."""
    return str(totp.generate_totp_secret())


def picture(member: Member, secret: str) -> str:
    """The secret as a QR code to photograph, an SVG drawn here: it is shown to nobody else."""
    adapter = Adapter()
    return str(adapter.build_totp_svg(adapter.build_totp_url(member, secret)))


@transaction.atomic
def confirm(member: Member, secret: str, code: str) -> list[str]:
    """Sets the second step up; gives the recovery codes. Raises Invalid for a wrong code, AlreadyThere."""
    held = Member.objects.select_for_update().get(pk=member.pk)
    if held.has_second_step:
        raise AlreadyThere
    counter = _counter(secret, code, after=-1)
    if counter is None:
        raise Invalid("This is not the code the app shows now. Wait for the next one and try it.", field="body.code")
    Authenticator.objects.filter(user=held).delete()
    made = totp.TOTP.activate(held, secret).instance
    made.data["counter"] = counter
    made.save(update_fields=["data"])
    Member.objects.filter(pk=held.pk).update(has_second_step=True)
    member.has_second_step = True
    return recovery_codes(held)


@transaction.atomic
def recovery_codes(member: Member) -> list[str]:
    """Ten new recovery codes; the ones before end."""
    Authenticator.objects.filter(user=member, type=Authenticator.Type.RECOVERY_CODES).delete()
    return list(RecoveryCodes.activate(member).generate_codes())


def codes_left(member: Member) -> int:
    """How many recovery codes are still good."""
    found = Authenticator.objects.filter(user=member, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(RecoveryCodes(found).get_unused_codes()) if found is not None else 0


@transaction.atomic
def passes(member: Member, code: str) -> bool:
    """Whether this is a good code: of the app, each at most once, or a recovery code not used before."""
    # Locked: of two requests with the same code one passes.
    rows = Authenticator.objects.select_for_update().filter(user=member).order_by("pk")
    by_type = {row.type: row for row in rows}
    app, recovery = by_type.get(Authenticator.Type.TOTP), by_type.get(Authenticator.Type.RECOVERY_CODES)
    plain = "".join(code.split())
    if app is not None:
        counter = _counter(Adapter().decrypt(app.data["secret"]), plain, after=app.data.get("counter", -1))
        if counter is not None:
            app.data["counter"] = counter
            app.record_usage()
            app.save(update_fields=["data"])
            return True
    return recovery is not None and bool(RecoveryCodes(recovery).validate_code(plain))


@transaction.atomic
def drop(member: Member) -> None:
    """Removes the second step and its recovery codes."""
    Authenticator.objects.filter(user=member).delete()
    Member.objects.filter(pk=member.pk).update(has_second_step=False)
    member.has_second_step = False


def require(roles: Sequence[Role]) -> None:
    """From now on these roles need a second step; who has none may do nothing else before. In the caller's transaction."""
    Member.objects.exclude(role__in=roles).update(needs_second_step=False)
    Member.objects.filter(role__in=roles).update(needs_second_step=True)


def _counter(secret: str, code: str, after: int) -> int | None:
    """The half minute this code belongs to: now, the one before or after, and later than one that was used."""
    for counter in totp.yield_hotp_counters_from_time():
        shown = totp.format_hotp_value(totp.hotp_value(secret, counter))
        if counter > after and totp.compare_user_code(actual=code, expected=shown):
            return int(counter)
    return None
