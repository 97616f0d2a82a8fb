"""Today: the queue is walked, done, put off and taken back with keys and clicks; tasks are added and done."""

import re
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open


def _add(page: Page, title: str) -> None:
    page.get_by_role("button", name="Add a task").first.click()
    page.get_by_role("textbox", name="What is to be done").fill(title)
    page.get_by_role("button", name="Add the task").click()
    expect(page.get_by_role("status").filter(has_text="Added the task")).to_be_visible()


def test_one_lands_on_today_and_a_task_of_ones_own_waits_there(visit: Open) -> None:
    page = visit("/", role="cs_staff")
    expect(page).to_have_url(re.compile("/today$"))
    _add(page, "Call the harbour master")
    row = page.get_by_role("listitem").filter(has_text="Call the harbour master")
    expect(row).to_be_visible()
    row.get_by_role("button", name=re.compile("harbour")).click()
    row.get_by_role("button", name="Done").click()
    expect(row).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(row).to_be_visible()
    row.get_by_role("button", name=re.compile("harbour")).click()
    row.get_by_role("button", name="Put off").click()
    page.get_by_role("menuitem", name="Tomorrow").click()
    expect(row).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text="Put off until")).to_be_visible()


def test_the_queue_is_walked_and_done_with_keys(visit: Open) -> None:
    page = visit("/today", role="head_of_cs")
    for title in ("Keys one", "Keys two"):
        _add(page, title)
    rows = page.locator("main ol > li")
    one = rows.filter(has_text="Keys one")
    expect(one).to_be_visible()
    for _ in range(rows.count()):
        if one.get_attribute("aria-current"):
            break
        page.keyboard.press("j")
    expect(one).to_have_attribute("aria-current", "true")
    page.keyboard.press("e")
    expect(one).to_have_count(0)
    two = rows.filter(has_text="Keys two")
    two.get_by_role("button", name=re.compile("Keys two")).click()
    page.keyboard.press("x")
    expect(page.get_by_text("1 selected")).to_be_visible()
    page.keyboard.press("s")
    page.get_by_role("menuitem", name="A day and time").click()
    page.get_by_role("dialog").get_by_role("button", name="Put off").click()
    expect(two).to_have_count(0)


def test_tasks_are_listed_opened_changed_and_done(visit: Open) -> None:
    page = visit("/tasks")
    _add(page, "Write the report")
    page.get_by_role("button", name="Write the report", exact=True).click()
    page.get_by_role("textbox", name="Note").fill("By Friday")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="Changed the task")).to_be_visible()
    page.get_by_role("checkbox", name="Done: Write the report").click()
    expect(page.get_by_role("button", name="Write the report", exact=True)).to_have_count(0)
    page.goto("/tasks?state=done&sort=-finished")
    expect(page.get_by_role("button", name="Write the report", exact=True)).to_be_visible()


def test_several_tasks_are_given_and_dated_at_once_and_back(visit: Open) -> None:
    page = visit("/tasks", role="head_of_cs")
    for title in ("Several one", "Several two"):
        _add(page, title)
        page.get_by_role("checkbox", name=f"Select {title}").check()
    bar = page.get_by_role("toolbar", name="With the selected")
    expect(bar.get_by_role("status")).to_have_text("2 selected")
    bar.get_by_role("button", name="Set the due date").click()
    page.get_by_label("Due", exact=True).last.fill(f"{datetime.now(UTC).year + 5}-05-06T10:00")
    page.get_by_role("dialog").get_by_role("button", name="Set the due date").click()
    expect(page.get_by_role("status").filter(has_text="2 tasks are due")).to_be_visible()
    page.get_by_role("button", name="Undo").hover()  # it stays while it is pointed at
    row = page.get_by_role("row").filter(has_text="Several one")
    expect(row).to_contain_text("in 1")
    page.get_by_role("button", name="Undo").click()
    expect(row).to_contain_text("no date")


def test_the_palette_adds_a_task_and_jumps_to_a_single_setting(visit: Open) -> None:
    page = visit("/customers", role="administrator")
    expect(page.get_by_role("heading", name="Customers")).to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search or jump to").fill("add a task")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Add a task")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="New task")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search or jump to").fill("quiet hours")
    expect(page.get_by_role("option", selected=True)).to_contain_text(re.compile("quiet hours", re.IGNORECASE))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/settings/messages$"))
    expect(page.locator("section[aria-label='Quiet hours and caps'] :focus")).to_have_count(1)


def test_on_a_phone_tasks_are_selected_by_touch(visit: Open) -> None:
    page = visit("/tasks?whose=all", size=(390, 844))
    page.get_by_role("button", name="Select", exact=True).click()
    boxes = page.get_by_role("checkbox", name=re.compile("^Select "))
    boxes.nth(0).check()
    page.get_by_role("row").nth(2).get_by_role("button").first.click()
    bar = page.get_by_role("toolbar", name="With the selected")
    expect(bar.get_by_text("2 selected")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    bar.get_by_role("button", name="Select none").click()
    expect(boxes).to_have_count(0)
    expect(page.get_by_role("checkbox", name=re.compile("^Done: ")).first).to_be_visible()
