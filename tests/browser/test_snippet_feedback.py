"""The feedback dialog in pages of others: strict content policies, keyboard, both languages, light and dark, phone."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import AXE
from tests.browser.product import eventually
from tests.browser.site import Site, Source, said

JUDGED = """() => axe.run(document, { resultTypes: ["violations"] }).then(
    ({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html, nodes[0].failureSummary]))"""


def opened(chrome: Browser, shop: Site, source: Source, **how: object) -> tuple[Page, list[str]]:
    """A page that lets no script or style of its own run in line, with what the browser complained of."""
    url = source.product.url
    shop.policy = f"default-src 'none'; script-src {url}; connect-src {url}; style-src 'none'"
    shop.head = f'<script async src="{url}/perennia.js" data-write-key="{source.key}"></script>'
    context = chrome.new_context(reduced_motion="reduce", **how)  # type: ignore[arg-type]  # options by name
    page = context.new_page()
    said_wrong: list[str] = []
    page.on("console", lambda one: said_wrong.append(one.text) if one.type in ("error", "warning") else None)
    page.goto(shop.url)
    # Such a page lets nobody wait in it by text, which is what the tool's own waiting does.
    eventually(lambda: str(page.evaluate("localStorage['perennia.settings'] ?? ''")), "the settings")
    return page, said_wrong


def test_it_is_answered_by_keyboard_under_a_strict_policy(chrome: Browser, shop: Site, pages_source: Source) -> None:
    source = pages_source
    page, wrong = opened(chrome, shop, source)
    page.evaluate("([run]) => { perennia.identify(`kim-${run}`); window.answer = perennia.feedback(); }", [source.run])
    dialog = page.get_by_role("dialog", name="How happy are you with us?")
    expect(dialog).to_be_visible()
    page.evaluate("void perennia.feedback()")
    expect(page.get_by_role("dialog")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    dialog.get_by_role("button", name="Send").focus()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_have_text("Choose an answer first.")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("radio", name="Happy It does what I need")).to_be_checked()
    dialog.get_by_role("textbox").fill(f"Because of {source.run}")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Thank you").get_by_role("status")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    (event,) = source.arrived(1, q=f"Because of {source.run}", name="Feedback Given")
    assert said(event) == {"level": "Happy", "text": f"Because of {source.run}"}
    assert page.evaluate("answer") == {"level": "Happy", "text": f"Because of {source.run}"}
    page.evaluate("void (window.answer = perennia.feedback())")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    assert page.evaluate("answer") is None
    assert wrong == []
    page.context.close()


def test_asked_before_the_source_has_spoken_it_opens_as_soon_as_it_may(
    chrome: Browser, shop: Site, pages_source: Source
) -> None:
    shop.head = pages_source.stub() + "<script>perennia.identify('lan'); perennia.feedback();</script>"
    page = chrome.new_context().new_page()
    page.goto(shop.url)
    expect(page.get_by_role("dialog", name="How happy are you with us?")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize(("lang", "scheme", "width"), [("vi", "dark", 390), ("en", "light", 1280)])
def test_it_is_clean_in_both_languages_light_and_dark(
    chrome: Browser, shop: Site, pages_source: Source, lang: str, scheme: str, width: int
) -> None:
    source = pages_source
    shop.lang = lang
    page, _ = opened(chrome, shop, source, viewport={"width": width, "height": 700})
    page.evaluate(AXE)
    page.evaluate("([scheme]) => { document.documentElement.style.colorScheme = scheme }", [scheme])
    for kind, title in (
        ("happiness", "hài lòng" if lang == "vi" else "happy"),
        ("nps", "giới thiệu" if lang == "vi" else "recommend"),
    ):
        page.evaluate("([kind]) => void perennia.feedback({ kind })", [kind])
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("heading")).to_contain_text(title)
        found = [one for one in page.evaluate(JUDGED) if one[0] not in ("landmark-one-main", "region")]
        assert found == []
        box = dialog.bounding_box()
        assert box is not None
        assert box["width"] <= width
        assert dialog.evaluate("one => one.scrollWidth - one.clientWidth") <= 1
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
    page.context.close()
