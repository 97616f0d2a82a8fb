"""A workflow: read as a flow, switched, its texts seen as a customer sees them."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.product import Product


def test_a_workflow_is_read_as_a_flow(visit: Open) -> None:
    page = visit("/workflows", role="viewer")
    page.get_by_role("link", name="Check-ins in the first 90 days").click()
    flow = page.get_by_role("region", name="The flow, from top to bottom")
    expect(flow.get_by_role("button").first).to_contain_text("Seen for the first time")
    expect(flow.get_by_role("button", name=re.compile("Wait"))).not_to_have_count(0)
    first = flow.get_by_role("button").first
    first.click()
    first.press("ArrowDown")
    expect(flow.get_by_role("button").nth(1)).to_be_focused()
    expect(flow.get_by_text("End", exact=True)).to_be_attached()


def test_switching_on_tells_how_many_qualify_already(visit: Open) -> None:
    page = visit("/workflows/check_ins")
    page.get_by_role("button", name="Switch off").click()
    expect(page.get_by_role("status").filter(has_text="Nobody enters from now on.")).to_be_visible()
    page.get_by_role("button", name="Switch on").click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("It counts from this moment")
    expect(asked).to_contain_text(re.compile(r"\d+ (contacts|customers) who qualif|Nobody qualifies|Only an event"))
    asked.get_by_role("button", name="Switch on").click()
    expect(page.get_by_role("status").filter(has_text="Check-ins in the first 90 days is on")).to_be_visible()


def test_switching_off_happens_at_once_and_can_be_undone(product: Product, visit: Open) -> None:
    page = visit("/workflows")
    switch = page.get_by_role("switch", name=re.compile("^Thanks for a payment is"))
    expect(switch).to_be_checked()
    switch.focus()
    page.keyboard.press("Space")
    expect(switch).not_to_be_checked()
    toast = page.get_by_role("status").filter(has_text="Thanks for a payment is off")
    toast.get_by_role("button", name="Undo").click()
    expect(switch).to_be_checked()
    assert product.read("/api/workflows/payment_succeeded_thanks")["is_on"] is True


def test_a_text_is_read_as_its_reader_would_in_both_languages(visit: Open) -> None:
    page = visit("/workflows/new_account_welcome?tab=texts")
    letter = page.frame_locator("iframe")
    expect(letter.locator("body")).to_contain_text("Welcome to Tidewell")
    page.get_by_text("Vietnamese", exact=True).click()
    expect(letter.locator("body")).to_contain_text("Chào mừng bạn đến với Tidewell")


def test_its_log_is_searched_by_what_one_reads(visit: Open) -> None:
    page = visit("/workflows/check_ins?tab=log")
    search = page.get_by_label("Search the run log")
    search.fill("wrote the e-mail one week")
    expect(page.get_by_text(re.compile("wrote the e-mail “One week in")).first).to_be_visible()
    search.fill("nothing reads like this")
    expect(page.get_by_text("No entry matches.")).to_be_visible()
