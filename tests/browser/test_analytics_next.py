"""Segment's own browser client, from npm, on a page of another origin against the real server."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.site import Door, Site, Source, said
from tests.tools import clients

STORY = """async ([run]) => {
    const { analytics } = window;
    await analytics.page("Docs", "Pricing", { run });
    await analytics.identify(`ann-${run}`, { email: `ann-${run}@acme.example`, name: "Ánh" });
    await analytics.group(`acme-${run}`, { name: `Acme ${run}`, employees: 50 });
    await analytics.track("Feature Used", { feature: "Reports", seconds: 12, run });
    await analytics.alias(`anh-${run}`, `ann-${run}`);
    await analytics.reset();
    await analytics.track("Looked Around", { run });
}"""
BATCHES: dict[str, object] = {"deliveryStrategy": {"strategy": "batching", "config": {"timeout": 300}}}


@pytest.fixture(scope="module")
def program(product: object, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return clients.page(Path(tmp_path_factory.mktemp("page")))


def opened(chrome: Browser, shop: Site, source: Source, program: bytes, options: object = None) -> Page:
    shop.files["/page.js"] = program
    shop.head = '<script src="/page.js"></script>'
    page = chrome.new_page()
    page.goto(f"{shop.url}/pricing?plan=pro")
    page.evaluate(
        "([key, host, options]) => begin(key, host, options)", [source.key, source.product.url, options or {}]
    )
    return page


@pytest.mark.parametrize("options", [{}, {"integrations": {"Segment.io": BATCHES}}], ids=["one by one", "in batches"])
def test_it_works_by_naming_another_host(
    chrome: Browser, shop: Site, pages_source: Source, program: bytes, options: object
) -> None:
    source = pages_source
    page = opened(chrome, shop, source, program, options)
    page.evaluate(STORY, [source.run])
    events = source.arrived(6)
    assert sorted(str(one["name"]) for one in events) == sorted(
        ["Page Viewed", "Identify", "Group", "Feature Used", "Alias", "Looked Around"]
    )
    by_name = {one["name"]: one for one in events}
    assert said(by_name["Page Viewed"])["search"] == "?plan=pro"
    assert said(by_name["Identify"], "traits")["name"] == "Ánh"
    assert said(by_name["Feature Used"], "context")["userId"] == f"ann-{source.run}"
    assert "userId" not in said(by_name["Looked Around"], "context")
    assert len({one["message_id"] for one in events}) == 6
    assert [one["duplicates"] for one in events] == [0] * 6
    page.context.close()


@pytest.mark.number("R1")
@pytest.mark.parametrize("strategy", [{}, BATCHES], ids=["one by one", "in batches"])
def test_while_the_server_answers_503_it_waits_and_then_nothing_is_lost_or_doubled(
    chrome: Browser, shop: Site, pages_source: Source, way_in: Door, program: bytes, strategy: dict[str, object]
) -> None:
    source = pages_source
    way_in.refusals = [(503, {"Retry-After": "1"})] * 3
    host = {"apiHost": f"{way_in.url.removeprefix('http://')}/v1", "protocol": "http"}
    page = opened(chrome, shop, source, program, {"integrations": {"Segment.io": {**host, **strategy}}})
    page.evaluate("([run]) => { for (let n = 0; n < 5; n += 1) analytics.track('Counted', { run, n }); }", [source.run])
    events = source.arrived(5, name="Counted")
    assert way_in.refusals == []
    assert sorted(int(str(said(one)["n"])) for one in events) == [0, 1, 2, 3, 4]
    assert [one["duplicates"] for one in events] == [0] * 5
    page.context.close()
