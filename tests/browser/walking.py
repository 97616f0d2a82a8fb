"""From screen to screen as one who presses links does, without loading the app anew; and what was heard on the way."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import ConsoleMessage, Page, Request, Response, TimeoutError

COUNTS = """(() => {
    const real = window.fetch;
    window.asked = 0;
    window.fetch = (...given) => { window.asked += 1; return real(...given).finally(() => { window.asked -= 1; }); };
})()"""
LEAVES = """(address) => {
    document.querySelectorAll('main *').forEach((one) => { one.wasHere = true; });
    history.pushState({}, '', address);
}"""
IS_THERE = """() => window.asked === 0 && !document.querySelector('main [aria-busy=true]')
    && [...document.querySelectorAll('main *')].some((one) => !one.wasHere)"""
STATE = "() => [window.asked, document.querySelector('main').innerText.slice(0, 300)]"
DRAWN = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(drawn))))"


class Heard:
    """What went wrong in the browser, and which parts of the API were asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.wrong: list[str] = []

    def request(self, one: Request) -> None:
        if "/api/" in one.url and "/api/live" not in one.url:
            self.asked.append(one.url)

    def response(self, one: Response) -> None:
        if one.status >= 400:
            self.wrong.append(f"{one.status} {one.request.method} {one.url}")

    def failed(self, one: Request) -> None:
        # A query the reader has left is taken back, which is no failure.
        if one.failure and "ERR_ABORTED" not in one.failure:
            self.wrong.append(f"{one.failure} {one.url}")

    def said(self, one: ConsoleMessage) -> None:
        if one.type == "error":
            self.wrong.append(f"console: {one.text}")


@contextmanager
def hearing(page: Page) -> Iterator[Heard]:
    """Listens while the block walks."""
    heard = Heard()
    page.on("request", heard.request)
    page.on("response", heard.response)
    page.on("requestfailed", heard.failed)
    page.on("console", heard.said)
    yield heard
    page.remove_listener("request", heard.request)
    page.remove_listener("response", heard.response)
    page.remove_listener("requestfailed", heard.failed)
    page.remove_listener("console", heard.said)


def counting(page: Page) -> None:
    """From the next load on the page knows how many answers it waits for."""
    page.add_init_script(COUNTS)


def go(page: Page, address: str) -> None:
    """Goes there as a link would, and waits until all of it is drawn."""
    page.evaluate(LEAVES, address)
    try:
        for _ in range(2):  # what was drawn may ask for more
            page.wait_for_function(IS_THERE, timeout=30_000)
            page.evaluate(DRAWN)
        page.wait_for_function(IS_THERE, timeout=30_000)
    except TimeoutError as late:
        raise AssertionError(f"{address} is not there: {page.evaluate(STATE)}") from late
