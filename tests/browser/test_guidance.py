"""Guidance on a page of another origin: written by the API, drawn by the real bundle, told as events, not shown again."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, StorageState, expect

from tests.browser.looking import AXE
from tests.browser.product import Json, Product, eventually
from tests.browser.site import Site, Source, said

# As strict as a page can be: no inline style, no inline script.
POLICY = "default-src 'none'; script-src 'self' {host}; connect-src {host}"

Opened = Callable[..., Page]


class Author:
    """Somebody who writes guidance by the API, and takes it all away when the test is done."""

    def __init__(self, product: Product, signed_in: StorageState, shop: Site) -> None:
        self._shop = shop
        cookies = {one["name"]: one["value"] for one in signed_in["cookies"]}
        self._client = httpx.Client(
            base_url=product.url, cookies=cookies, headers={"X-CSRFToken": cookies["csrftoken"]}, timeout=30
        )
        self.made: list[int] = []

    def writes(self, kind: str, name: str, content: Json, **more: object) -> Json:
        """An item, live on this shop's pages only: tests share one product."""
        more.setdefault("pages", [f"{self._shop.url}/*"])
        made = self._call("POST", "", kind=kind, name=name, content=content)
        self.made.append(int(str(made["id"])))
        return self.changes(made, state="live", **more)

    def changes(self, item: Json, **more: object) -> Json:
        return self._call("PATCH", f"/{item['id']}", **more)

    def reads(self, item: Json) -> Json:
        return self._call("GET", f"/{item['id']}")

    def tries(self, item: Json, address: str) -> str:
        return str(self._call("POST", f"/{item['id']}/try", address=address)["url"])

    def clears(self) -> None:
        for one in self.made:
            self._call("PATCH", f"/{one}", is_removed=True)

    def _call(self, method: str, path: str, **body: object) -> Json:
        answer = self._client.request(method, f"/api/guidance{path}", json=body or None)
        assert answer.is_success, answer.text
        found: Json = answer.json()
        return found


@pytest.fixture
def author(product: Product, sign_ins: dict[str, StorageState], shop: Site) -> Iterator[Author]:
    one = Author(product, sign_ins["administrator"], shop)
    yield one
    one.clears()


def words(title: str, body: str = "", **more: str) -> Json:
    return {"en": {"title": title, "body": body, **more}, "vi": {"title": f"{title} (vi)", "body": body, **more}}


def drive(shop: Site, source: Source, product: Product, user: str, body: str = "") -> None:
    """The page's own script, from its own address: nothing stands in the page itself."""
    shop.policy = POLICY.format(host=product.url)
    said_ = f"perennia.identify({user!r}, {{email: {user + '@shop.example'!r}}});" if user else ""
    shop.files["/drive.js"] = (
        "window.perennia = [];"
        f"perennia.push(['load', {source.key!r}]);"
        + said_.replace("perennia.identify(", "perennia.push(['identify', ").replace("});", "}]);")
    ).encode()
    shop.head = f'<script src="/drive.js"></script><script src="{product.url}/perennia.js" async></script>'
    shop.body = body


def settled(product: Product, source: Source, address: str, item: Json) -> None:
    """Until every process of the web server has heard that it is live; each remembers for some seconds what is."""
    asked = {"writeKey": source.key, "page": {"url": address}, "anonymousId": "nobody"}

    def is_there() -> bool:
        found = httpx.post(f"{product.url}/v1/guide", json=asked).json()["items"]
        return item["key"] in [one["guidance"] for one in found]

    eventually(lambda: all(is_there() for _ in range(12)), f"{item['key']} on {address}")


@pytest.fixture
def opened(chrome: Browser, shop: Site) -> Iterator[Opened]:
    """Opens a page of the shop, each in a browser of its own; nothing may throw in any of them."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(path: str = "/", **more: object) -> Page:
        contexts.append(chrome.new_context(reduced_motion="reduce", **more))  # type: ignore[arg-type]  # as Playwright names them
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(shop.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def judged(page: Page) -> list[str]:
    """What axe finds in what we drew."""
    page.context.new_cdp_session(page).send("Page.setBypassCSP", {"enabled": True})
    page.evaluate(AXE)
    aside = "rules: {'landmark-one-main': {enabled: false}, region: {enabled: false}}"  # of their page, not of ours
    found = page.evaluate(f"axe.run(document, {{resultTypes: ['violations'], {aside}}})")
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]


def test_an_announcement_is_shown_once_to_one_person_on_all_their_browsers(
    product: Product, opened: Opened, shop: Site, pages_source: Source, author: Author
) -> None:
    run = pages_source.run
    hostile = "**New** <img src=x onerror=alert(1)> [bad](javascript:alert(1)) [good](https://ok.example/)"
    name = f"News {run}"
    item = author.writes(
        "announcement", name, {"texts": words(name, hostile, button="Show me"), "link": "/there", "form": "modal"}
    )
    settled(product, pages_source, f"{shop.url}/", item)
    drive(shop, pages_source, product, f"ann-{run}")
    page = opened()
    dialog = page.get_by_role("dialog", name=name)
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("link", name="Show me")).to_be_focused()
    assert dialog.locator("img, script").count() == 0
    expect(dialog.get_by_role("link", name="good")).to_have_attribute("rel", "noopener noreferrer")
    assert dialog.get_by_role("link").count() == 2  # the one that would have run a script is words
    for _ in range(6):  # the focus stays inside
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.hasAttribute('data-perennia-guide')")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    events = pages_source.arrived(2, str(item["key"]))
    assert [one["name"] for one in events] == ["Guidance Shown", "Guidance Dismissed"]
    assert said(events[0]) == {"guidance": item["key"], "kind": "announcement"}
    for browser in (page, opened("/elsewhere")):
        with browser.expect_response(_about("/again")) as answer:  # and not about the page that is left
            browser.goto(f"{shop.url}/again")
        assert answer.value.json()["items"] == []
        expect(browser.get_by_role("dialog")).to_have_count(0)
    drive(shop, pages_source, product, f"bob-{run}")
    other = opened(locale="vi-VN", viewport={"width": 390, "height": 780}, color_scheme="dark")
    expect(other.get_by_role("dialog", name=name)).to_be_visible()
    assert judged(other) == []
    numbers = author.reads(item)["numbers"]
    assert isinstance(numbers, dict)
    assert (numbers["closed"], numbers["shown"] >= 1) == (1, True)


def _about(path: str) -> Callable[[Response], bool]:
    """The answer to what a page at this path asks."""
    return lambda one: one.url.endswith("/v1/guide") and path in (one.request.post_data or "")


def test_help_a_checklist_and_a_tour_live_in_a_page_that_changes_under_them(
    product: Product, opened: Opened, shop: Site, pages_source: Source, author: Author
) -> None:
    run = pages_source.run
    for number in range(4):
        texts = words(f"Article {number}", f"Words **{number}** of it.")
        author.writes("help", f"Article {number} {run}", {"texts": texts}, pages=[f"{shop.url}/work*"])
    todo = [
        {"id": "look", "texts": words("Look around")},
        {"id": "invite", "texts": words("Invite a colleague"), "by": "event", "name": f"Invited {run}"},
    ]
    checklist = author.writes(
        "checklist", f"Start {run}", {"texts": words("Getting started", done="Well done!"), "parts": todo}
    )
    steps = [
        {"id": "a", "texts": words("Make a report"), "selector": "#make", "side": "bottom"},
        {"id": "gone", "texts": words("Nowhere"), "selector": "#no-such-thing"},
        {"id": "b", "texts": words("Share it"), "selector": "#share"},
    ]
    tour = author.writes("tip", f"Tour {run}", {"parts": steps}, pages=[f"{shop.url}/work"])
    settled(product, pages_source, f"{shop.url}/work", tour)
    body = '<button id="make">Make</button><p style="height:1500px">long</p><button id="share">Share</button>'
    drive(shop, pages_source, product, f"lan-{run}", body)
    shop.policy = shop.policy.replace("default-src 'none'", "default-src 'none'; style-src 'unsafe-inline'")
    page = opened("/work", viewport={"width": 1280, "height": 720})
    tip = page.get_by_role("dialog", name="Make a report")
    expect(tip).to_be_visible()
    assert judged(page) == []
    before = tip.bounding_box()
    page.mouse.wheel(0, 60)
    eventually(
        lambda: before and (now := tip.bounding_box()) and now["y"] < before["y"] - 30, "the tip following its anchor"
    )
    tip.get_by_role("button", name="Next").click()
    last = page.get_by_role("dialog", name="Share it")
    expect(last).to_be_visible()
    expect(page.locator("#share")).to_be_in_viewport()
    last.get_by_role("button", name="Got it").click()
    expect(last).to_have_count(0)
    page.get_by_role("button", name="Help", exact=True).click()
    panel = page.get_by_role("dialog", name="Help")
    panel.get_by_role("searchbox").fill("ARTICLE 3")
    expect(panel.get_by_role("button", name="Article 3")).to_be_visible()
    expect(panel.get_by_role("button", name="Article 1")).to_have_count(0)
    panel.get_by_role("button", name="Article 3").click()
    expect(page.get_by_role("dialog", name="Article 3")).to_contain_text("Words 3 of it.")
    page.get_by_role("button", name="Back").click()
    expect(panel.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "0")
    panel.get_by_role("button", name="Mark as done: Look around").click()
    expect(panel.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "1")
    assert judged(page) == []
    product.track("track", userId=f"lan-{run}", event=f"Invited {run}")
    expect(panel.get_by_text("Well done!")).to_be_visible()
    page.evaluate("history.pushState({}, '', '/elsewhere')")
    expect(panel.get_by_role("button", name="Article 1")).to_have_count(0)
    page.keyboard.press("Escape")
    told = [
        (one["name"], said(one).get("item") or said(one).get("finished"))
        for one in pages_source.arrived(2, str(checklist["key"]))
    ]
    assert ("Checklist Item Done", "look") in told
    names = {str(one["name"]) for one in pages_source.arrived(3, str(tour["key"]))}
    assert names == {"Guidance Shown", "Guidance Not Shown", "Guidance Clicked"}
    pages_source.arrived(3, str(checklist["key"]))
    page.reload()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_an_author_tries_a_draft_on_their_own_page_and_nobody_else_sees_it(
    product: Product, opened: Opened, shop: Site, pages_source: Source, author: Author
) -> None:
    name = f"Draft {pages_source.run}"
    draft = author.changes(author.writes("announcement", name, {"texts": words(name)}), state="draft")
    drive(shop, pages_source, product, "")
    link = author.tries(draft, f"{shop.url}/any?x=1")
    assert "x=1" in link
    page = opened(link.removeprefix(shop.url))
    expect(page.get_by_role("region", name=name)).to_be_visible()
    expect(page.get_by_text("Preview: only you see this")).to_be_visible()
    page.goto(f"{shop.url}/another")
    expect(page.get_by_role("region", name=name)).to_be_visible()
    assert pages_source.arrived(0, str(draft["key"])) == []
    stranger = opened()
    eventually(lambda: stranger.evaluate("typeof window.perennia?.ready === 'function'"), "the snippet")
    expect(stranger.get_by_role("region", name=name)).to_have_count(0)


HEADS = {
    "plain": "header {}",
    "sticky": "header { position: sticky; top: 0 }",
    "fixed": "header { position: fixed; top: 0; left: 0; right: 0 } main { padding-top: 60px }",
    "filled": "html, body { height: 100%; overflow: hidden }",
}
BANNER = """(kind) => perenniaGuide.start({
    host: location.origin, writeKey: 'k', who: () => ({anonymousId: 'a'}), track: () => {}, first: {items: [{
    guidance: kind, kind: 'announcement', form: 'banner', once: true, title: 'New prices', body: [
        ['table', {}, ['thead', {}, ['tr', {}, ['th', {}, 'Plan'], ['th', {align: 'right'}, 'Seats']]],
        ['tbody', {}, ['tr', {}, ['td', {}, 'Small'], ['td', {align: 'right'}, '5']]]]]}]}})"""


def test_a_banner_leaves_the_head_of_every_kind_of_page_free_and_the_page_as_it_was(
    product: Product, shop: Site, opened: Opened
) -> None:
    shop.body = "<header>Acme</header><main><p>First words</p><div class=long></div></main>"
    page = opened("/")
    for kind, rule in HEADS.items():
        style = (
            f"body {{ margin: 0 }} h1 {{ display: none }} header {{ height: 60px }} .long {{ height: 3000px }} {rule}"
        )
        page.goto(shop.url)
        page.add_style_tag(content=style)
        page.add_script_tag(url=f"{product.url}/perennia-guide.js")
        where = "() => ['header', 'p'].map((one) => document.querySelector(one).getBoundingClientRect().top)"
        before = page.evaluate(where)
        page.evaluate(BANNER, kind)
        banner = page.get_by_role("region", name="New prices")
        expect(banner.get_by_role("columnheader", name="Seats")).to_have_css("text-align", "end")
        drawn, head = banner.bounding_box(), page.locator("header").bounding_box()
        assert drawn
        assert head
        assert drawn["y"] >= head["y"] + head["height"] or drawn["y"] + drawn["height"] <= head["y"], kind
        words_at = page.get_by_text("First words").bounding_box()
        assert words_at
        assert kind == "filled" or words_at["y"] >= drawn["y"] + drawn["height"], kind
        banner.get_by_role("button", name="Close").click()
        expect(banner).to_have_count(0)
        assert page.evaluate(where) == before, kind
