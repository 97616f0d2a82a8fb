"""A survey by link: the page works without scripts, an answer is one event, asked again it is the same one."""

import re

import msgspec
import pytest
from django.db import connection
from django.test import Client

from perennia.feedback.models import Answer
from perennia.messages import dispatch, queries
from perennia.messages.models import MailboxMessage
from tests.stations.messages.given import NOON, an, message, words

pytestmark = [pytest.mark.django_db, pytest.mark.number("S11")]

BODY = "How is it?\n\n[Happy]({{ links.happiness }}?level=happy)\n\n[Number]({{ links.nps }})\n\n[Join]({{ links.affiliate }})\n\n[Open](https://app.example/)"


def a_letter(language: str = "en") -> queries.Sent:
    words(BODY)
    an(language=language)
    id = message(topic="surveys")
    dispatch.one_round(NOON)
    row = MailboxMessage.objects.get(message=id)
    return queries.sent(row.partition, row.message)


def path(letter: queries.Sent, letters: str) -> str:
    found = re.search(rf'href="[^"]*?(/{letters}/[^"]+)"', letter.html)
    assert found is not None
    return found.group(1)


def given() -> list[tuple[str, int, bool, dict[str, object]]]:
    """Feedback in the inbox: kind, contact, whether it counts as activity, what it says."""
    with connection.cursor() as cursor:
        cursor.execute("select kind, contact_id, body::text from inbox where name = 'Feedback Given' order by seq")
        rows = cursor.fetchall()
    found = []
    for kind, contact, text in rows:
        body = msgspec.json.decode(text)
        found.append((kind, contact, body["context"].get("active", True), body["properties"]))
    return found


def test_the_page_asks_with_the_chosen_level_marked_and_a_get_answers_nothing(client: Client) -> None:
    page = client.get(path(a_letter(), "f"))
    html = page.content.decode()
    assert page.status_code == 200
    assert re.search(r'value="happy" required checked', html)
    assert html.count('type="radio"') == 4
    assert "<script" not in html
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert page["Cache-Control"] == "private, no-store"
    assert not Answer.objects.exists()
    assert given() == []


def test_an_answer_is_an_event_of_the_contact_who_was_asked_and_no_login() -> None:
    address = path(a_letter(), "f")
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(address, {"choice": "not_happy", "text": "Slow  since\nMay.\x00"})
    assert "Not happy" in page.content.decode()
    [(kind, contact, is_active, said)] = given()
    assert (kind, contact, is_active) == ("track", 11, False)
    assert (said["level"], said["text"], said["survey"]) == ("Not Happy", "Slow since May.", "happiness")
    assert "script" not in page.content.decode()


def test_an_nps_answer_says_its_number_and_level(client: Client) -> None:
    address = path(a_letter(), "n")
    assert client.get(address).content.decode().count('type="radio"') == 11
    client.post(address, {"choice": "9", "text": ""})
    [(_, _, _, said)] = given()
    assert (said["nps"], said["level"]) == (9, "Very Happy")
    assert "text" not in said


def test_asked_again_one_letter_is_answered_once(client: Client) -> None:
    letter = a_letter()
    client.post(path(letter, "f"), {"choice": "happy"})
    for choice in ("happy", "not_happy"):
        page = client.post(path(letter, "f"), {"choice": choice})
        assert "answered already" in page.content.decode()
    assert "answered already" in client.get(path(letter, "f")).content.decode()
    assert len(given()) == 1


@pytest.mark.parametrize("choice", ["", "delighted", "9", "11", "-1"])
def test_what_is_no_answer_is_asked_again_and_the_words_are_kept(client: Client, choice: str) -> None:
    page = client.post(path(a_letter(), "f"), {"choice": choice, "text": "My <b>words</b>"})
    assert page.status_code == 422
    assert "My &lt;b&gt;words&lt;/b&gt;" in page.content.decode()
    assert given() == []


def test_a_link_is_for_one_purpose_and_cannot_be_guessed_or_changed(client: Client) -> None:
    letter = a_letter()
    token = path(letter, "f").partition("?")[0].rpartition("/")[2]
    for wrong in (f"/n/{token}", f"/a/{token}", f"/u/{token}", f"/f/{token[:-1]}x", "/f/1", "/f/1-2-3.abc"):
        for answer in (client.get(wrong), client.post(wrong, {"choice": "happy"})):
            assert answer.status_code == 404, wrong
    assert given() == []


def test_more_than_ten_answers_a_minute_from_one_address_wait(client: Client) -> None:
    letter = a_letter()
    codes = [client.post(path(letter, "f"), {"choice": "x"}).status_code for _ in range(12)]
    assert codes == [422] * 10 + [429] * 2
    assert given() == []


def test_it_speaks_the_contacts_language(client: Client) -> None:
    page = client.get(path(a_letter("vi"), "f")).content.decode()
    assert '<html lang="vi">' in page
    assert "Rất hài lòng" in page


def test_its_links_lead_straight_to_the_page_and_are_not_followed_as_clicks() -> None:
    letter = a_letter()
    assert len(letter.links) == 1
    assert "level=happy" in path(letter, "f")


@pytest.mark.parametrize(("choice", "became"), [("yes", "Joined"), ("no", "Declined")])
def test_an_invitation_is_answered_by_yes_or_no_once_as_an_event_of_its_own(
    client: Client, choice: str, became: str
) -> None:
    address = path(a_letter(), "y")
    assert client.get(address).content.decode().count('type="radio"') == 2
    assert client.post(address, {"choice": "perhaps"}).status_code == 422
    assert client.post(address, {"choice": choice, "text": "gladly"}).status_code == 200
    assert client.post(address, {"choice": "yes" if choice == "no" else "no"}).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("select name, body::text from inbox where name like 'Affiliate%' or name = 'Feedback Given'")
        [(name, body)] = cursor.fetchall()
    assert name == f"Affiliate {became}"
    said = msgspec.json.decode(body)
    assert said["properties"]["text"] == "gladly"
    assert said["context"] == {"active": False}
