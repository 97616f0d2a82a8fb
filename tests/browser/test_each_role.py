"""Every place of the product as every role: what is seen opens whole, what is hidden is refused where it is kept."""

import pytest
from playwright.sync_api import Page, Response, expect

from perennia.team.roles import Role
from tests.browser.conftest import Open

HOUSE = {"/settings/organisation", "/settings/email", "/settings/sign-in", "/settings/keys", "/settings/changes"}
# What the product promises of each role, beyond what follows from the walk itself.
SEES: dict[Role, set[str]] = {
    Role.ADMINISTRATOR: {
        "/customers",
        "/events",
        "/workflows",
        "/mailbox",
        "/settings",
        "/settings/you",
        "/settings/team",
        "/settings/engine",
        *HOUSE,
    },
    Role.CS_OPS: {
        "/customers",
        "/events",
        "/workflows",
        "/mailbox",
        "/settings/messages",
        "/settings/email",
        "/settings/names",
        "/settings/changes",
    },
    Role.HEAD_OF_CS: {
        "/customers",
        "/events",
        "/workflows",
        "/mailbox",
        "/settings/messages",
        "/settings/sending",
        "/settings/engine",
    },
    Role.CS_STAFF: {"/customers", "/events", "/workflows", "/mailbox", "/settings/messages", "/settings/engine"},
    Role.TECHNICAL_STAFF: {"/customers", "/settings/you", "/settings/team"},
    Role.VIEWER: {"/customers", "/events", "/workflows", "/mailbox", "/settings/messages"},
}
NEVER: dict[Role, set[str]] = {
    Role.ADMINISTRATOR: set(),
    Role.CS_OPS: {"/settings/organisation", "/settings/sign-in", "/settings/keys"},
    Role.HEAD_OF_CS: HOUSE,
    Role.CS_STAFF: HOUSE,
    Role.TECHNICAL_STAFF: {
        "/events",
        "/workflows",
        "/mailbox",
        "/settings/messages",
        "/settings/sending",
        "/settings/engine",
        *HOUSE,
    },
    Role.VIEWER: {*HOUSE, "/settings/engine"},
}


def places(page: Page) -> list[str]:
    """Addresses of all that this reader is offered, in the navigation and in the settings."""
    page.goto("/settings/you")
    links = page.get_by_role("navigation").get_by_role("link")
    expect(links.first).to_be_visible()
    expect(page.locator("a[href='/settings/you']").first).to_be_visible()
    found = page.locator("nav a[href]").evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
    return list(dict.fromkeys(found))


def opened(page: Page, address: str, *, refusal: bool = False) -> list[tuple[int, str]]:
    """Opens it and waits until all is there, or until it says why not; gives what the API refused meanwhile."""
    refused: list[tuple[int, str]] = []

    def heard(answer: Response) -> None:
        if "/api/" in answer.url and answer.status >= 400:
            refused.append((answer.status, answer.url))

    page.on("response", heard)
    page.goto(address)
    expect(page.get_by_role("main")).to_be_visible()
    if refusal:
        expect(page.get_by_role("main").get_by_role("alert").first).to_contain_text("permission")
    else:
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
    page.wait_for_load_state("domcontentloaded")
    page.remove_listener("response", heard)
    return refused


@pytest.fixture
def everything(visit: Open) -> list[str]:
    """All places there are: what an administrator is offered."""
    return places(visit("/settings/you"))


@pytest.mark.parametrize("role", Role)
def test_a_role_sees_what_is_its_own_and_is_refused_the_rest(role: Role, visit: Open, everything: list[str]) -> None:
    page = visit("/settings/you", role=role.value)
    offered = places(page)
    assert SEES[role] <= set(offered)
    assert not NEVER[role] & set(offered)
    for address in offered:
        assert opened(page, address) == [], f"{role.label}: {address} asks for what it may not have"
        expect(page.get_by_role("main").get_by_role("alert")).to_have_count(0)
    for address in sorted(NEVER[role] & set(everything)):
        refused = opened(page, address, refusal=True)
        assert 403 in {status for status, _ in refused}, f"{role.label}: {address} is hidden and opens all the same"
