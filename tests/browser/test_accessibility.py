"""Every screen by axe, light and dark, wide and on phones; and nothing scrolls sideways."""

from playwright.sync_api import expect

from tests.browser import looking
from tests.browser.conftest import Open
from tests.browser.looking import arrive, colours, overflow, violations
from tests.browser.product import Product, items


def _screens(product: Product) -> list[str]:
    customer = product.first("/api/customers?sort=-score")["id"]
    event = next((one for one in items(product.read("/api/events")) if one["did"]), product.first("/api/events"))["id"]
    mail = product.first("/api/mailbox")["id"]
    record = [f"/customers/{customer}{tab}" for tab in ("", "?tab=usage", "?tab=messages", "?tab=log")]
    flow = [f"/workflows/check_ins{tab}" for tab in ("", "?tab=rules", "?tab=texts", "?tab=enrolments", "?tab=log")]
    stream = ["/events", f"/events?event={event}", "/events?status=rejected"]
    post = ["/mailbox", f"/mailbox?mail={mail}", "/mailbox?view=held"]
    house = [
        f"/settings/{part}"
        for part in (
            "you",
            "team",
            "sources",
            "keys",
            "engine",
            "sending",
            "organisation",
            "messages",
            "email",
            "names",
            "tags",
            "sign-in",
            "changes",
        )
    ]
    work = ["/today", "/tasks", "/tasks?whose=all&state=done", "/pipelines/User Login Activity", "/settings/pipelines"]
    return [
        "/customers",
        *work,
        "/customers?q=nobody-has-this-name",
        *record,
        *stream,
        "/workflows",
        *flow,
        *post,
        *house,
    ]


def test_axe_finds_nothing_on_any_wide_screen_and_nothing_scrolls_sideways(product: Product, visit: Open) -> None:
    page = visit("/customers")
    found: list[str] = []
    for path in _screens(product):
        page.set_viewport_size({"width": 1440, "height": 900})
        colours(page, "light")
        arrive(page, path)
        found += violations(page, f"{path}, light")
        colours(page, "dark")
        found += violations(page, f"{path}, dark")
        page.set_viewport_size({"width": 1920, "height": 1080})
        found += overflow(page, f"{path}, 1920 px")
    assert found == []


def test_axe_finds_nothing_on_any_phone_and_nothing_scrolls_sideways(product: Product, visit: Open) -> None:
    page = visit("/customers", size=(390, 844))
    found: list[str] = []
    for path in _screens(product):
        page.set_viewport_size({"width": 390, "height": 844})
        colours(page, "light")
        arrive(page, path)
        found += violations(page, f"{path}, light")
        colours(page, "dark")
        found += violations(page, f"{path}, dark")
        page.set_viewport_size({"width": 360, "height": 740})
        found += violations(page, f"{path}, 360 px")
    assert found == []


def test_the_sign_in_passes_axe_too(visit: Open) -> None:
    found: list[str] = []
    for dark in (False, True):
        page = visit("/sign-in", role="nobody", size=(360, 740), dark=dark)
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        page.evaluate(looking.AXE)
        found += violations(page, "/sign-in")
    assert found == []
