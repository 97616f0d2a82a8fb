"""The list of customers and the record of one."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.product import Json, Product, eventually, items

LONG = "Hiệp hội các nhà khai thác cảng biển và vận tải đường thủy nội địa khu vực đồng bằng sông Cửu Long"[:95]


def _names(page: Page) -> list[str]:
    return page.locator("[data-row-link]").all_inner_texts()


def _account(product: Product, key: str, name: str) -> int:
    """A customer by this name, known to the list."""
    product.track("group", userId=f"{key}-admin", groupId=key, traits={"name": name, "plan": "Scale"})
    product.track("track", userId=f"{key}-admin", event="Account Created", context={"groupId": key})

    def found() -> int | None:
        known = [one["id"] for one in items(product.read("/api/customers?sort=-created_at")) if one["name"] == name]
        return int(str(known[0])) if known else None

    return eventually(found, f"{name} among the customers")


def test_a_search_without_marks_finds_a_vietnamese_name_and_one_with_marks_too(product: Product, visit: Open) -> None:
    _account(product, "song-hong", "Sông Hồng Dệt May")
    page = visit("/customers")
    search = page.get_by_role("searchbox", name="Search customers")
    for typed in ("song hong", "Sông Hồng"):
        search.fill(typed)
        expect(page.get_by_role("link", name="Sông Hồng Dệt May")).to_be_visible()
        expect(page.get_by_text("1 customer", exact=True)).to_be_visible()


def test_a_filter_narrows_the_list_and_a_head_sorts_it(visit: Open) -> None:
    page = visit("/customers")
    page.get_by_role("button", name="Plan", exact=True).click()
    page.get_by_role("dialog", name="Plan").get_by_role("button", name=re.compile("^Starter")).click()
    expect(page).to_have_url(re.compile("plan=Starter"))
    plans = page.get_by_role("row").filter(has_text="Starter")
    expect(plans.first).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("columnheader", name="Score").get_by_role("button").click()
    expect(page.get_by_role("columnheader", name="Score")).to_have_attribute("aria-sort", "descending")
    expect(page).to_have_url(re.compile("sort=-score"))


def test_j_k_and_enter_walk_the_list_and_the_records(visit: Open) -> None:
    page = visit("/customers?sort=name")
    expect(page.locator("[data-row-link]").first).to_be_visible()
    first, second = _names(page)[:2]
    page.locator("body").press("j")
    expect(page.get_by_role("link", name=first, exact=True)).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=second, exact=True)).to_be_focused()
    page.keyboard.press("k")
    expect(page.get_by_role("link", name=first, exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=first, level=1)).to_be_visible()
    page.keyboard.press("j")
    expect(page.get_by_role("heading", name=second, level=1)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Customers", exact=True)).to_be_visible()


def test_a_record_shows_its_facts_and_a_tag_is_added_and_undone(product: Product, visit: Open) -> None:
    customer = _account(product, "tag-house", "Tag House")
    page = visit(f"/customers/{customer}")
    for fact in ("Value a year", "Renews", "Active in 28 days", "Score", "Last seen", "Owner"):
        expect(page.locator("dt").filter(has_text=re.compile(f"^{fact}$")).first).to_be_visible()
    page.get_by_role("button", name="Tag", exact=True).click()
    page.get_by_role("textbox", name="Tag").fill("Lighthouse customer")
    page.keyboard.press("Enter")
    remove = page.get_by_role("button", name='Remove the tag "Lighthouse customer"')
    expect(remove).to_be_visible()
    toast = page.get_by_role("status").filter(has_text="Added the tag")
    toast.get_by_role("button", name="Undo").click()
    expect(remove).to_be_hidden()
    eventually(lambda: product.read(f"/api/customers/{customer}")["tags"] == ["Active SaaS"], "the tag taken back")


def test_a_stage_is_changed_by_hand_and_stays(product: Product, visit: Open) -> None:
    customer = _account(product, "stage-house", "Stage House")
    page = visit(f"/customers/{customer}")
    page.get_by_role("button", name=re.compile("Subscription & Billing: Active Subscription")).click()
    chosen = page.get_by_role("menuitem").filter(has_not_text="Active Subscription").first
    name = chosen.inner_text()
    chosen.click()
    expect(page.get_by_role("button", name=re.compile(f"Subscription & Billing: {re.escape(name)}"))).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name=re.compile(f"Subscription & Billing: {re.escape(name)}"))).to_be_visible()


def test_the_run_log_says_what_each_condition_expected_and_saw(product: Product, visit: Open) -> None:
    customer = _account(product, "why-house", "Why House")
    product.track("track", userId="why-house-admin", event="Payment Failed", context={"groupId": "why-house"},
                  properties={"invoice": "R-1", "amount": 120, "currency": "EUR"})  # fmt: skip
    worked = f"/api/customers/{customer}/log?workflow=payment_failed_team"
    (line, *_) = eventually(lambda: items(product.read(worked)), "what a failed payment does")
    page = visit(f"/customers/{customer}?tab=log")
    # More may be done while one looks; this line stays the one it is.
    entries = page.get_by_role("listitem").filter(has=page.get_by_text(re.compile("^Why:")))
    entry = entries.filter(has_text=_name_of(line)).first
    expect(entry).to_be_visible()
    toggle = entry.get_by_role("button", name=re.compile("^Why:"))
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
    why = entry.locator("ul li").first
    expect(why).to_have_attribute("data-passed", re.compile("true|false"))
    expect(why).to_contain_text(re.compile("saw|was|has|seen|missing", re.IGNORECASE))


def _name_of(line: Json) -> str:
    workflow = line["workflow"]
    assert isinstance(workflow, dict)
    return str(workflow["name"])


def test_no_rows_one_row_and_a_name_of_95_letters(product: Product, visit: Open) -> None:
    customer = _account(product, "long", LONG)
    page = visit("/customers?q=nobody-has-this-name")
    expect(page.get_by_text("No customer matches.")).to_be_visible()
    page.get_by_role("button", name=re.compile("Clear filters")).click()
    expect(page.locator("[data-row-link]").first).to_be_visible()
    page.goto(f"/customers?q={LONG[:20]}")
    expect(page.get_by_text("1 customer", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name=LONG)).to_have_attribute("title", LONG)
    page.goto(f"/customers/{customer}")
    expect(page.get_by_role("heading", name=LONG, level=1)).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def plan_of(product: Product) -> str:
    """A plan somebody has."""
    return next(str(one["plan"]) for one in items(product.read("/api/customers?limit=200")) if one["plan"])


def test_a_contact_is_moved_by_hand_to_any_stage_of_its_pipeline(visit: Open, product: Product) -> None:
    # Others come and go in the shared company; who has a plan was there from the start.
    page = visit(f"/customers?plan={plan_of(product)}")
    page.locator("[data-row-link]").first.click()
    page.get_by_role("button", name=re.compile("primary")).first.click()
    page.get_by_role("button", name=re.compile("User Login Activity")).click()
    for stage in ("Inactive (1 week)", "Inactive (2 weeks)", "Inactive (3 weeks)", "Inactive (1 month)"):
        expect(page.get_by_role("menuitem", name=stage)).to_be_visible()
    page.get_by_role("menuitem", name="Inactive (3 weeks)").click()
    expect(page.get_by_role("button", name=re.compile("User Login Activity: Inactive \\(3 weeks\\)"))).to_be_visible()
