"""Serves the screens: their files, and the app's one page for every address that is not the API's."""

import re
from functools import lru_cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from whitenoise import WhiteNoise  # type: ignore[import-untyped]  # it ships no types

from perennia.api.errors import problem

WEB = Path(__file__).resolve().parents[1] / "web_dist"
# The build names these by their content, so a browser may keep them for ever.
IMMUTABLE = r"^/assets/.+-[A-Za-z0-9_-]{8,}\.\w+$"
# Programs for other companies' pages: any page may run them, also one that isolates itself or checks their digest.
_FOR_PAGES = re.compile(r"perennia(-[a-z]+)?\.js")
_ANYWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, max-age=600, stale-while-revalidate=86400",
}
_UNBUILT = """<!doctype html><html lang="en"><title>Perennia</title>
<p>The screens have not been built yet. The API is at <a href="/api/openapi.json">/api/openapi.json</a>.</p></html>"""


@require_safe
def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """A file of the build, compressed as it lies there; else the app, which reads the address itself.

    A missing asset stays a 404, or a browser would run a page as a script.
    """
    file = _files(_stamp()).files.get(f"/{path}")
    if file is not None:
        found = file.get_response(request.method, request.META)
        content = found.file.read() if found.file is not None else b""
        more = _ANYWHERE if _FOR_PAGES.fullmatch(path) else {}
        return HttpResponse(content, status=int(found.status), headers=dict(found.headers) | more)
    if "." in path.rpartition("/")[2] or path.startswith(("assets/", "v1/")):
        raise Http404
    return HttpResponse(_index(_stamp()), headers={"Cache-Control": "no-cache"})


def missing(request: HttpRequest, path: str = "") -> HttpResponse:
    """An address below /api that does not exist."""
    return problem(404, "not_found", f"There is no /api/{path[:200]}. The description is at /api/openapi.json.")


def _stamp() -> tuple[int, ...]:
    """Of which build the files are: another one, made while we run, is served at once and not after a new start."""
    return tuple(_changed_at(one) for one in (WEB, WEB / "assets", WEB / "index.html"))


def _changed_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=1)
def _files(stamp: tuple[int, ...]) -> WhiteNoise:
    root = str(WEB) if WEB.is_dir() else None
    return WhiteNoise(None, root=root, max_age=60, allow_all_origins=False, immutable_file_test=IMMUTABLE)


@lru_cache(maxsize=1)
def _index(stamp: tuple[int, ...]) -> bytes:
    index = WEB / "index.html"
    return index.read_bytes() if index.exists() else _UNBUILT.encode()
