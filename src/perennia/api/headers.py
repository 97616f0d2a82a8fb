"""What every answer carries: a strict content policy, no caching of what is private, problem+json for wrong methods."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from perennia.api.errors import problem

# Styles may stand in the page (the component library sets them); scripts come from files of our own only.
POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)


class Headers:
    """Middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer with its headers."""
        return _finish(request, _nameless(request) or self.get_response(request))


def _nameless(request: HttpRequest) -> HttpResponseBase | None:
    """Nothing has a NUL in its name, and the database does not take one to look for."""
    if "\x00" in request.path:
        return problem(404, "not_found", "There is nothing at this address.")
    return None


def _finish(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    is_api = request.path.startswith("/api/")
    if is_api and answer.status_code == 405:
        allowed = answer.headers.get("Allow", "")
        told = f"{request.method} is not possible here; use {allowed}."
        answer = problem(405, "wrong_method", told, headers={"Allow": allowed})
    answer.headers.setdefault("Content-Security-Policy", POLICY)
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    answer.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    answer.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if is_api:
        answer.headers.setdefault("Cache-Control", "private, no-store")
    return answer
