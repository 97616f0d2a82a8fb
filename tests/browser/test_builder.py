"""A workflow built on screen: found without help, in few steps, by keyboard too; and what two people see of each other."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.looking import AXE, violations
from tests.browser.product import Json, Product, eventually, items

MOST = 20  # clicks and fields


class Counted:
    """Somebody's hands: every click and every field they fill."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def click(self, what: Locator) -> None:
        what.click()
        self.count += 1

    def fill(self, what: Locator, words: str, end: str = "") -> None:
        what.fill(words)
        if end:
            what.press(end)
        self.count += 1


def flow(page: Page) -> Locator:
    return page.get_by_role("region", name="The flow, from top to bottom")


def saved(page: Page) -> None:
    expect(page.get_by_role("main").get_by_text(re.compile(r"saved \d\d:\d\d"))).to_be_visible()


def test_trigger_condition_wait_and_message_take_at_most_twenty_clicks_and_fields(
    product: Product, visit: Open
) -> None:
    page = visit("/workflows")
    hands = Counted(page)
    hands.click(page.get_by_role("button", name="New workflow"))
    hands.fill(page.get_by_role("dialog").get_by_label("Name"), "Ask after an export")
    hands.click(page.get_by_role("dialog").get_by_role("button", name="Begin"))
    hands.click(page.get_by_placeholder("Choose what happens"))
    hands.click(page.get_by_role("option", name="Event seen"))
    hands.fill(page.get_by_role("combobox", name="Events"), "Report Exported", "Enter")
    add = flow(page).get_by_role("button", name="Add a step here")
    hands.click(add.first)
    hands.click(page.get_by_role("menuitem", name="If / else"))
    hands.click(page.get_by_role("combobox", name="Field"))
    hands.click(page.get_by_role("option", name="Plan", exact=True).first)
    hands.fill(page.get_by_role("combobox", name="Value"), "Pro")
    yes = flow(page).get_by_role("group", name="Yes")
    hands.click(yes.get_by_role("button", name="Add a step here"))
    hands.click(page.get_by_role("menuitem", name="Wait", exact=True))
    hands.fill(page.get_by_role("textbox", name="How long", exact=True), "2")
    hands.click(yes.get_by_role("button", name="Add a step here").last)
    hands.click(page.get_by_role("menuitem", name="Send a message"))
    hands.fill(page.get_by_role("textbox", name="Subject"), "Did the report help, {{ contact.first_name }}?")
    hands.fill(page.get_by_role("textbox", name="Text", exact=True), "Just answer this letter.")
    expect(page.get_by_text("Nothing to mend")).to_be_visible()
    hands.click(page.get_by_role("button", name="Publish…"))
    hands.click(page.get_by_role("dialog").get_by_role("button", name="Publish and switch on"))
    expect(page.get_by_role("status").filter(has_text="Version 1 of Ask after an export is published")).to_be_visible()
    assert hands.count <= MOST, hands.count
    made = eventually(lambda: _on(product, "ask_after_an_export"), "The workflow is on")
    steps = made["steps"]
    assert isinstance(steps, list)
    assert next(one["label"] for way in steps[0]["branches"] for one in way["steps"]) == "Wait 2 days"


def _on(product: Product, key: str) -> Json | None:
    found = product.read(f"/api/workflows/{key}")
    return found if found["is_on"] else None


def test_a_draft_is_changed_by_keyboard_undone_compared_and_discarded(visit: Open) -> None:
    page = visit("/workflows/payment_succeeded_team")
    first = flow(page).locator("[data-step=untag]")
    first.click()
    first.press("d")
    expect(flow(page).get_by_text("Remove the tag “Payment Failed”")).to_have_count(2)
    saved(page)
    page.keyboard.press("Control+z")
    expect(flow(page).get_by_text("Remove the tag “Payment Failed”")).to_have_count(1)
    page.keyboard.press("Control+y")
    expect(flow(page).get_by_text("Remove the tag “Payment Failed”")).to_have_count(2)
    flow(page).locator("[data-step=score]").click()
    page.get_by_role("textbox", name="Points").fill("-500000")
    expect(page.get_by_text("Points is at least -100000. Give a larger one.")).to_be_visible()
    page.get_by_role("button", name="1 thing to mend").click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Points is at least")).click()
    expect(flow(page).locator("[data-step=score]")).to_be_focused()
    page.get_by_role("textbox", name="Points").fill("30")
    expect(page.get_by_text("Nothing to mend")).to_be_visible()
    flow(page).locator("[data-step=tell]").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("m")
    flow(page).get_by_role("button", name="Move here").first.press("Enter")
    expect(flow(page).locator("[data-step]").nth(1)).to_have_attribute("data-step", "tell")
    page.get_by_role("button", name="Publish…").click()
    told = page.get_by_role("dialog").get_by_role("listitem")
    expect(told.filter(has_text="Points: 50 → 30")).to_be_visible()
    expect(told.filter(has_text="Moved")).to_have_count(1)
    expect(told.filter(has_text="Added")).to_have_count(1)
    page.evaluate(AXE)
    assert violations(page, "the dialog of a change") == []
    page.keyboard.press("Escape")
    assert violations(page, "the builder") == []
    page.get_by_role("button", name="More about this draft").click()
    page.get_by_role("menuitem", name="Discard the draft").click()
    expect(flow(page).get_by_text("Remove the tag “Payment Failed”")).to_have_count(1)
    page.get_by_role("tab", name=re.compile("Versions")).click()
    expect(page.get_by_text("as it shipped")).to_be_visible()


def test_a_step_is_pulled_to_its_place_and_the_draft_is_tried_with_a_customer(visit: Open) -> None:
    page = visit("/workflows/payment_succeeded_team")
    tell = flow(page).locator("[data-step=tell]")
    above = flow(page).locator("[data-step]").nth(1)
    box, to = tell.bounding_box(), above.bounding_box()
    assert box
    assert to
    page.mouse.move(box["x"] + 60, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(to["x"] + 100, to["y"] + 60, steps=4)
    expect(flow(page).get_by_role("button", name="Move here").first).to_be_visible()
    page.mouse.move(to["x"] + 120, to["y"] - 12, steps=4)
    page.mouse.up()
    expect(flow(page).locator("[data-step]").nth(1)).to_have_attribute("data-step", "tell")
    expect(flow(page).get_by_role("button", name="Move here")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(flow(page).locator("[data-step]").nth(1)).not_to_have_attribute("data-step", "tell")
    flow(page).locator("[data-step=trigger]").focus()
    page.keyboard.press("v")
    tried = page.get_by_role("region", name="Tried with a customer")
    expect(tried.get_by_text("There it ends.")).to_be_visible()
    expect(tried.get_by_text(re.compile("^Begins with"))).to_be_visible()
    expect(tried.get_by_text(re.compile("Payment Succeeded")).first).to_be_visible()
    page.evaluate(AXE)
    assert violations(page, "a draft tried with a customer") == []
    tried.get_by_role("button", name="Show the step").first.click()
    expect(tried).to_have_count(0)


def test_two_people_at_one_draft_are_told_of_each_other(visit: Open) -> None:
    mine = visit("/workflows/inactive_customer?tab=rules")
    theirs = visit("/workflows/inactive_customer?tab=rules", role="cs_ops")
    theirs.route("**/api/live*", lambda route: route.abort())  # so that they don't hear of mine before they write
    theirs.reload()
    expect(theirs.locator("main input").first).to_have_value("A whole customer goes quiet")
    mine.locator("main input").first.fill("A customer goes quiet")
    saved(mine)
    theirs.locator("main input").first.fill("Silence")
    bar = theirs.get_by_role("alert")
    expect(bar).to_be_visible()
    bar.get_by_role("button").last.click()
    expect(bar).to_have_count(0)
    expect(mine.locator("main input").first).to_have_value("Silence")  # live: nobody asks again by themselves


def test_on_a_phone_it_is_read_and_words_are_changed(visit: Open) -> None:
    page = visit("/workflows/payment_failed_help", size=(390, 844))
    expect(flow(page).get_by_role("button", name="Add a step here")).to_have_count(0)
    flow(page).locator("[data-step]").nth(1).click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("textbox", name="Subject").fill("Your payment: one thing to do")
    page.evaluate(AXE)
    assert violations(page, "a step on a phone") == []
    page.keyboard.press("Escape")
    expect(flow(page).get_by_text("Your payment: one thing to do")).to_be_visible()


def test_a_viewer_reads_and_has_nothing_to_press(product: Product, visit: Open) -> None:
    page = visit("/workflows/check_ins", role="viewer")
    expect(flow(page)).to_be_visible()
    for name in ("Publish…", "Copy step", "Add a step here", "Undo"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    assert items(product.read("/api/workflows/check_ins/versions"))
