"""Every screen of the product as every role: what it may do works, what it may not is absent or plainly refused."""

import re
from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from perennia.api.permissions import ROLES, Permission
from perennia.team.roles import Role
from tests.browser.conftest import Open, Walker
from tests.browser.looking import structure
from tests.browser.screens import BOARD, Screen
from tests.browser.walking import go, hearing

QUIET = "/settings/you"  # hears of no change
BILLING = "/pipelines/Subscription%20%26%20Billing"


class Deed(NamedTuple):
    """Something a role may do on a screen: what is pressed, and what then stands there."""

    route: str
    press: str
    needs: Permission
    opens: str  # the name of a dialog, of a page's title, or of a field


P = Permission
DEEDS = [
    Deed("/today", "Add a task", P.TASK_WRITE, "What is to be done"),
    Deed("/tasks", "Add a task", P.TASK_WRITE, "What is to be done"),
    Deed("/customers", "Add a customer", P.CUSTOMER_WRITE, "Add a customer"),
    Deed("/segments", "New segment", P.SEGMENT_EDIT, "New segment"),
    Deed("/segments/$key", "Edit", P.SEGMENT_EDIT, "Name"),
    Deed("/pipelines/$key", "Change stages", P.PIPELINE_EDIT, "Pipelines"),
    Deed("/settings/sources", "New source", P.KEY_MANAGE, "New source"),
    Deed("/settings/integrations", "New form", P.INTEGRATION_MANAGE, "New form"),
    Deed("/settings/webhooks", "New endpoint", P.WEBHOOK_MANAGE, "New endpoint"),
    Deed("/settings/fields", "New field", P.FIELD_EDIT, "New field"),
    Deed("/settings/import", "Import a file", P.CUSTOMER_IMPORT, "Import a file"),
    Deed("/settings/team", "Invite somebody", P.MEMBER_MANAGE, "Invite somebody"),
    Deed("/settings/keys", "New key", P.KEY_MANAGE, "New API key"),
    Deed("/settings/sending", "Stop all sending", P.MESSAGE_SEND_ALL, "Stop all sending"),
]


@pytest.mark.parametrize("role", Role)
def test_a_role_walks_every_screen(role: Role, walker: Walker) -> None:
    page, places = walker.starts(role.value), walker.screens
    may = ROLES[role]
    assert (
        _offered(page) == {one.route for one in places if "$" not in one.route and one.needs in {None, *may}} - UNLISTED
    )
    found: list[str] = []
    for one in places:
        opens = one.needs is None or one.needs in may
        found += _opened(page, one, is_seen=role == Role.ADMINISTRATOR) if opens else _refused(page, one)
        found += _deeds(page, one, may) if opens else []
    assert found == []


# Reached from another screen and not by the navigation.
UNLISTED = {"/welcome", "/segments/new"}


def _offered(page: Page) -> set[str]:
    """What the navigation and the settings lead to."""
    links = page.locator("nav a[href]").evaluate_all("(all) => all.map((one) => new URL(one.href).pathname)")
    return {"/pipelines/$key" if one == "/pipelines" else one for one in links} - {"/settings", "/pipelines/$key"}


def _opened(page: Page, screen: Screen, *, is_seen: bool) -> list[str]:
    """What is wrong on a screen that is the role's own. `is_seen`: axe looks at it elsewhere, as this role."""
    with hearing(page) as heard:
        go(page, screen.address)
    alerts = page.get_by_role("main").get_by_role("alert").all_inner_texts()
    headings = page.get_by_role("main").get_by_role("heading").count()
    return [
        *(f"{screen.address}: {one}" for one in [*heard.wrong, *alerts]),
        *([] if headings else [f"{screen.address} has no heading"]),
        *([] if is_seen else structure(page, screen.address)),
    ]


def _refused(page: Page, screen: Screen) -> list[str]:
    """What is wrong on a screen the role never has: a plain refusal, nothing asked of the server, nothing behind it."""
    if not page.url.endswith(QUIET):
        # The screen before may read itself once more when its stream opens, and that would be heard here.
        go(page, QUIET)
    with hearing(page) as heard:
        go(page, screen.address)
    main = page.get_by_role("main")
    expect(main.get_by_role("alert")).to_contain_text("no permission to open this page")
    behind = main.get_by_role("table").count() + main.get_by_role("tablist").count() + main.locator("form").count()
    asked = [one for one in heard.asked if not re.search(r"/api/(session|views|today|mailbox|notices)", one)]
    found = [*heard.wrong, *(f"asks for {one}" for one in asked), *(["something stands behind it"] if behind else [])]
    return [f"{screen.address}: {one}" for one in found]


def _deeds(page: Page, screen: Screen, may: frozenset[Permission]) -> list[str]:
    """What the role may do here opens, and what it may not is not offered."""
    found: list[str] = []
    for deed in (one for one in DEEDS if one.route == screen.route):
        button = (
            page.get_by_role("main")
            .locator("a, button")
            .filter(has_text=deed.press)
            .or_(page.get_by_role("main").get_by_role("button", name=deed.press))
        )
        if deed.needs not in may:
            found += [f"{screen.address} offers {deed.press}"] if button.count() else []
            continue
        expect(button.first, f"{deed.press} on {screen.address}").to_be_visible()
        button.first.click()
        expect(_shown(page, deed.opens).first, f"{deed.press} on {screen.address}").to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        if not page.url.endswith(screen.address):
            go(page, screen.address)
    return found


def _shown(page: Page, name: str) -> Locator:
    """A dialog, a page, a field or an entry of a menu by this name."""
    field = page.get_by_role("textbox", name=name).or_(page.get_by_label(name, exact=True))
    inside = field.or_(page.get_by_role("heading", name=name, exact=True)).or_(page.get_by_role("menuitem", name=name))
    return page.get_by_role("dialog", name=name).or_(inside)


def test_a_board_of_money_is_refused_to_those_who_see_none(visit: Open) -> None:
    page = visit(BILLING, role=Role.TECHNICAL_STAFF.value)
    expect(page.get_by_role("main").get_by_role("alert")).to_contain_text("permission")
    expect(page.locator("[data-card]")).to_have_count(0)
    page.goto(f"/pipelines/{BOARD}")
    expect(page.locator("[data-card]").first).to_be_visible()
