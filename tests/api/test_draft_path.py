"""A draft tried with a customer: the whole path in words, with values seen, letters written and what would hold them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from perennia.customers.models import Contact, Customer
from perennia.host import clock
from perennia.messages import consent
from perennia.team.roles import Role
from tests.api.company import signed_in
from tests.flow.company import Company

pytestmark = pytest.mark.django_db(transaction=True)
JSON = "application/json"
WHOLE = {
    "label": "After a trial", "subject": "contact", "audience": "customer_touch",
    "trigger": {"key": "event_seen", "names": ["Trial Began"]},
    "when": {"field": "contact.trait.plan", "op": "is", "value": "pro"},
    "steps": [
        {"id": "tag", "key": "add_tag", "tag": "Trial"},
        {"id": "rest", "key": "wait", "for": "P3D"},
        {"id": "which", "key": "branch", "if": {"field": "contact.tag.Trial", "op": "is", "value": True},
         "then": [{"id": "ask", "key": "send_message", "template": "ask"}], "else": [{"id": "no", "key": "stop"}]},
        {"id": "answer", "key": "wait", "until": {"key": "event_seen", "names": ["Replied"]}, "at_most": "P2D", "else": []},
        {"id": "again", "key": "send_message", "template": "again"},
    ],
    "templates": {
        "ask": {"subject": "Well, {{ contact.first_name }}?", "body": "Since {{ event.plan }}"},
        "again": {"subject": "Still there?", "body": "Hello"},
    },
}  # fmt: skip


def whole(client: Client, key: str) -> dict[str, object]:
    """The draft as the screen has it, with what was drawn since."""
    return {**client.get(f"/api/workflows/{key}/draft").json()["definition"], **WHOLE}


def test_the_whole_path_is_shown_with_what_was_seen_and_nothing_is_kept() -> None:
    company = Company()
    company.says("identify", name="Anna Lim", email="anna@acme.example", plan="free")
    company.says("track", "Trial Began", plan="Pro")
    customer = Customer.objects.get()
    contact = Contact.objects.get()
    client = signed_in(Role.CS_OPS)
    key = client.post("/api/workflows", {"name": "After a trial"}, content_type=JSON).json()["key"]
    counted = _rows()
    given = {"customer": customer.pk, "definition": whole(client, key)}
    answer = client.post(f"/api/workflows/{key}/draft/path", given, content_type=JSON)
    assert answer.status_code == 200, answer.content
    path = answer.json()
    assert (path["contact"]["id"], path["is_sample"], path["began_with"]) == (contact.pk, False, "Trial Began")
    assert (path["lets_in"], path["why"][0]["passed"], "free" in path["why"][0]["saw"]) == (False, False, True)
    steps = [(one["step"], one["way"]) for one in path["items"]]
    assert steps == [("tag", ""), ("rest", ""), ("which", "yes"), ("ask", ""), ("answer", ""), ("again", "")]
    asked = path["items"][3]
    assert path["items"][2]["why"][0]["passed"]
    assert asked["letter"]["subject"] == "Well, Anna?"
    assert "Pro" in asked["letter"]["text"]
    assert asked["letter"]["state"] == "sent"
    assert asked["at"] > path["items"][1]["at"]
    assert path["items"][4]["until"] is not None
    assert path["state"] == "done"
    assert _rows() == counted
    consent.say(contact.pk, "anna@acme.example", ["success"], "withdrawn", clock.now() - timedelta(days=1), "test")
    held = client.post(f"/api/workflows/{key}/draft/path", given, content_type=JSON).json()
    assert [one["letter"]["state"] for one in held["items"] if one["letter"]] == ["held", "held"]
    company.close()


def test_a_text_message_is_shown_as_its_few_lines_and_to_a_number() -> None:
    company = Company()
    company.says("identify", name="Anna Lim", email="anna@acme.example", phone="+84912345678", plan="pro")
    client = signed_in(Role.CS_OPS)
    key = client.post("/api/workflows", {"name": "By text"}, content_type=JSON).json()["key"]
    drawn = {
        **whole(client, key),
        "steps": [{"id": "ask", "key": "send_message", "template": "ask", "channel": "sms"}],
        "templates": {
            "ask": {"subject": "Well?", "body": "A **long** letter", "short": "{{ contact.first_name }}, well?"}
        },
    }
    given = {"customer": Customer.objects.get().pk, "definition": drawn}
    answer = client.post(f"/api/workflows/{key}/draft/path", given, content_type=JSON)
    assert answer.status_code == 200, answer.content
    letter = answer.json()["items"][0]["letter"]
    assert (letter["to"], letter["text"].strip(), letter["html"]) == ("+84912345678", "Anna, well?", "")
    company.close()


def test_what_cannot_run_and_whom_it_cannot_be_about_is_said() -> None:
    company = Company()
    company.says("identify", name="A")  # without an address
    client = signed_in(Role.CS_OPS)
    key = client.post("/api/workflows", {"name": "Empty"}, content_type=JSON).json()["key"]
    customer = Customer.objects.get().pk
    refused = client.post(f"/api/workflows/{key}/draft/path", {"customer": customer}, content_type=JSON)
    assert refused.status_code == 422
    nobody = client.post(
        f"/api/workflows/{key}/draft/path", {"customer": customer, "definition": whole(client, key)}, content_type=JSON
    )
    assert (nobody.status_code, nobody.json()["code"]) == (404, "nobody")
    assert client.post("/api/workflows/none/draft/path", {}, content_type=JSON).status_code == 404
    viewer = signed_in(Role.VIEWER)
    assert viewer.post(f"/api/workflows/{key}/draft/path", {}, content_type=JSON).status_code == 403
    company.close()


def _rows() -> list[int]:
    with connection.cursor() as cursor:
        counts = []
        for table in ("message", "enrolment", "timer", "run_log", "tag", "inbox", "history", "effect"):
            cursor.execute(f"select count(*) from {table}")  # of the names above
            counts.append(int(cursor.fetchone()[0]))
    return counts
