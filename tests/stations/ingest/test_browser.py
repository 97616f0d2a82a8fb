"""Which pages may send with a source's key, and what an origin is."""

import pytest

from perennia.core.error import Invalid
from perennia.ingest.browser import Browser, Place, sound


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://app.example.com", "https://app.example.com"),
        ("  HTTPS://App.Example.com/ ", "https://app.example.com"),
        ("https://app.example.com:443", "https://app.example.com"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("https://*.example.com", "https://*.example.com"),
        ("app.example.com", None),
        ("https://app.example.com/path", None),
        ("https://app.example.com?x=1", None),
        ("https://user@app.example.com", None),
        ("https://app.*.com", None),
        ("https://", None),
        ("https://a:b", None),
        ("ftp://app.example.com", None),
        ("null", None),
        ("*", None),
    ],
)
def test_an_origin_is_kept_as_browsers_write_it_or_refused(given: str, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(Invalid, match="is no origin"):
            sound([given], [])
    else:
        assert sound([given, given], [])[0] == (kept,)


def test_pages_of_the_named_origins_may_send_and_no_others() -> None:
    anybody = Browser()
    assert anybody.lets("https://x.example")
    assert anybody.lets("")
    named = Browser(origins=("https://app.example.com", "https://*.example.org"))
    for origin in (
        "https://app.example.com",
        "https://APP.example.com",
        "https://a.example.org",
        "https://a.b.example.org",
    ):
        assert named.lets(origin), origin
    for origin in ("", "null", "http://app.example.com", "https://app.example.com:8443", "https://example.org",
                   "https://.example.org", "https://evilexample.org", "https://app.example.com.evil.io"):  # fmt: skip
        assert not named.lets(origin), origin


def test_an_address_needs_a_path_and_a_feature() -> None:
    assert sound([], [Place(" /reports/* ", " Big   reports ")])[1] == (Place("/reports/*", "Big reports"),)
    for wrong in (Place("reports", "Reports"), Place("/reports", "  "), Place("/" * 201, "Reports")):
        with pytest.raises(Invalid):
            sound([], [wrong])
