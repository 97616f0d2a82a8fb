"""Sessions: a visitor books on the public page without an account, the team sees it come, moves it, and it is judged by axe."""

import re

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Open
from tests.browser.looking import AXE, violations
from tests.browser.product import Product


def test_a_visitor_books_and_the_team_sees_it_come_and_moves_it(visit: Open, chrome: Browser, product: Product) -> None:
    staff = visit("/sessions", role="head_of_cs")
    expect(staff.get_by_text(re.compile("^Times are those of your own clock, "))).to_be_visible()
    context = chrome.new_context(
        base_url=product.url, timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.goto("/book")
    page.get_by_role("link", name=re.compile("Success session")).click()
    page.wait_for_url(re.compile(r"[?&]z="))  # the page has been asked for once more, in their zone
    expect(page.get_by_label("Times are shown in")).to_have_value("Asia/Ho_Chi_Minh")  # as the browser lives
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("list", name="Choose a time").get_by_role("link").first.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Your name").fill("Thu Hà Walker")
    page.get_by_label("Your e-mail address").fill("thu.ha@walkers.example")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(AXE)
        assert page.evaluate("axe.run().then((found) => found.violations.map(({id}) => id))") == []
    page.get_by_role("button", name="Book this time").click()
    expect(page.get_by_role("heading", name="It is booked")).to_be_visible()
    context.close()

    # The list was open all the while; what is booked comes into it by itself.
    staff.get_by_role("button", name="Success session with Thu Hà Walker").click()
    sheet = staff.get_by_role("dialog")
    expect(sheet.get_by_text("thu.ha@walkers.example")).to_be_visible()
    staff.evaluate(AXE)
    assert violations(staff, "a session") == []
    sheet.get_by_role("button", name="Move it").click()
    sheet.get_by_role("button", name="The week after").click()
    sheet.get_by_role("group", name="Free times").get_by_role("button", name=re.compile(r"^[0-9]{2}:")).first.click()
    expect(staff.get_by_role("status").filter(has_text="both calendars hear of it")).to_be_visible()
