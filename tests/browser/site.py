"""Somebody's own product on another origin: pages with our programs in them, and what arrived of it here."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from uuid import uuid4

import httpx
from playwright.sync_api import StorageState
from typing_extensions import override

from tests.browser.product import ROOT, Json, Product, eventually, items

STUB = (ROOT / "web" / "snippet" / "stub.js").read_text()
PAGE = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{path} · Acme</title>
<meta name="viewport" content="width=device-width">{head}</head><body><h1>Acme</h1>{body}</body></html>"""


class Site:
    """A web server. `head`, `body`, `policy` and `lang` are of every page; `files` are what else it has."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.head = self.body = self.policy = ""
        self.lang = "en"
        self.files: dict[str, bytes] = {}

    def page(self, path: str) -> tuple[str, bytes]:
        """Kind and content of an address; every other one is the page, as an app does it."""
        if path in self.files:
            return "text/javascript", self.files[path]
        return "text/html", PAGE.format(lang=self.lang, path=path, head=self.head, body=self.body).encode()


@contextmanager
def site() -> Iterator[Site]:
    """A site until the block ends."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, content = here.page(self.path.partition("?")[0])
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            if here.policy:
                self.send_header("Content-Security-Policy", here.policy)
            self.end_headers()
            self.wfile.write(content)

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    with _serving(Answer) as port:
        here = Site(port)
        yield here


class Door:
    """Stands before the product as a proxy does, and can refuse: each of `refusals` answers one request for events."""

    def __init__(self, port: int, product: Product) -> None:
        self.url, self.product = f"http://127.0.0.1:{port}", product
        self.refusals: list[tuple[int, dict[str, str]]] = []
        self.bodies: list[Json] = []
        self.client = httpx.Client(base_url=product.url, timeout=30)

    def answer(self, request: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
        """What the product says, or a refusal."""
        content = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        if request.command == "POST" and self.refusals:
            status, headers = self.refusals.pop(0)
            return status, {"Access-Control-Allow-Origin": "*", **headers}, b"{}"
        if request.command == "POST":
            self.bodies.append(json.loads(content))
        kept = {name: value for name, value in request.headers.items() if name.lower() != "host"}
        kept |= {name: "identity" for name in kept if name.lower() == "accept-encoding"}
        found = self.client.request(request.command, request.path, content=content, headers=kept)
        dropped = ("content-length", "connection", "date", "server")
        return found.status_code, {k: v for k, v in found.headers.items() if k.lower() not in dropped}, found.content


@contextmanager
def door(product: Product) -> Iterator[Door]:
    """A proxy before the product until the block ends."""

    class Answer(BaseHTTPRequestHandler):
        def _pass(self) -> None:
            status, headers, content = here.answer(self)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_OPTIONS = _pass  # noqa: N815  # the server looks for these names

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    with _serving(Answer) as port:
        here = Door(port, product)
        yield here
        here.client.close()


@contextmanager
def _serving(answer: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), answer)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


class Source:
    """A source made for one test, by the administrator: its key, its rules, and what came from it."""

    def __init__(self, product: Product, signed_in: StorageState) -> None:
        self.product, self.run = product, uuid4().hex[:10]
        cookies = {one["name"]: one["value"] for one in signed_in["cookies"]}
        self._client = httpx.Client(
            base_url=product.url, cookies=cookies, headers={"X-CSRFToken": cookies["csrftoken"]}, timeout=30
        )
        made = self._client.post("/api/sources", json={"name": f"Pages {self.run}", "is_in_pages": True})
        made.raise_for_status()
        self.id, self.key, self.rules = made.json()["id"], str(made.json()["write_key"]), dict(made.json()["browser"])

    def describe(self, **rules: object) -> None:
        """Changes what its pages are told."""
        answer = self._client.put(f"/api/sources/{self.id}/browser", json={**self.rules, **rules})
        answer.raise_for_status()

    def stub(self, at: str = "", **options: object) -> str:
        """What one pastes, with its key. `at`: another address than the product's own."""
        said = STUB.replace("HOST", at or self.product.url)
        told = f'"WRITE_KEY", {json.dumps(options)}' if options else '"WRITE_KEY"'
        return "<script>" + said.replace('"WRITE_KEY"', told).replace("WRITE_KEY", self.key) + "</script>"

    def arrived(self, many: int, q: str = "", **filters: str) -> list[Json]:
        """The events whose text has `q` (this run's mark unless given), the oldest first, once there are so many."""
        asked = httpx.QueryParams({"q": q or self.run, "limit": 100, **filters})

        def there() -> list[Json] | None:
            found = items(self.product.read(f"/api/events?{asked}"))
            told = [one for one in found if one["kind"] in ("track", "identify", "page", "group", "alias")]
            return self._whole(told) if len(told) >= many else None

        if not many:
            return eventually(lambda: None if (found := there()) is None else (found,), f"all of {q or self.run}")[0]
        return eventually(there, f"{many} events of {q or self.run}")

    def _whole(self, found: list[Json]) -> list[Json] | None:
        """Each with all it carries; None while one is on its way to the account its sender has just joined."""
        try:
            return [self.product.read(f"/api/events/{one['id']}") for one in reversed(found)]
        except httpx.HTTPStatusError as gone:
            if gone.response.status_code != 404:
                raise
            return None


def said(event: Json, part: str = "properties") -> Mapping[str, object]:
    """A part of an event's record."""
    found = event[part]
    assert isinstance(found, dict)
    return found


def summed(events: list[Json], feature: str) -> int:
    """Seconds told of a feature."""
    return sum(int(str(said(one)["seconds"])) for one in events if said(one).get("feature") == feature)
