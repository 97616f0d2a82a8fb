"""A channel set up on screen against a provider next door: refused, tried, failing, sent again; and Zalo by its button."""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open
from tests.browser.looking import AXE, colours, violations
from tests.browser.product import NEXT_DOOR, Product, eventually
from tests.noon import NOON
from tests.provider import Provider
from tests.zalo import SETTINGS, Account

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture
def there() -> Iterator[Provider]:
    """A provider at the address the product may call."""
    one = Provider(NEXT_DOOR)
    threading.Thread(target=one.serve_forever, args=(0.01,), daemon=True).start()
    yield one
    one.shutdown()
    one.server_close()


def forgotten(page: Page, *channels: str) -> None:
    """As it was before, for the other tests of this product."""
    token = next(one["value"] for one in page.context.cookies() if one["name"] == "csrftoken")
    for name in channels:
        page.request.delete(f"/api/channels/{name}/set-up", headers={"X-CSRFToken": token})


def reminded_soon(product: Product) -> None:
    """Somebody with a phone whose session is a day and some seconds away, so that a text reminds them in these seconds."""
    starts_at = (datetime.now(UTC) + timedelta(days=1, seconds=15)).isoformat()
    product.track("identify", userId="texted", traits={"name": "Texted", "phone": "+84901234567", "timezone": NOON})
    said = {"session": "Walkthrough", "starts_at": starts_at, "booking": "B-texted"}
    product.track("track", userId="texted", event="Session Booked", properties=said)


def test_a_text_channel_is_refused_tried_fails_and_what_failed_is_sent_again(
    product: Product, visit: Open, there: Provider
) -> None:
    there.answer = lambda _: (400, "no such sender")
    page = visit("/settings/channels")
    page.get_by_role("button", name="Text messages (SMS)").click()
    sheet = page.get_by_role("dialog", name="Text messages (SMS)")
    sheet.get_by_role("combobox", name="Provider").click()
    page.get_by_role("option", name="Another provider").click()
    sheet.get_by_label("Address", exact=True).fill("http://10.1.2.3/send")
    sheet.get_by_role("button", name="Save").click()
    expect(sheet.get_by_text("This address may not be called")).to_be_visible()
    sheet.get_by_label("Address", exact=True).fill(f"{there.url}/send")
    sheet.get_by_label("Number for the test").fill("+84901234567")
    sheet.get_by_role("button", name="Send a test").click()
    expect(sheet.get_by_text("The provider answered: 400 no such sender")).to_be_visible()
    sheet.get_by_role("button", name="Save").click()
    expect(sheet.get_by_text("Connected", exact=True)).to_be_visible()
    page.evaluate(AXE)
    for scheme in SCHEMES:
        colours(page, scheme)
        assert violations(page, f"the SMS sheet, {scheme}") == []
    reminded_soon(product)
    eventually(lambda: product.read("/api/messages?state=undelivered&channel=sms")["items"], "a text that fails")
    page.reload()
    expect(sheet.get_by_text(re.compile("^Failing since .*no such sender"))).to_be_visible()
    expect(sheet.get_by_text("Failing", exact=True)).to_be_visible()
    expect(sheet.get_by_text("Connected", exact=True)).to_have_count(0)
    there.answer = lambda _: (200, "queued")
    sheet.get_by_role("button", name="Send all failed again").click()
    expect(page.get_by_text("One message waits to be sent again")).to_be_visible()
    eventually(lambda: there.asked[-1].json["to"] == "+84901234567" and len(there.asked) > 2, "the text sent again")
    eventually(lambda: not product.read("/api/messages?state=undelivered&channel=sms")["items"], "nothing undelivered")
    page.reload()
    expect(sheet.get_by_text("Nothing has failed here")).to_be_visible()
    expect(sheet.get_by_text("Connected", exact=True)).to_be_visible()
    forgotten(page, "sms")


def test_a_zalo_account_is_connected_by_its_button_and_a_template_channel_uses_it(visit: Open, there: Provider) -> None:
    account = Account(there)
    page = visit("/settings/channels?open=zalo")

    def allow(route: Route) -> None:
        """Zalo's page, on which the administrator says yes."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(route.request.url).query).items()}
        said = {"code": account.allow(asked["code_challenge"]), "oa_id": "388613280878808645", "state": asked["state"]}
        route.fulfill(status=302, headers={"Location": f"{asked['redirect_uri']}?{urlencode(said)}"})

    page.route("**/v4/oa/permission*", allow)
    sheet = page.get_by_role("dialog", name="Zalo OA")
    sheet.get_by_label("App id").fill(SETTINGS["app_id"])
    sheet.get_by_label("App secret", exact=True).fill(SETTINGS["app_secret"])
    sheet.get_by_text("More settings").click()
    sheet.get_by_label("Address of its interface").fill(there.url)
    sheet.get_by_label("Address of its sign-in").fill(there.url)
    sheet.get_by_role("button", name="Connect the account", exact=True).click()
    expect(sheet.get_by_text("The account is connected. Send a test")).to_be_visible()
    expect(sheet.get_by_text("Account 388613280878808645")).to_be_visible()
    sheet.get_by_label("Zalo user id for the test").fill("246845883529197922")
    sheet.get_by_role("button", name="Send a test").click()
    expect(sheet.get_by_text("The provider took it")).to_be_visible()
    page.evaluate(AXE)
    assert violations(page, "the Zalo sheet") == []
    page.goto("/settings/channels?open=zns")
    sheet = page.get_by_role("dialog", name="Zalo template (ZNS)")
    sheet.get_by_label("Template id for the test").fill("7895417")
    sheet.get_by_text("More settings").click()
    sheet.get_by_label("Address of its interface").fill(there.url)
    sheet.get_by_label("Number for the test").fill("0901234567")
    sheet.get_by_role("button", name="Send a test").click()
    expect(sheet.get_by_text("The provider took it")).to_be_visible()
    assert there.asked[-1].json["phone"] == "84901234567"
    forgotten(page, "zns", "zalo")
