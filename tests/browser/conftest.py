"""One product, one browser, one sign-in a role for all tests of this folder that run on one worker."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright

from tests.browser.looking import AXE
from tests.browser.product import Product, build_web_app, running
from tests.browser.screens import examples, screens
from tests.browser.site import Door, Site, Source, door, site
from tests.browser.walking import counting
from tests.tools import chromium

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDE = (1440, 900)
Open = Callable[..., Page]


@pytest.fixture(scope="package")
def product() -> Iterator[Product]:
    """The real product with its demo company."""
    build_web_app()
    if named := os.environ.get("PERENNIA_BROWSER_DEMO"):
        yield Product.of(Path(named))  # one that runs already, while a test is being written
        return
    with running() as one:
        yield one


@pytest.fixture(scope="package")
def chrome() -> Iterator[Browser]:
    """A real Chromium. It ends with this folder: its event loop would trouble tests that use the database."""
    program = chromium.find()
    assert program, "The browser tests need Chromium: set CHROMIUM to its path, or leave them out: make test BROWSER=no"
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def sign_ins(product: Product, chrome: Browser) -> dict[str, StorageState]:
    """What a browser keeps of each role's sign-in; all of them read English."""
    kept: dict[str, StorageState] = {}
    for role, person in product.people.items():
        context = chrome.new_context(base_url=product.url)
        answer = context.request.post("/api/session", data={"email": person["email"], "password": person["password"]})
        assert answer.ok, answer.text()
        csrf = {"X-CSRFToken": answer.json()["csrf"]}
        assert context.request.patch("/api/session", data={"language": "en"}, headers=csrf).ok
        kept[role] = context.storage_state()
        context.close()
    return kept


class Walker:
    """Goes from screen to screen without loading the app anew; knows every screen there is."""

    def __init__(self, product: Product, chrome: Browser, sign_ins: dict[str, StorageState]) -> None:
        self._url, self._chrome, self._sign_ins = product.url, chrome, sign_ins
        self._opened: BrowserContext | None = None
        administrator = self._open("administrator", WIDE)
        self.known = examples(product, administrator.request)
        self.screens = screens(self.known)
        administrator.close()

    def _open(self, role: str, size: tuple[int, int]) -> BrowserContext:
        return self._chrome.new_context(
            base_url=self._url, storage_state=self._sign_ins[role], viewport={"width": size[0], "height": size[1]},
            reduced_motion="reduce", locale="en-GB",
        )  # fmt: skip

    def starts(self, role: str = "administrator", size: tuple[int, int] = WIDE) -> Page:
        """A new page of this role; the one before is closed."""
        self.closes()
        self._opened = self._open(role, size)
        page = self._opened.new_page()
        counting(page)
        page.goto("/settings/you")
        expect(page.locator("nav a[href='/settings/you']").first).to_be_attached()
        page.evaluate(AXE)
        return page

    def closes(self) -> None:
        """Closes what is open."""
        if self._opened is not None:
            self._opened.close()


@pytest.fixture(scope="package")
def walker(product: Product, chrome: Browser, sign_ins: dict[str, StorageState]) -> Iterator[Walker]:
    """One for all who walk."""
    one = Walker(product, chrome, sign_ins)
    yield one
    one.closes()


@pytest.fixture
def visit(product: Product, chrome: Browser, sign_ins: dict[str, StorageState]) -> Iterator[Open]:
    """Opens a page as somebody: `visit("/events", role="viewer", size=(390, 844), dark=True)`."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(
        path: str, *, role: str = "administrator", size: tuple[int, int] = WIDE, dark: bool = False, worker: bool = True
    ) -> Page:
        context = chrome.new_context(
            service_workers="allow" if worker else "block",
            base_url=product.url,
            storage_state=sign_ins.get(role),
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="en-GB",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong, f"The page threw: {wrong}"


@pytest.fixture
def shop() -> Iterator[Site]:
    """Somebody's product on another origin."""
    with site() as one:
        yield one


@pytest.fixture
def way_in(product: Product) -> Iterator[Door]:
    """A proxy before the product that can refuse."""
    with door(product) as one:
        yield one


@pytest.fixture
def pages_source(product: Product, sign_ins: dict[str, StorageState]) -> Source:
    """A source for web pages, of this test alone."""
    return Source(product, sign_ins["administrator"])
