"""What a web page is told by its write key: Segment's settings document, with ours beside it."""

from perennia.host import config
from perennia.ingest.browser import Browser
from perennia.knowledge import live

Json = dict[str, object]


def document(write_key: str, browser: Browser) -> Json:
    """The document Segment's browser client asks its CDN for, so that events come back here; `perennia` is our own part.

    No integration but the one that sends to us: anything else would make the client fetch programs of Segment's.
    """
    scheme, _, host = config.current().public_url.partition("://")
    return {
        "integrations": {"Segment.io": {"apiKey": write_key, "apiHost": f"{host.rstrip('/')}/v1", "protocol": scheme}},
        "plan": {},
        "edgeFunction": {},
        "enabledMiddleware": {},
        "remotePlugins": [],
        "metrics": {"sampleRate": 0},
        "perennia": ours(browser),
    }


def ours(browser: Browser) -> Json:
    """What our own snippet goes by."""
    return {
        "consent": browser.consent,
        "heedsSignals": browser.heeds_signals,
        "idleSeconds": browser.idle_minutes * 60,
        "pages": browser.pages,
        "places": [[place.path, place.feature] for place in browser.places],
        "guidance": bool(live.house().items),
    }
