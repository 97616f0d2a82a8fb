"""One's own account: name, zone, password, second step, and where one is signed in."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from perennia.api import entering, needs
from perennia.api.origin import origin_of
from perennia.api.schema import Schema
from perennia.api.session import Session, session_of
from perennia.api.shapes import Given, Id, Text
from perennia.core.error import Invalid
from perennia.core.hours import is_zone
from perennia.team import logged_in, members, second_step, throttle
from perennia.team.logins import digest
from perennia.team.models import Member

router = Router()
_OFFERED = "offered_secret"
Secret = Annotated[str, Field(max_length=1000)]
Code = Annotated[str, Field(max_length=40)]


class Self(Given):
    """What one may change of oneself."""

    name: Text | None = None
    zone: Annotated[str | None, Field(max_length=64, description="Empty: the organisation's.")] = None


class Passwords(Given):
    """One's present password (empty where one has none yet) and the one to be."""

    current_password: Secret = ""
    password: Annotated[str, Field(max_length=200)]


class Login(Schema):
    """A place where one is signed in."""

    id: int
    origin: str
    agent: str
    made_at: datetime
    seen_at: datetime
    is_this: bool


class Account(Schema):
    """One's own account as only oneself sees it."""

    has_password: bool
    has_second_step: bool
    needs_second_step: bool
    codes_left: int
    logins: list[Login]


class Offer(Schema):
    """The secret to put into the app: as a picture to photograph, or to type in."""

    secret: str
    picture: Annotated[str, Field(description="An SVG drawn by this server.")]


class Confirm(Given):
    """The code the app shows."""

    code: Code


class Proof(Given):
    """A code of the app or a recovery code, to show that it is oneself."""

    code: Code


class Codes(Schema):
    """Recovery codes, shown this once."""

    codes: list[str]


@router.get("", auth=needs.MEMBER, response=Account)
def read(request: HttpRequest) -> Account:
    """Password, second step and logins."""
    return _account(request, needs.member(request))


@router.patch("", auth=needs.MEMBER, response=Session)
def change(request: HttpRequest, given: Self) -> Session:
    """Changes one's name or zone."""
    if given.zone and not is_zone(given.zone):
        raise Invalid("There is no such time zone. Choose one like Europe/Oslo.", field="body.zone")
    member = members.change(needs.member(request).pk, given.model_dump(exclude_none=True))
    return session_of(request, member)


@router.post("/password", auth=needs.MEMBER, response=Session)
def change_password(request: HttpRequest, given: Passwords) -> Session:
    """Changes one's own password; all other logins of one's own end."""
    member = needs.member(request)
    with throttle.tries("password", origin_of(request)):
        members.change_password(member, given.current_password, given.password)
    entering.stay(request, member)
    return session_of(request, member)


@router.delete("/logins", auth=needs.MEMBER, response=Account)
def sign_out_everywhere(request: HttpRequest) -> Account:
    """Ends all logins of one's own but this one."""
    member = needs.member(request)
    members.end_logins(member)
    entering.stay(request, member)
    return _account(request, member)


@router.delete("/logins/{int:login_id}", auth=needs.MEMBER, response=Account)
def end_login(request: HttpRequest, login_id: Id) -> Account:
    """Ends one login of one's own."""
    member = needs.member(request)
    logged_in.end(member, login_id)
    return _account(request, member)


@router.post("/second-step", auth=needs.MEMBER, response=Offer)
def offer(request: HttpRequest) -> Offer:
    """A secret for an app. It counts once a code of it has been shown."""
    member = needs.member(request)
    if member.has_second_step:
        raise second_step.AlreadyThere
    secret = second_step.new_secret()
    request.session[_OFFERED] = second_step.Adapter().encrypt(secret)
    return Offer(secret=secret, picture=second_step.picture(member, secret))


@router.put("/second-step", auth=needs.MEMBER, response=Codes)
def confirm(request: HttpRequest, given: Confirm) -> Codes:
    """Sets the second step up, and gives the recovery codes; all other logins of one's own end."""
    member = needs.member(request)
    hidden = request.session.get(_OFFERED)
    if not hidden:
        raise Invalid("Begin again: no app was offered a secret.", field="body.code")
    throttle.use("confirm", origin_of(request))
    codes = second_step.confirm(member, second_step.Adapter().decrypt(hidden), given.code)
    del request.session[_OFFERED]
    members.end_logins(member)
    entering.stay(request, member)
    return Codes(codes=codes)


@router.post("/second-step/codes", auth=needs.MEMBER, response=Codes)
def new_codes(request: HttpRequest, given: Proof) -> Codes:
    """Ten new recovery codes; the ones before end."""
    member = _proved(request, given)
    return Codes(codes=second_step.recovery_codes(member))


@router.post("/second-step/remove", auth=needs.MEMBER, response=Account)
def remove(request: HttpRequest, given: Proof) -> Account:
    """Removes the second step, unless one's role asks for it."""
    member = needs.member(request)
    if member.needs_second_step:
        raise second_step.StillNeeded
    second_step.drop(_proved(request, given))
    return _account(request, member)


def _proved(request: HttpRequest, given: Proof) -> Member:
    member = needs.member(request)
    with throttle.tries("code", origin_of(request)), throttle.tries("code", f"member {member.pk}"):
        if not second_step.passes(member, given.code):
            raise Invalid(
                "This is not a code that is good now. Wait for the next one of the app, or use a recovery code.",
                field="body.code",
            )
    return member


def _account(request: HttpRequest, member: Member) -> Account:
    here = digest(request.session.session_key)
    return Account(
        has_password=member.has_usable_password(),
        has_second_step=member.has_second_step,
        needs_second_step=member.needs_second_step,
        codes_left=second_step.codes_left(member) if member.has_second_step else 0,
        logins=[
            Login(
                id=row.pk, origin=row.origin, agent=row.agent, made_at=row.made_at, seen_at=row.seen_at,
                is_this=row.digest == here,
            )
            for row in logged_in.of(member)
        ],
    )  # fmt: skip
