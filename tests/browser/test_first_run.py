"""From an empty server to a running one, on screen: set-up, the steps, the first event, an invitation, a second step."""

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import WIDE
from tests.browser.looking import AXE, contrast, violations
from tests.browser.product import build_web_app, eventually, untouched

PHONE = (390, 844)
ADA, MAI = "ada@acme.example", "mai@acme.example"
PASSWORD, NEW = "correct horse battery", "another horse battery"
PICTURES = os.environ.get("PERENNIA_PICTURES")


class Walk:
    """One person's browser, looked at by axe on the way, light and dark, wide and as a phone."""

    def __init__(self, context: BrowserContext, found: list[str]) -> None:
        self.page: Page = context.new_page()
        self._found = found

    def look(self, name: str) -> None:
        """Judges what is on screen."""
        page = self.page
        page.evaluate(AXE)
        for size, kind in ((PHONE, "phone"), (WIDE, "wide")):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            for scheme in ("dark", "light"):
                page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
                judge = violations if scheme == "dark" else contrast
                self._found += judge(page, f"{name}, {kind}, {scheme}")
                if PICTURES:
                    page.screenshot(path=str(Path(PICTURES) / f"{name}-{kind}-{scheme}.png"))

    def press(self, name: str, within: Locator | None = None) -> None:
        """Presses the button of that name."""
        (within or self.page).get_by_role("button", name=name, exact=True).click()

    def write(self, label: str, text: str) -> None:
        """Writes into the field of that name."""
        self.page.get_by_label(label, exact=True).fill(text)


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, str]]:
    build_web_app()
    with untouched() as started:
        yield started


def walk(chrome: Browser, url: str, found: list[str]) -> Walk:
    context = chrome.new_context(base_url=url, reduced_motion="reduce", locale="en-GB", timezone_id="Europe/Oslo")
    return Walk(context, found)


@pytest.mark.number("S12")
def test_an_empty_server_becomes_a_running_one(server: tuple[str, str], chrome: Browser) -> None:
    url, code = server
    found: list[str] = []
    ada = walk(chrome, url, found)
    page = ada.page
    page.goto("/customers")
    expect(page.get_by_role("heading", name="Set up Perennia")).to_be_visible()
    for label, text in [("Code from the terminal", "aaaa-bbbb"), ("Organisation", "Acme"), ("Your name", "Ada Lind"),
                        ("E-mail", ADA), ("Password", PASSWORD)]:  # fmt: skip
        ada.write(label, text)
    ada.press("Set up Perennia")
    expect(page.get_by_text("This is not the code that stands in the terminal")).to_be_visible()
    ada.look("set-up")
    ada.write("Code from the terminal", code)
    ada.press("Set up Perennia")
    _steps(ada, url)
    _invites(ada, walk(chrome, url, found))
    _finds_a_lost_password(ada, walk(chrome, url, found))
    _signs_in_by_two_steps(ada)
    assert "\n".join(found) == ""


def _steps(ada: Walk, url: str) -> None:
    page = ada.page
    expect(page.get_by_role("heading", name="Describe your organisation")).to_be_visible()
    expect(page.get_by_role("combobox", name="Time zone")).to_have_value("Europe/Oslo")
    ada.look("organisation")
    ada.press("Save")
    expect(page.get_by_role("heading", name="Connect your product")).to_be_visible()
    ada.press("Leave this for later")  # what is left for later is not done
    expect(page.get_by_role("heading", name="Say what your events mean")).to_be_visible()
    page.get_by_role("button", name=re.compile("Connect your product still to do")).click()
    ada.write("Name", "Product, production")
    ada.press("Make its write key")
    expect(page.get_by_text("Waiting for the first event.")).to_be_visible()
    ada.look("source")
    command = page.get_by_role("region", name="How to send an event").inner_text()
    key = re.search(r"-u (\S+):", command)
    assert key
    _send(url, key[1], "Signed Up", groupId="acme")
    _send(url, key[1], "report_exported", groupId="acme")
    expect(page.get_by_role("button", name=re.compile("Signed Up"))).to_be_visible()
    ada.look("first-event")
    # Left and come back to: the list knows how far it is.
    page.goto("/customers")
    page.get_by_role("link", name="Getting started").click()
    expect(page.get_by_role("heading", name="Say what your events mean")).to_be_visible()
    _names(ada)
    expect(page.get_by_role("heading", name="Choose what is done")).to_be_visible()
    page.get_by_role("button", name=re.compile("switch on$")).first.click()
    ada.press("Switch on", page.get_by_role("dialog"))
    expect(page.get_by_role("dialog")).to_have_count(0)
    ada.look("workflows")


def _names(ada: Walk) -> None:
    page = ada.page
    row = page.get_by_role("row", name=re.compile("report_exported"))
    ada.look("names")
    row.get_by_role("button").click()
    page.get_by_role("combobox", name="Means").fill("Feature Used")
    page.get_by_role("option", name="Feature Used").click()
    page.get_by_label("feature: always this value").fill("Reports")
    ada.look("mapping")
    ada.press("Map from now on")
    expect(page.get_by_role("cell", name="feature = Reports")).to_be_visible()
    page.get_by_role("button", name=re.compile("Choose what is done")).click()


def _invites(ada: Walk, mai: Walk) -> None:
    page = ada.page
    page.get_by_role("button", name=re.compile("Invite your team")).click()
    ada.press("Invite somebody")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Mai Le")
    dialog.get_by_label("E-mail", exact=True).fill(MAI)
    ada.look("invite")
    ada.press("Send the invitation", dialog)
    link = dialog.get_by_label("The invitation to", exact=False).input_value()
    ada.press("Done", dialog)
    ada.look("team")
    mai.page.goto(link)
    expect(mai.page.get_by_role("heading", name="Welcome to Acme")).to_be_visible()
    mai.look("join")
    mai.write("Password", PASSWORD)
    mai.press("Join the team")
    expect(mai.page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    expect(mai.page.get_by_role("link", name="Getting started")).to_have_count(0)
    page.get_by_role("button", name=re.compile("Decide where letters go")).click()
    page.get_by_text("By a mail server (SMTP)").click()
    ada.write("Mail server", "127.0.0.1")
    ada.write("Letters come from", "success@acme.example")
    ada.press("Send a test to myself")
    expect(page.get_by_text("This server is inside the network.")).to_be_visible()
    ada.look("channel")
    page.get_by_text("Into the mailbox on screen", exact=True).click()
    ada.press("Save")
    expect(page.get_by_text("All is set for Acme.")).to_be_visible()
    ada.look("all-set")
    ada.press("Done, go to the customers")
    expect(page.get_by_role("heading", name="Customers", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Getting started")).to_have_count(0)


def _signs_in_by_two_steps(ada: Walk) -> None:
    page = ada.page
    page.goto("/settings/you")
    ada.press("Set it up")
    secret = page.locator("code", has_text=re.compile("^[A-Z2-7]{4} ")).inner_text().replace(" ", "")
    ada.look("second-step")
    ada.write("Code the app shows now", _code(secret))
    ada.press("Switch on")
    codes = page.get_by_role("dialog").get_by_role("listitem")
    expect(codes).to_have_count(10)
    recovery = codes.first.inner_text()
    ada.look("recovery")
    ada.press("I have kept them")
    ada.look("you")
    page.get_by_role("button", name=re.compile("^Ada Lind")).click()
    page.get_by_role("menuitem", name="Sign out").click()
    for has_app in (True, False):
        page.goto("/sign-in")
        ada.write("E-mail", ADA)
        ada.write("Password", PASSWORD)
        ada.press("Sign in")
        expect(page.get_by_role("heading", name="One more step")).to_be_visible()
        ada.look("code")
        ada.write("Code", _code(secret, 1) if has_app else recovery)
        ada.press("Sign in")
        expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
        page.context.clear_cookies()


def _code(secret: str, ahead: int = 0) -> str:
    """What an app shows now, or in half a minute: taken then, too, should the half minute turn on the way."""
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + ahead)))


def _send(url: str, key: str, event: str, **context: str) -> None:
    said = {"userId": "user-1", "event": event, "context": context}
    httpx.post(f"{url}/v1/track", json=said, auth=(key, ""), timeout=30).raise_for_status()


def _finds_a_lost_password(ada: Walk, mai: Walk) -> None:
    page = mai.page
    page.goto("/sign-in")
    expect(page.get_by_role("heading", name="Sign in to Perennia")).to_be_visible()
    mai.look("sign-in")
    page.get_by_role("link", name="Lost your password?").click()
    expect(page.get_by_role("heading", name="Lost your password?")).to_be_visible()
    mai.write("E-mail", MAI)
    mai.look("lost-password")
    mai.press("Send the link")
    expect(page.get_by_text(f"If {MAI} belongs to somebody here")).to_be_visible()
    mails = "/api/mailbox?q=A new password for Acme"
    eventually(lambda: ada.page.request.get(mails).json()["items"], "The mail with the link")
    ada.page.goto("/mailbox")
    ada.page.get_by_text("A new password for Acme").first.click()
    letter = ada.page.frame_locator("iframe")
    link = letter.get_by_role("link", name="Choose a new password").get_attribute("href")
    assert link
    page.goto(link)
    mai.write("New password", "short")
    mai.press("Save the password")
    expect(page.get_by_text("A password has at least 10 characters.")).to_be_visible()
    mai.look("reset-password")
    mai.write("New password", NEW)
    mai.press("Save the password")
    page.get_by_role("link", name="Sign in").click()
    mai.write("E-mail", MAI)
    mai.write("Password", NEW)
    mai.press("Sign in")
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
