"""Boards: a card is carried with the keyboard, moved by its menu on a phone, taken back; everybody sees it."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.product import Product
from tests.browser.walking import DRAWN

BILLING = "/pipelines/Subscription%20%26%20Billing"
FROM, TO = "Active Subscription", "Subscription Failed"


def _column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=re.compile(f"^{re.escape(name)}: "))


def _count(page: Page, name: str) -> int:
    label = _column(page, name).get_attribute("aria-label") or ""
    return int(label.split(": ")[1].split()[0].replace(",", ""))


def _first(page: Page, name: str) -> Locator:
    return _column(page, name).locator("[data-card]").first


def _said(page: Page, text: str) -> Locator:
    return page.get_by_role("status").filter(has_text=text)


def _drag(page: Page, card: Locator, to: str) -> None:
    """With a real mouse: pressed, moved in many small steps, let go."""
    start, goal = card.bounding_box(), _column(page, to).bounding_box()
    assert start
    assert goal
    page.mouse.move(start["x"] + 60, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 80, start["y"] + 30, steps=5)
    page.mouse.move(goal["x"] + 80, goal["y"] + 80, steps=20)
    page.evaluate(DRAWN)  # the card is there too: it follows a frame behind
    page.mouse.up()


def test_a_card_is_carried_with_the_keyboard_and_the_mouse_another_screen_sees_it_and_undo_brings_it_back(
    visit: Open,
) -> None:
    page, other = visit(BILLING), visit(BILLING, role="head_of_cs")
    expect(_first(page, FROM)).to_be_visible()
    expect(_first(other, FROM)).to_be_visible()
    before, there = _count(page, FROM), _count(page, TO)
    card = _first(page, FROM)
    card.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(_said(page, f"to {TO}")).to_be_visible()
    page.get_by_role("button", name="Undo").hover()  # it stays while it is pointed at
    expect(_column(page, TO)).to_have_attribute("aria-label", re.compile(f": {there + 1} "))
    expect(_column(other, TO)).to_have_attribute("aria-label", re.compile(f": {there + 1} "))
    page.get_by_role("button", name="Undo").click()
    expect(_column(page, FROM)).to_have_attribute("aria-label", re.compile(f": {before} "))
    _drag(page, _first(page, FROM), TO)
    page.get_by_role("button", name="Undo").hover()
    expect(_column(page, TO)).to_have_attribute("aria-label", re.compile(f": {there + 1} "))
    expect(_column(other, TO)).to_have_attribute("aria-label", re.compile(f": {there + 1} "))
    page.get_by_role("button", name="Undo").click()
    expect(_column(page, FROM)).to_have_attribute("aria-label", re.compile(f": {before} "))


def test_on_a_phone_one_stage_is_shown_and_a_card_moves_by_its_menu(visit: Open) -> None:
    page = visit(BILLING, size=(390, 844))
    tab = page.get_by_role("tab", name=re.compile(f"^{re.escape(TO)}"))
    expect(tab).to_be_visible()
    expect(page.get_by_role("tab", selected=True)).to_have_text(re.compile(f"^{re.escape(FROM)}"))
    page.get_by_role("button", name=re.compile("^Move .* to$")).first.click()
    page.get_by_role("menuitem", name=TO).click()
    expect(_said(page, f"to {TO}")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(_said(page, f"to {FROM}")).to_be_visible()


def test_m_opens_the_menu_and_enter_the_customer(visit: Open) -> None:
    page = visit(BILLING)
    _first(page, FROM).focus()
    page.keyboard.press("m")
    expect(page.get_by_role("menuitem", name=TO)).to_be_visible()
    page.keyboard.press("Escape")
    _first(page, FROM).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/customers/\d+"))


def test_a_viewer_looks_and_moves_nothing(visit: Open) -> None:
    page = visit(BILLING, role="viewer")
    expect(_first(page, FROM)).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Move .* to$"))).to_have_count(0)


def test_a_stage_is_added_in_the_settings_and_stands_on_the_board(product: Product, visit: Open) -> None:
    page = visit("/settings/pipelines")
    form = page.get_by_role("form", name="User Milestone")
    form.get_by_role("button", name="Add a stage").click()
    form.get_by_role("textbox", name=re.compile("^Name of stage")).last.fill("Legend")
    form.get_by_role("button", name="Save").click()
    expect(_said(page, "Saved User Milestone")).to_be_visible()
    page.goto("/pipelines/User%20Milestone")
    expect(_column(page, "Legend")).to_be_attached()
    assert product.url
