"""Every place of the product as every role: what is seen opens whole, what is hidden is refused where it is kept."""

import re

import pytest
from playwright.sync_api import Page, Response, expect

from perennia.team.roles import Role
from tests.browser.conftest import Open

HOUSE = {"Organisation", "E-mail", "Sign-in", "API keys", "Changes"}
# What the product promises of each role, beyond what follows from the walk itself.
SEES: dict[Role, set[str]] = {
    Role.ADMINISTRATOR: {"Customers", "Events", "Workflows", "Mailbox", "Settings", "You", "Team", "Engine", *HOUSE},
    Role.CS_OPS: {"Customers", "Events", "Workflows", "Mailbox", "Messages", "E-mail", "Event names", "Changes"},
    Role.HEAD_OF_CS: {"Customers", "Events", "Workflows", "Mailbox", "Messages", "Sending", "Engine"},
    Role.CS_STAFF: {"Customers", "Events", "Workflows", "Mailbox", "Messages", "Engine"},
    Role.TECHNICAL_STAFF: {"Customers", "You", "Team"},
    Role.VIEWER: {"Customers", "Events", "Workflows", "Mailbox", "Messages"},
}
NEVER: dict[Role, set[str]] = {
    Role.ADMINISTRATOR: set(),
    Role.CS_OPS: {"Organisation", "Sign-in", "API keys"},
    Role.HEAD_OF_CS: HOUSE,
    Role.CS_STAFF: HOUSE,
    Role.TECHNICAL_STAFF: {"Events", "Workflows", "Mailbox", "Messages", "Sending", "Engine", *HOUSE},
    Role.VIEWER: {*HOUSE, "Engine"},
}


def places(page: Page) -> dict[str, str]:
    """Names and addresses of all that this reader is offered, in the navigation and in the settings."""
    found: dict[str, str] = {}
    page.goto("/settings/you")
    for navigation in ("Main", "Settings"):
        links = page.get_by_role("navigation", name=navigation).first.get_by_role("link")
        expect(links.first).to_be_visible()
        for link in links.all():
            address = link.get_attribute("href") or ""
            found[re.split(r"\n", link.inner_text().strip())[0]] = address
    return found


def opened(page: Page, address: str) -> list[tuple[int, str]]:
    """Opens it and waits until all is there; gives what the API refused meanwhile."""
    refused: list[tuple[int, str]] = []

    def heard(answer: Response) -> None:
        if "/api/" in answer.url and answer.status >= 400:
            refused.append((answer.status, answer.url))

    page.on("response", heard)
    page.goto(address)
    expect(page.get_by_role("main")).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    page.wait_for_load_state("domcontentloaded")
    page.remove_listener("response", heard)
    return refused


@pytest.fixture
def everything(visit: Open) -> dict[str, str]:
    """All places there are: what an administrator is offered."""
    return places(visit("/settings/you"))


@pytest.mark.parametrize("role", Role)
def test_a_role_sees_what_is_its_own_and_is_refused_the_rest(
    role: Role, visit: Open, everything: dict[str, str]
) -> None:
    page = visit("/settings/you", role=role.value)
    offered = places(page)
    assert SEES[role] <= set(offered)
    assert not NEVER[role] & set(offered)
    for name, address in offered.items():
        assert opened(page, address) == [], f"{role.label}: {name} asks for what it may not have"
        expect(page.get_by_role("main").get_by_role("alert")).to_have_count(0)
    for name, address in everything.items():
        if name in offered:
            continue
        refused = opened(page, address)
        assert 403 in {status for status, _ in refused}, f"{role.label}: {name} is hidden and opens all the same"
        expect(page.get_by_role("main").get_by_role("alert").first).to_contain_text("permission")
