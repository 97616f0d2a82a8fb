"""Every screen by axe, light and dark, wide and on phones; and nothing scrolls sideways."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, Walker
from tests.browser.looking import colours, contrast, overflow, violations
from tests.browser.product import Product, items
from tests.browser.walking import go

NARROW = [(768, 1024), (360, 740)]
WIDER = [(1024, 768), (1920, 1080)]


@pytest.fixture(scope="module")
def addresses(product: Product, walker: Walker) -> list[str]:
    """Each route once, and its other views."""
    record = walker.known["/customers/$id"]
    event = next((one for one in items(product.read("/api/events")) if one["did"]), product.first("/api/events"))["id"]
    mail = product.first("/api/mailbox")["id"]
    more = [
        "/customers?q=nobody-has-this-name",
        *(f"{record}?tab={tab}" for tab in ("usage", "messages", "log")),
        *(f"/workflows/check_ins?tab={tab}" for tab in ("rules", "texts", "enrolments", "log")),
        f"/events?event={event}", "/events?status=rejected", f"/mailbox?mail={mail}", "/mailbox?view=held",
        "/tasks?whose=all&state=done", "/pipelines/Subscription%20%26%20Billing",
    ]  # fmt: skip
    return [*(one.address for one in walker.screens), *more]


def _judged(page: Page, addresses: list[str], size: tuple[int, int], others: list[tuple[int, int]]) -> list[str]:
    """What axe finds at one size in light, in dark as far as dark may differ, and what is too wide at the others."""
    found: list[str] = []
    for path in addresses:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        colours(page, "light")
        go(page, path)
        found += violations(page, f"{path}, light")
        colours(page, "dark")
        found += contrast(page, f"{path}, dark")
        for width, height in others:
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate(looking.AT_REST)
            found += overflow(page, f"{path}, {width} px")
    return found


def test_axe_finds_nothing_on_any_wide_screen_and_nothing_scrolls_sideways(
    walker: Walker, addresses: list[str]
) -> None:
    page = walker.starts(size=(1440, 900))
    assert _judged(page, addresses, (1440, 900), WIDER) == []


def test_axe_finds_nothing_on_any_phone_and_nothing_scrolls_sideways(walker: Walker, addresses: list[str]) -> None:
    page = walker.starts(size=(390, 844))
    assert _judged(page, addresses, (390, 844), NARROW) == []


def test_the_sign_in_and_the_request_form_pass_axe_too(visit: Open, walker: Walker) -> None:
    found: list[str] = []
    for path, button in (("/sign-in", "Sign in"), ("/request/help", "Send the request")):
        for dark in (False, True):
            page = visit(path, role="nobody", size=(360, 740), dark=dark)
            expect(page.get_by_role("button", name=button)).to_be_visible()
            page.evaluate(looking.AXE)
            found += violations(page, path)
    assert found == []
