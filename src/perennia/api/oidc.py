"""Signing in by the company's own provider (OpenID Connect). django-allauth speaks the protocol; who may come in is ours."""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.openid_connect import views
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_GET
from ninja import Router
from requests import RequestException, Session
from typing_extensions import override

from perennia.api import entering, needs
from perennia.api.origin import origin_of
from perennia.api.schema import Schema
from perennia.api.shapes import Given
from perennia.core.error import NotFound, PerenniaError
from perennia.host import clock, fetch_session
from perennia.team import identity, throttle

router = Router()
PROVIDER = "oidc"


class NoProvider(NotFound):
    """No sign-in of the company is set up here. Sign in with your password."""

    code = "no_provider"


class ProviderAway(PerenniaError):
    """Your company's sign-in cannot be reached at the moment. Try again, or sign in with your password."""

    code = "provider_away"
    status = 503


class Begin(Given):
    """Where to go afterwards, an address of this app."""

    to: str = "/"


class GoTo(Schema):
    """Where the browser goes now."""

    url: str


class Adapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """What the library asks us: which provider there is, how to reach it, and what to do with whom it vouches for."""

    @override
    def list_apps(
        self, request: HttpRequest | None, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        found = identity.provider()
        if found is None or provider not in (None, PROVIDER, "openid_connect"):
            return []
        settings = {"server_url": found.issuer, "oauth_pkce_enabled": True}
        return [
            SocialApp(
                provider="openid_connect", provider_id=PROVIDER, name=found.name, client_id=found.client_id,
                secret=found.secret, settings=settings,
            )
        ]  # fmt: skip

    @override
    def get_requests_session(self) -> Session:
        return fetch_session.session()

    @override
    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Ends the library's part: from here on our own rules hold, so it never makes or finds an account itself."""
        raise ImmediateHttpResponse(_entered(request, sociallogin))

    @override
    def on_authentication_error(self, request: HttpRequest, provider: object, *args: object, **more: object) -> None:
        raise ImmediateHttpResponse(_back("provider"))


@router.post("", auth=needs.OPEN, response=GoTo)
def begin(request: HttpRequest, given: Begin) -> GoTo:
    """Begins a sign-in by the provider; the browser goes to the address given."""
    entering.refuse_strangers(request)
    throttle.use("provider", origin_of(request))
    if identity.provider() is None:
        raise NoProvider
    to = given.to if url_has_allowed_host_and_scheme(given.to, allowed_hosts=None) else "/"
    try:
        answer = Adapter(request).get_provider(request, PROVIDER).redirect(request, process="login", next_url=to)
    except RequestException as error:
        raise ProviderAway from error
    if not isinstance(answer, HttpResponseRedirect):
        raise ProviderAway
    return GoTo(url=answer.url)


@require_GET
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where the provider sends the browser back to."""
    try:
        throttle.use("provider_back", origin_of(request))
        answer: HttpResponse = views.callback(request, provider_id)
    except (PerenniaError, RequestException):
        return _back("provider")
    return answer


def _entered(request: HttpRequest, login: SocialLogin) -> HttpResponse:
    provider = identity.provider()
    if provider is None:
        return _back("provider")
    address = next(iter(login.email_addresses), None)
    try:
        member = identity.whom(
            provider.key,
            login.account.uid,
            address.email if address is not None else "",
            str((login.account.extra_data.get("userinfo") or {}).get("name") or "")[:200],
            clock.now(),
            is_verified=address is not None and address.verified is True,
        )
        to = login.get_redirect_url(request) or "/"
        entering.enter(request, member)
    except entering.CodeNeeded:
        return HttpResponseRedirect("/sign-in?" + urlencode({"step": "code", "to": to}))
    except PerenniaError as refused:
        return _back(refused.code)
    return HttpResponseRedirect(to)


def _back(trouble: str) -> HttpResponseRedirect:
    """To the sign-in, which says what went wrong."""
    return HttpResponseRedirect("/sign-in?" + urlencode({"trouble": trouble}))
