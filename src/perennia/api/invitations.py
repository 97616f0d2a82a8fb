"""Inviting people to the team, and coming in by an invitation."""

from datetime import datetime
from typing import Annotated, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from perennia.api import entering, needs
from perennia.api.needs import Needs
from perennia.api.origin import origin_of
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.session import Session, session_of
from perennia.api.shapes import Given, Id, Text
from perennia.host import clock
from perennia.messages import account_mail, rules
from perennia.team import invitations, setting_log, throttle
from perennia.team.models import Invitation, Member, organisation
from perennia.team.roles import Role

router = Router()
MANAGE = Needs(Permission.MEMBER_MANAGE)
Token = Annotated[str, Field(max_length=200)]


class InvitationOut(Schema):
    """An open invitation. `link` is shown once, when it is made: to hand over by another way than mail."""

    id: int
    email: str
    name: str
    role: str
    group: str
    invited_by: str | None
    invited_at: datetime
    expires_at: datetime
    has_ended: bool
    link: str | None = None


class Invitations(Schema):
    """All that nobody has accepted yet."""

    items: list[InvitationOut]
    next_cursor: None = None


class NewInvitation(Given):
    """Whom to invite as what."""

    email: Annotated[str, Field(max_length=254)]
    name: Text
    role: Role
    group: Annotated[str, Field(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    language: Literal["en", "vi"] = "en"


class Opening(Given):
    """The key of the link."""

    token: Token


class Welcome(Schema):
    """What the invited see before they come in."""

    email: str
    name: str
    role: str
    language: str
    organisation: str
    invited_by: str | None


class Acceptance(Given):
    """Who they are, and the password to be."""

    token: Token
    name: Text
    password: Annotated[str, Field(max_length=200)]


@router.get("", auth=MANAGE, response=Invitations)
def listing(request: HttpRequest) -> Invitations:
    """Open invitations, the latest first."""
    return Invitations(items=[_out(row) for row in invitations.waiting()])


@router.post("", auth=MANAGE, response={201: InvitationOut})
@transaction.atomic
def invite(request: HttpRequest, given: NewInvitation) -> Status[InvitationOut]:
    """Invites somebody by mail."""
    by = needs.caller(request).member
    made, token = invitations.invite(
        given.email, given.name, given.role, by, clock.now(), group=given.group, language=given.language
    )
    setting_log.note(by, made.invited_at, "team", {}, {given.email: f"invited as {given.role.label}"})
    return Status(201, _sent(made, token, by))


@router.post("/open", auth=needs.OPEN, response=Welcome)
def open_link(request: HttpRequest, given: Opening) -> Welcome:
    """What an invitation says to its reader."""
    throttle.use("invitation", origin_of(request))
    row = invitations.read(given.token, clock.now())
    return Welcome(
        email=row.email, name=row.name, role=row.role, language=row.language, organisation=organisation().name,
        invited_by=row.invited_by.name if row.invited_by else None,
    )  # fmt: skip


@router.post("/accept", auth=needs.OPEN, response=Session)
def accept(request: HttpRequest, given: Acceptance) -> Session:
    """Makes its reader a member and signs them in. The link is dead then."""
    entering.refuse_strangers(request)
    throttle.use("accept", origin_of(request))
    member = invitations.accept(given.token, given.name, given.password, clock.now())
    entering.enter(request, member)
    return session_of(request, member)


@router.post("/{int:invitation_id}/again", auth=MANAGE, response=InvitationOut)
@transaction.atomic
def send_again(request: HttpRequest, invitation_id: Id) -> InvitationOut:
    """Sends it once more with a new link; the one before ends."""
    row, token = invitations.renew(invitation_id, clock.now())
    return _sent(row, token, needs.caller(request).member)


@router.delete("/{int:invitation_id}", auth=MANAGE, response={204: None})
@transaction.atomic
def withdraw(request: HttpRequest, invitation_id: Id) -> HttpResponse:
    """Takes it back; its link ends at once."""
    email = invitations.withdraw(invitation_id)
    by = needs.caller(request).member
    setting_log.note(by, clock.now(), "team", {}, {email: "invitation withdrawn"})
    return HttpResponse(status=204)


def _sent(row: Invitation, token: str, by: Member | None) -> InvitationOut:
    path = f"/join#{token}"
    name = by.name if by is not None else ""
    account_mail.put("invitation", row.email, row.name, row.language, path, row.invited_at, name)
    return _out(row, rules.house(rules.conduct()).url + path)


def _out(row: Invitation, link: str | None = None) -> InvitationOut:
    return InvitationOut(
        id=row.pk, email=row.email, name=row.name, role=row.role, group=row.group,
        invited_by=row.invited_by.name if row.invited_by else None, invited_at=row.invited_at,
        expires_at=row.expires_at, has_ended=row.expires_at <= clock.now(), link=link,
    )  # fmt: skip
