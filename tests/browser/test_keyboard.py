"""What hands on a keyboard reach, in which language and in which colours."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Route, expect

from tests.browser.conftest import Open
from tests.browser.product import Product


@pytest.mark.parametrize(("key", "title"), [("e", "Events"), ("w", "Workflows"), ("m", "Mailbox"), ("c", "Customers")])
def test_g_and_a_letter_go_to_a_page(visit: Open, key: str, title: str) -> None:
    page = visit("/settings/you")
    expect(page.get_by_role("main").get_by_role("heading").first).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press(key)
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()


def test_the_palette_finds_a_customer_and_the_question_mark_shows_all_keys(product: Product, visit: Open) -> None:
    name = str(product.first("/api/customers?sort=-score")["name"])
    page = visit("/events")
    expect(page.get_by_role("heading", name="Events", exact=True)).to_be_visible()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog")
    expect(keys).to_contain_text("Go to Workflows")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search or jump to").fill(name)
    expect(page.get_by_role("option", selected=True)).to_contain_text(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def test_keys_typed_before_the_palette_has_come_are_in_its_field_and_start_nothing(visit: Open) -> None:
    # The page's worker would fetch the program past whoever holds it back.
    page = visit("/events", worker=False)
    held: list[Route] = []
    page.route("**/assets/staff-palette-*.js", lambda route: held.append(route))
    page.reload()
    expect(page.get_by_role("heading", name="Events", exact=True)).to_be_visible()
    page.keyboard.press("Control+k")
    early = page.get_by_role("textbox", name="Search or jump to")
    expect(early).to_be_focused()
    page.keyboard.type("g mai")
    expect(early).to_have_value("g mai")
    page.unroute("**/assets/staff-palette-*.js")
    for route in held:
        with suppress(Error):  # one the page before the reload had asked for
            route.continue_()
    field = page.get_by_role("combobox", name="Search or jump to")
    expect(field).to_be_focused()
    page.keyboard.type("l")
    expect(field).to_have_value("g mail")
    expect(page.get_by_role("heading", name="Events", exact=True)).to_be_attached()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_language_changes_to_vietnamese_and_back(visit: Open) -> None:
    page = visit("/customers", role="head_of_cs")
    me = page.get_by_role("button", name=re.compile("Daniel Osei"))
    me.click()
    page.get_by_role("menuitem", name="Tiếng Việt").click()
    expect(page.get_by_role("heading", name="Khách hàng", exact=True)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    me.click()
    page.get_by_role("menuitem", name="English").click()
    expect(page.get_by_role("heading", name="Customers", exact=True)).to_be_visible()


def test_dark_colours_stay_after_a_new_start(visit: Open) -> None:
    page = visit("/customers", role="cs_staff")
    me = page.get_by_role("button", name=re.compile("Sofia Lindgren"))
    html = page.locator("html")
    expect(html).to_have_attribute("data-mantine-color-scheme", "light")
    me.click()
    page.get_by_role("menuitem", name="Dark").click()
    expect(html).to_have_attribute("data-mantine-color-scheme", "dark")
    page.reload()
    expect(html).to_have_attribute("data-mantine-color-scheme", "dark")
