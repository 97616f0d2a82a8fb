"""The snippet in a real browser, on a page of another origin, against the real server."""

from playwright.sync_api import Browser

from tests.browser.site import Site, Source, said


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
    page.context.close()
