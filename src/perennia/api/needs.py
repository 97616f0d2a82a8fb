"""What a route needs of its caller; each route declares exactly one of these as its `auth`."""

from datetime import tzinfo
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.signals import request_finished
from django.http import HttpRequest
from ninja.security.base import SecuritySchema

from perennia.api import actor as actors
from perennia.api import parameters
from perennia.api.actor import Actor, NotAllowed, SignInNeeded
from perennia.api.permissions import ABOUT, Permission
from perennia.core import called
from perennia.core.error import Invalid
from perennia.customers import calling
from perennia.team.models import Member
from perennia.workflows.reading import Reader


def _rest(**_: object) -> None:
    called.rest()


request_finished.connect(_rest, dispatch_uid="names are of one reader")


class Needs:
    """A permission; or `member`, any signed-in member; or `nobody`, open to all."""

    is_async = False

    def __init__(self, what: Permission | Literal["member", "nobody"]) -> None:
        self.what = what
        if what != "nobody":
            self.openapi_security_schema = SecuritySchema("http", scheme="bearer", description="An API key.")

    def __call__(self, request: HttpRequest) -> Actor | bool:
        """Lets the caller in as `request.auth`, or raises what is wrong."""
        _refuse_nul(request)
        if self.what == "nobody":
            parameters.refuse_unknown(request)
            return True
        caller = actors.of(request)
        if not caller.is_somebody or (self.what == "member" and caller.member is None):
            raise SignInNeeded
        if isinstance(self.what, Permission) and not caller.can(self.what):
            if caller.member is not None and caller.member.must_add_second_step:
                raise actors.SecondStepNeeded
            raise refusal(caller, self.what)
        parameters.refuse_unknown(request)
        called.use(calling.names(caller.language))
        return caller


def caller(request: HttpRequest) -> Actor:
    """Who was let in."""
    auth = getattr(request, "auth", None)
    if not isinstance(auth, Actor):
        raise SignInNeeded
    return auth


def member(request: HttpRequest) -> Member:
    """The member who was let in."""
    found = caller(request).member
    if found is None:
        raise SignInNeeded
    return found


def language(request: HttpRequest) -> str:
    """The language the caller reads."""
    return caller(request).language


def reader(request: HttpRequest) -> Reader:
    """The language and, where their browser says it, the zone the caller reads in."""
    return Reader(language(request), _zone(request.headers.get("Time-Zone", "")))


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def refusal(caller: Actor, permission: Permission) -> NotAllowed:
    """Says which permission is missing, and who can mend it."""
    who = "This API key has" if caller.key is not None else "Your role has"
    mend = "Use a key with that scope." if caller.key is not None else "An administrator can change your role."
    return NotAllowed(f"{who} no permission to {ABOUT[permission]} ({permission.value}). {mend}")


def _refuse_nul(request: HttpRequest) -> None:
    for name, values in request.GET.lists():
        if "\x00" in name or any("\x00" in value for value in values):
            raise Invalid("A value may not contain the NUL character.", field=f"query.{name}".replace("\x00", ""))
    if "\x00" in request.path:
        raise Invalid("An address may not contain the NUL character.", field="path")


OPEN = Needs("nobody")
MEMBER = Needs("member")
