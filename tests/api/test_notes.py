"""Notes on customers: Markdown that can do no harm, whose words they are, and how they stand in the timeline."""

from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from typing_extensions import override

from perennia.customers import notes
from perennia.team.roles import Role
from tests.api.company import a_customer, a_member, signed_in, with_key

pytestmark = pytest.mark.django_db


def write(client: Client, body: str = "Likes *short* calls", customer: int = 1) -> dict[str, object]:
    answer = client.post(f"/api/customers/{customer}/notes", {"body": body}, "application/json")
    assert answer.status_code == 201, answer.content
    said: dict[str, object] = answer.json()
    return said


def test_a_note_is_written_pinned_edited_removed_and_comes_back() -> None:
    a_customer(1)
    client = signed_in(Role.CS_STAFF)
    note = write(client)
    assert (note["html"], note["is_mine"], note["edited_at"]) == ("<p>Likes <em>short</em> calls</p>\n", True, None)
    address = f"/api/notes/{note['id']}"
    assert client.patch(address, {"is_pinned": True}, "application/json").json()["is_pinned"] is True
    assert client.patch(address, {"body": "Likes long calls"}, "application/json").json()["edited_at"] is not None
    listed = client.get("/api/customers/1/notes").json()
    assert (
        [each["body"] for each in listed["pinned"]]
        == [each["body"] for each in listed["items"]]
        == ["Likes long calls"]
    )
    client.patch(address, {"is_removed": True}, "application/json")
    assert client.get("/api/customers/1/notes").json()["items"] == []
    assert client.patch(address, {"is_pinned": True}, "application/json").status_code == 404
    client.patch(address, {"is_removed": False}, "application/json")
    assert len(client.get("/api/customers/1/notes").json()["items"]) == 1


def test_only_its_author_or_who_may_change_any_customer_changes_a_note() -> None:
    a_customer(1)
    note = write(signed_in(Role.CS_STAFF))
    colleague = Client()
    colleague.force_login(a_member(Role.CS_STAFF, email="c@x.test"))
    refused = colleague.patch(f"/api/notes/{note['id']}", {"body": "x"}, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_your_note")
    assert colleague.patch(f"/api/notes/{note['id']}", {"is_pinned": True}, "application/json").status_code == 200
    assert (
        signed_in(Role.HEAD_OF_CS)
        .patch(f"/api/notes/{note['id']}", {"is_removed": True}, "application/json")
        .status_code
        == 200
    )


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "<javascript:alert(1)>",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://track.test/pixel.png)",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "`<script>`",
    '[x](https://a.test "onmouseover=alert(1)")',
    "<a href='javascript:alert(1)'>x</a>",
    "<style>*{background:url(https://track.test)}</style>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
]


class Shown(HTMLParser):
    """The tags and attributes a browser would find."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [(tag, name, value or "") for name, value in attrs] or [(tag, "", "")]


@pytest.mark.parametrize("body", HOSTILE)
@pytest.mark.number("S7")
def test_no_note_can_do_harm(body: str) -> None:
    shown = Shown()
    shown.feed(notes.html(body))
    for tag, name, value in shown.found:
        assert tag in ("p", "a", "code", "br", "em", "strong", "blockquote", "ul", "li", "pre"), shown.found
        assert name in ("", "rel") or (name == "href" and value.startswith("https://")), shown.found


@pytest.mark.parametrize("body", ["", "   ", "x" * 20_001, "a\x00b"])
def test_a_note_needs_words(body: str) -> None:
    a_customer(1)
    answer = signed_in(Role.CS_STAFF).post("/api/customers/1/notes", {"body": body}, "application/json")
    assert answer.status_code == 422


def test_who_may_not_read_notes_sees_none() -> None:
    a_customer(1)
    write(signed_in(Role.CS_STAFF), "Pays 40,000")
    assert signed_in(Role.TECHNICAL_STAFF).get("/api/customers/1/notes").status_code == 403
    assert with_key("customer.read").get("/api/customers/1/notes").status_code == 403
    assert with_key("note.read").get("/api/customers/9/notes").status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_notes_come_in_pages_and_a_fixed_number_of_questions(number: int) -> None:
    a_customer(1)
    client = signed_in(Role.CS_STAFF)
    for place in range(number):
        write(client, f"Note {place}")
    with CaptureQueriesContext(connection) as asked:
        said = client.get("/api/customers/1/notes?limit=20").json()
    assert len(asked) <= 7, [each["sql"] for each in asked]
    if said["next_cursor"]:
        rest = client.get("/api/customers/1/notes", {"limit": 20, "cursor": said["next_cursor"]}).json()
        assert [each["body"] for each in said["items"] + rest["items"]] == [
            f"Note {n}" for n in reversed(range(number))
        ]
