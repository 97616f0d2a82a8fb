"""Signing in and out, and who one is."""

from typing import Annotated, Literal

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from ninja import Router, Status
from pydantic import Field

from perennia.api import actor, entering, needs
from perennia.api.origin import origin_of
from perennia.api.schema import Schema
from perennia.api.shapes import Given
from perennia.host import clock
from perennia.messages import account_mail
from perennia.team import first_run, identity, logged_in, reset, set_up, signin, throttle
from perennia.team.models import Member, organisation

router = Router()
Secret = Annotated[str, Field(max_length=1000)]


class Me(Schema):
    """The member who is signed in. With `must_add_second_step` they may do nothing else before."""

    id: int
    name: str
    email: str
    role: str
    language: str
    zone: str
    color_scheme: str
    has_second_step: bool
    must_add_second_step: bool


class OrganisationOut(Schema):
    """Whom this deployment serves."""

    name: str
    zone: str
    language: str
    currency: str
    brand_colour: str
    has_logo: bool


class Session(Schema):
    """Who is signed in and what they may do. `first_run`: the steps of the beginning are still open for them."""

    member: Me
    organisation: OrganisationOut
    can: list[str]
    csrf: str
    first_run: bool


class Ways(Schema):
    """The ways in: `set_up` while nobody administers this deployment; the name of the company's own sign-in."""

    set_up: bool
    provider: str | None
    organisation: str
    has_logo: bool


class SignIn(Given):
    """An address and its password."""

    email: Annotated[str, Field(max_length=254)]
    password: Secret


class Code(Given):
    """A code of the app, or a recovery code."""

    code: Annotated[str, Field(max_length=40)]


class Address(Given):
    """Whose password is lost."""

    email: Annotated[str, Field(max_length=254)]


class NewPassword(Given):
    """The key of the link, and the password to be."""

    token: Annotated[str, Field(max_length=200)]
    password: Annotated[str, Field(max_length=200)]


class Asked(Schema):
    """The same for every address: whether it is known is nobody's business."""

    sent: bool = True


class Liking(Given):
    """What one may change of oneself at any moment."""

    language: Literal["en", "vi"] | None = None
    color_scheme: Literal["auto", "light", "dark"] | None = None


@router.get("", auth=needs.OPEN, response=Session)
def read(request: HttpRequest) -> Session:
    """Who is signed in. Sets the `csrftoken` cookie either way; 401 when nobody is."""
    get_token(request)
    member = actor.of(request).member
    if member is None:
        raise actor.SignInNeeded
    logged_in.seen(request.session.session_key or "")
    return session_of(request, member)


@router.get("/ways", auth=needs.OPEN, response=Ways)
def ways(request: HttpRequest) -> Ways:
    """What the sign-in page offers."""
    provider, house = identity.provider(), organisation()
    return Ways(
        set_up=set_up.is_open(),
        provider=provider.name if provider is not None else None,
        organisation=house.name,
        has_logo=bool(house.brand_logo),
    )


@router.post("", auth=needs.OPEN, response=Session)
def sign_in(request: HttpRequest, given: SignIn) -> Session:
    """Signs in. A wrong address and a wrong password get the same answer; 401 `code_needed` asks for the second step."""
    entering.refuse_strangers(request)
    with throttle.tries("sign_in", origin_of(request)):
        member = signin.sign_in(given.email, given.password, origin_of(request))
    entering.enter(request, member)
    return session_of(request, member)


@router.post("/code", auth=needs.OPEN, response=Session)
def second_step(request: HttpRequest, given: Code) -> Session:
    """The second step of a sign-in."""
    entering.refuse_strangers(request)
    return session_of(request, entering.finish(request, given.code))


@router.post("/reset", auth=needs.OPEN, response={202: Asked})
def ask_reset(request: HttpRequest, given: Address) -> Status[Asked]:
    """Sends a link for a new password, if the address is a member's. The answer never tells."""
    entering.refuse_strangers(request)
    throttle.use("reset", origin_of(request))
    found = reset.ask(given.email) if "\x00" not in given.email else None
    if found is not None:
        member, token = found
        path = f"/reset-password#{token}"
        account_mail.put("reset", member.email, member.name, member.language, path, clock.now())
    return Status(202, Asked())


@router.post("/reset/password", auth=needs.OPEN, response={204: None})
def reset_password(request: HttpRequest, given: NewPassword) -> HttpResponse:
    """Sets the new password and ends all logins of that member; then one signs in."""
    entering.refuse_strangers(request)
    throttle.use("reset_password", origin_of(request))
    reset.renew(given.token, given.password)
    return HttpResponse(status=204)


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
    return session_of(request, member)


def session_of(request: HttpRequest, member: Member) -> Session:
    """What the screens know of whoever signed in."""
    may = sorted(permission.value for permission in actor.by_member(member).may)
    house = organisation()
    told = OrganisationOut(
        name=house.name, zone=house.zone, language=house.language, currency=house.currency,
        brand_colour=house.brand_colour, has_logo=bool(house.brand_logo),
    )  # fmt: skip
    return Session(
        member=Me.model_validate(member),
        organisation=told,
        can=may,
        csrf=get_token(request),
        first_run=first_run.is_open(house, member),
    )
