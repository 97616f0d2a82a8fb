"""The snippet in a real browser, on a page of another origin, against the real server."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.conftest import Open
from tests.browser.looking import AXE, violations
from tests.browser.site import Door, Site, Source, said, summed

TAB = "(localStorage['perennia.tab'] ?? '')"
KEPT = "JSON.stringify([Object.keys(localStorage), document.cookie])"


def test_a_pasted_stub_tells_who_is_there_and_what_they_do(chrome: Browser, shop: Site, pages_source: Source) -> None:
    source = pages_source
    shop.head = source.stub() + (
        f"<script>perennia.identify('mai-{source.run}', {{email: 'mai-{source.run}@acme.example', name: 'Mai'}});"
        f"perennia.group('acme-{source.run}', {{name: 'Acme {source.run}'}});"
        f"perennia.track('Signed In', {{run: '{source.run}'}})</script>"
    )
    page = chrome.new_page(locale="vi-VN", timezone_id="Europe/Berlin")
    page.goto(f"{shop.url}/reports/7?utm_source=mail&utm_campaign=spring#top")
    events = source.arrived(4)
    assert [one["name"] for one in events] == ["Identify", "Group", "Signed In", "Page Viewed"]
    context = said(events[2], "context")
    assert context["groupId"] == f"acme-{source.run}"
    assert context["userId"] == f"mai-{source.run}"
    assert (context["timezone"], context["locale"]) == ("Europe/Berlin", "en")
    assert context["campaign"] == {"source": "mail", "name": "spring"}
    assert context["consent"] == {"status": "assumed"}
    assert said(events[3])["path"] == "/reports/7"
    assert len({one["message_id"] for one in events}) == 4
    # Where nobody need ask first, a "no" outlives the page, and nothing but it.
    page.evaluate("perennia.consent(false)")
    with page.expect_response("**/settings"):
        page.reload()
    page.wait_for_timeout(700)
    assert page.evaluate(KEPT) == '[["perennia.consent"],""]'
    assert len(source.arrived(0)) == 4
    page.context.close()


HIDE = """hidden => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => (hidden ? "hidden" : "visible") });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def paused(chrome: Browser) -> BrowserContext:
    """A browser whose clock stands still unless it is moved."""
    context = chrome.new_context()
    now = datetime.now(UTC) - timedelta(hours=2)
    context.clock.install(time=now)
    context.clock.pause_at(now + timedelta(seconds=1))
    return context


def test_time_counts_for_the_feature_one_is_at_while_one_is_there(
    chrome: Browser, shop: Site, pages_source: Source
) -> None:
    source = pages_source
    source.describe(places=[{"path": "/reports/*", "feature": f"Reports {source.run}"}])
    shop.head = source.stub()
    shop.body = '<a href="#" id="here">Here</a><section id="calendar"></section>'
    context = paused(chrome)
    page, clock = context.new_page(), context.clock
    page.goto(f"{shop.url}/reports/{source.run}")
    page.wait_for_function("localStorage['perennia.settings']")
    page.mouse.move(5, 5)
    clock.run_for(30_000)
    page.evaluate("run => history.pushState({}, '', `/nothing-${run}`)", source.run)
    clock.run_for(10_000)
    page.evaluate("name => perennia.feature(name)", f"Export {source.run}")
    clock.run_for(20_500)
    page.evaluate(
        "run => { document.title = 'Calendar'; history.pushState({}, '', `/calendar-${run}?week=2`) }", source.run
    )
    page.evaluate(
        "name => { calendar.textContent = name; calendar.dataset.perenniaFeature = name }", f"Calendar {source.run}"
    )
    clock.run_for(15_000)
    page.mouse.click(8, 8)
    clock.run_for(600_000)  # ten minutes of nothing, of which five count
    page.mouse.move(30, 30)
    clock.run_for(10_000)
    clock.fast_forward(3_600_000)  # the lid was closed
    page.mouse.move(60, 60)
    clock.run_for(10_000)
    page.evaluate(HIDE, True)
    clock.run_for(120_000)
    page.evaluate(HIDE, False)
    page.mouse.move(90, 90)
    clock.run_for(7_000)
    page.evaluate(HIDE, True)
    page.evaluate("run => perennia.track('Done', { run })", source.run)
    clock.run_for(5_000)
    source.arrived(1, name="Done")
    events = source.arrived(0)
    assert summed(events, f"Reports {source.run}") == 30
    assert summed(events, f"Export {source.run}") == 20
    # The last look before the lid closed may have been a second ago; that one nobody can know.
    assert 15 + 300 + 10 + 10 + 7 - summed(events, f"Calendar {source.run}") in (0, 1)
    seen = [(said(one)["path"], said(one)["title"]) for one in events if one["name"] == "Page Viewed"]
    first, second, third = (f"/{place}{source.run}" for place in ("reports/", "nothing-", "calendar-"))
    assert seen == [(first, f"{first} · Acme"), (second, f"{first} · Acme"), (third, "Calendar")]
    context.close()


def test_of_two_windows_only_the_one_last_touched_counts(chrome: Browser, shop: Site, pages_source: Source) -> None:
    source = pages_source
    source.describe(
        places=[{"path": f"/{one}", "feature": f"{one} {source.run}"} for one in ("left", "right")], pages=False
    )
    shop.head = source.stub()
    context = paused(chrome)
    left, right = context.new_page(), context.new_page()
    before = ""
    for page, path in ((left, "left"), (right, "right")):
        page.goto(f"{shop.url}/{path}")
        page.wait_for_function(f"before => {TAB} !== before", arg=before)  # it measures, and it is the one
        before = page.evaluate(TAB)
    left.wait_for_function(f"right => {TAB} === right", arg=before)
    for page, other, seconds in ((left, right, 20), (right, left, 15), (left, right, 10)):
        before = page.evaluate(TAB)
        page.mouse.click(5, 5)
        page.wait_for_function(f"before => {TAB} !== before", arg=before)
        other.wait_for_function(f"mine => {TAB} === mine", arg=page.evaluate(TAB))
        context.clock.run_for(seconds * 1000)
    for page in (left, right):
        page.evaluate(HIDE, True)
    context.clock.run_for(5_000)
    events = source.arrived(2)
    assert (summed(events, f"left {source.run}"), summed(events, f"right {source.run}")) == (30, 15)
    context.close()


@pytest.mark.number("R1")
def test_what_cannot_leave_waits_over_reloads_and_tabs_and_counts_once(
    chrome: Browser, shop: Site, pages_source: Source, way_in: Door
) -> None:
    source = pages_source
    shop.head = source.stub(way_in.url, pages=False)
    context = chrome.new_context()
    page = context.new_page()
    track = "([run, from, to]) => { for (let n = from; n < to; n += 1) perennia.track('Counted', { run, n }) }"
    page.goto(shop.url)
    page.wait_for_function("localStorage['perennia.settings']")
    context.set_offline(True)
    page.evaluate(track, [source.run, 0, 3])
    context.set_offline(False)
    source.arrived(3)
    way_in.refusals = [(503, {"Retry-After": "1"})] * 100
    page.evaluate(track, [source.run, 3, 6])
    page.goto(f"{shop.url}/elsewhere")
    other = context.new_page()
    other.goto(shop.url)
    other.evaluate(track, [source.run, 6, 9])
    page.evaluate(track, [source.run, 9, 12])
    way_in.refusals = [(503, {}), (413, {}), (413, {}), (429, {"Retry-After": "1"})]
    events = source.arrived(12)
    assert sorted(int(str(said(one)["n"])) for one in events) == list(range(12))
    assert [one["duplicates"] for one in events] == [0] * 12
    # One that nobody will take is dropped, not tried for ever, and the next one says so.
    way_in.refusals = [(400, {})]
    page.evaluate(track, [source.run, 12, 13])
    page.wait_for_function("localStorage['perennia.dropped'] === '1'")
    page.evaluate(track, [source.run, 13, 14])
    (last,) = [one for one in source.arrived(13) if said(one)["n"] == 13]
    assert said(last, "context")["dropped"] == 1
    # Who leaves at once is heard all the same.
    other.close()
    page.evaluate(track, [source.run, 14, 15])
    page.goto("about:blank")
    assert 14 in [said(one)["n"] for one in source.arrived(14)]
    context.close()


def test_without_consent_nothing_is_kept_or_sent_and_a_withdrawal_forgets(
    chrome: Browser, shop: Site, pages_source: Source, way_in: Door
) -> None:
    source = pages_source
    source.describe(consent="required")
    shop.head = source.stub(way_in.url)
    context = chrome.new_context()
    page = context.new_page()
    say = "([run, n]) => perennia.track('Said', { run, n })"
    with page.expect_response("**/settings"):
        page.goto(shop.url)
    page.evaluate(say, [source.run, 1])
    page.mouse.click(5, 5)
    page.wait_for_timeout(700)
    assert (page.evaluate(KEPT), way_in.bodies) == ('[[],""]', [])
    page.evaluate("perennia.consent({ analytics: true, ads: false })")
    (first,) = source.arrived(1)
    decision = said(first, "context")["consent"]
    assert isinstance(decision, dict)
    assert (decision["status"], decision["categoryPreferences"]) == ("granted", {"analytics": True, "ads": False})
    before = page.evaluate("localStorage['perennia.anon']")
    assert before
    other = context.new_page()
    with other.expect_response("**/settings"):
        other.goto(shop.url)
    page.evaluate("perennia.consent(false)")
    page.evaluate(say, [source.run, 2])
    page.wait_for_timeout(400)
    other.evaluate(say, [source.run, 4])
    page.wait_for_timeout(700)
    assert page.evaluate(KEPT) == '[[],""]'
    other.close()
    page.evaluate("perennia.consent(true)")
    page.evaluate(say, [source.run, 3])
    assert [said(one)["n"] for one in source.arrived(2)] == [1, 3]
    assert page.evaluate("localStorage['perennia.anon']") != before
    context.close()


def test_a_browser_that_asks_not_to_be_followed_is_not_until_somebody_agrees(
    chrome: Browser, shop: Site, pages_source: Source, way_in: Door
) -> None:
    source = pages_source
    shop.head = source.stub(way_in.url, pages=False)
    context = chrome.new_context()
    context.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', { get: () => true })")
    page = context.new_page()
    with page.expect_response("**/settings"):
        page.goto(shop.url)
    page.evaluate("([run]) => perennia.track('Said', { run })", [source.run])
    page.wait_for_timeout(700)
    assert (page.evaluate(KEPT), way_in.bodies) == ('[[],""]', [])
    page.evaluate("perennia.consent(true)")
    source.arrived(1)
    context.close()


def test_a_source_is_made_pasted_and_seen_at_work(chrome: Browser, shop: Site, visit: Open) -> None:
    page = visit("/settings/sources")
    page.get_by_role("tab", name="Web pages").click()
    name = f"Web app {uuid4().hex[:6]}"
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_role("button", name="Make the source").click()
    expect(page.get_by_text("Waiting for the first event.")).to_be_visible()
    shop.head = page.get_by_role("region", name="What to paste").inner_text()
    page.get_by_role("radio", name="Only after somebody has agreed").check()
    page.get_by_role("button", name="Add an address").click()
    page.get_by_role("textbox", name="Address 1").fill("reports")
    page.get_by_role("textbox", name="Feature 1").fill("Reports")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("An address begins with /")).to_be_visible()
    page.get_by_role("textbox", name="Address 1").fill("/reports/*")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Pages follow within a minute")).to_be_visible()
    page.evaluate(AXE)
    assert violations(page, "/settings/sources, web pages") == []
    somebody = chrome.new_page()
    somebody.goto(f"{shop.url}/reports/1")
    somebody.evaluate("perennia.consent(true)")
    expect(page.get_by_text("One event in the last 24 hours")).to_be_visible()
    somebody.context.close()
