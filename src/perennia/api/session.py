"""Signing in and out, and who one is."""

from typing import Annotated, Literal

from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from ninja import Router, Schema
from pydantic import Field

from perennia.api import actor, needs
from perennia.api.origin import origin_of
from perennia.api.shapes import Given
from perennia.core.error import Denied, Invalid
from perennia.team import members, signin
from perennia.team.models import Member, organisation

router = Router()


class Me(Schema):
    """The member who is signed in."""

    id: int
    name: str
    email: str
    role: str
    language: str
    zone: str
    color_scheme: str


class OrganisationOut(Schema):
    """Whom this deployment serves."""

    name: str
    zone: str
    language: str
    currency: str


class Session(Schema):
    """Who is signed in and what they may do."""

    member: Me
    organisation: OrganisationOut
    can: list[str]
    csrf: str


class SignIn(Given):
    """An address and its password."""

    email: Annotated[str, Field(max_length=254)]
    password: Annotated[str, Field(max_length=1000)]


class Passwords(Given):
    """One's present password and the one to be."""

    current_password: Annotated[str, Field(max_length=1000)]
    password: Annotated[str, Field(max_length=200)]


class Liking(Given):
    """What one may change of oneself here."""

    language: Literal["en", "vi"] | None = None
    color_scheme: Literal["auto", "light", "dark"] | None = None


@router.get("", auth=needs.OPEN, response=Session)
def read(request: HttpRequest) -> Session:
    """Who is signed in. Sets the `csrftoken` cookie either way; 401 when nobody is."""
    get_token(request)
    member = actor.of(request).member
    if member is None:
        raise actor.SignInNeeded
    return _session(request, member)


@router.post("", auth=needs.OPEN, response=Session)
def sign_in(request: HttpRequest, given: SignIn) -> Session:
    """Signs in. A wrong address and a wrong password get the same answer."""
    _refuse_strangers(request)
    member = signin.sign_in(given.email, given.password, origin_of(request))
    login(request, member, backend="django.contrib.auth.backends.ModelBackend")
    return _session(request, member)


@router.delete("", auth=needs.MEMBER, response={204: None})
def sign_out(request: HttpRequest) -> HttpResponse:
    """Signs out; the session ends on the server too."""
    logout(request)
    return HttpResponse(status=204)


@router.patch("", auth=needs.MEMBER, response=Session)
def like(request: HttpRequest, given: Liking) -> Session:
    """Changes one's own language or colours."""
    member = needs.member(request)
    changed = given.model_dump(exclude_none=True)
    for name, value in changed.items():
        setattr(member, name, value)
    if changed:
        member.save(update_fields=list(changed))
    return _session(request, member)


@router.post("/password", auth=needs.MEMBER, response=Session)
def change_password(request: HttpRequest, given: Passwords) -> Session:
    """Changes one's own password; other sessions of one's own end."""
    member = needs.member(request)
    members.change_password(member, given.current_password, given.password)
    update_session_auth_hash(request, member)
    return _session(request, member)


def _session(request: HttpRequest, member: Member) -> Session:
    may = sorted(permission.value for permission in actor.by_member(member).may)
    return Session(
        member=Me.from_orm(member),
        organisation=OrganisationOut.from_orm(organisation()),
        can=may,
        csrf=get_token(request),
    )


def _refuse_strangers(request: HttpRequest) -> None:
    """Keeps other sites from signing a visitor in: a form can't send JSON, a script of theirs says its origin."""
    if request.content_type != "application/json":
        raise Invalid("Send JSON: `Content-Type: application/json`.", field="header.Content-Type")
    said = request.headers.get("Origin")
    if said is not None and said != "null" and said.partition("://")[2] != request.get_host():
        raise Denied(f"{said} may not sign people in here.")
