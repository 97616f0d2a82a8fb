"""Somebody's own product on another origin: pages with our programs in them, and what arrived of it here."""

import json
from collections.abc import Callable, Iterator, Mapping
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

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    here = Site(server.server_port)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield here
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

    def stub(self, **options: object) -> str:
        """What one pastes, with its key."""
        said = STUB.replace("HOST", self.product.url)
        told = f'"WRITE_KEY", {json.dumps(options)}' if options else '"WRITE_KEY"'
        return "<script>" + said.replace('"WRITE_KEY"', told).replace("WRITE_KEY", self.key) + "</script>"

    def arrived(self, many: int, q: str = "", **filters: str) -> list[Json]:
        """The events whose text has `q` (this run's mark unless given), the oldest first, once there are so many."""
        asked = httpx.QueryParams({"q": q or self.run, "limit": 100, **filters})

        def there() -> list[Json] | None:
            found = items(self.product.read(f"/api/events?{asked}"))
            told = [one for one in found if one["kind"] in ("track", "identify", "page", "group", "alias")]
            return told if len(told) >= many else None

        found = eventually(there, f"{many} events of {q or self.run}") if many else there() or []
        return [self.product.read(f"/api/events/{one['id']}") for one in reversed(found)]


def said(event: Json, part: str = "properties") -> Mapping[str, object]:
    """A part of an event's record."""
    found = event[part]
    assert isinstance(found, dict)
    return found


def summed(events: list[Json], feature: str) -> int:
    """Seconds told of a feature."""
    return sum(int(str(said(one)["seconds"])) for one in events if said(one).get("feature") == feature)


Waits = Callable[[], bool]
