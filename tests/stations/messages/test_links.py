"""The links of a letter: one-click unsubscribe, topics, the answer to a check-in, clicks."""

import re

import pytest
from django.db import connection
from django.test import Client

from perennia.messages import again, dispatch, queries
from perennia.messages.models import Conduct, Consent, MailboxMessage
from tests.stations.messages.given import NOON, an, message, reported, state, words

pytestmark = pytest.mark.django_db

BODY = "Hello {{ contact.first_name }}\n\n[Open](https://app.example/start?a=1&b=2)\n\n[Answer]({{ links.answer }})"


def a_letter(body: str = BODY, language: str = "en") -> queries.Sent:
    words(body)
    an(language=language)
    id = message()
    dispatch.one_round(NOON)
    row = MailboxMessage.objects.get(message=id)
    return queries.sent(row.partition, row.message)


def path(letter: queries.Sent, letters: str) -> str:
    found = re.search(rf'href="[^"]*?(/{letters}/[^"]+)"', letter.html)
    assert found is not None
    return found.group(1)


def test_a_get_shows_the_topics_and_changes_nothing(client: Client) -> None:
    address = path(a_letter(), "u")
    page = client.get(address)
    assert page.status_code == 200
    assert 'type="checkbox"' in page.content.decode()
    assert "script" not in page.content.decode()
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert not Consent.objects.exists()


def test_one_click_by_post_leaves_the_topic_of_the_letter_without_a_cookie() -> None:
    letter = a_letter()
    header = dict(letter.headers)["List-Unsubscribe"].strip("<>")
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/u/" + header.rpartition("/u/")[2], {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    row = Consent.objects.get()
    assert (row.contact_id, row.topic, row.state, row.address) == (11, "success", "withdrawn", "an11@acme.example")
    assert reported()[-1][0] == "Message Unsubscribed"
    after = message()
    dispatch.one_round(NOON.replace(day=6))
    assert state(after) == ("held", "no_consent:success")


def test_one_click_twice_is_one_event(client: Client) -> None:
    address = path(a_letter(), "u")
    for _ in range(2):
        client.post(address, {"List-Unsubscribe": "One-Click"})
    assert [name for name, _, _ in reported()].count("Message Unsubscribed") == 1


def test_topics_are_chosen_one_by_one_and_can_be_taken_back(client: Client) -> None:
    address = path(a_letter(), "u")
    client.post(address, {"do": "keep", "topic": ["success"]})
    assert {row.topic: row.state for row in Consent.objects.all()} == {
        "product_news": "withdrawn",
        "surveys": "withdrawn",
    }
    client.post(address, {"do": "keep", "topic": ["success", "surveys", "product_news"]})
    assert {row.state for row in Consent.objects.all()} == {"given"}
    client.post(address, {"do": "none"})
    assert {row.topic: row.state for row in Consent.objects.all()} == dict.fromkeys(
        ("success", "product_news", "surveys"), "withdrawn"
    )


@pytest.mark.parametrize("letters", ["u", "a", "c"])
def test_a_guessed_or_borrowed_token_opens_nothing(client: Client, letters: str) -> None:
    letter = a_letter()
    other = path(letter, "a" if letters != "a" else "u")
    token = other.rpartition("/")[2]
    for guess in (token, token[:-1], "1-00000000000000000000000000000000-0.x", "x", "%00"):
        assert client.get(f"/{letters}/{guess}").status_code == 404
        if letters != "c":
            assert client.post(f"/{letters}/{guess}", {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert not Consent.objects.exists()


def test_an_answer_is_an_event_once_and_a_get_is_none(client: Client) -> None:
    address = path(a_letter(), "a")
    assert "Going well" in client.get(address).content.decode()
    assert client.post(address, {"text": "no choice"}).status_code == 422
    assert reported()[-1][0] == "Message Sent"
    client.post(address, {"choice": "need_help", "text": "<b>Stuck</b>"})
    assert reported()[-1][0] == "Check-in Answered"


def test_pages_speak_the_contacts_language(client: Client) -> None:
    address = path(a_letter(language="vi"), "a")
    page = client.get(address)
    assert '<html lang="vi">' in page.content.decode()
    assert "Gửi câu trả lời" in page.content.decode()


def test_a_click_leads_to_the_letters_own_link_only(client: Client) -> None:
    letter = a_letter()
    assert letter.links == ["https://app.example/start?a=1&b=2"]
    answer = client.get(path(letter, "c"))
    assert (answer.status_code, answer["Location"]) == (302, "https://app.example/start?a=1&b=2")
    assert reported()[-1][0] == "Message Clicked"


def test_clicks_are_not_followed_where_the_organisation_says_so() -> None:
    Conduct.objects.create(pk=1, follows_clicks=False)
    letter = a_letter()
    assert 'href="https://app.example/start?a=1&amp;b=2"' in letter.html
    assert letter.links == []


def test_a_transactional_letter_has_no_way_out() -> None:
    words()
    an()
    id = message(topic="transactional")
    dispatch.one_round(NOON)
    row = MailboxMessage.objects.get(message=id)
    letter = queries.sent(row.partition, row.message)
    assert "/u/" not in letter.html
    assert "List-Unsubscribe" not in dict(letter.headers)


def test_a_letter_that_may_have_left_keeps_its_links_when_it_is_discarded(client: Client) -> None:
    letter = a_letter()
    row = MailboxMessage.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("update message set state = 'unknown', reason = 'cut_off'")
    again.discard(row.partition, row.message, NOON)
    assert client.get(path(letter, "c"))["Location"] == "https://app.example/start?a=1&b=2"
    client.post(path(letter, "u"), {"List-Unsubscribe": "One-Click"})
    assert Consent.objects.get().address == "an11@acme.example"
