"""All texts in one list; words not kept yet, seen and tried; a test that reaches nobody but oneself."""

import pytest
from django.test import Client

from perennia.host import clock
from perennia.messages import dispatch
from perennia.messages.models import MailboxMessage, Template
from perennia.team.models import Member
from perennia.team.roles import Role
from perennia.workflows import publish
from tests.api.company import signed_in

pytestmark = pytest.mark.django_db
PATH = "/api/workflows/payment_failed_help/texts"


@pytest.fixture
def client() -> Client:
    publish.install(clock.now())
    return signed_in(Role.CS_OPS)


def text(client: Client) -> dict[str, object]:
    (found,) = [
        one for one in client.get("/api/texts").json()["items"] if one["workflow"]["key"] == "payment_failed_help"
    ]
    assert isinstance(found, dict)
    return found


def test_every_text_of_every_workflow_is_listed_with_its_languages(client: Client) -> None:
    said = client.get("/api/texts").json()
    assert len({(one["workflow"]["key"], one["name"]) for one in said["items"]}) == len(said["items"]) > 8
    assert all([way["language"] for way in one["languages"]] == ["en", "vi"] for one in said["items"])
    assert "contact.first_name" in said["names"]
    name = text(client)["name"]
    client.put(f"{PATH}/{name}/vi", {"subject": "Xin chào", "body": "Chào bạn"}, content_type="application/json")
    languages = text(client)["languages"]
    assert isinstance(languages, list)
    assert [(one["language"], one["is_edited"]) for one in languages] == [("en", False), ("vi", True)]


def test_words_not_kept_yet_are_shown_and_what_cannot_be_read_is_named(client: Client) -> None:
    name = text(client)["name"]
    draft = {"subject": "Hello {{ contact.first_name }}", "body": "Hi <script>alert(1)</script>"}
    shown = client.post(f"{PATH}/{name}/en/preview", draft, content_type="application/json").json()
    assert shown["subject"].startswith("Hello ")
    assert "<script" not in shown["html"]
    assert Template.objects.count() == 0
    for body in ("{{ contact.nonsense }}", "{% if %}", "{{ contact.name "):
        wrong = client.post(f"{PATH}/{name}/en/preview", {**draft, "body": body}, content_type="application/json")
        assert wrong.status_code == 422, body
        assert wrong.json()["errors"][0]["field"] == "body", wrong.json()


def test_a_short_text_is_shown_with_the_parts_it_takes_and_kept_beside_the_letter(client: Client) -> None:
    name = text(client)["name"]
    draft = {"subject": "Hi", "body": "Hello", "short": "Chào bạn, ế" * 8}
    shown = client.post(f"{PATH}/{name}/en/preview", draft, content_type="application/json").json()
    assert (shown["alphabet"], shown["parts"], shown["signs"]) == ("unicode", 2, 88)
    wrong = {**draft, "short": "{{ nobody.knows }}"}
    said = client.put(f"{PATH}/{name}/en", wrong, content_type="application/json")
    assert (said.status_code, said.json()["errors"][0]["field"]) == (422, "short")
    kept = client.put(f"{PATH}/{name}/en", draft, content_type="application/json").json()["messages"]
    assert draft["short"] in [one["short"] for one in kept]


def test_a_test_goes_to_oneself_alone_marked_as_one(client: Client) -> None:
    name = text(client)["name"]
    draft = {"subject": "Your payment", "body": "Hi {{ contact.first_name }}"}
    answer = client.post(f"{PATH}/{name}/en/test", draft, content_type="application/json")
    me = Member.objects.get(role=Role.CS_OPS)
    assert (answer.status_code, answer.json()) == (202, {"to": me.email})
    while dispatch.dispatch():
        pass
    mail = MailboxMessage.objects.get()
    assert (mail.to_address, mail.subject, mail.audience) == (me.email, "Test: Your payment", "team")
    wrong = client.post(f"{PATH}/{name}/en/test", {**draft, "body": "{{ no }}"}, content_type="application/json")
    assert wrong.status_code == 422
