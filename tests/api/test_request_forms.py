# ruff: noqa: E501  a form stands on few lines
"""Request forms: authored, filled in once however often it is sent, by strangers and by the link of a letter."""

import re
from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from django.db import connection
from django.test import Client

from perennia.core.event import Properties
from perennia.host import clock
from perennia.ingest import wake
from perennia.integrations.models import RequestForm
from perennia.messages import link
from perennia.team.models import FormUse, Organisation
from perennia.team.roles import Role
from tests.api.company import signed_in
from tests.emptying import empty
from tests.stations.messages.given import an, message

pytestmark = pytest.mark.django_db(transaction=True)
ASKED = {
    "title": "A report by region",
    "text": "Sales by region",
    "priority": "high",
    "name": "Anna Berg",
    "email": "anna@acme.test",
}


@pytest.fixture(autouse=True)
def nothing_of_before(transactional_db: None) -> Iterator[None]:
    with connection.cursor() as cursor:
        empty(cursor, "inbox, message")
    yield
    wake.stop()


def made(**more: object) -> Client:
    client = signed_in(Role.CS_OPS)
    said = {"slug": "help", "title": "What can we do?", "title_vi": "Bạn cần gì?", "topics": ["Reports", " ", "Reports"], "expected_days": 2,
            "questions": [{"label": "Which region?", "is_required": True}, {"label": "Who uses it?", "label_vi": "Ai dùng?"}], **more}  # fmt: skip
    answer = client.post("/api/request-forms", msgspec.json.encode(said), content_type="application/json")
    assert answer.status_code == 201, answer.content
    return client


def events() -> list[tuple[str, int | None, Properties]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct on (message_hash) name, contact_id, body -> 'properties' from inbox where name = 'Task Requested'"
        )
        return [(name, contact, msgspec.json.decode(said)) for name, contact, said in cursor.fetchall()]


@pytest.mark.number("S11")
def test_a_stranger_asks_once_however_often_the_form_is_sent() -> None:
    made()
    page = Client().get("/request/help", headers={"Accept-Language": "vi"})
    assert "Bạn cần gì?" in page.content.decode()
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    shown = Client().get("/request/help").content.decode()
    key = re.search(r'name="key" value="(\w+)"', shown)
    assert key is not None
    day = (clock.now() + timedelta(days=5)).date().isoformat()
    said = {**ASKED, "key": key[1], "q0": "North", "wanted": day, "topic": "Reports"}
    for _ in range(2):
        thanks = Client().post("/request/help", said)
        assert (thanks.status_code, "within 2 working days" in thanks.content.decode()) == (200, True)
    assert RequestForm.objects.get().sent == 1
    # What was changed before it was sent again is another request; a new page begins one too, whatever it says.
    for more in ({"title": "Another report"}, {"key": "k2"}):
        assert Client().post("/request/help", {**said, **more}).status_code == 200
    assert RequestForm.objects.get().sent == 3
    assert '"/request/help?lang=en"' in thanks.content.decode()  # what is asked next is asked in the same language
    assert len(events()) == 3
    _, contact, told = next(one for one in events() if one[2]["title"] == "A report by region")
    assert contact is not None
    assert (told["title"], told["priority"], told["topic"], told["expected"]) == (
        "A report by region",
        "High",
        "Reports",
        "within 2 working days",
    )
    assert told["text"] == "Sales by region\n\nWhich region?\nNorth"
    assert told["open_questions"] == "Who uses it?"
    assert str(told["due_at"]).startswith(day)


@pytest.mark.number("S11")
def test_what_is_wrong_is_said_where_it_is_and_nothing_typed_is_lost() -> None:
    made()
    wrong = {
        "title": ({"title": " "}, "in a line"), "q0": ({}, "needs an answer"), "email": ({"q0": "x", "email": "nobody"}, "e-mail address"),
        "wanted": ({"q0": "x", "wanted": "1999-01-01"}, "from today on"), "name": ({"q0": "x", "name": ""}, "your name"),
        "fax_number": ({"q0": "x", "fax_number": "1"}, "hidden"),
    }  # fmt: skip
    for field, (said, why) in wrong.items():
        answer = Client().post("/request/help", {**ASKED, "key": "k", "text": "<b>kept</b>", **said})
        page = answer.content.decode()
        assert (answer.status_code, why in page, "&lt;b&gt;kept&lt;/b&gt;" in page) == (422, True, True), field
    assert events() == []
    FormUse.objects.all().delete()
    answers = [
        Client().post("/request/help", {**ASKED, "key": f"k{place}", "q0": "x"}).status_code for place in range(11)
    ]
    assert answers == [200] * 10 + [429]
    assert Client().get("/request/none").status_code == 404


def test_whoever_is_known_keeps_their_name_whatever_a_stranger_writes_over_their_address() -> None:
    made(questions=[])
    for name in ("Anna Berg", "Mallory"):
        said = {**ASKED, "key": name, "name": name, "email": "first.known@acme.test"}
        assert Client().post("/request/help", said).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("select body -> 'traits' ->> 'name' from inbox where name = 'Identify' order by received_at")
        assert {name for (name,) in cursor.fetchall()} == {"Anna Berg", None}
    for email in ("a\x00@acme.test", "a@b\r\nBcc: c@d.test", "x" * 250 + "@acme.test", "a@b@c"):
        answer = Client().post("/request/help", {**ASKED, "key": email, "email": email})
        assert (answer.status_code, "e-mail address" in answer.content.decode()) == (422, True), email
    # The letter that confirms it would carry the words to whoever's address was written.
    for said in ({"name": "Win at prizes.test/now"}, {"title": "Win at https://prizes.test"}):
        assert Client().post("/request/help", {**ASKED, "key": "k", **said}).status_code == 422


def test_no_public_address_is_broken_by_a_name_the_database_does_not_take() -> None:
    for begins in (
        "request",
        "r",
        "b",
        "book",
        "book/m",
        "hooks/in",
        "hooks",
        "u",
        "a",
        "c",
        "f",
        "n",
        "y",
        "api/customers",
    ):
        for answer in (Client().get(f"/{begins}/a%00b"), Client().post(f"/{begins}/%00", {"name": "x"})):
            assert answer.status_code == 404, begins


def test_the_link_of_a_letter_knows_who_asks() -> None:
    made(questions=[])
    an(name="An Tran")
    letter = message()
    there = link.make("request", "", 158, letter)  # the partition of customer 1
    assert there.startswith("/r/")
    moved = Client().get(there)
    assert moved.status_code == 302
    page = Client().get(moved["Location"]).content.decode()
    assert ("An Tran" in page, 'name="email"' in page) == (True, False)
    token = there.removeprefix("/r/")
    assert (
        Client().post("/request/help", {"title": "Hi", "priority": "normal", "key": "k", "l": token}).status_code == 200
    )
    assert events()[0][1] == 11
    assert 'name="email"' in Client().get(f"/request/help?l={token[:-3]}xyz").content.decode(), (
        "a token that is none is no link"
    )


def test_a_form_without_topics_takes_none_whatever_is_sent() -> None:
    made(questions=[], topics=[])
    an(name="An Tran")
    token = link.make("request", "", 158, message()).removeprefix("/r/")
    for more in ({"l": token}, {"name": "Anna", "email": "anna@acme.test"}):
        said = {"title": "Hi", "priority": "normal", "key": str(more), "topic": "a\x00" + "b" * 100_000, **more}
        assert Client().post("/request/help", said).status_code == 200
    assert ["topic" in told for _, _, told in events()] == [False, False]


def test_a_form_is_made_changed_closed_and_removed() -> None:
    client = made()
    [row] = client.get("/api/request-forms").json()["items"]
    assert (row["url"].endswith("/request/help"), row["topics"], [one["key"] for one in row["questions"]]) == (
        True,
        ["Reports"],
        ["q0", "q1"],
    )
    path = f"/api/request-forms/{row['id']}"

    def send(method: str, where: str, **said: object) -> int:
        return client.generic(method, where, msgspec.json.encode(said), content_type="application/json").status_code

    assert send("POST", "/api/request-forms", slug="help", title="Again") == 409
    assert send("POST", "/api/request-forms", slug="no good", title="Again") == 422
    assert send("PATCH", path, is_active=False) == 200
    assert Client().get("/request/help").status_code == 404
    assert "no form to fill in" in Client().get("/request").content.decode()
    assert send("PATCH", path, is_active=True, title="New") == 200
    assert "New" in Client().get("/request").content.decode()
    assert signed_in(Role.CS_STAFF).get("/api/request-forms").status_code == 403
    assert send("DELETE", path) == 204
    assert not RequestForm.objects.exists()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_first_day_one_may_want_it_by_is_today_where_the_organisation_is(zone: str) -> None:
    made()
    Organisation.objects.update_or_create(pk=1, defaults={"name": "House", "zone": zone})
    before = clock.now()
    page = Client().get("/request/help").content.decode()
    days = {at.astimezone(ZoneInfo(zone)).date() for at in (before, clock.now())}  # the day may turn on the way
    assert any(f'min="{day}"' in page for day in days)
