"""Adds and changes members. There is always an administrator who can sign in."""

from collections.abc import Mapping

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F

from perennia.core.error import Conflict, Invalid, NotFound
from perennia.team.models import Member, organisation
from perennia.team.roles import Role

SHORTEST_PASSWORD = 10


class NoMember(NotFound):
    """There is no such member."""

    code = "no_member"


class AddressTaken(Conflict):
    """A member with this e-mail address is there already; they may have left and can be let in again."""

    code = "address_taken"


class LastAdministrator(Conflict):
    """This is the last administrator. Make somebody else one first."""

    code = "last_administrator"


def add(email: str, name: str, role: Role, password: str | None, **more: str) -> Member:
    """A new member; without a password they sign in by the company's own sign-in. Raises AddressTaken, Invalid."""
    _check_email(email)
    if password is not None:
        check_password(password)
    needs = role in organisation().second_step_roles
    try:
        with transaction.atomic():
            member = Member.objects.create_user(email, password, name=name, role=role, needs_second_step=needs, **more)
    except IntegrityError as error:
        raise AddressTaken(field="body.email") from error
    member.refresh_from_db()
    return member


@transaction.atomic
def change(id_: int, said: Mapping[str, str | bool], password: str | None = None) -> Member:
    """Changes a member. A new password, another role or leaving ends their logins.

    Raises NoMember, LastAdministrator, Invalid.
    """
    # All administrators are locked: two of them leaving at once must not leave none.
    others = Member.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk")
    administrators = [member.pk for member in others]
    member = Member.objects.select_for_update().filter(pk=id_).first()
    if member is None:
        raise NoMember
    was = (member.role, member.is_active)
    for field, value in said.items():
        setattr(member, field, value)
    if administrators == [member.pk] and (member.role != Role.ADMINISTRATOR or not member.is_active):
        raise LastAdministrator
    if password is not None:
        check_password(password)
        member.set_password(password)
    if password is not None or was != (member.role, member.is_active):
        member.login_round += 1
    member.needs_second_step = member.role in organisation().second_step_roles
    member.save()
    return member


def end_logins(member: Member) -> None:
    """Ends every login of a member, on every device."""
    Member.objects.filter(pk=member.pk).update(login_round=F("login_round") + 1)
    member.refresh_from_db(fields=["login_round"])


def change_password(member: Member, current: str, new: str) -> None:
    """A member's own new password. Raises Invalid when the current one is wrong."""
    # Who has none signs in by the company's own sign-in, and proves themselves there.
    if member.has_usable_password() and not member.check_password(current):
        raise Invalid("This is not your current password.", field="body.current_password")
    check_password(new)
    member.set_password(new)
    member.save(update_fields=["password"])


def _check_email(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid("Write an e-mail address like mai@example.com.", field="body.email") from error


def check_password(password: str) -> None:
    """Raises Invalid for a password that is too easy."""
    if len(password) < SHORTEST_PASSWORD or "\x00" in password:
        raise Invalid(f"A password has at least {SHORTEST_PASSWORD} characters.", field="body.password")
    try:
        validate_password(password)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="body.password") from error
