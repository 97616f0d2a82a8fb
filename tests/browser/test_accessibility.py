"""Every screen by axe, light and dark, wide and on phones; and nothing scrolls sideways."""

from typing import Literal

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.product import Product, items

AXE = Axe().axe_script
AT_REST = """() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))).then(
    () => Promise.allSettled([document.fonts.ready, ...document.getAnimations().map((one) => one.finished)]))"""


def _screens(product: Product) -> list[str]:
    customer = product.first("/api/customers?sort=-score")["id"]
    event = next((one for one in items(product.read("/api/events")) if one["did"]), product.first("/api/events"))["id"]
    mail = product.first("/api/mailbox")["id"]
    record = [f"/customers/{customer}{tab}" for tab in ("", "?tab=usage", "?tab=messages", "?tab=log")]
    flow = [f"/workflows/check_ins{tab}" for tab in ("", "?tab=rules", "?tab=texts", "?tab=enrolments", "?tab=log")]
    stream = ["/events", f"/events?event={event}", "/events?status=rejected"]
    post = ["/mailbox", f"/mailbox?mail={mail}", "/mailbox?view=held"]
    house = [f"/settings/{part}" for part in ("you", "team", "sources", "keys", "engine", "sending")]
    return ["/customers", "/customers?q=nobody-has-this-name", *record, *stream, "/workflows", *flow, *post, *house]


def _arrive(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.get_by_role("main").get_by_role("heading").first).to_be_attached()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    page.evaluate(AXE)


def _colours(page: Page, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)


def _violations(page: Page, path: str) -> list[str]:
    page.evaluate(AT_REST)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], iframes: false})")
    assert len(found["passes"]) > 10, f"{path}: axe saw nothing to judge"
    said = [
        (one["id"], one["nodes"][0]["html"][:160], one["nodes"][0].get("failureSummary")) for one in found["violations"]
    ]
    return [f"{path}: {one}" for one in said] + _overflow(page, path)


def _overflow(page: Page, path: str) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{path}: {wide} px wider than the screen"] if wide > 0 else []


def test_axe_finds_nothing_on_any_wide_screen_and_nothing_scrolls_sideways(product: Product, visit: Open) -> None:
    page = visit("/customers")
    found: list[str] = []
    for path in _screens(product):
        page.set_viewport_size({"width": 1440, "height": 900})
        _colours(page, "light")
        _arrive(page, path)
        found += _violations(page, f"{path}, light")
        _colours(page, "dark")
        found += _violations(page, f"{path}, dark")
        page.set_viewport_size({"width": 1920, "height": 1080})
        found += _overflow(page, f"{path}, 1920 px")
    assert found == []


def test_axe_finds_nothing_on_any_phone_and_nothing_scrolls_sideways(product: Product, visit: Open) -> None:
    page = visit("/customers", size=(390, 844))
    found: list[str] = []
    for path in _screens(product):
        page.set_viewport_size({"width": 390, "height": 844})
        _colours(page, "light")
        _arrive(page, path)
        found += _violations(page, f"{path}, light")
        _colours(page, "dark")
        found += _violations(page, f"{path}, dark")
        page.set_viewport_size({"width": 360, "height": 740})
        found += _violations(page, f"{path}, 360 px")
    assert found == []


def test_the_sign_in_passes_axe_too(visit: Open) -> None:
    found: list[str] = []
    for dark in (False, True):
        page = visit("/sign-in", role="nobody", size=(360, 740), dark=dark)
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        page.evaluate(AXE)
        found += _violations(page, "/sign-in")
    assert found == []
