"""Files of customers: they come in by a form alone, and never leave as anything a browser would run."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from perennia.customers import files
from perennia.customers.models import StoredFile
from perennia.host import clock, config
from perennia.team.roles import Role
from tests.api.company import a_customer, a_member, signed_in, with_key

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    here = replace(config.current(), files=tmp_path / "files")
    monkeypatch.setattr(config, "current", lambda: here)
    return tmp_path / "files"


def put(
    client: Client, name: str = "plan.txt", data: bytes = b"hello", kind: str = "text/plain", customer: int = 1
) -> dict[str, Any]:
    answer = client.post(f"/api/customers/{customer}/files", {"file": SimpleUploadedFile(name, data, kind)})
    assert answer.status_code == 201, answer.content
    said: dict[str, Any] = answer.json()
    return said


def fetched(client: Client, id_: str) -> tuple[Mapping[str, str], bytes]:
    answer = client.get(f"/api/files/{id_}/content")
    assert answer.status_code == 200, answer.content
    return answer.headers, b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a streamed one


def test_a_file_comes_in_is_listed_fetched_removed_and_comes_back() -> None:
    a_customer(1)
    client = signed_in(Role.CS_STAFF)
    said = put(client)
    assert (said["name"], said["size"], len(said["id"])) == ("plan.txt", 5, 32)
    assert fetched(client, said["id"])[1] == b"hello"
    address = f"/api/files/{said['id']}"
    client.patch(address, {"is_removed": True}, "application/json")
    assert client.get("/api/customers/1/files").json()["items"] == []
    assert client.get(f"{address}/content").status_code == 404
    client.patch(address, {"is_removed": False}, "application/json")
    assert fetched(client, said["id"])[1] == b"hello"


SCRIPT = b"<script>alert(document.domain)</script>"
CORPUS = [
    ("x.html", SCRIPT, "text/html"),
    ("x.htm", SCRIPT, "text/html"),
    ("x.HtMl", SCRIPT, "text/plain"),
    ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/svg+xml"),
    ("x.xml", b"<?xml-stylesheet href='x.xsl'?><a/>", "application/xml"),
    (
        "x.xhtml",
        b"<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>",
        "application/xhtml+xml",
    ),
    ("x.js", b"alert(1)", "text/javascript"),
    ("x.mjs", b"alert(1)", "application/octet-stream"),
    ("x.pdf.html", SCRIPT, "application/pdf"),
    ("x.html.", SCRIPT, "text/html"),
    ("x", SCRIPT, "text/html"),
    ("photo.png", SCRIPT, "image/png"),
    ("x.swf", b"CWS", "application/x-shockwave-flash"),
    ("x.txt", SCRIPT, "text/html; charset=utf-7"),
    ("../../etc/passwd", b"x", "text/plain"),
    ("..\\..\\boot.ini", b"x", "text/plain"),
    ("/etc/cron.d/x", b"x", "text/plain"),
    ("a\u202egnp.exe", b"x", "image/png"),
    ("a\r\nSet-Cookie: x=1.txt", b"x", "text/plain"),
    ('a"; filename="b.html', SCRIPT, "text/html"),
    ("x" * 400 + ".txt", b"x", "text/plain"),
    ("báo cáo quý.pdf", b"%PDF-1.4", "application/pdf"),
    ("", b"x", "text/plain"),
    (".htaccess", b"x", "text/plain"),
]


@pytest.mark.parametrize(("name", "data", "kind"), CORPUS, ids=[name[:20] or "none" for name, _, _ in CORPUS])
@pytest.mark.number("S8")
def test_whatever_it_is_it_is_saved_and_never_opened_here(name: str, data: bytes, kind: str, folder: Path) -> None:
    a_customer(1)
    client = signed_in(Role.CS_STAFF)
    form = f'--B\r\nContent-Disposition: form-data; name="file"; filename="{_escaped(name)}"\r\nContent-Type: {kind}\r\n\r\n'
    whole = form.encode() + data + b"\r\n--B--\r\n"
    answer = client.generic("POST", "/api/customers/1/files", whole, "multipart/form-data; boundary=B")
    if answer.status_code != 201:  # Django's own parser takes no file without a name
        assert (answer.status_code, name) in ((422, ""), (422, "x.html."), (422, "a\r\nSet-Cookie: x=1.txt")), (
            answer.content
        )
        return
    said = answer.json()
    assert not set(said["name"]) & set("/\\\x00\r\n\u202e")
    assert 0 < len(said["name"]) <= 200
    got, body = fetched(client, said["id"])
    assert body == data
    assert got["Content-Disposition"].startswith("attachment")
    assert "\n" not in got["Content-Disposition"]
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Type"] == "application/octet-stream"
    assert got["Content-Security-Policy"] == "default-src 'none'; sandbox"
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert [path.name for path in kept] == [said["id"]]
    assert kept[0].stat().st_mode & 0o777 == 0o600


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


@pytest.mark.number("S8")
def test_a_bomb_is_kept_as_it_came_and_unpacked_by_nobody(folder: Path) -> None:
    a_customer(1)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(20_000_000))
    said = put(signed_in(Role.CS_STAFF), "bomb.zip", packed.getvalue(), "application/zip")
    assert int(said["size"]) == len(packed.getvalue()) < 100_000
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) == int(said["size"])


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"file": {"name": "/etc/passwd", "path": "/etc/passwd"}}', "application/json"),
        (b'{"file": "x"}', "application/json"),
        (b"file=%2Fetc%2Fpasswd", "application/x-www-form-urlencoded"),
        (
            b'--B\r\nContent-Disposition: form-data; name="file"\r\n\r\n/etc/passwd\r\n--B--\r\n',
            "multipart/form-data; boundary=B",
        ),
        (b"--B--", "multipart/form-data; boundary=B"),
        (b"x", "multipart/form-data"),
    ],
)
@pytest.mark.number("S8")
def test_an_upload_comes_from_a_form_and_from_nothing_else(body: bytes, kind: str, folder: Path) -> None:
    a_customer(1)
    answer = signed_in(Role.CS_STAFF).generic("POST", "/api/customers/1/files", body, kind)
    assert answer.status_code in (400, 422), answer.content
    assert StoredFile.objects.count() == 0
    assert not folder.exists()


@pytest.mark.number("S8")
def test_too_large_or_too_many_is_refused_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    a_customer(1)
    client = signed_in(Role.CS_STAFF)
    monkeypatch.setattr(files, "LARGEST", 10)
    refused = client.post("/api/customers/1/files", {"file": SimpleUploadedFile("x", b"x" * 11)})
    assert (refused.status_code, refused.json()["code"]) == (422, "file_too_large")
    with pytest.raises(files.TooLarge):  # also where its size is not said beforehand
        files.put(1, "x", iter([b"x" * 6, b"x" * 6]), None, "", clock.now())
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    monkeypatch.setattr(files, "MOST", 1)
    put(client)
    many = client.post("/api/customers/1/files", {"file": SimpleUploadedFile("x", b"x")})
    assert (many.status_code, many.json()["code"]) == (409, "too_many_files")


@pytest.mark.number("S8")
def test_the_right_is_looked_at_on_each_download() -> None:
    a_customer(1)
    member = a_member(Role.CS_STAFF)
    client = Client()
    client.force_login(member)
    said = put(client)
    assert Client().get(f"/api/files/{said['id']}/content").status_code == 401
    assert signed_in(Role.TECHNICAL_STAFF).get(f"/api/files/{said['id']}/content").status_code == 403
    assert with_key("customer.read").get(f"/api/files/{said['id']}/content").status_code == 403
    member.role = Role.TECHNICAL_STAFF
    member.save()
    assert client.get(f"/api/files/{said['id']}/content").status_code == 403


@pytest.mark.parametrize("id_", ["..%2f..%2fetc%2fpasswd", "0" * 31, "0" * 32, "g" * 32, "0" * 32 + "%00", "%2e%2e"])
@pytest.mark.number("S8")
def test_no_made_up_number_finds_a_file(id_: str) -> None:
    assert signed_in(Role.CS_STAFF).get(f"/api/files/{id_}/content").status_code in (404, 422)


def test_what_was_removed_long_ago_or_never_became_a_file_is_swept(folder: Path) -> None:
    import os

    a_customer(1)
    client = signed_in(Role.CS_STAFF)
    gone, stays = put(client, "gone.txt"), put(client, "stays.txt")
    client.patch(f"/api/files/{gone['id']}", {"is_removed": True}, "application/json")
    orphan = folder / "ab" / ("ab" * 16)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"x")
    os.utime(orphan, (0, 0))
    assert files.sweep(clock.now()) == 1
    assert files.sweep(clock.now() + timedelta(days=31)) == 1
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [stays["id"]]
