"""A workflow somebody built: published through the API, entered by a real event, its letter in the mailbox."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from perennia.team.roles import Role
from perennia.workflows import switch
from tests.api.company import signed_in
from tests.flow.company import MONDAY, Company

pytestmark = pytest.mark.django_db(transaction=True)
JSON = "application/json"
DAY = timedelta(days=1)


def steps(span: str) -> list[dict[str, object]]:
    rich = {"field": "contact.trait.plan", "op": "is", "value": "Pro"}
    return [
        {"id": "which", "key": "branch", "if": rich, "then": [{"id": "rest", "key": "wait", "for": span},
         {"id": "write", "key": "send_message", "template": "hello"}]},
    ]  # fmt: skip


def publish(client: Client, key: str, **parts: object) -> int:
    path = f"/api/workflows/{key}/draft"
    said: Any = client.get(path).json()
    kept: Any = client.put(
        path, {"revision": said["revision"], "definition": {**said["definition"], **parts}}, content_type=JSON
    ).json()
    assert kept["faults"] == []
    done: Any = client.post(f"{path}/publish", {"revision": kept["revision"]}, content_type=JSON).json()
    return int(done["version"])


@pytest.mark.number("R12")
def test_what_was_built_is_entered_and_its_letter_arrives_and_those_under_way_keep_their_version(
    company: Company,
) -> None:
    client = signed_in(Role.CS_OPS)
    key = client.post("/api/workflows", {"name": "Trial hello"}, content_type=JSON).json()["key"]
    words = {"hello": {"subject": "First words, {{ contact.first_name }}", "body": "Hello"}}
    trigger = {"key": "event_seen", "names": ["Trial Began"]}
    assert publish(client, key, trigger=trigger, steps=steps("P2D"), templates=words, re_entry="every_time") == 1
    switch.switch(key, MONDAY - DAY, on=True)
    company.says("identify", email="anna@acme.test", name="Anna Berg", timezone="UTC", plan="Pro")
    company.says("identify", user="bob", email="bob@acme.test", name="Bob Roe", timezone="UTC", plan="Free")
    company.says("track", "Trial Began")
    company.says("track", "Trial Began", user="bob")
    company.passes(DAY)
    words = {"hello": {"subject": "Second words, {{ contact.first_name }}", "body": "Hello again"}}
    assert publish(client, key, steps=steps("P1D"), templates=words) == 2
    company.says("track", "Trial Began", user="bob")
    company.says("identify", user="cleo", email="cleo@acme.test", name="Cleo Fox", timezone="UTC", plan="Pro")
    company.says("track", "Trial Began", user="cleo")
    company.passes(3 * DAY)
    ours = [letter for letter in company.letters() if "words" in letter[1]]
    assert sorted(ours) == [("anna@acme.test", "First words, Anna"), ("cleo@acme.test", "Second words, Cleo")]
    assert company.counted(key) == {"entered": 4, "done": 4}
