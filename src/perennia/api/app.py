"""Serves the screens: the app's one page for every address that is not the API's."""

from functools import cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from perennia.api.errors import problem

WEB = Path(__file__).resolve().parents[1] / "web_dist"
_UNBUILT = """<!doctype html><html lang="en"><title>Perennia</title>
<p>The screens have not been built yet. The API is at <a href="/api/openapi.json">/api/openapi.json</a>.</p></html>"""


def page(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """The app; it reads the address itself. A missing asset stays a 404, or a browser would run a page as a script."""
    if "." in path.rpartition("/")[2] or path.startswith(("assets/", "v1/")):
        raise Http404
    answer = HttpResponse(_index())
    answer["Cache-Control"] = "no-cache"
    return answer


def missing(request: HttpRequest, path: str = "") -> HttpResponse:
    """An address below /api that does not exist."""
    return problem(404, "not_found", f"There is no /api/{path[:200]}. The description is at /api/openapi.json.")


@cache
def _index() -> bytes:
    index = WEB / "index.html"
    return index.read_bytes() if index.exists() else _UNBUILT.encode()


