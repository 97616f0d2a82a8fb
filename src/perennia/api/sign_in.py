"""How people sign in here, as an administrator sets it: who needs a second step, and the company's own provider."""

from typing import Annotated

from django.db import transaction
from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from perennia.api import needs
from perennia.api.needs import Needs
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.api.shapes import Given, Text
from perennia.core.error import Conflict
from perennia.host import clock
from perennia.team import identity, second_step, setting_log
from perennia.team.models import Member, Organisation, organisation
from perennia.team.roles import Role

router = Router()
MANAGE = Needs(Permission.MEMBER_MANAGE)


class FixedProvider(Conflict):
    """The provider is named by PERENNIA_OIDC_ISSUER where Perennia is started. Change it there."""

    code = "fixed_provider"


class ProviderOut(Schema):
    """The company's own sign-in. Its secret is kept encrypted and never shown."""

    name: str
    issuer: str
    client_id: str
    has_secret: bool
    is_on: bool
    is_fixed: bool


class SignInOut(Schema):
    """`without`: how many members of those roles have no second step yet. `callback`: what the provider must allow."""

    second_step_roles: list[str]
    without: int
    provider: ProviderOut | None
    callback: str


class Roles(Given):
    """Which roles need a second step."""

    roles: list[Role]


class ProviderIn(Given):
    """A provider to set; a secret left out stays."""

    name: Annotated[Text, Field(max_length=60)]
    issuer: Annotated[str, Field(min_length=8, max_length=300, pattern=r"^https?://[^\s?#]+$")]
    client_id: Annotated[str, Field(min_length=1, max_length=300)]
    secret: Annotated[str | None, Field(max_length=1000)] = None
    is_on: bool = True


@router.get("", auth=MANAGE, response=SignInOut)
def read(request: HttpRequest) -> SignInOut:
    """How people sign in."""
    roles = organisation().second_step_roles
    without = Member.objects.filter(role__in=roles, is_active=True, has_second_step=False).count()
    callback = request.build_absolute_uri("/sign-in/oidc/callback")
    return SignInOut(second_step_roles=roles, without=without, provider=_provider(), callback=callback)


@router.put("/second-step", auth=MANAGE, response=SignInOut)
@transaction.atomic
def require_second_step(request: HttpRequest, given: Roles) -> SignInOut:
    """Whoever of these roles has none sets it up at their next click and may do nothing before."""
    Organisation.objects.get_or_create(pk=1)
    house = Organisation.objects.select_for_update().get(pk=1)
    was, house.second_step_roles = house.second_step_roles, sorted({role.value for role in given.roles})
    house.save(update_fields=["second_step_roles"])
    second_step.require(given.roles)
    by = needs.caller(request).member
    setting_log.note(by, clock.now(), "sign-in", {"second step for": was}, {"second step for": house.second_step_roles})
    return read(request)


@router.put("/provider", auth=MANAGE, response=SignInOut)
@transaction.atomic
def set_provider(request: HttpRequest, given: ProviderIn) -> SignInOut:
    """Sets the company's own sign-in, or switches it off."""
    if (found := identity.provider()) is not None and found.is_fixed:
        raise FixedProvider
    row = identity.stored()
    fields = ("name", "issuer", "client_id", "is_on")
    was = {name: getattr(row, name) for name in fields} if row is not None else {}
    kept = identity.keep(given.name, given.issuer, given.client_id, given.secret, is_on=given.is_on)
    now = {name: getattr(kept, name) for name in fields}
    if given.secret is not None:
        now["secret"] = "a new one"
    setting_log.note(needs.caller(request).member, clock.now(), "sign-in", was, now)
    return read(request)


def _provider() -> ProviderOut | None:
    found = identity.provider()
    if found is not None and found.is_fixed:
        return ProviderOut(
            name=found.name, issuer=found.issuer, client_id=found.client_id, has_secret=bool(found.secret),
            is_on=True, is_fixed=True,
        )  # fmt: skip
    row = identity.stored()
    if row is None:
        return None
    return ProviderOut(
        name=row.name, issuer=row.issuer, client_id=row.client_id, has_secret=bool(row.secret), is_on=row.is_on,
        is_fixed=False,
    )  # fmt: skip
