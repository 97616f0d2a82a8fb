"""Who is calling: a member by session, a machine by API key, or nobody; and what they may do."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from perennia.api.permissions import ROLES, Permission
from perennia.core.error import Denied, PerenniaError
from perennia.team import keys
from perennia.team.models import ApiKey, Member
from perennia.team.roles import Role


class SignInNeeded(PerenniaError):
    """Sign in first, or send an API key as `Authorization: Bearer <key>`."""

    code = "sign_in_needed"
    status = 401


class WrongKey(PerenniaError):
    """This API key is not known. It may have been removed; an administrator can make a new one."""

    code = "wrong_key"
    status = 401


class CsrfFailed(Denied):
    """The request did not carry this session's CSRF token. Send the `csrftoken` cookie's value as `X-CSRFToken`."""

    code = "csrf"


class SecondStepNeeded(Denied):
    """Your role asks for a second step at sign-in. Set it up under Settings, You; then everything is open again."""

    code = "second_step_needed"


class NotAllowed(Denied):
    """This needs a permission you don't have."""

    code = "not_allowed"


@dataclass(frozen=True)
class Actor:
    """Somebody who may do some things. Nobody may do nothing."""

    may: frozenset[Permission] = frozenset()
    member: Member | None = None
    key: ApiKey | None = None

    @property
    def is_somebody(self) -> bool:
        """Whether they have shown who they are."""
        return self.member is not None or self.key is not None

    @property
    def language(self) -> str:
        """The language they read."""
        return self.member.language if self.member is not None else "en"

    @property
    def mark(self) -> str:
        """The same for no two callers, such as "member:7"."""
        if self.member is not None:
            return f"member:{self.member.pk}"
        return f"key:{self.key.pk}" if self.key is not None else ""

    @property
    def name(self) -> str:
        """How the record names who did something."""
        if self.member is not None:
            return self.member.name
        return f"API key {self.key.name}" if self.key is not None else ""

    def can(self, permission: Permission) -> bool:
        """Whether they may do this."""
        return permission in self.may


def of(request: HttpRequest) -> Actor:
    """Who sends this request. Raises WrongKey, or CsrfFailed for a change without its token."""
    authorization = request.headers.get("Authorization")
    if authorization is not None:
        return by_key(authorization)
    member = request.user
    if not isinstance(member, Member):
        return Actor()
    _check_csrf(request)
    return by_member(member)


def by_member(member: Member) -> Actor:
    """A member, with what their role may do; nothing while their role asks for a second step they don't have."""
    return Actor(frozenset() if member.must_add_second_step else ROLES[Role(member.role)], member=member)


def by_key(authorization: str) -> Actor:
    """A machine, with its key's scopes."""
    scheme, _, text = authorization.partition(" ")
    key = keys.find(text.strip()) if scheme.lower() == "bearer" else None
    if key is None:
        raise WrongKey
    keys.mark_used(key)
    known = {permission.value: permission for permission in Permission}
    return Actor(frozenset(known[scope] for scope in key.scopes if scope in known), key=key)


def _check_csrf(request: HttpRequest) -> None:
    check = CsrfViewMiddleware(_unused)
    request.csrf_processing_done = False  # type: ignore[attr-defined]  # Django's own mark; views of the API are exempt
    check.process_request(request)
    if check.process_view(request, _unused, (), {}) is not None:
        raise CsrfFailed


def _unused(request: HttpRequest) -> HttpResponse:
    # The check wants a view and never calls it.
    return HttpResponse()
