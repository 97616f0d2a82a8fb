"""Messages, the mailbox and the one switch, over the API."""

import re

import pytest
from django.test import Client

from perennia.messages import dispatch
from perennia.messages.models import MailboxMessage
from perennia.team.roles import Role
from tests.api import company
from tests.api.company import a_member, with_key
from tests.stations.messages.given import DAY, NOON, an, message, state, words

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def signed_in(client: Client) -> Client:
    client.force_login(a_member())
    return client


def test_messages_are_listed_with_their_fate_in_words(client: Client) -> None:
    words(subject="For {{ contact.first_name }}")
    an()
    message(), message()
    dispatch.one_round(NOON)
    listed = signed_in(client).get("/api/messages").json()["items"]
    assert {one["state"] for one in listed} == {"sent", "queued"}
    waits = next(one for one in listed if one["state"] == "queued")
    assert waits["reason"] == "One message went to them today already"
    assert (waits["subject"], waits["reason_code"]) == ("For …", "cap_day:1")
    assert waits["next_at"] is not None
    left = next(one for one in listed if one["state"] == "sent")
    assert (left["to"], left["subject"]) == ("an11@acme.example", "For An")


def test_pages_of_messages_follow_each_other_and_miss_none(client: Client) -> None:
    words()
    ids = {str(message(an(20 + n))) for n in range(7)}
    signed_in(client)
    seen: set[str] = set()
    cursor: str | None = ""
    while cursor is not None:
        page = client.get("/api/messages", {"limit": "3", "cursor": cursor} if cursor else {"limit": "3"}).json()
        seen |= {one["id"].partition("-")[2] for one in page["items"]}
        cursor = page["next_cursor"]
    assert seen == ids


def test_one_message_shows_its_letter_and_headers(client: Client) -> None:
    words()
    an()
    message()
    dispatch.one_round(NOON)
    id = signed_in(client).get("/api/messages").json()["items"][0]["id"]
    whole = client.get(f"/api/messages/{id}").json()
    assert "Hello An" in whole["html"]
    assert ["Auto-Submitted", "auto-generated"] in whole["headers"]
    assert client.get("/api/messages/999-00000000-0000-0000-0000-000000000000").status_code == 404
    assert client.get("/api/messages/nonsense").status_code == 422


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CS_STAFF])
def test_who_may_only_read_cannot_act_for_a_customer_by_a_letters_links(role: Role) -> None:
    words()
    an()
    message()
    dispatch.one_round(NOON)
    client = company.signed_in(role)
    id = client.get("/api/messages").json()["items"][0]["id"]
    mail = MailboxMessage.objects.get().pk
    for path in (f"/api/messages/{id}", f"/api/mailbox/{mail}", f"/api/mailbox/{mail}/body"):
        tokens = set(re.findall(r"/u/([\w.-]*|…|\\\\u2026)", client.get(path).content.decode()))
        assert tokens, path
        assert any(len(one) > 40 for one in tokens) is (role == Role.CS_STAFF), path


def test_a_failed_message_can_be_sent_again_or_discarded(client: Client) -> None:
    an()
    id, other = message(template="gone"), message(template="gone", topic="transactional")
    dispatch.one_round(NOON)
    signed_in(client)
    public = {one["id"].partition("-")[2]: one["id"] for one in client.get("/api/messages").json()["items"]}
    assert client.post(f"/api/messages/{public[str(id)]}/retry").json()["state"] == "queued"
    assert client.post(f"/api/messages/{public[str(other)]}/discard").json()["state"] == "held"
    assert state(other) == ("held", "discarded")
    again = client.post(f"/api/messages/{public[str(other)]}/retry")
    assert (again.status_code, again.json()["code"]) == (409, "not_to_be_sent")


def test_the_mailbox_lists_counts_and_marks_as_read(client: Client) -> None:
    words(subject="Hi " + "{{ contact.first_name }}")
    an(first_name=HOSTILE)
    message()
    dispatch.one_round(NOON)
    box = signed_in(client).get("/api/mailbox").json()
    assert (box["total"], box["unread"]) == (1, 1)
    assert box["items"][0]["from"].endswith("localhost")
    assert HOSTILE in box["items"][0]["subject"]
    mail = client.get(f"/api/mailbox/{box['items'][0]['id']}").json()
    assert "<script" not in mail["html"]
    assert "&lt;script&gt;" in mail["html"]
    assert client.get("/api/mailbox").json()["unread"] == 0
    assert client.get("/api/mailbox", {"q": "nobody"}).json()["items"] == []
    assert client.get("/api/mailbox", {"audience": "team"}).json()["total"] == 0


@pytest.mark.number("S7")
def test_a_letter_is_framed_so_that_nothing_runs_and_nothing_is_fetched(client: Client) -> None:
    words()
    an(name=HOSTILE, first_name=HOSTILE)
    message()
    dispatch.one_round(NOON)
    row = MailboxMessage.objects.get()
    frame = signed_in(client).get(f"/api/mailbox/{row.pk}/body")
    assert frame["Content-Security-Policy"].startswith("default-src 'none'")
    assert "sandbox" in frame["Content-Security-Policy"]
    assert "allow-scripts" not in frame["Content-Security-Policy"]
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert "<script" not in frame.content.decode()
    assert '<base target="_blank">' in frame.content.decode()


def test_stop_all_holds_everything_back_and_the_time_does_not_count(client: Client) -> None:
    words()
    an()
    signed_in(client)
    assert client.post("/api/sending", {"stopped": True}, content_type="application/json").json()["stopped"]
    from perennia.messages.models import SendingStop

    SendingStop.objects.update(started_at=NOON)
    id = message()
    assert dispatch.one_round(NOON + DAY) == {}
    assert state(id) == ("queued", "stop_all")
    told = client.get("/api/sending").json()
    assert (told["stopped"], told["by"]) == (True, "Administrator")
    client.post("/api/sending", {"stopped": False}, content_type="application/json")
    SendingStop.objects.update(ended_at=NOON + 4 * DAY)
    assert state(id) == ("queued", "")
    assert dispatch.one_round(NOON + 4 * DAY) == {"sent": 1}


def test_a_key_without_the_scope_sees_no_message() -> None:
    assert with_key("customer.read").get("/api/messages").status_code == 403
    assert with_key("message.read").get("/api/mailbox").status_code == 200
    assert (
        with_key("message.read").post("/api/sending", {"stopped": True}, content_type="application/json").status_code
        == 403
    )
