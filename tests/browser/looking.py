"""What axe and the eye would find on a page: violations, and what is wider than its place."""

from typing import Literal

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

AXE = Axe().axe_script
AT_REST = """() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))).then(
    () => Promise.allSettled([document.fonts.ready, ...document.getAnimations().map((one) => one.finished)]))"""
ALL = "runOnly: undefined"
COLOURS = "runOnly: ['color-contrast']"
STRUCTURE = "rules: {'color-contrast': {enabled: false}}"
# The flow is a canvas and the board a row of columns; both may be wider than the screen.
TOO_WIDE = """() => [...document.querySelectorAll('html, main, main [role=region], [role=dialog]')]
    .filter((one) => !/^The (flow|board)/.test(one.ariaLabel ?? ''))
    .map((one) => [one.ariaLabel ?? one.tagName, one.scrollWidth - one.clientWidth]).filter(([, wide]) => wide > 1)"""


def arrive(page: Page, path: str) -> None:
    """Opens the page and waits until all of it is there."""
    page.goto(path)
    expect(page.get_by_role("main").get_by_role("heading").first).to_be_attached()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    page.evaluate(AXE)


def colours(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Light or dark, as the system would ask for it."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)


def violations(page: Page, path: str) -> list[str]:
    """What is found twice: the first look may meet colours on their way."""
    return _judged(page, path, ALL) and _judged(page, path, ALL)


def contrast(page: Page, path: str) -> list[str]:
    """The same of colours alone: all that may differ once the page was judged in the other scheme."""
    return _judged(page, path, COLOURS) and _judged(page, path, COLOURS)


def structure(page: Page, path: str) -> list[str]:
    """The same of all but colours: what may differ between two roles on one screen."""
    return _judged(page, path, STRUCTURE)


def _judged(page: Page, path: str, rules: str) -> list[str]:
    page.evaluate(AT_REST)
    found = page.evaluate(f"axe.run(document, {{resultTypes: ['violations'], iframes: false, {rules}}})")
    assert found["passes"], f"{path}: axe saw nothing to judge"
    said = [
        (one["id"], one["nodes"][0]["html"][:160], one["nodes"][0].get("failureSummary")) for one in found["violations"]
    ]
    return [f"{path}: {one}" for one in said] + overflow(page, path)


def overflow(page: Page, path: str) -> list[str]:
    """Which parts are wider than their place, and by how much."""
    return [f"{path}: {what} is {wide} px too wide" for what, wide in page.evaluate(TOO_WIDE)]
