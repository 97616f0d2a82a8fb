"""The screens of a new organisation: with nothing, with one customer, with ten thousand."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import arrive, colours, contrast, violations
from tests.browser.product import Empty, build_web_app, empty

PLACES = {
    "/customers": "No customers yet",
    "/events": "No events yet",
    "/events?status=rejected": "Nothing was rejected",
    "/workflows": "0 of ",
    "/workflows/check_ins?tab=enrolments": "Nobody has entered yet.",
    "/workflows/check_ins?tab=log": "No workflow has looked at this yet.",
    "/mailbox": "No mail yet",
    "/mailbox?view=held": "No message was held.",
    "/settings/sources": "No source yet",
    "/today": "Nothing is waiting.",
    "/tasks": "Nothing to do",
    "/pipelines/Subscription%20%26%20Billing": "Nobody stands here.",
    "/segments": "segments",
    "/settings/import": "No file has come in yet",
    "/settings/webhooks": "Nobody hears of events yet",
    "/settings/tags": "No tag yet.",
    "/settings/features": "No feature has been used yet",
    "/settings/fields": "No field yet.",
    "/settings/keys": "No key yet.",
    "/settings/names": "Nothing yet.",
}
# Where many are: what says how many, at most so many elements drawn.
CROWDED = {
    "/today": "120+",
    "/tasks?whose=all": "10,000 tasks",
    "/customers": "10,00",
    "/customers/20000001": "5,000",
    "/customers/20000023": "harbour-23.example",
    "/customers/20000001?tab=log": "",
    "/pipelines/Subscription%20%26%20Billing": "10,00",
    "/segments/harbour-1": "Harbour Lights 1",
    "/events": "",
    "/events?status=rejected": "",
    "/workflows/check_ins?tab=log": "",
    "/mailbox": "Welcome aboard",
    "/settings/webhooks": "",
    "/settings/import": "",
    "/settings/import/200": "",
}
MANY = 10_000
AT_MOST_DRAWN = 80
MOST_ELEMENTS = 3000
FURTHER = """was => {
    const list = document.querySelector('main [role=region][aria-label=Customers]');
    list.scrollTo(0, list.scrollHeight);
    return document.querySelector('[data-row-link]').innerText !== was;
}"""


@pytest.fixture(scope="module")
def new() -> Iterator[Empty]:
    """An organisation on its first day."""
    build_web_app()
    with empty() as one:
        yield one


@pytest.fixture
def page(new: Empty, chrome: Browser) -> Iterator[Page]:
    """Its administrator's browser."""
    context = chrome.new_context(base_url=new.url, viewport={"width": 1440, "height": 900}, locale="en-GB")
    said = {"email": new.EMAIL, "password": new.password}
    assert context.request.post("/api/session", data=said).ok
    opened = context.new_page()
    opened.goto("/settings/you")
    yield opened
    context.close()


def test_where_nothing_is_yet_the_screen_says_what_belongs_there(page: Page) -> None:
    found: list[str] = []
    for path, words in PLACES.items():
        page.set_viewport_size({"width": 1440, "height": 900})
        colours(page, "light")
        arrive(page, path)
        expect(page.get_by_role("main")).to_contain_text(words)
        found += violations(page, f"{path}, light")
        page.set_viewport_size({"width": 360, "height": 740})
        colours(page, "dark")
        found += contrast(page, f"{path}, dark, 360 px")
    assert found == []


def test_the_first_customer_is_added_by_hand_and_is_a_row(page: Page) -> None:
    page.goto("/customers")
    page.get_by_role("button", name="Add a customer").click()
    page.get_by_role("textbox", name="Name", exact=True).fill("Erste Kundin")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Erste Kundin", level=1)).to_be_visible()
    record = page.url
    arrive(page, "/customers")
    expect(page.get_by_role("status").filter(has_text="1 customer")).to_be_visible()
    found = violations(page, "/customers")
    arrive(page, record)
    assert found + violations(page, record) == []


CARRIED_ON = """async () => {
    const column = document.querySelector('[data-rfd-droppable-id]');
    let most = 0;
    const until = performance.now() + 20_000;  // what comes further down is asked for on the way
    for (let step = 0; step < 60 || (column.scrollTop <= 5_000 && performance.now() < until); step += 1) {
        column.scrollBy(0, 400);
        await new Promise(requestAnimationFrame);
        most = Math.max(most, column.querySelectorAll('[data-card]').length);
    }
    return [column.scrollTop, most];
}"""


def test_ten_thousand_of_everything_are_counted_and_only_what_is_seen_is_drawn(new: Empty, page: Page) -> None:
    new.fill(MANY)
    arrive(page, "/customers?sort=name")
    expect(page.get_by_role("status").filter(has_text="10,00")).to_be_visible()
    rows = page.locator("[data-row-link]")
    seen = set[str]()
    for _ in range(12):
        seen.add(rows.first.inner_text())
        page.wait_for_function(FURTHER, arg=rows.first.inner_text())
        assert rows.count() <= AT_MOST_DRAWN
    assert len(seen) > 10
    page.get_by_role("searchbox", name="Search customers").fill("lights 9999")
    expect(page.get_by_role("link", name="Harbour Lights 9999")).to_be_visible()
    found: list[str] = []
    for path, words in CROWDED.items():
        page.set_viewport_size({"width": 1280, "height": 800})
        colours(page, "light")
        arrive(page, path)
        expect(page.get_by_role("main")).to_contain_text(words)
        found += violations(page, path)
        page.set_viewport_size({"width": 360, "height": 740})
        colours(page, "dark")
        found += contrast(page, f"{path}, dark, 360 px")
        if page.locator("main *").count() > MOST_ELEMENTS:
            found.append(f"{path} draws too much at once")
    page.set_viewport_size({"width": 1440, "height": 900})
    arrive(page, "/pipelines/Subscription%20%26%20Billing")
    expect(page.get_by_role("status").filter(has_text="cards")).to_contain_text("10,00")
    below, drawn = page.evaluate(CARRIED_ON)
    assert below > 5_000
    assert drawn <= AT_MOST_DRAWN
    assert found == []
