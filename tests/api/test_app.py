"""The screens are served from their build: compressed, kept for ever where named by content, and with strict headers."""

import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
SCRIPT = b"console.log('hello')" * 100


@pytest.fixture(autouse=True)
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from perennia.api import app

    assets = tmp_path / "assets"
    assets.mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>Perennia</title>")
    (assets / "main-Ab3dE6gH.js").write_bytes(SCRIPT)
    (assets / "main-Ab3dE6gH.js.gz").write_bytes(gzip.compress(SCRIPT))
    (tmp_path / "perennia.js").write_bytes(SCRIPT)
    (tmp_path / "perennia.js.gz").write_bytes(gzip.compress(SCRIPT))
    monkeypatch.setattr(app, "WEB", tmp_path)
    app._files.cache_clear()
    app._index.cache_clear()
    yield
    app._files.cache_clear()
    app._index.cache_clear()


@pytest.mark.parametrize("path", ["/", "/customers", "/customers/12?tab=log", "/workflows/check_ins"])
def test_every_address_of_the_app_is_the_app(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert b"<title>Perennia</title>" in answer.content
    assert answer["Cache-Control"] == "no-cache"


def test_a_file_named_by_its_content_is_kept_for_ever_and_comes_compressed() -> None:
    answer = Client().get("/assets/main-Ab3dE6gH.js", headers={"Accept-Encoding": "gzip"})
    assert (answer["Content-Encoding"], gzip.decompress(answer.content)) == ("gzip", SCRIPT)
    assert "immutable" in answer["Cache-Control"]
    assert "javascript" in answer["Content-Type"]
    assert Client().get("/assets/main-Ab3dE6gH.js").content == SCRIPT


def test_the_program_for_pages_of_others_is_kept_a_while_asked_for_anew_and_may_run_anywhere() -> None:
    answer = Client().get("/perennia.js", headers={"Accept-Encoding": "gzip", "Origin": "https://app.example.com"})
    assert (answer["Content-Encoding"], gzip.decompress(answer.content)) == ("gzip", SCRIPT)
    assert answer["Cache-Control"] == "public, max-age=600, stale-while-revalidate=86400"
    assert (answer["Access-Control-Allow-Origin"], answer["Cross-Origin-Resource-Policy"]) == ("*", "cross-origin")
    assert "Accept-Encoding" in answer["Vary"]
    again = Client().get("/perennia.js", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "Access-Control-Allow-Origin" not in Client().get("/assets/main-Ab3dE6gH.js")


@pytest.mark.parametrize(
    "path",
    [
        "/assets/gone-12345678.js",
        "/favicon.png",
        "/.env",
        "/assets/../settings.py",
        "/assets/%2e%2e/%2e%2e/settings.py",
    ],
)
def test_what_is_not_there_is_not_the_app(path: str) -> None:
    assert Client().get(path).status_code == 404


def test_a_change_of_the_app_is_refused() -> None:
    assert Client().post("/customers").status_code == 405


@pytest.mark.parametrize("path", ["/", "/api/session", "/api/nothing", "/healthz", "/gone.js"])
def test_every_answer_has_the_strict_headers(path: str) -> None:
    answer = Client().get(path)
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"


def test_a_build_made_while_the_server_runs_is_served_at_once(tmp_path: Path) -> None:
    """Else the page asks for files of the build before, and stays white."""
    assert Client().get("/assets/main-Ab3dE6gH.js").status_code == 200
    (tmp_path / "assets" / "main-Ab3dE6gH.js").unlink()
    (tmp_path / "assets" / "main-Ab3dE6gH.js.gz").unlink()
    (tmp_path / "assets" / "main-Zy9xW8vU.js").write_bytes(SCRIPT)
    (tmp_path / "index.html").write_text("<!doctype html><title>The next Perennia</title>")
    os.utime(tmp_path / "index.html", ns=(1, 1))
    assert b"The next Perennia" in Client().get("/").content
    assert Client().get("/assets/main-Zy9xW8vU.js").content == SCRIPT
    assert Client().get("/assets/main-Ab3dE6gH.js").status_code == 404
