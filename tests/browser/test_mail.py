"""The mailbox shows hostile names as what they are: letters."""

import re

from playwright.sync_api import Dialog, expect

from tests.browser.conftest import Open
from tests.browser.product import Json, Product, eventually, items
from tests.noon import NOON

ATTACK = "<img src=x onerror=alert(1)><script>parent.hacked=1</script>"


def test_a_mail_with_a_hostile_name_is_shown_in_a_sandbox_and_nothing_runs(product: Product, visit: Open) -> None:
    product.track(
        "identify", userId="mallory", traits={"name": ATTACK, "email": "mallory@evil.example", "timezone": NOON}
    )
    product.track("group", userId="mallory", groupId="evil", traits={"name": f"Evil {ATTACK}", "timezone": NOON})
    product.track("track", userId="mallory", event="Account Created", context={"groupId": "evil"})

    def delivered() -> Json | None:
        mails = items(product.read("/api/mailbox?q=mallory"))
        return mails[0] if mails else None

    mail = eventually(delivered, "the welcome of a new account")
    page = visit("/mailbox")
    ran: list[str] = []

    def heard(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", heard)
    page.get_by_role("searchbox", name="Search the mail").fill("mallory")
    page.get_by_role("button", name=re.compile(re.escape(str(mail["subject"])))).first.click()
    frame = page.locator("iframe")
    expect(frame).to_have_attribute("sandbox", re.compile("allow-popups"))
    assert "allow-scripts" not in str(frame.get_attribute("sandbox"))
    assert "allow-same-origin" not in str(frame.get_attribute("sandbox"))
    letter = page.frame_locator("iframe").locator("body")
    expect(letter).to_contain_text("<img src=x")
    expect(letter.locator("script, img[src=x], [onerror]")).to_have_count(0)
    policy = page.request.get(f"/api/mailbox/{mail['id']}/body").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    page.goto("/customers?q=Evil")
    page.get_by_role("link", name=re.compile("^Evil")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("<script>")
    assert page.evaluate("window.hacked") is None
    assert ran == []


def test_all_sending_is_stopped_and_let_go_again(product: Product, visit: Open) -> None:
    page = visit("/settings/sending")
    page.get_by_role("button", name="Stop all sending").click()
    page.get_by_role("dialog").get_by_role("button", name="Stop all sending").click()
    expect(page.get_by_text("Stopped", exact=True).first).to_be_visible()
    assert product.read("/api/sending")["stopped"] is True
    page.get_by_role("button", name="Send again, as from now").click()
    page.get_by_role("dialog").get_by_role("button", name="Send again, as from now").click()
    expect(page.get_by_text("Sends", exact=True)).to_be_visible()
    assert product.read("/api/sending")["stopped"] is False
