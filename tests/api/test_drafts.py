"""Drafts of workflows: begun, kept by two people, compared, published, brought back. Nothing wild gets in."""

from typing import Any

import pytest
from django.test import Client

from perennia.host import clock
from perennia.messages import words
from perennia.messages.models import Template
from perennia.team.roles import Role
from perennia.workflows import publish
from perennia.workflows.models import Workflow, WorkflowDraft, WorkflowVersion
from tests.api.company import signed_in

pytestmark = pytest.mark.django_db
JSON = "application/json"
HELP = "/api/workflows/payment_failed_help"


@pytest.fixture
def client() -> Client:
    publish.install(clock.now())
    return signed_in(Role.CS_OPS)


def begin(client: Client, **given: object) -> str:
    answer = client.post("/api/workflows", {"name": "Ask after a trial", **given}, content_type=JSON)
    assert answer.status_code == 201, answer.content
    return str(answer.json()["key"])


def draft(client: Client, key: str) -> Any:
    return client.get(f"/api/workflows/{key}/draft").json()


def keep(client: Client, key: str, said: Any, **parts: object) -> Any:
    definition = {**said["definition"], **parts}
    path = f"/api/workflows/{key}/draft"
    return client.put(path, {"revision": said["revision"], "definition": definition}, content_type=JSON)


WHOLE = {
    "trigger": {"key": "event_seen", "names": ["Trial Began"]},
    "steps": [
        {"id": "rest", "key": "wait", "for": "P3D"},
        {"id": "ask", "key": "send_message", "template": "ask"},
    ],
    "templates": {"ask": {"subject": "How is it going, {{ contact.first_name }}?", "body": "Just answer this letter."}},
}


def test_a_new_workflow_is_a_draft_until_it_is_published(client: Client) -> None:
    key = begin(client)
    assert key == "ask_after_a_trial"
    assert begin(client) == "ask_after_a_trial_2"
    said = draft(client, key)
    assert (said["revision"], said["version"], said["is_changed"]) == (1, 0, True)
    assert [one["where"] for one in said["faults"]] == ["trigger", "steps"]
    listed = {one["key"]: one for one in client.get("/api/workflows").json()["items"]}
    assert (listed[key]["version"], listed[key]["has_draft"], listed[key]["is_on"]) == (0, True, False)
    assert client.get(f"/api/workflows/{key}").json()["name"] == "Ask after a trial"
    refused = client.post(f"/api/workflows/{key}/draft/publish", {"revision": 1}, content_type=JSON)
    assert (refused.status_code, refused.json()["code"]) == (422, "has_faults")
    assert refused.json()["errors"][0]["field"] == "trigger"
    assert client.post(f"/api/workflows/{key}/on", {}, content_type=JSON).json()["code"] == "never_published"
    kept = keep(client, key, said, **WHOLE)
    assert (kept.status_code, kept.json()["faults"]) == (200, [])
    assert [one["label"] for one in kept.json()["drawn"]["steps"]] == ["Wait 3 days", "Send the e-mail “ask”"]
    done = client.post(f"/api/workflows/{key}/draft/publish", {"revision": 2}, content_type=JSON)
    assert (done.status_code, done.json()["version"], done.json()["has_draft"]) == (200, 1, False)
    assert client.post(f"/api/workflows/{key}/on", {}, content_type=JSON).json()["is_on"] is True
    assert client.get(f"/api/workflows/{key}/versions").json()["items"][0]["published_by"] == "CS Ops"


def test_two_people_cannot_write_over_each_other_unseen(client: Client) -> None:
    key = begin(client)
    mine = draft(client, key)
    other = signed_in(Role.ADMINISTRATOR)
    assert keep(other, key, draft(other, key), label="Theirs").status_code == 200
    refused = keep(client, key, mine, label="Mine")
    assert (refused.status_code, refused.json()["code"]) == (409, "draft_moved_on")
    assert refused.json()["detail"].startswith("Administrator has changed this draft")
    assert draft(client, key)["definition"]["label"] == "Theirs"
    publish_ = client.post(f"/api/workflows/{key}/draft/publish", {"revision": mine["revision"]}, content_type=JSON)
    assert publish_.status_code == 409
    assert client.delete(f"/api/workflows/{key}/draft?revision={mine['revision']}").status_code == 409


def test_what_publishing_would_change_is_told_in_words(client: Client) -> None:
    said = draft(client, "payment_succeeded_team")
    assert (said["revision"], said["is_changed"]) == (0, False)
    steps = said["definition"]["steps"]
    tag, stage, score, _ = steps
    score = {**score, "points": 40}
    steps = [stage, tag, score, {"id": "rest", "key": "wait", "for": "PT2H"}]
    kept = keep(client, "payment_succeeded_team", said, steps=steps, re_entry="after P7D").json()
    assert (kept["revision"], kept["based_on"], kept["is_changed"], kept["faults"]) == (1, 1, True, [])
    told = client.get("/api/workflows/payment_succeeded_team/draft/changes").json()
    assert [(one["kind"], one["step"], one["details"]) for one in told["items"]] == [
        ("changed", "", ["once per invoice → again after 7 days"]),
        ("moved", "stage", ["at the beginning"]),
        ("changed", "score", ["Points: 50 → 40"]),
        ("added", "rest", ["after: +40 points: Payment succeeded"]),
        ("removed", "tell", []),
    ]
    path = "/api/workflows/payment_succeeded_team/draft"
    assert client.post(f"{path}/publish", {"revision": 1}, content_type=JSON).json()["version"] == 2
    assert [one["number"] for one in client.get("/api/workflows/payment_succeeded_team/versions").json()["items"]] == [
        2,
        1,
    ]
    second = client.get("/api/workflows/payment_succeeded_team/versions/2").json()
    assert [one["kind"] for one in second["changes"]] == ["changed", "moved", "changed", "added", "removed"]
    for version, points in ((1, 50), (None, 50), (2, 40)):
        revision = draft(client, "payment_succeeded_team")["revision"]
        given = {"version": version, "revision": revision}
        back = client.post(f"{path}/from", given, content_type=JSON).json()
        assert {one.get("points") for one in back["definition"]["steps"]} >= {points}
    assert client.delete(f"{path}?revision={draft(client, 'payment_succeeded_team')['revision']}").status_code == 204
    assert draft(client, "payment_succeeded_team")["revision"] == 0


def test_a_copy_has_the_words_as_they_are_sent_and_goes_its_own_way(client: Client) -> None:
    name = next(iter(draft(client, "payment_failed_help")["definition"]["templates"]))
    client.put(f"{HELP}/texts/{name}/en", {"subject": "Ours", "body": "Our words"}, content_type=JSON)
    key = begin(client, name="Zahlung, kümmern", copy_of="payment_failed_help")
    assert key == "zahlung_kummern"
    said = draft(client, key)
    assert said["definition"]["templates"][name]["subject"] == "Ours"
    assert (said["definition"]["label"], said["faults"]) == ("Zahlung, kümmern", [])
    assert client.delete(f"/api/workflows/{key}/draft?revision=1").status_code == 204
    assert client.get(f"/api/workflows/{key}").status_code == 404
    assert begin(client, copy_of="payment_failed_help")
    assert client.post("/api/workflows", {"name": "x", "copy_of": "none"}, content_type=JSON).status_code == 404


def test_an_edited_text_stays_an_edit_when_its_workflow_is_published(client: Client) -> None:
    said = draft(client, "payment_failed_help")
    name = next(iter(said["definition"]["templates"]))
    shipped = said["definition"]["templates"][name]["subject"]
    client.put(f"{HELP}/texts/{name}/en", {"subject": "Ours", "body": "Our words"}, content_type=JSON)
    said = draft(client, "payment_failed_help")
    assert (said["definition"]["templates"][name]["subject"], said["is_changed"]) == ("Ours", False)
    said["definition"]["templates"][name]["subject"] = "Ours, better"
    keep(client, "payment_failed_help", said, re_entry="every_time")
    assert client.post(f"{HELP}/draft/publish", {"revision": 1}, content_type=JSON).status_code == 200
    assert Template.objects.get().subject == "Ours, better"
    assert words.shipped("payment_failed_help", None, name, "en").subject == shipped  # type: ignore[union-attr]
    client.delete(f"{HELP}/texts/{name}/en")
    assert draft(client, "payment_failed_help")["definition"]["templates"][name]["subject"] == shipped


@pytest.mark.parametrize(("definition", "says"), [
    ({"steps": [{"key": "add_tag", "id": f"t{n}", "tag": "x"} for n in range(10_000)]}, "at most 400 steps"),
    ({"steps": [1, 2]}, "This is no workflow"),
    ({"steps": {"key": "stop"}}, "This is no workflow"),
    ({"trigger": None}, "This is no workflow"),
    ({"colour": "red"}, "This is no workflow"),
    ({"description": "x" * 1_000_001}, "too large"),
    ({"label": "nul\x00"}, "cannot be kept"),
    ({"label": "lone \ud800"}, "cannot be kept"),
    ({"audience": "everybody"}, "This is no workflow"),
])  # fmt: skip
def test_what_is_no_workflow_is_refused_with_a_reason(client: Client, definition: Any, says: str) -> None:
    key = begin(client)
    refused = keep(client, key, draft(client, key), **definition)
    assert refused.status_code == 422, refused.content[:300]
    assert says in refused.json()["detail"], refused.json()["detail"][:300]
    assert WorkflowDraft.objects.get().revision == 1


def test_a_deep_nest_and_a_circle_are_named(client: Client) -> None:
    key = begin(client)
    nest: Any = [{"key": "stop"}]
    for number in range(30):
        nest = [{"id": f"b{number}", "key": "branch", "if": {"all": []}, "then": nest}]
    said = keep(client, key, draft(client, key), **{**WHOLE, "steps": nest}).json()
    assert "at most 20 deep" in said["faults"][0]["message"]
    for number in range(30, 60):
        nest = [{"id": f"b{number}", "key": "branch", "if": {"all": []}, "then": nest}]
    assert keep(client, key, said, steps=nest).status_code == 422
    said = keep(client, key, draft(client, key), steps=[{"id": "round", "key": "again"}]).json()
    assert "no wait before `again`" in said["faults"][0]["message"]


def test_whom_it_is_about_stays_once_it_is_published(client: Client) -> None:
    said = draft(client, "payment_failed_help")
    other = "contact" if said["definition"]["subject"] == "customer" else "customer"
    assert [one["where"] for one in keep(client, "payment_failed_help", said, subject=other).json()["faults"]] == [
        "subject"
    ]


def test_entries_come_with_forms_in_the_readers_words(client: Client) -> None:
    said = client.get("/api/builder/entries").json()
    by_key = {one["key"]: one for kind in said.values() for one in kind}
    points = by_key["add_score"]["form"]["properties"]["points"]
    assert (points["title"], points["type"], points["minimum"]) == ("Points", "integer", -100_000)
    unsent = by_key["send_message"]["form"]["properties"]["if_unsent"]["choices"]
    assert unsent[1] == {"value": "tell_owner", "label": "Tell the owner and go on"}
    assert {one["title"] for one in by_key["wait"]["form"]["oneOf"]} >= {"For a time", "Until something happens"}
    for path in ("/api/builder/choices", "/api/builder/fields?subject=contact"):
        assert client.get(path).status_code == 200
    fields = client.get("/api/builder/fields?subject=customer").json()["items"]
    assert {one["field"].split(".")[0] for one in fields} == {"customer", "event"}


def test_a_reader_may_look_and_not_touch(client: Client) -> None:
    viewer = signed_in(Role.VIEWER)
    assert draft(viewer, "payment_failed_help")["revision"] == 0
    assert keep(viewer, "payment_failed_help", draft(viewer, "payment_failed_help")).status_code == 403
    assert Workflow.objects.count() == WorkflowVersion.objects.count()
