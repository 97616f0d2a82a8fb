"""Events as they come in: what each did and why, and why one was refused."""

from playwright.sync_api import Route, expect

from tests.browser.conftest import Open
from tests.browser.product import Product, eventually


def test_an_event_appears_while_one_looks_and_its_detail_says_what_it_did_and_why(
    product: Product, visit: Open
) -> None:
    page = visit("/events")
    expect(page.get_by_role("status").filter(has_text="Live")).to_be_visible()
    product.track("identify", userId="liv", traits={"name": "Liv Sand", "email": "liv@fjord.example"})
    product.track("group", userId="liv", groupId="fjord", traits={"name": "Fjordlys", "plan": "Growth"})
    product.track("track", userId="liv", event="Feature Used", properties={"feature": "Reports", "seconds": 900},
                  context={"groupId": "fjord"})  # fmt: skip
    row = page.get_by_role("row").filter(has_text="Feature Used").filter(has_text="Fjordlys").first
    expect(row).to_contain_text("Acted")
    row.get_by_role("button", name="Feature Used").click()
    detail = page.get_by_role("dialog")
    expect(detail.get_by_role("heading", name="What it did")).to_be_visible()
    expect(detail.get_by_role("heading", name="Why")).to_be_visible()
    expect(detail).to_contain_text("Active on Reports")
    expect(detail).to_contain_text("900")
    expect(detail.get_by_role("link", name="Fjordlys")).to_be_visible()


def test_what_happens_between_reading_the_list_and_hearing_of_changes_is_not_missed(
    product: Product, visit: Open
) -> None:
    page = visit("/settings/you")
    held: list[Route] = []
    page.route("**/api/live*events*", lambda route: held.append(route))
    with page.expect_request("**/api/live*events*"):
        page.get_by_role("link", name="Events", exact=True).click()
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    product.track("track", userId="liv", event="Quay Flooded", context={"groupId": "fjord"})
    eventually(lambda: product.read("/api/events?name=Quay Flooded")["items"], "the event")
    for one in held:
        one.continue_()
    expect(page.get_by_role("row").filter(has_text="Quay Flooded").first).to_be_visible()


def test_a_rejected_event_shows_its_reason(product: Product, visit: Open) -> None:
    answer = product.track("track", event="Nobody Did This", properties={})
    assert answer["accepted"] == 0
    page = visit("/events?status=rejected")
    row = page.get_by_role("row").filter(has_text="Nobody Did This").first
    expect(row).to_contain_text("no_user_anon_id")
    row.get_by_role("button", name="Nobody Did This").click()
    expect(page.get_by_role("dialog")).to_contain_text("userId")
