"""Somebody writes a tour on screen, sees it drawn while they write, and finds it on a page of their own product."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.product import Product
from tests.browser.site import Site, Source
from tests.browser.test_guidance import Opened, drive, opened, settled

__all__ = ["opened"]


def test_a_tour_is_written_tried_on_an_address_and_goes_live(
    product: Product, visit: Open, opened: Opened, shop: Site, pages_source: Source
) -> None:
    name = f"Two steps {pages_source.run}"
    page = visit("/guidance")
    page.get_by_role("button", name="New guidance").click()
    page.get_by_role("menuitem", name="Tip or tour").click()
    page.get_by_label("Name for your team").fill(name)
    _writes_steps(page)
    page.get_by_label("Patterns, one a line").fill(f"{shop.url}/reports*")
    page.get_by_label("Try an address").fill(f"{shop.url}/elsewhere")
    expect(page.get_by_role("status").filter(has_text="It would not be shown there.")).to_be_visible()
    page.get_by_label("Try an address").fill(f"{shop.url}/reports/7")
    expect(page.get_by_role("status").filter(has_text="It would be shown there.")).to_be_visible()
    page.get_by_role("button", name="Go live").click()
    expect(page.get_by_text("Live. Your pages show it within seconds.")).to_be_visible()
    item = page.request.get(f"/api/guidance?q={name}").json()["items"][0]
    drive(shop, pages_source, product, f"author-{pages_source.run}", body='<button id="new">New report</button>')
    settled(product, pages_source, f"{shop.url}/reports", item)
    there = opened("/reports")
    tip = there.get_by_role("dialog", name="Begin here")
    expect(tip).to_be_visible()
    tip.get_by_role("button", name="Next").click()
    expect(there.get_by_role("dialog", name="Then this")).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("Paused. It is gone from your pages.")).to_be_visible()
    page.get_by_role("button", name="Undo").last.click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def _writes_steps(page: Page) -> None:
    """Both in English and Vietnamese; the drawing beside follows."""
    first = page.get_by_role("group", name="1", exact=True)
    if not first.is_visible():
        page.get_by_role("button", name="Add a step").click()
    first.get_by_label("Title").fill("Begin here")
    first.get_by_label("Text, in Markdown").fill("A **report** is three clicks away.")
    first.get_by_label("Points at").fill("#new")
    expect(page.get_by_role("img", name="As people see it").get_by_text("Begin here")).to_be_visible()
    page.get_by_role("button", name="Add a step").click()
    second = page.get_by_role("group", name="2", exact=True)
    second.get_by_label("Title").fill("Then this")
    second.get_by_label("Points at").fill("#new")
    spoken = page.get_by_role("radiogroup", name="Words in")
    spoken.get_by_text("Tiếng Việt").click()
    first.get_by_label("Title").fill("Bắt đầu ở đây")
    second.get_by_label("Title").fill("Rồi đến đây")
    spoken.get_by_text("English").click()
