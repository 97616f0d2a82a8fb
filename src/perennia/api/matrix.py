"""The matrix of who may call what, drawn from the routes themselves."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

from perennia.api import tracking
from perennia.api.needs import Needs
from perennia.api.permissions import ABOUT, ROLES
from perennia.api.root import api
from perennia.team.roles import Role

# Views outside the API, and what lets a caller in there. A new one must be entered here.
OTHERS = {
    "perennia.api.health.healthz": "nobody",
    "perennia.api.pages.unsubscribe.unsubscribe": "a link of a letter",
    "perennia.api.pages.answer.answer": "a link of a letter",
    "perennia.api.pages.click.click": "a link of a letter",
    "perennia.api.pages.feedback.happiness": "a link of a letter",
    "perennia.api.pages.feedback.nps": "a link of a letter",
    "perennia.api.pages.feedback.affiliate": "a link of a letter",
    "perennia.api.pages.book.index": "nobody",
    "perennia.api.pages.book.personal": "nobody",
    "perennia.api.pages.book.script": "nobody",
    "perennia.api.pages.book.book": "nobody",
    "perennia.api.pages.booking.booking": "a link of a letter",
    "perennia.api.pages.booking.file": "a link of a letter",
    "perennia.api.pages.hooks.hook": "the signature of a provider",
    "perennia.api.pages.request.index": "nobody",
    "perennia.api.pages.request.personal": "a link of a letter",
    "perennia.api.pages.request.form": "nobody",
    "perennia.api.pages.hooks.integration": "the signature of the other program",
    "perennia.api.connect.back": "the session that began it",
    "perennia.api.oidc.callback": "nobody",
    "perennia.api.live.live": "the permission of each topic",
    "perennia.api.app.page": "nobody",
    "perennia.api.app.missing": "nobody",
    "ninja.openapi.views.openapi_json": "nobody",
    "ninja.openapi.views.default_home": "nobody",
}
_HEAD = """# Who may call what

Written by `make docs` from the routes. What each role may do stands in
`src/perennia/api/permissions.py`. An API key may do what its scopes say; they are the same words.
"""


class Route(NamedTuple):
    """One method of one address, and what it needs: a permission, `member`, `nobody`, or in words."""

    method: str
    path: str
    needs: str


class Undeclared(Exception):
    """A route says nothing of who may call it."""


def routes() -> list[Route]:
    """Every route there is. Raises Undeclared for one that declares no permission."""
    tracked = (Route("ANY", f"{tracking.PREFIX}{address}", "a write key") for address in tracking.ADDRESSES)
    return [*sorted(_api()), *sorted(_others()), *sorted(tracked)]


def document() -> str:
    """The page of the reference."""
    parts = [_HEAD, "## Roles\n"]
    parts.append(_row("permission", "to", *(role.label for role in ROLES)) + _rule(2 + len(ROLES)))
    for permission, about in ABOUT.items():
        parts.append(_row(f"`{permission}`", about, *("yes" if permission in may else "" for may in ROLES.values())))
    parts.append("\n## Routes\n")
    parts.append(_row("route", "needs", "nobody", *(role.label for role in ROLES), "API key") + _rule(4 + len(ROLES)))
    for route in routes():
        answers = (_answer(route, who) for who in ("nobody", *ROLES, "key"))
        parts.append(_row(f"{route.method} `{_shown(route.path)}`", f"`{route.needs}`", *answers))
    return "".join(parts)


def allows(needs: str, who: str) -> bool:
    """Whether a route with this need lets `nobody`, a role, or a `key` that holds every scope in."""
    if needs == "nobody" or who == "nobody":
        return needs == "nobody"
    if needs == "member" or who == "key":
        return (needs == "member") != (who == "key")
    return needs in ROLES[Role(who)]


def _answer(route: Route, who: str) -> str:
    if " " in route.needs:
        return ""
    return "yes" if allows(route.needs, who) else ""


def _api() -> Iterator[Route]:
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                declared = [each for each in operation.auth_callbacks if isinstance(each, Needs)]
                for method in operation.methods:
                    if len(declared) != 1:
                        raise Undeclared(f"{method} /api{prefix}{path} must name one permission as its `auth`.")
                    yield Route(method, f"/api{prefix}{path}", str(declared[0].what))


def _others() -> Iterator[Route]:
    for pattern, prefix in _flat(get_resolver().url_patterns):
        view = getattr(pattern.callback, "func", pattern.callback)
        name = f"{view.__module__}.{view.__qualname__}"
        if name.startswith("ninja.operation."):
            continue
        if name not in OTHERS:
            raise Undeclared(f"{prefix}{pattern.pattern}: enter {name} in OTHERS with what lets a caller in.")
        yield Route("ANY", f"/{prefix}{pattern.pattern}", OTHERS[name])


def _flat(patterns: Sequence[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[URLPattern, str]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _flat(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield pattern, prefix


def _shown(path: str) -> str:
    return path.replace("|", "\\|")


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |\n"


def _rule(width: int) -> str:
    return "|" + "---|" * width + "\n"
