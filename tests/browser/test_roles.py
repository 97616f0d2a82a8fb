"""What each role sees, and what it may not."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.product import Product


def test_a_viewer_cannot_switch_a_workflow(visit: Open) -> None:
    page = visit("/workflows/check_ins", role="viewer")
    switch = page.get_by_role("button", name=re.compile("^Switch o"))
    expect(switch).to_have_attribute("aria-disabled", "true")
    switch.click(force=True)
    expect(page.get_by_role("dialog")).to_have_count(0)
    answer = page.request.post("/api/workflows/check_ins/off", headers={"Origin": page.url.rsplit("/", 2)[0]})
    assert answer.status == 403


def test_technical_staff_see_no_money(product: Product, visit: Open) -> None:
    valued = product.first("/api/customers?sort=-value")
    assert valued["value"], "the demo has a customer that pays"
    page = visit(f"/customers/{valued['id']}", role="technical_staff")
    expect(page.get_by_role("heading", name=str(valued["name"]), level=1)).to_be_visible()
    expect(page.get_by_text("Value a year")).to_have_count(0)
    page.goto("/customers")
    expect(page.get_by_role("columnheader", name="Customer")).to_be_visible()
    expect(page.get_by_role("columnheader", name="A year")).to_have_count(0)
    assert not re.search(r"[€$]\s?\d", page.locator("main").inner_text())
