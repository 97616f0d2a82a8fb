"""Connecting a provider's account: the browser goes to the provider's page and comes back to the session that began it."""

import time
from hmac import compare_digest

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from perennia.api import actor, needs
from perennia.api.channel_setup import MANAGE, Name, router
from perennia.api.permissions import Permission
from perennia.api.schema import Schema
from perennia.core.error import Invalid, PerenniaError
from perennia.host import clock
from perennia.messages import channel_setup, connect, rules
from perennia.team.models import Member

_BEGUN = "connecting"
_PATIENCE = 10 * 60  # seconds, as long as the provider's code lives
SCREEN = "/settings/channels"


class GoThere(Schema):
    """Where the browser goes now."""

    url: str


@router.post("/{name}/connect", auth=MANAGE, response=GoThere)
def begin(request: HttpRequest, name: Name) -> GoThere:
    """Begins to connect the channel's account, by its kept settings; the browser goes to the address given."""
    channel_setup.named(name)
    member = needs.caller(request).member
    if member is None:
        raise Invalid("An account is connected in the browser. Sign in and connect it on screen.")
    begun = connect.begin(name, rules.house(rules.conduct()).url)
    request.session[_BEGUN] = [name, begun.state, begun.verifier, member.pk, int(time.time()) + _PATIENCE]
    return GoThere(url=begun.url)


@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Where the provider sends the browser back to. What was begun is good once, whatever comes of it."""
    name, state, verifier, whose, until = request.session.pop(_BEGUN, None) or ("", "", "", 0, 0)
    member = request.user
    if not isinstance(member, Member) or not actor.by_member(member).can(Permission.SETTINGS_MANAGE):
        return HttpResponseRedirect("/sign-in?" + urlencode({"to": SCREEN}))
    given = request.GET.get("state", "")
    is_ours = (
        bool(state) and whose == member.pk and time.time() < until and compare_digest(given.encode(), state.encode())
    )
    code = request.GET.get("code", "")
    if not is_ours or not code:
        return _screen(name, "not_begun" if not is_ours else "refused")
    account = request.GET.get("oa_id", "")
    try:
        is_done = connect.finish(name, code, verifier, account if account.isdigit() else "", member, clock.now())
    except PerenniaError:
        is_done = False
    return _screen(name, "" if is_done else "failed")


def _screen(name: str, trouble: str) -> HttpResponseRedirect:
    """To the channel's sheet, which says what came of it."""
    said = {"open": name, "connected": trouble or "yes"}
    return HttpResponseRedirect(f"{SCREEN}?" + urlencode({key: value for key, value in said.items() if value}))
