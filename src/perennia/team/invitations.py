"""Invitations: a link by mail that makes its reader a member, once, within a week."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from perennia.core.error import Conflict, Invalid, NotFound
from perennia.team import members
from perennia.team.models import Invitation, Member, fold_address
from perennia.team.roles import Role

SPAN = timedelta(days=7)
MOST = 500  # open at once


class DeadLink(NotFound):
    """This invitation was used, withdrawn, or has ended. Ask the person who invited you for a new one."""

    code = "dead_link"


class NoInvitation(NotFound):
    """There is no such open invitation; it may have been accepted or withdrawn."""

    code = "no_invitation"


class AlreadyInvited(Conflict):
    """This address is invited already. Send the invitation again, or withdraw it first."""

    code = "already_invited"


class TooManyInvitations(Conflict):
    """There are 500 open invitations already. Withdraw those nobody will accept."""

    code = "too_many_invitations"


def invite(email: str, name: str, role: Role, by: Member | None, at: datetime, **more: str) -> tuple[Invitation, str]:
    """Invites somebody; gives the token of the link, which is kept nowhere.

    Raises Invalid, AddressTaken, AlreadyInvited, TooManyInvitations.
    """
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid("Write an e-mail address like mai@example.com.", field="body.email") from error
    folded = fold_address(email)
    if Member.objects.filter(email_folded=folded).exists():
        raise members.AddressTaken(field="body.email")
    if Invitation.objects.filter(accepted_at=None).count() >= MOST:
        raise TooManyInvitations
    token = _token()
    try:
        with transaction.atomic():
            made = Invitation.objects.create(
                email=email, email_folded=folded, name=name, role=role, digest=_digest(token), invited_by=by,
                invited_at=at, expires_at=at + SPAN, **more,
            )  # fmt: skip
    except IntegrityError as error:
        raise AlreadyInvited(field="body.email") from error
    return made, token


@transaction.atomic
def renew(id_: int, at: datetime) -> tuple[Invitation, str]:
    """A new link for an open invitation; the one before ends. Raises NoInvitation."""
    row = Invitation.objects.select_for_update().filter(pk=id_, accepted_at=None).first()
    if row is None:
        raise NoInvitation
    token = _token()
    row.digest, row.invited_at, row.expires_at = _digest(token), at, at + SPAN
    row.save(update_fields=["digest", "invited_at", "expires_at"])
    return row, token


def withdraw(id_: int) -> str:
    """Its link ends at once; gives whose it was. Raises NoInvitation."""
    row = Invitation.objects.filter(pk=id_, accepted_at=None).first()
    if row is None or not Invitation.objects.filter(pk=id_, accepted_at=None).delete()[0]:
        raise NoInvitation
    return row.email


def waiting() -> list[Invitation]:
    """Those nobody has accepted, the latest first, also the ones that have run out."""
    return list(Invitation.objects.filter(accepted_at=None).select_related("invited_by").order_by("-invited_at", "-id"))


def read(token: str, at: datetime) -> Invitation:
    """The invitation behind a link. Raises DeadLink."""
    row = Invitation.objects.filter(digest=_digest(token), accepted_at=None, expires_at__gt=at).first()
    if row is None:
        raise DeadLink
    return row


@transaction.atomic
def accept(token: str, name: str, password: str, at: datetime) -> Member:
    """Makes them a member. Raises DeadLink, Invalid; AddressTaken where they have become one meanwhile."""
    # Locked: of two who open the same link at once one comes in.
    row = Invitation.objects.select_for_update().filter(digest=_digest(token)).first()
    if row is None or row.accepted_at is not None or row.expires_at <= at:
        raise DeadLink
    member = members.add(row.email, name, Role(row.role), password, group=row.group, language=row.language)
    Invitation.objects.filter(pk=row.pk).update(accepted_at=at)
    return member


@transaction.atomic
def accept_by_address(email: str, name: str, at: datetime) -> Member | None:
    """Makes a member of whoever the company's own sign-in vouches for, where that address is invited; without password."""
    row = Invitation.objects.select_for_update().filter(email_folded=fold_address(email), accepted_at=None).first()
    if row is None or row.expires_at <= at:
        return None
    member = members.add(row.email, name or row.name, Role(row.role), None, group=row.group, language=row.language)
    Invitation.objects.filter(pk=row.pk).update(accepted_at=at)
    return member


def _token() -> str:
    return secrets.token_urlsafe(32)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
