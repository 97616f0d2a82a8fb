"""The app on a device of one's own: what makes it installable, what it says offline, and that an update is seen at once."""

import http.server
import json
import re
import shutil
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from typing_extensions import override

BUILT = Path(__file__).resolve().parents[2] / "src" / "perennia" / "web_dist"

_KEPT = """async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    return (await Promise.all(caches_.map((cache) => cache.keys()))).flat().map((one) => one.url);
}"""


class Files(http.server.SimpleHTTPRequestHandler):
    """Serves a build as the product does: its files, and the app's page for every other address."""

    folder: str

    def __init__(self, *args: object) -> None:
        super().__init__(*args, directory=self.folder)  # type: ignore[arg-type]  # handed on as they came

    @override
    def do_GET(self) -> None:
        if self.path.startswith("/api/"):
            self.send_error(503)
            return
        if not (Path(self.folder) / self.path.lstrip("/")).is_file():
            self.path = "/index.html"
        super().do_GET()

    @override
    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")  # as the product says of its page
        super().end_headers()

    @override
    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    handler = type("Served", (Files,), {"folder": str(folder)})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def build(tmp_path: Path) -> Path:
    if not (BUILT / "service-worker.js").exists():
        pytest.skip("The web app has not been built.")
    return Path(shutil.copytree(BUILT, tmp_path / "build"))


def is_ready(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def test_the_manifest_names_icons_that_are_there_in_the_sizes_it_says(build: Path) -> None:
    manifest = json.loads((build / "manifest.webmanifest").read_text())
    assert manifest["display"] == "standalone"
    drawn = [icon for icon in manifest["icons"] if icon["type"] == "image/png"]
    assert {icon["sizes"] for icon in drawn} == {"192x192", "512x512"}
    assert "maskable" in {icon.get("purpose") for icon in drawn}
    for icon in drawn:
        head = (build / icon["src"].lstrip("/")).read_bytes()[16:24]
        assert "{}x{}".format(*struct.unpack(">II", head)) == icon["sizes"]
    assert 'rel="manifest"' in (build / "index.html").read_text()


def test_offline_the_app_opens_and_says_so_plainly(chrome: Browser, build: Path) -> None:
    context = chrome.new_context(locale="en-GB")
    page = context.new_page()
    with serving(build) as url:
        page.goto(f"{url}/customers")
        is_ready(page)
    context.set_offline(True)
    page.goto(f"{url}/customers")
    expect(page.get_by_text("The server could not be reached. Nothing is lost")).to_be_visible()
    context.close()


def test_an_update_is_seen_with_the_next_load_and_nothing_of_the_former_build_is_kept(
    chrome: Browser, build: Path
) -> None:
    context = chrome.new_context()
    page = context.new_page()
    with serving(build) as url:
        page.goto(url)
        is_ready(page)
        (before,) = page.evaluate("caches.keys()")
        index = build / "index.html"
        index.write_text(index.read_text().replace("</head>", '<meta name="build" content="newer"></head>'))
        worker = build / "service-worker.js"
        worker.write_text(re.sub(r"perennia [0-9a-f]{16}", "perennia newer", worker.read_text()))
        page.goto(url)
        assert page.locator("meta[name=build]").count() == 1
        page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
        page.wait_for_function("caches.keys().then((names) => names.join() === 'perennia newer')")
        assert before != "perennia newer"
    context.close()


def test_no_answer_of_the_server_is_kept(chrome: Browser, build: Path) -> None:
    context = chrome.new_context()
    page = context.new_page()
    with serving(build) as url:
        page.goto(f"{url}/customers")
        is_ready(page)
        page.reload()
        kept = page.evaluate(_KEPT)
    assert kept
    assert not [one for one in kept if "/api/" in one]
    context.close()
